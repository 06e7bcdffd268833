"""Pages and files leave compressed, save where their length could tell a stranger what is in them (BREACH).

A stranger's page can make a browser ask for ours with words of the stranger's choosing in the address, and see on the
wire by how much the answer shrinks. So what somebody's own cookie opens is compressed only when the browser says that
our own page, or no page at all, asked for it. Form tokens differ on every page anyway (`masks`).
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from functools import lru_cache
from typing import cast
from urllib.parse import urlsplit

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPResponseStartEvent, Message, Receive, Scope, Send

HARMLESS = frozenset({"csrftoken", "amends_language", "amends_rows"})
"""Cookies that open nothing; every other one may."""
_TYPES = frozenset(
    {
        *(b"text/html", b"text/css", b"text/javascript", b"application/javascript", b"image/svg+xml"),
        *(b"application/json", b"application/problem+json"),
    }
)
_WORTH_IT = 500
"""Bytes; what is smaller fits into one packet either way."""

Headers = dict[str, str]
Shrink = Callable[[bytes], bytes]


class Compressed:
    """Answers that are sent in one piece; a download comes in many and passes as it is."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        static = scope["path"].startswith("/static/")
        may = _accepts_gzip(headers.get("accept-encoding", "")) and (static or tells_nothing(headers))
        await self.app(scope, receive, _Holding(send, (_file if static else _page) if may else None))


def tells_nothing(headers: Headers) -> bool:
    """Whether no stranger can have a hand in this request, or there is nothing personal to be had by it."""
    if _cookies(headers.get("cookie", "")) <= HARMLESS:
        return True
    if asked_by := headers.get("sec-fetch-site"):
        return asked_by in ("same-origin", "none")
    return urlsplit(headers.get("referer", "")).netloc == headers.get("host")  # browsers before 2023


class _Holding:
    """Keeps the start of an answer back until its body is there."""

    def __init__(self, send: Send, shrink: Shrink | None) -> None:
        self._send, self._shrink = send, shrink
        self._start: Message | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _kind(message) in _TYPES:
            self._start = message
            return
        if message["type"] == "http.response.body" and self._start is not None:
            start, self._start = self._start, None
            whole = not message.get("more_body", False) and len(message["body"]) >= _WORTH_IT
            if self._shrink is not None and whole:
                message = {**message, "body": self._shrink(message["body"])}
                start = _shrunk(start, len(message["body"]))
            await self._send(_varying(start))
        await self._send(message)


def _kind(start: Message) -> bytes:
    headers = dict(_headers(start))
    if b"content-encoding" in headers:
        return b""
    return headers.get(b"content-type", b"").partition(b";")[0].strip()


def _shrunk(start: Message, size: int) -> Message:
    kept = [
        (name, b"W/" + value if name == b"etag" and not value.startswith(b"W/") else value)
        for name, value in _headers(start)
        if name != b"content-length"
    ]
    return _with(start, [*kept, (b"content-encoding", b"gzip"), (b"content-length", str(size).encode())])


def _varying(start: Message) -> Message:
    return _with(start, [*_headers(start), (b"vary", b"accept-encoding")])


def _headers(start: Message) -> list[tuple[bytes, bytes]]:
    return list(cast("HTTPResponseStartEvent", start)["headers"])


def _with(start: Message, headers: list[tuple[bytes, bytes]]) -> Message:
    return cast("Message", {**start, "headers": headers})


def _page(body: bytes) -> bytes:
    return gzip.compress(body, 5, mtime=0)


@lru_cache(maxsize=128)
def _file(body: bytes) -> bytes:
    """Files are few and the same for everybody: they are compressed once, as well as it goes."""
    return gzip.compress(body, 9, mtime=0)


def _accepts_gzip(accepted: str) -> bool:
    for part in accepted.split(","):
        name, _, quality = part.partition(";")
        if name.strip().lower() in ("gzip", "*"):
            return quality.replace(" ", "").lower() not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def _cookies(text: str) -> frozenset[str]:
    """Names only, and of every piece: what one reader of cookies passes over, another may find."""
    return frozenset(part.partition("=")[0].strip() for part in text.split(";") if part.strip())
