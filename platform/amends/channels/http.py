"""One request to somebody else's server, carefully: a pinned address, no redirects, no proxy, a bounded answer, and
never for longer than a claim lasts."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Final
from urllib.parse import urlsplit

import h11

from amends.channels.filling import Request
from amends.channels.guard import NotAllowed, addresses_of, wrong_with

CONNECT: Final = 6.0
LONGEST: Final = 20.0
MOST: Final = 64 * 1024
"""Bytes of an answer that are read; a gateway that takes a message says so in far less."""
_CHUNK: Final = 16 * 1024


@dataclass(frozen=True, slots=True)
class Response:
    status: int
    body: bytes
    whole: bool = True


class NoResponse(Exception):
    """Nobody answered, or not in HTTP. The words are codes only: errors quote addresses."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


async def ask(request: Request, *, allowed: Collection[str] = ()) -> Response:
    """`allowed`: hosts that may be reached though they are not public, or without TLS."""
    if wrong_with(request.url, allowed):
        raise NoResponse("address not allowed")
    try:
        async with asyncio.timeout(LONGEST):
            reader, writer = await _connected(request, allowed)
            try:
                writer.write(_written(line := h11.Connection(h11.CLIENT), request))
                await writer.drain()
                return await _read(line, reader)
            finally:
                writer.transport.abort()  # no polite goodbye that somebody could draw out
    except NotAllowed as error:
        raise NoResponse(str(error)) from None
    except TimeoutError:
        raise NoResponse("no answer in time") from None
    except ssl.SSLCertVerificationError:
        raise NoResponse("certificate not valid") from None
    except h11.ProtocolError:
        raise NoResponse("not HTTP") from None
    except (OSError, UnicodeError) as error:
        raise NoResponse(f"cannot be reached ({type(error).__name__})") from None


async def _connected(
    request: Request, allowed: Collection[str]
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    parts = urlsplit(request.url)
    host, secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    found = await addresses_of(host, port, allowed=allowed)
    for number, address in enumerate(found[:3]):
        try:
            async with asyncio.timeout(CONNECT):
                # The name is still what the certificate has to hold.
                return await asyncio.open_connection(
                    address, port, ssl=_tls() if secure else None, server_hostname=host if secure else None
                )
        except ssl.SSLError:
            raise
        except OSError:  # a TimeoutError, too: the next address may do
            if number + 1 == len(found[:3]):
                raise
    raise NoResponse("cannot be reached (no address)")


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _written(line: h11.Connection, request: Request) -> bytes:
    parts = urlsplit(request.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = [
        ("Host", parts.netloc),
        ("User-Agent", "Amends"),
        ("Accept-Encoding", "identity"),
        ("Connection", "close"),
        ("Content-Length", str(len(request.body))),
        *request.headers,
    ]
    head = line.send(h11.Request(method=request.method, target=target, headers=headers))
    body = line.send(h11.Data(data=request.body))
    return (head or b"") + (body or b"") + (line.send(h11.EndOfMessage()) or b"")


async def _read(line: h11.Connection, reader: asyncio.StreamReader) -> Response:
    status, body = 0, b""
    while True:
        match line.next_event():
            case h11.NEED_DATA:
                more = await reader.read(_CHUNK)
                if not more and not status:
                    raise NoResponse("hung up without an answer")
                line.receive_data(more)
            case h11.Response(status_code=code):
                status = code
            case h11.Data(data=data):
                body += data
                if len(body) > MOST:
                    return Response(status, body[:MOST], whole=False)
            case h11.EndOfMessage():
                return Response(status, body)
            case h11.ConnectionClosed() | h11.PAUSED:
                raise NoResponse("not HTTP")
