"""Simulations: long for an errand, so they say every few hundred cases that they are alive, and stop when told."""

from __future__ import annotations

from uuid import UUID

from amends import clock
from amends.complaints.desk import Desks
from amends.config import Settings
from amends.database.scope import tenant_scope
from amends.notices.mail import SendFailed
from amends.outbox.answers import Taken
from amends.outbox.operations import Claimed, put_off, settle
from amends.tenancy.operations import tenant_by_id
from tenants import simulations
from tenants.simulations import Begun
from workers.effect import Act
from workers.reckoning import Reckoning


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
    reckoning = Reckoning(run.trial, run.cases, run.asked, tenant_id)

    async def told(replayed: int) -> bool:
        async with tenant_scope(tenant_id):
            return await simulations.progressed(run, replayed, now=clock.now())

    if await reckoning.run(told):
        async with tenant_scope(tenant_id):
            await simulations.done(run, reckoning.result, now=clock.now())
    return Taken()


def _id(claimed: Claimed) -> UUID:
    return UUID(claimed.payload["simulation_id"])
