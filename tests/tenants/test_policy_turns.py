"""Publishing a policy and renewing the calendar at once: one waits for the other, and neither holds both up."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import asyncpg
import pytest

from amends.policy.overriding import put
from amends.tenancy.operations import tenant_by_id
from tenants.calendar_renewal import Renewal, SeenBefore, renew
from tenants.calendars import versions
from tenants.departments import make_departments
from tenants.moving import MovedAlready, move_case
from tenants.working import edit
from tests.concurrency.waiting import eventually
from tests.tenants.announcements import announce
from tests.tenants.policies import REOPEN, changed, publish_now
from tests.world import World

DECEMBER = datetime(2026, 12, 28, 2, 0, tzinfo=UTC)
WEEK = edit(put, ("calendar", "week"), {"1": ["08:00-12:00"]})


class Halfway:
    """Publishing stops where it has the register and has not come to the calendar yet."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reached, self.go_on = asyncio.Event(), asyncio.Event()
        self._as_usual = make_departments
        monkeypatch.setattr("tenants.publishing.make_departments", self._stop)

    async def _stop(self, *given: Any) -> list[str]:
        self.reached.set()
        await self.go_on.wait()
        return await self._as_usual(*given)


@pytest.mark.parametrize("act", [WEEK, edit(put, REOPEN, 14)], ids=["another week", "the same week"])
async def test_renewing_while_somebody_publishes(
    world: World, monkeypatch: pytest.MonkeyPatch, act: Any
) -> None:
    announce(monkeypatch, 2026)
    await world.lodge(now=DECEMBER)
    await changed(world, act, now=DECEMBER)
    announce(monkeypatch, 2026, 2027)
    halfway = Halfway(monkeypatch)
    published = asyncio.create_task(publish_now(world, now=DECEMBER))
    await halfway.reached.wait()
    renewed = asyncio.create_task(_renew(world))
    await eventually(lambda: _somebody_waits(world))
    halfway.go_on.set()
    assert (await published).number == 2
    if act is WEEK:
        with pytest.raises(SeenBefore):
            await renewed
    else:
        assert (await renewed).years == (2027,)
    async with world.scope():
        assert [int(each.number) for each in await versions()] == [2, 1]


async def test_a_case_moved_while_somebody_publishes_goes_to_what_is_in_force_then(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = (await world.lodge()).complaint_id
    await changed(world, edit(put, REOPEN, 14))
    halfway = Halfway(monkeypatch)
    published = asyncio.create_task(publish_now(world))
    await halfway.reached.wait()

    async def move(to: int) -> None:
        async with world.scope():
            tenant = await tenant_by_id(world.id)
            given: Any = {"by": world.actor("ada"), "now": world.at(hours=1)}
            await move_case(tenant, world.settings, case, to=to, anew=False, reason="Agreed", **given)

    moved = asyncio.create_task(move(2))
    await eventually(lambda: _somebody_waits(world))
    halfway.go_on.set()
    version = await published
    await moved
    assert (await world.complaint(case)).policy_version_id == version.id
    with pytest.raises(MovedAlready):
        await move(1)


async def _renew(world: World) -> Renewal:
    async with world.scope():
        tenant = await tenant_by_id(world.id)
        given: Any = {"by": world.actor("ada"), "now": DECEMBER}
        return await renew(tenant, world.settings, seen=1, reason="2027 was announced", **given)


async def _somebody_waits(world: World) -> bool:
    """Of this database, for a lock."""
    connection = await asyncpg.connect(world.owner_url)
    try:
        return bool(
            await connection.fetchval(
                """SELECT count(*) FROM pg_locks l WHERE NOT l.granted AND l.pid IN (
                    SELECT pid FROM pg_stat_activity WHERE datname = current_database())"""
            )
        )
    finally:
        await connection.close()
