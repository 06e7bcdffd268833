"""A mail server that keeps what it gets, and can refuse, stall or hang up at the worst moment."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from amends import clock

PASSWORD = "opens"
Answer = Callable[[SMTP], Awaitable[str]]


class MailSink:
    """`mails` holds what was received whole, in order, whatever was answered."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.arrived_at: list[float] = []
        """When each came, by the clock that never jumps."""
        self.encrypted: list[bool] = []
        """Of each, whether its line was encrypted by STARTTLS."""
        self.passwords: list[str] = []
        self.recipients: list[str] = []
        self.senders: list[str] = []
        """On the envelopes."""
        self.url = ""
        self.open_lines: list[SMTP] = []
        """Every one that was ever dialled."""
        self.arrived = asyncio.Event()
        """Set at each mail; clear it before waiting for the next."""
        self.stalled = asyncio.Event()
        """Set while a client waits for an answer that does not come."""
        self._answer: Answer = _keep
        self._stalls_for = ""

    @property
    def lines(self) -> int:
        """How often somebody dialled."""
        return len(self.open_lines)

    def hang_up(self) -> None:
        """Whoever has a line kept open."""
        for line in self.open_lines:
            _hang_up(line)

    def accept(self) -> None:
        self._answer = _keep
        self._stalls_for = ""

    def refuse(self, reply: str) -> None:
        """`550 No such user`, `451 Try later`: said after the mail itself."""

        async def answer(_: SMTP) -> str:
            return reply

        self._answer = answer

    def stall(self) -> None:
        """Say nothing, as if the machine hung."""

        async def answer(_: SMTP) -> str:
            self.stalled.set()
            await asyncio.Event().wait()
            return "451 Never said"

        self._answer = answer

    def stall_for(self, address: str) -> None:
        """Say nothing to whoever brings mail for this one address."""
        self._stalls_for = address

    def hold(self) -> asyncio.Event:
        """Say nothing until the event is set; then the mail is taken."""
        release = asyncio.Event()

        async def answer(_: SMTP) -> str:
            self.stalled.set()
            await release.wait()
            return "250 Kept"

        self._answer = answer
        return release

    def drop_after_data(self) -> None:
        """The mail is taken and the line goes dead before the answer: the sender cannot know."""

        async def answer(server: SMTP) -> str:
            _hang_up(server)
            return "250 Never heard"

        self._answer = answer

    def let_in(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: object
    ) -> AuthResult:
        del server, session, envelope, mechanism
        assert isinstance(given, LoginPassword)
        self.passwords.append(given.password.decode())
        return AuthResult(success=self.passwords[-1] == PASSWORD)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        mail = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        self.encrypted.append(session.ssl is not None)
        self.arrived_at.append(clock.ticks())
        self.recipients += envelope.rcpt_tos
        self.senders.append(envelope.mail_from or "")
        self.arrived.set()
        if self._stalls_for in envelope.rcpt_tos:
            await asyncio.Event().wait()
        return await self._answer(server)


def text_of(mail: EmailMessage) -> str:
    return _part(mail, "plain")


def html_of(mail: EmailMessage) -> str:
    return _part(mail, "html")


def _part(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None, f"no {kind} part"
    return str(part.get_content()).replace("\r\n", "\n")


@asynccontextmanager
async def catching(
    *, certificate: ssl.SSLContext | None = None, from_the_start: bool = False, demands: bool = False
) -> AsyncIterator[MailSink]:
    """With a `certificate` lines can be encrypted: `from_the_start`, or by STARTTLS, which it may demand."""
    sink = MailSink()
    offered = None if from_the_start else certificate
    loop = asyncio.get_running_loop()

    def line() -> SMTP:
        sink.open_lines.append(
            SMTP(
                sink,
                enable_SMTPUTF8=True,
                hostname="sink.localhost",
                tls_context=offered,
                require_starttls=demands,
                authenticator=sink.let_in,
                auth_require_tls=offered is not None,
            )
        )
        return sink.open_lines[-1]

    server = await loop.create_server(line, "127.0.0.1", 0, ssl=certificate if from_the_start else None)
    sink.url = f"smtp{'s' if from_the_start else ''}://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield sink
    finally:
        server.close()
        sink.hang_up()
        await asyncio.sleep(0)
        await server.wait_closed()


def _hang_up(line: SMTP) -> None:
    if isinstance(line.transport, asyncio.WriteTransport):
        line.transport.abort()


async def _keep(_: SMTP) -> str:
    return "250 Kept"
