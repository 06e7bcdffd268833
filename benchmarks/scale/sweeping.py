"""The clock's sweep: ten due rows of one organisation, claimed and fired among all the rows that wait."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import asyncpg

from amends import clock
from amends.database.engine import DB
from amends.database.scope import execute, tenant_scope
from benchmarks.scale.places import Place
from workers.clock import Firing

ROWS = 10
_TRIES = 20


class Sweeper:
    """Two databases in turn in one process: the engine's pool is changed in between."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._firing = Firing(place.side.settings)
        self._pool: asyncpg.Pool | None = None

    async def open(self) -> None:
        await DB.open(self._place.side.settings.database_url, size=4)
        self._pool, DB.pool = DB.pool, None

    async def close(self) -> None:
        if self._pool is not None:
            await self._pool.close()

    async def measure(self, number: int) -> float:
        """Seconds for the rows of one organisation; taken again when something else became due meanwhile."""
        desks: Sequence[UUID] = [desk.tenant_id for desk in self._place.desks]
        DB.pool = self._pool
        try:
            for _ in range(_TRIES):
                while await self._firing.fire():
                    pass
                await _make_due(desks[number % len(desks)])
                began = time.perf_counter()
                fired = await self._firing.fire()
                took = time.perf_counter() - began
                if fired == ROWS:
                    return took
        finally:
            DB.pool = None
        raise RuntimeError(f"{fired} rows fired instead of {ROWS}")


async def _make_due(tenant_id: UUID) -> None:
    """The promises behind the rows, too: a rule that is asked again must find them broken, or at risk."""
    at = clock.now() - timedelta(minutes=1)
    async with tenant_scope(tenant_id):
        await execute(
            """WITH chosen AS (
                SELECT DISTINCT ON (complaint_id) id, promise_id, fire_at FROM due_row
                WHERE fired_at IS NULL AND kind = 'breach' ORDER BY complaint_id, fire_at LIMIT $2
            ), broken AS (
                UPDATE promise p SET due_at = $1 FROM chosen c WHERE p.id = c.promise_id
            ) UPDATE due_row d SET fire_at = $1 FROM chosen c WHERE d.id = c.id""",
            at,
            ROWS,
        )
