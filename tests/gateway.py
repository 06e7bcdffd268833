"""Somebody else's HTTP server: keeps what it gets, and answers as a test says, also badly."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Got:
    """A request as it came over the wire."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query, strict_parsing=True))

    @property
    def json(self) -> dict[str, object]:
        found = json.loads(self.body)
        assert isinstance(found, dict)
        return found

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))


@dataclass
class Gateway:
    port: int = 0
    got: list[Got] = field(default_factory=list)
    raw: bytes = b""
    """What is answered, byte by byte; made by `answers`."""
    stalls: bool = False
    stalled: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def answers(self, status: int = 200, body: bytes | str = b"", *headers: str) -> None:
        raw = body.encode() if isinstance(body, str) else body
        head = [f"HTTP/1.1 {status} Said", f"Content-Length: {len(raw)}", *headers]
        self.raw, self.stalls = "\r\n".join([*head, "", ""]).encode() + raw, False

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            first, *lines = head.rstrip().split("\r\n")
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            method, target, _ = first.split(" ")
            self.got.append(Got(method, target, headers, body))
            if self.stalls:
                self.stalled.set()
                await reader.read()  # until whoever waits hangs up
            writer.write(self.raw)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.transport.abort()


@asynccontextmanager
async def listening(tls: ssl.SSLContext | None = None) -> AsyncIterator[Gateway]:
    gateway = Gateway()
    gateway.answers()
    server = await asyncio.start_server(gateway.serve, "127.0.0.1", 0, ssl=tls)
    gateway.port = server.sockets[0].getsockname()[1]
    try:
        yield gateway
    finally:
        server.close()
        await server.wait_closed()
