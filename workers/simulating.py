"""Simulations: long for an errand, so they say every few hundred cases that they are alive, and stop when told."""

from __future__ import annotations

import asyncio
from uuid import UUID

from amends import clock
from amends.complaints.desk import Desks
from amends.config import Settings
from amends.database.scope import tenant_scope
from amends.notices.mail import SendFailed
from amends.outbox.answers import Taken
from amends.outbox.operations import Claimed, put_off, settle
from amends.simulation.gathering import recorded
from amends.simulation.result import Result
from amends.tenancy.operations import tenant_by_id
from tenants import simulations
from tenants.simulations import Begun
from workers.effect import Act

BATCH = 200
"""A second's reckoning or less: so often it says that it is alive, and asks whether it was called off."""


class Simulate:
    """Needs nothing of the outside; whatever goes wrong is told on the page, where it can be started again."""

    async def prepare(self, claimed: Claimed, *, tenant_id: UUID, settings: Settings) -> Act | None:
        tenant = await tenant_by_id(tenant_id)
        run = await simulations.begin(_id(claimed), tenant, settings, now=clock.now())
        if isinstance(run, Begun):
            return lambda: replay(run, tenant_id)
        if run is None:
            await settle(row_id=claimed.id, now=clock.now())
        else:
            await put_off(row_id=claimed.id, until=run)
        return None

    async def done(self, claimed: Claimed, taken: Taken, *, desks: Desks) -> None:  # noqa: ARG002
        await settle(row_id=claimed.id, now=clock.now())

    async def failed(self, claimed: Claimed, failure: SendFailed, *, desks: Desks) -> bool:  # noqa: ARG002
        await simulations.failed(_id(claimed), now=clock.now())
        await settle(row_id=claimed.id, now=clock.now())
        return True


async def replay(run: Begun, tenant_id: UUID) -> Taken:
    """Reading and writing in scopes of their own, reckoning in a thread: letters go on leaving meanwhile."""
    result, replayed = Result(), 0
    for begin in range(0, len(run.cases), BATCH):
        ids = run.cases[begin : begin + BATCH]
        async with tenant_scope(tenant_id):
            cases = await recorded(ids, run.asked)
        await asyncio.to_thread(run.trial.compare, cases, result)
        replayed += len(ids)
        async with tenant_scope(tenant_id):
            if not await simulations.progressed(run, replayed, now=clock.now()):
                return Taken()
    async with tenant_scope(tenant_id):
        await simulations.done(run, result, now=clock.now())
    return Taken()


def _id(claimed: Claimed) -> UUID:
    return UUID(claimed.payload["simulation_id"])
