"""A scanner for malware that speaks clamd's protocol, over TCP or a Unix socket.

A file goes to it piece by piece (INSTREAM), so none is held in memory, and the scanner needs no right to the store.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final
from urllib.parse import urlsplit

LONGEST: Final = 40.0
"""Seconds for one file; shorter than a claim on an outbox row lasts."""
_CONNECTING: Final = 5.0
_LONGEST_ANSWER: Final = 4096
_FOUND: Final = re.compile(r"stream: (.+) FOUND")
_TOO_LARGE: Final = "size limit exceeded"

Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class ScannerTrouble(Exception):
    """`permanent`: it will say the same of this file every time. The reason is one line, in the scanner's words."""

    def __init__(self, reason: str, *, permanent: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.permanent = permanent


async def harm_in(pieces: AsyncIterator[bytes], *, url: str) -> str:
    """What the scanner calls what it found; "" where it found nothing."""
    async with _asked(url, within=LONGEST) as (reader, writer):
        writer.write(b"zINSTREAM\0")
        cut_short = await _sent(pieces, writer)
        answer = await _answer(reader)
    if found := _FOUND.fullmatch(answer):
        return found[1][:200]
    if answer == "stream: OK" and not cut_short:
        return ""
    raise ScannerTrouble(answer[:200] or "no answer", permanent=_TOO_LARGE in answer.lower())


async def version(url: str) -> str:
    """As it calls itself: program, signatures and their date."""
    async with _asked(url, within=_CONNECTING) as (reader, writer):
        writer.write(b"zVERSION\0")
        return await _answer(reader)


@asynccontextmanager
async def _asked(url: str, *, within: float) -> AsyncIterator[Line]:
    try:
        async with asyncio.timeout(within):
            reader, writer = await _connected(url)
            try:
                yield reader, writer
            finally:
                writer.close()
    except TimeoutError:
        raise ScannerTrouble("no answer in time") from None
    except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
        raise ScannerTrouble(type(error).__name__) from None


async def _connected(url: str) -> Line:
    parts = urlsplit(url)
    async with asyncio.timeout(_CONNECTING):
        if parts.scheme == "unix":
            return await asyncio.open_unix_connection(parts.path, limit=_LONGEST_ANSWER)
        return await asyncio.open_connection(parts.hostname, parts.port, limit=_LONGEST_ANSWER)


async def _sent(pieces: AsyncIterator[bytes], writer: asyncio.StreamWriter) -> bool:
    """Whether the scanner hung up before the end: it has said why by then."""
    try:
        async for piece in pieces:
            if piece:
                writer.write(len(piece).to_bytes(4, "big") + piece)
                await writer.drain()
        writer.write(bytes(4))
        await writer.drain()
    except ConnectionError:
        return True
    return False


async def _answer(reader: asyncio.StreamReader) -> str:
    return (await reader.readuntil(b"\0"))[:-1].decode(errors="replace").strip()
