"""A scanner for malware on a real line: it speaks clamd's protocol, and can misbehave."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

# Put together here, so that no scanner takes the source itself for what it describes.
EICAR: Final = (r"X5O!P%@AP[4\PZX54(P^)7CC)7}" + "$EICAR-STANDARD-ANTIVIRUS" + "-TEST-FILE!$H+H*").encode()
NAME: Final = "Win.Test.EICAR_HDB-1"


class Scanner:
    """`seen` holds every file it was given whole, in order."""

    def __init__(self) -> None:
        self.seen: list[bytes] = []
        self.url = ""
        self.largest = 25 * 1024 * 1024
        self.hangs_up = False
        """After the file, before a word on it."""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            command = (await reader.readuntil(b"\0"))[:-1]
            answer = b"ClamAV 1.4.2/27500" if command == b"zVERSION" else await self._looked(reader)
            if answer:
                writer.write(answer + b"\0")
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        finally:
            writer.close()

    async def _looked(self, reader: asyncio.StreamReader) -> bytes:
        data = b""
        while length := int.from_bytes(await reader.readexactly(4), "big"):
            data += await reader.readexactly(length)
            if len(data) > self.largest:
                return b"INSTREAM size limit exceeded. ERROR"
        self.seen.append(data)
        if self.hangs_up:
            return b""
        return f"stream: {NAME} FOUND".encode() if EICAR in data else b"stream: OK"


@asynccontextmanager
async def scanning() -> AsyncIterator[Scanner]:
    scanner = Scanner()
    server = await asyncio.start_server(scanner.serve, "127.0.0.1", 0)
    async with server:
        host, port = server.sockets[0].getsockname()[:2]
        scanner.url = f"tcp://{host}:{port}"
        yield scanner
