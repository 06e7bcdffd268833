"""Drafting and publishing, each in a scope of its own, for tests of what follows from it."""

from __future__ import annotations

from datetime import datetime

from amends.people.actor import Actor
from amends.tenancy.operations import tenant_by_id
from tenants.drafts import save
from tenants.publishing import publish
from tenants.versions import Version
from tenants.working import Edit, Work, at_work
from tests.world import MONDAY, Organisation

REOPEN = ("handling", "reopen_within_days")


async def work_of(house: Organisation) -> Work:
    async with house.scope():
        return await at_work(await tenant_by_id(house.id))


async def changed(house: Organisation, *acts: Edit, now: datetime = MONDAY) -> Work:
    """By its administrator, from the state as it is."""
    async with house.scope():
        tenant = await tenant_by_id(house.id)
        work = await at_work(tenant)
        for act in acts:
            work = await save(tenant, act, seen=work.seen, by=admin_of(house), now=now)
        return work


async def publish_now(
    house: Organisation, *, reason: str = "We agreed on it", now: datetime = MONDAY
) -> Version:
    """The draft; `house.tenant` knows it from then on."""
    async with house.scope():
        tenant = await tenant_by_id(house.id)
        work = await at_work(tenant)
        version = await publish(tenant, seen=work.seen, reason=reason, by=admin_of(house), now=now)
    await renew(house)
    return version


async def publish_change(house: Organisation, *acts: Edit, now: datetime = MONDAY) -> Version:
    await changed(house, *acts, now=now)
    return await publish_now(house, now=now)


async def renew(house: Organisation) -> None:
    """As the next request would read the register."""
    async with house.scope():
        fresh = await tenant_by_id(house.id)
    house.tenant.policy_version_id = fresh.policy_version_id
    house.tenant.calendar_version_id = fresh.calendar_version_id


def admin_of(house: Organisation) -> Actor:
    return house.people["ada" if "ada" in house.people else "dora"]
