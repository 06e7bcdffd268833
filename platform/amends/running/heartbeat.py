"""Each process says every few seconds that it runs, and takes its leave when it stops.

Who was killed takes no leave: the row stays and grows old, and the operators' console says so.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from amends import VERSION, clock
from amends.database.migrate import names
from amends.database.scope import execute, platform_scope
from amends.running.tables import Kind

log = logging.getLogger(__name__)

EVERY: Final = 10.0
PATIENCE: Final = 5.0
"""For one beat; nothing of the process's own work waits for it."""
LEAVE: Final = 2.0
"""For the beat under way when the process stops, and again for the leave: nobody is kept from stopping."""


class Heartbeat:
    """Needs the open database; without one it goes on trying, and so does the process."""

    def __init__(self, kind: Kind) -> None:
        self.id: UUID = uuid4()
        self._kind = kind
        self._started_at: datetime = clock.now()
        self._stop = asyncio.Event()
        self._beating: asyncio.Task[None] | None = None
        self._failing = False

    async def start(self) -> None:
        self._beating = asyncio.create_task(self._beat())

    async def stop(self) -> None:
        """The beat under way comes first, so that none is written after the leave."""
        self._stop.set()
        if self._beating is not None:
            await asyncio.wait({self._beating}, timeout=LEAVE)
            self._beating.cancel()
            await asyncio.gather(self._beating, return_exceptions=True)
        with contextlib.suppress(Exception):
            async with asyncio.timeout(LEAVE), platform_scope():
                await execute("DELETE FROM process WHERE id = $1", self.id)

    async def _beat(self) -> None:
        while not self._stop.is_set():
            try:
                await self._once()
            except Exception as error:
                if not self._failing:
                    log.warning("heartbeat not written", extra={"reason": type(error).__name__})
                self._failing = True
            else:
                self._failing = False
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), EVERY)

    async def _once(self) -> None:
        async with asyncio.timeout(PATIENCE), platform_scope():
            await execute(
                """INSERT INTO process (id, kind, host, pid, version, level, started_at, seen_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO UPDATE SET seen_at = EXCLUDED.seen_at""",
                self.id,
                str(self._kind),
                socket.gethostname(),
                os.getpid(),
                VERSION,
                names()[-1],
                self._started_at,
                clock.now(),
            )


@asynccontextmanager
async def beating(kind: Kind) -> AsyncIterator[Heartbeat]:
    heartbeat = Heartbeat(kind)
    await heartbeat.start()
    try:
        yield heartbeat
    finally:
        await heartbeat.stop()
