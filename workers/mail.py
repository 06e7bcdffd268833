"""The mail process: it takes mail in by SMTP or LMTP and answers for it only once it is kept; workers read it.

One transaction of the protocol is for one organisation: so what is answered for is either kept or not.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

from amends import clock, metrics
from amends.config import Settings
from amends.database.engine import DB
from amends.database.readiness import database_ready
from amends.database.scope import platform_scope
from amends.evidence.store import ObjectStore, open_store
from amends.mailin.addressing import destination
from amends.mailin.keeping import LARGEST, Delivered, keep
from amends.running.heartbeat import beating
from amends.running.tables import Kind
from amends.vitals import VITALS
from workers.fetching import keep_fetching

log = logging.getLogger(__name__)

MOST_LINES: Final = 100
MOST_RECIPIENTS: Final = 20
SILENCE: Final = 120.0
"""Seconds a server may say nothing."""
_KEPT: Final = "250 2.0.0 Kept"
_NOBODY: Final = "550 5.1.1 Nobody here has this address"
_ANOTHER: Final = "452 4.5.3 One organisation at a time: send it again for this recipient"
_LATER: Final = "451 4.3.0 Not now: please try again later"


class Taking:
    """aiosmtpd's handler: one method per command it cares for."""

    def __init__(self, settings: Settings, store: ObjectStore, *, each_alone: bool) -> None:
        """`each_alone`: LMTP answers for every recipient by itself, so that there is one at a time."""
        self._settings = settings
        self._store = store
        self._most = 1 if each_alone else MOST_RECIPIENTS

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        del server, options
        try:
            async with platform_scope():
                found = await destination(address, self._settings)
        except Exception as error:
            return _not_now(error)
        if found is None:
            metrics.MAIL_IN.labels("refused").inc()
            return _NOBODY
        tenant = getattr(session, "tenant", None) if envelope.rcpt_tos else None
        if len(envelope.rcpt_tos) >= self._most or tenant not in (None, found.tenant_id):
            return _ANOTHER
        session.tenant = found.tenant_id  # type: ignore[attr-defined]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Known here"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        del server
        tenant_id: UUID = session.tenant  # type: ignore[attr-defined]
        raw = envelope.original_content or b""
        if not raw.strip():
            return "550 5.6.0 There is nothing in it"
        sender = (envelope.mail_from or "").removeprefix("<>")
        try:
            for recipient in dict.fromkeys(envelope.rcpt_tos):
                given = Delivered(recipient.lower(), sender, _peer(session), raw)
                kept = await keep(self._store, tenant_id, given, now=clock.now())
                metrics.MAIL_IN.labels("kept" if kept is not None else "repeated").inc()
        except Exception as error:
            return _not_now(error)
        return _KEPT

    async def handle_exception(self, error: Exception) -> str:
        return _not_now(error)


def _not_now(error: Exception) -> str:
    metrics.MAIL_IN.labels("put_off").inc()
    log.warning("mail not taken now", extra={"reason": type(error).__name__})
    return _LATER


def _peer(session: Session) -> str:
    peer = session.peer
    return str(peer[0]) if isinstance(peer, tuple) else "local"


class _Doorkeeper:
    """How many lines there are; the next one is asked to come again."""

    def __init__(self) -> None:
        self.lines = 0

    def guarding(self, protocol: type[SMTP]) -> type[SMTP]:
        keeper = self

        class Guarded(protocol):  # type: ignore[misc, valid-type]
            def connection_made(self, transport: asyncio.BaseTransport) -> None:
                keeper.lines += 1
                if keeper.lines > MOST_LINES and isinstance(transport, asyncio.WriteTransport):
                    transport.write(b"421 4.7.0 Too many at once: please try again later\r\n")
                    transport.close()
                    return
                super().connection_made(transport)

            def connection_lost(self, error: Exception | None) -> None:
                keeper.lines -= 1
                if self.transport is not None:
                    super().connection_lost(error)

        return Guarded


@asynccontextmanager
async def taking(settings: Settings) -> AsyncIterator[str]:
    """The address it listens on, with the port it was given."""
    where = urlsplit(settings.mail_listen)
    each_alone = where.scheme == "lmtp"
    handler = Taking(settings, open_store(settings.store_url), each_alone=each_alone)
    protocol = _Doorkeeper().guarding(LMTP if each_alone else SMTP)
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)  # it writes every address down

    def line() -> SMTP:
        return protocol(
            handler,
            data_size_limit=LARGEST,
            enable_SMTPUTF8=True,
            hostname=settings.mail_in_domain or settings.base_domain,
            ident="Amends",
            timeout=SILENCE,
            tls_context=_certificate(settings),
        )

    loop = asyncio.get_running_loop()
    if where.path and not where.netloc:
        server: asyncio.Server = await loop.create_unix_server(line, where.path)
        address = settings.mail_listen
    else:
        server = await loop.create_server(line, where.hostname, where.port or 0)
        address = f"{where.scheme}://{where.hostname}:{server.sockets[0].getsockname()[1]}"
    async with server:
        yield address


def _certificate(settings: Settings) -> ssl.SSLContext | None:
    if settings.mail_certificate is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(settings.mail_certificate, settings.mail_certificate_key)
    return context


def run(settings: Settings) -> None:
    """Until SIGTERM or SIGINT."""
    asyncio.run(_run(settings))


async def _run(settings: Settings) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await DB.open(settings.database_url, size=settings.pool_size)
    VITALS.begin(needs={"database": database_ready})
    store = open_store(settings.store_url)
    try:
        async with beating(Kind.MAIL), taking(settings) as address:
            log.info("mail ready", extra={"address": address})
            await keep_fetching(settings, store, stop) if settings.mail_fetch else await stop.wait()
    finally:
        VITALS.end()
        await DB.close()
        log.info("mail stopped")
