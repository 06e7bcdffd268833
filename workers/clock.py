"""The clock process: it fires what is due, seals each day, and tidies up. Two at once do no harm."""

from __future__ import annotations

import asyncio
import functools
import logging
import signal
from collections.abc import Awaitable, Callable
from typing import Final
from uuid import UUID

import structlog

from amends import clock, metrics, traces
from amends.complaints.desk import Desks
from amends.config import Settings
from amends.database.engine import DB
from amends.database.outage import OUTAGE
from amends.database.readiness import database_ready
from amends.database.scope import platform_scope, tenant_scope
from amends.deadlines.firing import due_tenants, fire_batch, next_look
from amends.escalation.firing import fire_escalations
from amends.evidence.store import open_store
from amends.live.announcing import announcing
from amends.running.gauges import DeploymentGauges
from amends.running.heartbeat import beating
from amends.running.tables import Kind
from amends.tasks.firing import tell_of_tasks
from amends.tenancy.lookups import Lookups
from amends.vitals import VITALS
from workers.counting import Counting
from workers.desks import desks_of
from workers.housekeeping import Housekeeping
from workers.sealing import Sealing
from workers.singly import fire_singly

log = logging.getLogger(__name__)

BATCH: Final = 100
MOST: Final = 2000
LONGEST_SLEEP: Final = 1.0
SHORTEST_SLEEP: Final = 0.1
REST: Final = 30.0
STUCK_AFTER: Final = 180.0
"""Longer than a database takes to be given up (asyncpg: 60 s) and than a round over all organisations."""


def run(settings: Settings) -> None:
    """Until SIGTERM or SIGINT."""
    asyncio.run(_run(settings))


class Firing:
    """Due rows are fired one batch of each organisation at a time, the longest waiting first."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._resting: dict[UUID, float] = {}
        """Organisations in trouble, until when they are left alone: the log is not to be flooded."""

    async def once(self) -> float:
        """Fire, and say how long to sleep."""
        if await self.fire():
            return 0.0
        async with platform_scope():
            next_at = await next_look()
        if next_at is None:
            return LONGEST_SLEEP
        # Something due that did not fire is being worked on: not at once again.
        return min(max((next_at - clock.now()).total_seconds(), SHORTEST_SLEEP), LONGEST_SLEEP)

    async def fire(self) -> int:
        """How many rows fired."""
        async with platform_scope():
            waiting = await due_tenants(now=clock.now(), most=MOST)
        fired = 0
        for tenant_id in waiting:
            if self._resting.get(tenant_id, 0.0) > clock.ticks():
                continue
            try:
                with structlog.contextvars.bound_contextvars(tenant=str(tenant_id)):
                    fired += await _fire(tenant_id, self._settings)
            except OUTAGE:
                raise  # everybody's trouble: no organisation rests for it
            except Exception:
                log.exception("due rows not fired", extra={"tenant": str(tenant_id)})
                self._resting[tenant_id] = clock.ticks() + REST
        metrics.FIRED.inc(fired)
        return fired


async def _fire(tenant_id: UUID, settings: Settings) -> int:
    """A batch in one transaction; one that fails is nobody's yet, and its rows are fired one by one."""
    make_desks = functools.partial(desks_of, tenant_id, settings)
    with traces.span("clock batch", tenant=str(tenant_id)) as batch:
        try:
            fired = await _together(tenant_id, make_desks())
        except OUTAGE:
            raise
        except Exception:
            log.exception("batch failed, firing its rows one by one", extra={"tenant": str(tenant_id)})
            fired = await fire_singly(tenant_id, make_desks, now=clock.now(), most=BATCH)
        batch.tell(fired=fired)
    return fired


async def _together(tenant_id: UUID, desks: Desks) -> int:
    async with tenant_scope(tenant_id):
        fired = await fire_batch(desks, now=clock.now(), most=BATCH)
        fired += await fire_escalations(desks, now=clock.now(), most=BATCH)
        return fired + await tell_of_tasks(desks, now=clock.now(), most=BATCH)


async def _run(settings: Settings) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await DB.open(settings.database_url, size=settings.pool_size)
    VITALS.begin(needs={"database": database_ready}, readings=[DeploymentGauges().read])
    store = open_store(settings.store_url)
    try:
        log.info("clock ready")
        async with beating(Kind.CLOCK), announcing(settings.redis_url), asyncio.TaskGroup() as tasks:
            tasks.create_task(_repeat(stop, "firing", _turning(Firing(settings).once)))
            tasks.create_task(_repeat(stop, "sealing", Sealing(settings, store).once))
            tasks.create_task(
                _repeat(stop, "housekeeping", Housekeeping(store, Lookups(settings.dns_server)).once)
            )
            tasks.create_task(_repeat(stop, "counting", Counting().once))
    finally:
        VITALS.end()
        await DB.close()
        log.info("clock stopped")


def _turning(work: Callable[[], Awaitable[float]]) -> Callable[[], Awaitable[float]]:
    """A round that fails is a round: a clock without a database is not stuck, and would not do better anew."""

    async def turning() -> float:
        VITALS.turned("clock", again_within=STUCK_AFTER)
        return await work()

    return turning


async def _repeat(stop: asyncio.Event, name: str, work: Callable[[], Awaitable[float]]) -> None:
    """Again and again, pausing as long as the work says; trouble is told once and tried again."""
    failing = False
    while not stop.is_set():
        try:
            pause = await work()
        except Exception as error:
            if not failing:
                log.warning("clock cannot work, will keep trying", exc_info=error, extra={"work": name})
            failing, pause = True, LONGEST_SLEEP
            metrics.ROUNDS.labels(name, "failed").inc()
        else:
            failing = False
            metrics.ROUNDS.labels(name, "done").inc()
            metrics.LAST_ROUND.labels(name).set(clock.now().timestamp())
        try:
            await asyncio.wait_for(stop.wait(), pause)
        except TimeoutError:
            continue
