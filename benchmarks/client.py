"""A browser's share of HTTP/1.1 and no more: it must not take the processor from what it measures."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

Headers = Mapping[str, str]


class Unexpected(RuntimeError):
    """The answer is not the page: nothing is measured then."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    head: str
    body: bytes

    def header(self, name: str) -> list[str]:
        lines = (line.partition(": ") for line in self.head.split("\r\n"))
        return [value for key, _, value in lines if key.lower() == name]


class Client:
    """One kept connection."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def send(self, request: bytes, *, expect: int) -> Answer:
        if self._reader is None or self._writer is None:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        self._writer.write(request)
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        answer = Answer(int(head[9:12]), head, b"")
        length = answer.header("content-length")
        body = await self._reader.readexactly(int(length[0])) if length else b""
        if answer.status != expect:
            raise Unexpected(f"{answer.status} instead of {expect}: {body[:300]!r}")
        return Answer(answer.status, head, body)

    async def get(self, path: str, headers: Headers, *, expect: int = 200) -> Answer:
        return await self.send(request(self._host, "GET", path, headers), expect=expect)

    async def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
            await self._writer.wait_closed()


def request(host: str, method: str, path: str, headers: Headers, body: bytes = b"") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", f"host: {host}", *(f"{name}: {headers[name]}" for name in headers)]
    if body:
        lines.append(f"content-length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def multipart(fields: Mapping[str, str]) -> tuple[str, bytes]:
    """Content type and body of a form with a file field that was left empty, as browsers send it."""
    boundary = "----benchmark"
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    nothing = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename=""\r\n'
        "Content-Type: application/octet-stream\r\n\r\n\r\n"
    )
    text = "".join([*parts, nothing, f"--{boundary}--\r\n"])
    return f"multipart/form-data; boundary={boundary}", text.encode()
