"""Lines to the mail server: kept open between letters, so that most need neither dialling, TLS nor a sign-in.

Only a line on which the last letter was taken is kept, for a few seconds and a number of letters, and it is asked
whether it still stands before the next letter goes over it. Any trouble ends a line: what became of a letter is never
guessed from another one's answers.
"""

from __future__ import annotations

import asyncio
import ipaddress
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

import aiosmtplib

EACH_STEP: Final = 20.0
GOODBYE: Final = 2.0
IDLE: Final = 5.0
"""Far less than mail servers wait for the next letter (RFC 5321: five minutes; busy ones: ten seconds)."""
LETTERS: Final = 50
"""On one line; many servers take no more than a hundred."""
_TROUBLE: Final = (aiosmtplib.SMTPException, OSError, ValueError)


@dataclass(eq=False, slots=True)
class Line:
    smtp: aiosmtplib.SMTP
    key: tuple[str, str]
    letters: int = 0
    ends: asyncio.TimerHandle | None = field(default=None, repr=False)


class Lines:
    """Of one event loop; `most` are kept idle (none: each letter has a line of its own)."""

    def __init__(self, *, most: int = 0) -> None:
        self._most = most
        self._idle: list[Line] = []
        self._goodbyes: set[asyncio.Task[None]] = set()

    async def take(self, smtp_url: str, *, own_name: str) -> Line:
        """One that stands: kept from before, or dialled."""
        key = (smtp_url, own_name)
        while (line := self._kept(key)) is not None:
            try:
                await line.smtp.rset(timeout=GOODBYE)
            except _TROUBLE:
                line.smtp.close()
            else:
                return line
        line = Line(line_to(smtp_url, own_name=own_name), key)
        try:
            await line.smtp.connect()
        except BaseException:
            line.smtp.close()
            raise
        return line

    async def done(self, line: Line) -> None:
        """The letter was taken: the line waits for the next one, or the server is told goodbye."""
        line.letters += 1
        if len(self._idle) >= self._most or line.letters >= LETTERS:
            await _goodbye(line)
            return
        self._idle.append(line)
        line.ends = asyncio.get_running_loop().call_later(IDLE, self._expire, line)

    def drop(self, line: Line) -> None:
        """Whatever happened on it: nothing more does."""
        line.smtp.close()

    async def close(self) -> None:
        idle, self._idle = self._idle, []
        for line in idle:
            if line.ends is not None:
                line.ends.cancel()
        await asyncio.gather(*(_goodbye(line) for line in idle), *self._goodbyes)

    def _kept(self, key: tuple[str, str]) -> Line | None:
        """The one used last: the others may go idle."""
        for line in reversed(self._idle):
            if line.key == key:
                self._idle.remove(line)
                if line.ends is not None:
                    line.ends.cancel()
                return line
        return None

    def _expire(self, line: Line) -> None:
        self._idle.remove(line)
        task = asyncio.create_task(_goodbye(line))
        self._goodbyes.add(task)
        task.add_done_callback(self._goodbyes.discard)


async def _goodbye(line: Line) -> None:
    with suppress(*_TROUBLE):
        async with asyncio.timeout(GOODBYE):
            await line.smtp.quit()
    line.smtp.close()


def line_to(smtp_url: str, *, own_name: str) -> aiosmtplib.SMTP:
    """The library's own `send` would, when cut short, still wait for an answer to its goodbye."""
    parts = urlsplit(smtp_url)
    secure = parts.scheme == "smtps"
    # A password goes nowhere in the clear unless somebody says so.
    usual = "required" if parts.password and not _on_this_machine(parts.hostname or "") else "offered"
    starttls = parse_qs(parts.query).get("starttls", [usual])[0]
    return aiosmtplib.SMTP(
        hostname=parts.hostname or "127.0.0.1",
        port=parts.port,
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        use_tls=secure,
        start_tls=False if secure else {"required": True, "never": False}.get(starttls),
        # Given, because asking the resolver for our own name may take long.
        local_hostname=own_name,
        timeout=EACH_STEP,
    )


def _on_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in ("", "localhost")
