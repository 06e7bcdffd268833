"""A mail server that takes everything at once and forgets it, in a process of its own: `python -m benchmarks.sink`."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

import uvloop

_OFFERS = b"250-sink.localhost\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n"


class _Line(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._out = cast(asyncio.Transport, transport)
        self._waiting = b""
        self._in_letter = False
        self._out.write(b"220 sink.localhost\r\n")

    def data_received(self, data: bytes) -> None:
        self._waiting += data
        while True:
            end = b"\r\n.\r\n" if self._in_letter else b"\r\n"
            given, found, rest = self._waiting.partition(end)
            if not found:
                return
            self._waiting = rest
            self._answer(given[:4].upper())

    def _answer(self, verb: bytes) -> None:
        if self._in_letter:
            self._in_letter = False
            self._out.write(b"250 Taken\r\n")
        elif verb == b"EHLO":
            self._out.write(_OFFERS)
        elif verb == b"DATA":
            self._in_letter = True
            self._out.write(b"354 Go on\r\n")
        elif verb == b"QUIT":
            self._out.write(b"221 Bye\r\n")
            self._out.close()
        else:
            self._out.write(b"250 OK\r\n")


@contextmanager
def sink() -> Iterator[str]:
    """Its address."""
    child = subprocess.Popen([sys.executable, "-m", "benchmarks.sink"], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    try:
        yield f"smtp://127.0.0.1:{int(child.stdout.readline())}"
    finally:
        child.terminate()
        child.wait()
        child.stdout.close()


async def _serve() -> None:
    server = await asyncio.get_running_loop().create_server(_Line, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(_serve())
