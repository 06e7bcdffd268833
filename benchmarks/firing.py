"""Due rows claimed and fired: the rule asked again, history, letters to staff, outbox; a batch is a transaction."""

from __future__ import annotations

from time import perf_counter, process_time

from psutil import Process

from amends import clock
from amends.database.scope import platform_scope, tenant_scope
from amends.deadlines.firing import due_tenants, fire_batch
from benchmarks.floor import connect, replay
from benchmarks.measuring import Run
from benchmarks.recording import Recording, Statement, recording
from benchmarks.world import Bench
from workers.clock import BATCH, MOST, Firing
from workers.desks import desks_of

_BATCHES = 5
"""Of each run."""


class _Undo(Exception):
    pass


class FiringDue:
    """Both sides fire rows of one list, batch after batch: the floor does what ours was about to do with the next."""

    name, goal, unit = "firing", 0.3, "due rows"
    budget = "≥ 490 a second (6 times a helpdesk's escalation)"

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self.recorded = Recording()

    async def prepare(self) -> None:
        await self._next_batch()

    async def ours(self, web: Process) -> Run:
        """As the clock process does it, in this one."""
        del web
        firing = Firing(self._bench.settings)
        times, spent = [], 0.0
        for _ in range(_BATCHES):
            begun, before = perf_counter(), process_time()
            fired = await firing.fire()
            times.append(perf_counter() - begun)
            spent += process_time() - before
            _all(fired)
        return Run(times, sum(times), _BATCHES * BATCH, spent)

    async def floor(self) -> Run:
        connection = await connect(self._bench.urls.app_url)
        times, spent = [], 0.0
        try:
            for _ in range(_BATCHES):
                statements = await self._next_batch()
                begun, before = perf_counter(), process_time()
                await replay(connection, statements)
                times.append(perf_counter() - begun)
                spent += process_time() - before
        finally:
            await connection.close()
        return Run(times, sum(times), _BATCHES * BATCH, spent)

    async def _next_batch(self) -> list[Statement]:
        """What ours would send for the rows that are next: it is undone, so the floor may do it."""
        now, tenant_id = clock.now(), self._bench.tenant.id
        async with recording() as self.recorded:
            async with platform_scope():
                await due_tenants(now=now, most=MOST)
            try:
                async with tenant_scope(tenant_id):
                    _all(await fire_batch(desks_of(tenant_id, self._bench.settings), now=now, most=BATCH))
                    raise _Undo
            except _Undo:
                pass
        undone = self.recorded.statements.pop()
        if undone.sql != "ROLLBACK":
            raise ValueError(f"expected the undoing last, got {undone.sql}")
        self.recorded.statements.append(Statement("COMMIT"))
        return self.recorded.statements


def _all(fired: int) -> None:
    if fired != BATCH:
        raise ValueError(f"{fired} rows fired instead of {BATCH}: nothing is left to measure with")
