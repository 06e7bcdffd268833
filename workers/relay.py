"""The relay: from the outbox to the queue. It may repeat itself; claims make sure that nothing is done twice.

Organisations take turns, and each has so many messages under way at most (`workers.flight`): one with fifty thousand
letters, or one whose readers' mail server hangs, holds up no other.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Final, Protocol
from uuid import UUID

from amends import clock, traces
from amends.database.scope import platform_scope
from amends.outbox.operations import give_back, hand_out
from amends.vitals import VITALS
from workers.flight import EACH, Room

log = logging.getLogger(__name__)

EVERY: Final = 0.5
AT_LEAST: Final = 0.02
"""Between two rounds, however fast room is made: what ended meanwhile is made up for in one."""
LONGEST_PAUSE: Final = 5.0
STUCK_AFTER: Final = 180.0
"""Longer than a database takes to be given up (asyncpg: 60 s)."""

Row = tuple[UUID, UUID]
Enqueue = Callable[[UUID, UUID], None]
"""Put a message for (tenant, row) on the queue; blocking, called in a thread."""


class InFlight(Protocol):
    """Blocking, called in a thread; an error when the queue is away, so that no row is hidden for the sake of it."""

    def room(self) -> Room: ...

    def admit(self, rows: Sequence[Row]) -> list[Row]: ...


class Relay:
    def __init__(self, *, enqueue: Enqueue, flight: InFlight) -> None:
        self._enqueue = enqueue
        self._flight = flight
        self._failing = False
        self._more = False
        self._landed = asyncio.Event()

    def landed(self) -> None:
        """A message has ended: there may be room for the next one. In the relay's own event loop."""
        self._landed.set()

    async def run(self, stop: asyncio.Event) -> None:
        pause = EVERY
        while not stop.is_set():
            VITALS.turned("relay", again_within=STUCK_AFTER)
            self._landed.clear()
            try:
                await self.once()
            except Exception as error:
                # Whatever it is, PostgreSQL or Redis: rows wait where they are and come again.
                self._trouble(error)
                pause = min(pause * 2, LONGEST_PAUSE)
                await _within(pause, stop)
            else:
                self._recovered()
                pause = EVERY
                await self._rest(stop)

    async def once(self) -> int:
        """Hand out what is ready and there is room for; how many rows."""
        room = await asyncio.to_thread(self._flight.room)
        if not room.queue:
            self._more = True
            return 0
        async with platform_scope():
            ready = await hand_out(now=clock.now(), most=room.queue, each=EACH, room=room.of)
        admitted: list[Row] = []
        if ready:
            with traces.span("hand out", kind="producer", rows=len(ready)):
                admitted = await asyncio.to_thread(self._pass_on, ready)
        if left := set(ready).difference(admitted):  # another relay was first
            async with platform_scope():
                await give_back([row_id for _, row_id in left], now=clock.now())
        self._more = bool(left) or _may_be_more(ready, room)
        return len(admitted)

    def _pass_on(self, ready: Sequence[Row]) -> list[Row]:
        admitted = self._flight.admit(ready)
        for tenant_id, row_id in admitted:
            self._enqueue(tenant_id, row_id)
        return admitted

    async def _rest(self, stop: asyncio.Event) -> None:
        """Until the next look; where more waits than there was room for, until there is room again."""
        if not self._more:
            await _within(EVERY, stop)
            return
        await _within(AT_LEAST, stop)
        await _within(EVERY, self._landed, stop)

    def _trouble(self, error: Exception) -> None:
        """Said once, not at every try."""
        if not self._failing:
            log.warning("relay cannot work, will keep trying", extra={"reason": type(error).__name__})
        self._failing = True

    def _recovered(self) -> None:
        if self._failing:
            log.info("relay works again")
        self._failing = False


def _may_be_more(ready: Sequence[Row], room: Room) -> bool:
    """Somebody got all they had room for, or had none."""
    got: dict[UUID, int] = {}
    for tenant_id, _ in ready:
        got[tenant_id] = got.get(tenant_id, 0) + 1
    full = any(count >= min(EACH, room.of.get(whose, EACH)) for whose, count in got.items())
    return full or len(ready) >= room.queue or any(not left for left in room.of.values())


async def _within(seconds: float, *events: asyncio.Event) -> None:
    """Until one of them is set, or the time is over."""
    waits = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
