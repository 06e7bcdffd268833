"""What is due claimed and fired: the rule asked again, history, letters to staff, outbox; a batch is a transaction."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable
from contextlib import ExitStack, asynccontextmanager
from datetime import datetime
from time import perf_counter, process_time
from typing import Protocol

from psutil import Process

from amends import clock
from amends.complaints.desk import Desks
from amends.database.engine import DB
from amends.database.migrate import migrate
from amends.database.scope import platform_scope, tenant_scope
from amends.deadlines.firing import due_tenants, fire_batch
from amends.escalation.firing import fire_escalations
from benchmarks.filling import fill
from benchmarks.floor import connect, replay
from benchmarks.measuring import Run
from benchmarks.owing import AHEAD, owe_later, owe_steps, owe_warnings
from benchmarks.recording import Recording, Statement, recording
from benchmarks.world import Bench, make_bench, servers, settings_for
from workers.clock import BATCH, MOST, Firing
from workers.desks import desks_of

_BATCHES = 5
"""Of each run."""


class _Fire(Protocol):
    def __call__(self, desks: Desks, *, now: datetime, most: int) -> Awaitable[int]: ...


class _Undo(Exception):
    pass


class FiringDue:
    """Broken promises. Both sides fire rows of one list, batch after batch: the floor does what ours was about to do
    with the next."""

    name, goal, unit = "firing", 0.3, "due rows"
    budget = "≥ 490 a second (6 times a helpdesk's escalation)"
    _fire: _Fire = staticmethod(fire_batch)

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
                    _all(await self._fire(desks_of(tenant_id, self._bench.settings), now=now, most=BATCH))
                    raise _Undo
            except _Undo:
                pass
        undone = self.recorded.statements.pop()
        if undone.sql != "ROLLBACK":
            raise ValueError(f"expected the undoing last, got {undone.sql}")
        self.recorded.statements.append(Statement("COMMIT"))
        return self.recorded.statements


class FiringWarnings(FiringDue):
    """Promises that are nearly due."""

    name = "warnings"

    async def prepare(self) -> None:
        await owe_warnings(self._bench, now=clock.now())
        await super().prepare()


class FiringSteps(FiringDue):
    """Steps of escalation that nobody answered: the next ones are told."""

    name, unit = "steps", "steps"
    _fire = staticmethod(fire_escalations)

    async def prepare(self) -> None:
        told = self._bench.people["bram"].id
        assert told is not None, "he is staff"
        await owe_steps(self._bench, told=told, now=clock.now())
        await super().prepare()


class FiringBeforeOthers(FiringDue):
    """The floor is the clock itself, on a server of its own where nothing is due later on; ours has a million rows that
    are."""

    name, goal = "ahead", 0.8
    budget = f"{AHEAD:,} rows that are due later slow nothing down"

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._servers = ExitStack()
        self._without: FiringDue | None = None

    async def prepare(self) -> None:
        urls, home = self._servers.enter_context(servers())
        settings = settings_for(urls, home, port=self._bench.settings.port, pool=1)
        await migrate(urls.owner_url)
        async with _at(urls.app_url, back_to=self._bench.urls.app_url):
            bench = await make_bench(settings, urls)
            await fill(bench)
            self._without = FiringDue(bench)
        await owe_later(self._bench, now=clock.now())
        await super().prepare()

    async def floor(self) -> Run:
        assert self._without is not None, "not prepared"
        async with _at(self._without._bench.urls.app_url, back_to=self._bench.urls.app_url):
            return await self._without.ours(Process())

    def finish(self) -> None:
        self._servers.close()


@asynccontextmanager
async def _at(url: str, *, back_to: str) -> AsyncIterator[None]:
    """Another database for a while, as warm as the first: whatever is prepared once is prepared before it counts."""
    await DB.close()
    await DB.open(url, size=1)
    try:
        async with platform_scope():
            await due_tenants(now=clock.now(), most=1)
        yield
    finally:
        await DB.close()
        await DB.open(back_to, size=1)
        async with platform_scope():
            await due_tenants(now=clock.now(), most=1)


def _all(fired: int) -> None:
    if fired != BATCH:
        raise ValueError(f"{fired} rows fired instead of {BATCH}: nothing is left to measure with")
