"""What this process hears of changes, passed on to the browsers that listen to it.

An organisation's streams are told together: one look at who may hear what, then one after the other with a little time in
between, since each of them asks for its list again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec

from amends import clock, metrics
from amends.database.outage import OUTAGE
from amends.live.announcing import CHANNELS, MOST, Heard
from amends.live.line import away, client_of
from web.live.looking import Looked, look
from web.live.streams import News, Stream, oldest_beyond

log = logging.getLogger(__name__)

BEAT: Final = 15.0
"""Seconds within which a stream ends with its session."""
GATHER: Final = 0.3
TOGETHER: Final = 10
PACE: Final = 0.2
"""So many browsers are told in so many seconds, fifty in one: each may ask for its list, which takes 10 ms."""
EACH: Final = 4
"""Streams of one session: a browser holds one."""
ALL: Final = 2000
_AGAIN: Final = 1.0
_AGAIN_AT_MOST: Final = 30.0


class Hub:
    def __init__(self) -> None:
        self._streams: dict[UUID, dict[Stream, None]] = {}
        self._heard: dict[UUID, Heard] = {}
        self._telling: dict[UUID, asyncio.Task[None]] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._running = False
        self._count = 0

    def begin(self, redis_url: str) -> None:
        self._running = True
        self._tasks = [asyncio.create_task(self._beat())]
        if redis_url:
            self._tasks.append(asyncio.create_task(self._listen(redis_url)))

    def close(self) -> None:
        """The process is about to stop: nobody is kept waiting for streams that never end."""
        self._running = False
        for streams in self._streams.values():
            for stream in streams:
                stream.end()

    async def end(self) -> None:
        self.close()
        tasks = [*self._tasks, *self._telling.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._tasks, self._telling, self._heard = [], {}, {}

    async def listening(self, tenant_id: UUID, stream: Stream) -> AsyncIterator[bytes]:
        """All that this browser is told, until it goes, its session ends, or this process does."""
        if not self._running or self._count >= ALL:
            return
        own = self._streams.setdefault(tenant_id, {})
        own[stream] = None
        self._joined(1)
        for earlier in oldest_beyond(own, stream.session_id, most=EACH):
            earlier.end()
        try:
            yield b":\n\n"
            while (event := await stream.next()) is not None:
                yield event
        finally:
            own.pop(stream, None)
            if not own:
                self._streams.pop(tenant_id, None)
            self._joined(-1)

    def _joined(self, more: int) -> None:
        self._count += more
        metrics.STREAMS.inc(more)
        metrics.IN_FLIGHT.dec(more)  # counted apart: they are no work

    async def _listen(self, redis_url: str) -> None:
        pause, lost = _AGAIN, False
        while True:
            try:
                async with client_of(redis_url, patience=None) as client, client.pubsub() as channels:
                    await channels.psubscribe(f"{CHANNELS}*")
                    if lost:
                        self._hear_of_everything()
                    pause, lost = _AGAIN, False
                    await self._hear_all(channels)
            except away() as error:
                if not lost:
                    log.warning("live updates pause", extra={"reason": type(error).__name__})
                lost = True
            await asyncio.sleep(pause)
            pause = min(2 * pause, _AGAIN_AT_MOST)

    async def _hear_all(self, channels: Any) -> None:
        """Until the line is dead, which may be seen by nothing but its silence."""
        asked = False
        while True:
            said = await channels.get_message(ignore_subscribe_messages=True, timeout=BEAT)
            if said is None and asked:
                raise TimeoutError
            asked = said is None
            if said is None:
                await channels.ping()
            elif said["type"] == "pmessage":
                self._hear(said["channel"].decode(), said["data"])

    def _hear_of_everything(self) -> None:
        """What was said meanwhile is lost: whoever listens looks once."""
        for tenant_id in self._streams:
            self._note(tenant_id, Heard(all=True))

    def _hear(self, channel: str, data: bytes) -> None:
        try:
            tenant_id, heard = UUID(channel.removeprefix(CHANNELS)), msgspec.json.decode(data, type=Heard)
        except (ValueError, msgspec.DecodeError):
            return  # of another version
        if tenant_id in self._streams:
            self._note(tenant_id, heard)

    def _note(self, tenant_id: UUID, heard: Heard) -> None:
        before = self._heard.get(tenant_id, Heard())
        changed = {*before.changed, *heard.changed}
        every = before.all or heard.all or len(changed) > MOST
        self._heard[tenant_id] = Heard(
            () if every else tuple(changed), {**before.here, **heard.here}, all=every
        )
        if tenant_id not in self._telling:
            self._telling[tenant_id] = asyncio.create_task(self._tell(tenant_id))

    async def _tell(self, tenant_id: UUID) -> None:
        try:
            await asyncio.sleep(GATHER)
            while (heard := self._heard.pop(tenant_id, None)) is not None:
                await self._pass_on(tenant_id, heard)
                await asyncio.sleep(GATHER)
        finally:
            self._telling.pop(tenant_id, None)

    async def _pass_on(self, tenant_id: UUID, heard: Heard) -> None:
        cases = {*heard.changed, *(UUID(case) for case in heard.here)}
        streams = tuple(self._streams.get(tenant_id, ()))
        looked = await self._look(tenant_id, streams, cases)
        for place, stream in enumerate(streams if looked is not None else ()):
            if looked is not None and not _ended(stream, looked):
                stream.tell(news_for(stream, heard, looked))
            if place % TOGETHER == TOGETHER - 1:
                await asyncio.sleep(PACE)

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT)
            for tenant_id in tuple(self._streams):
                await self.beat(tenant_id)

    async def beat(self, tenant_id: UUID) -> None:
        """Whose session is over hears no more; the others hear that the line is alive."""
        streams = tuple(self._streams.get(tenant_id, ()))
        looked = await self._look(tenant_id, streams, ())
        for stream in streams:
            if looked is None or not _ended(stream, looked):
                stream.ping()

    async def _look(
        self, tenant_id: UUID, streams: tuple[Stream, ...], cases: set[UUID] | tuple[()]
    ) -> Looked | None:
        """None while the database is away: nobody is told anything."""
        try:
            return await look(tenant_id, {each.session_id for each in streams}, cases, now=clock.now())
        except (*OUTAGE, asyncpg.PostgresError) as error:
            log.warning("nobody told of changes", extra={"reason": type(error).__name__})
            return None


def _ended(stream: Stream, looked: Looked) -> bool:
    if stream.session_id in looked.readers:
        return False
    stream.end(over=True)
    return True


def news_for(stream: Stream, heard: Heard, looked: Looked) -> News:
    reader, unread = looked.readers[stream.session_id], looked.unread.get(stream.person_id, 0)
    fresh, stream.unread = unread != stream.unread, unread
    here = (UUID(case) for case, present in heard.here.items() if stream.person_id in present)
    return News(
        changed=tuple(case for case in heard.changed if looked.may_read(reader, case)),
        here=tuple(case for case in here if looked.may_read(reader, case)),
        notices=fresh,
        all=heard.all,
    )


HUB = Hub()


@asynccontextmanager
async def hearing(redis_url: str) -> AsyncIterator[None]:
    HUB.begin(redis_url)
    try:
        yield
    finally:
        await HUB.end()
