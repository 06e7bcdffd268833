"""One browser that listens: what it is still to be told."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from typing import Final
from uuid import UUID

import msgspec

_MOST: Final = 32
"""Messages not taken yet; a browser that is further behind comes again, and reads everything anew."""
PING: Final = b":\n\n"
OVER: Final = b"event: over\ndata:\n\n"


class News(msgspec.Struct, frozen=True, omit_defaults=True):
    """All that leaves the house: ids of cases that the reader may read, and what kind of news it is."""

    changed: tuple[UUID, ...] = ()
    here: tuple[UUID, ...] = ()
    """Somebody came to a case that the reader has open, went or began to write."""
    notices: bool = False
    all: bool = False


class Stream:
    def __init__(self, *, session_id: UUID, person_id: UUID, unread: int) -> None:
        self.session_id, self.person_id = session_id, person_id
        self.unread = unread
        self._waiting: asyncio.Queue[bytes | None] = asyncio.Queue(_MOST + 1)  # with room for the end
        self._over = False

    async def next(self) -> bytes | None:
        """None: that was all."""
        return await self._waiting.get()

    def tell(self, news: News) -> None:
        if news != News():
            self._put(b"data: " + msgspec.json.encode(news) + b"\n\n")

    def ping(self) -> None:
        """Proxies close what is silent for long, and a browser that is gone is noticed by it."""
        self._put(PING)

    def end(self, *, over: bool = False) -> None:
        """`over`: it need not come again."""
        if over:
            self._put(OVER)
        if not self._over:
            self._over = True
            self._waiting.put_nowait(None)

    def _put(self, event: bytes) -> None:
        if self._over:
            return
        if self._waiting.qsize() >= _MOST:
            self.end()
        else:
            self._waiting.put_nowait(event)


def oldest_beyond(streams: Collection[Stream], session_id: UUID, *, most: int) -> list[Stream]:
    """Of a session's own, in the order they came."""
    own = [each for each in streams if each.session_id == session_id]
    return own[: max(len(own) - most, 0)]
