"""The request's body is received whole, into memory or a temporary file, before anything else happens.

So no transaction is ever open while a slow phone uploads, and a limit is a limit.
"""

from __future__ import annotations

import asyncio
from tempfile import SpooledTemporaryFile
from typing import IO, cast

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPReceiveMessage, Receive, Scope, Send

from amends.evidence.kinds import LARGEST_FILE, MOST_FILES
from web.edge.plain import answer

LARGEST_FORM = 1 * 1024 * 1024
LARGEST_UPLOAD = MOST_FILES * LARGEST_FILE + LARGEST_FORM
"""All files of one form together; each is limited where it is looked at."""
_IN_MEMORY = 512 * 1024
_SILENCE = 30.0
"""Seconds without a byte after which we stop waiting."""
_CHUNK = 64 * 1024
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
            except _TooLarge:
                await answer(scope, send, 413)
                return
            except TimeoutError:
                await answer(scope, send, 408)
                return
            if size is None:
                return  # the visitor went away
            spool.seek(0)
            await self.app(scope, _replay(spool, size, receive), send)


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


def _limit(scope: Scope) -> int:
    kinds = [value for name, value in scope["headers"] if name == b"content-type"]
    return LARGEST_UPLOAD if kinds and kinds[0].startswith(b"multipart/form-data") else LARGEST_FORM
