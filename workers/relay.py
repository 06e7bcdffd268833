"""The relay: from the outbox to the queue. It may repeat itself; claims make sure that nothing is done twice."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Final
from uuid import UUID

from amends import clock, traces
from amends.database.scope import platform_scope
from amends.outbox.operations import hand_out
from amends.vitals import VITALS

log = logging.getLogger(__name__)

EVERY: Final = 0.5
MOST: Final = 200
LONGEST_PAUSE: Final = 5.0
STUCK_AFTER: Final = 180.0
"""Longer than a database takes to be given up (asyncpg: 60 s)."""

Enqueue = Callable[[UUID, UUID], None]
"""Put a message for (tenant, row) on the queue; blocking, called in a thread."""


class Relay:
    """`reachable` asks whether the queue is there, before rows are hidden for the sake of it."""

    def __init__(self, *, enqueue: Enqueue, reachable: Callable[[], object]) -> None:
        self._enqueue = enqueue
        self._reachable = reachable
        self._failing = False

    async def run(self, stop: asyncio.Event) -> None:
        pause = EVERY
        while not stop.is_set():
            VITALS.turned("relay", again_within=STUCK_AFTER)
            try:
                count = await self.once()
            except Exception as error:
                # Whatever it is, PostgreSQL or Redis: rows wait where they are and come again.
                self._trouble(error)
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                self._recovered()
                pause = 0.0 if count == MOST else EVERY
            await _stopped_within(stop, pause)

    async def once(self) -> int:
        """Hand out what is ready; how many rows."""
        await asyncio.to_thread(self._reachable)
        async with platform_scope():
            ready = await hand_out(now=clock.now(), most=MOST)
        if ready:
            with traces.span("hand out", kind="producer", rows=len(ready)):
                await asyncio.to_thread(self._enqueue_all, ready)
        return len(ready)

    def _enqueue_all(self, ready: Sequence[tuple[UUID, UUID]]) -> None:
        for tenant_id, row_id in ready:
            self._enqueue(tenant_id, row_id)

    def _trouble(self, error: Exception) -> None:
        """Said once, not at every try."""
        if not self._failing:
            log.warning("relay cannot work, will keep trying", extra={"reason": type(error).__name__})
        self._failing = True

    def _recovered(self) -> None:
        if self._failing:
            log.info("relay works again")
        self._failing = False


async def _stopped_within(stop: asyncio.Event, seconds: float) -> None:
    if seconds:
        try:
            await asyncio.wait_for(stop.wait(), seconds)
        except TimeoutError:
            return
