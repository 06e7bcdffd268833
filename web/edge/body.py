"""The request's body is received whole, into memory or a temporary file, before anything else happens.

So no transaction is ever open while a slow phone uploads, and a limit is a limit.
"""

from __future__ import annotations

import asyncio
from tempfile import SpooledTemporaryFile
from typing import IO, cast

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPReceiveMessage, Message, Receive, Scope, Send

from amends.evidence.kinds import LARGEST_FILE, MOST_FILES

LARGEST_FORM = 1 * 1024 * 1024
LARGEST_UPLOAD = MOST_FILES * LARGEST_FILE + LARGEST_FORM
"""All files of one form together; each is limited where it is looked at."""
_IN_MEMORY = 512 * 1024
_SILENCE = 30.0
"""Seconds without a byte after which we stop waiting."""
_CHUNK = 64 * 1024
_RECEIVED = "received"
_WITHOUT_BODY = frozenset({"GET", "HEAD", "OPTIONS"})


class _TooLarge(Exception):
    pass


class ReceivedBody:
    """Wraps the application and hands it a body that is already here."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or scope["method"] in _WITHOUT_BODY:
            await self.app(scope, receive, send)
            return
        with SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
            try:
                size = await _receive_all(receive, spool, _limit(scope))
            except (_TooLarge, TimeoutError) as failure:
                refused = 413 if isinstance(failure, _TooLarge) else 408
                scope.setdefault("state", {})[_RECEIVED] = (0, refused)
                await self.app(scope, _replay(spool, 0, receive), _closing(send))
                return
            if size is None:
                return  # the visitor went away
            scope.setdefault("state", {})[_RECEIVED] = (size, 0)
            spool.seek(0)
            await self.app(scope, _replay(spool, size, receive), send)


def received(scope: Scope) -> tuple[int, int]:
    """How many bytes are here; and 413 or 408 instead of 0 when they are not, for a page to say so."""
    size, refused = scope["state"].get(_RECEIVED, (0, 0))
    return size, refused


async def _receive_all(receive: Receive, spool: IO[bytes], limit: int) -> int | None:
    size = 0
    while True:
        async with asyncio.timeout(_SILENCE):
            message = await receive()
        if message["type"] == "http.disconnect":
            return None
        if message["type"] != "http.request":
            continue
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > limit:
            raise _TooLarge
        spool.write(chunk)
        if not message.get("more_body", False):
            return size


def _replay(spool: IO[bytes], size: int, receive: Receive) -> Receive:
    left = size
    done = False

    async def replayed() -> HTTPReceiveMessage:
        nonlocal left, done
        if done:
            return cast("HTTPReceiveMessage", await receive())
        chunk = spool.read(min(_CHUNK, left))
        left -= len(chunk)
        done = left <= 0
        return {"type": "http.request", "body": chunk, "more_body": not done}

    return cast("Receive", replayed)


def _closing(send: Send) -> Send:
    """The rest of the body is never read: the connection cannot be used again."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message["headers"], (b"connection", b"close")]}
        await send(message)

    return sending


def _limit(scope: Scope) -> int:
    kinds = [value for name, value in scope["headers"] if name == b"content-type"]
    return LARGEST_UPLOAD if kinds and kinds[0].startswith(b"multipart/form-data") else LARGEST_FORM
