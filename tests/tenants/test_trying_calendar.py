"""What a draft would promise is reckoned by the week it would bring, also where a calendar is published."""

from __future__ import annotations

from amends.policy.overriding import put
from tenants.trying import desks_to_try
from tenants.working import at_work, edit
from tests.tenants.policies import changed
from tests.world import World


async def test_a_draft_is_tried_by_its_own_week(world: World) -> None:
    async with world.at_desk() as desk:
        assert desk.calendar_version_id is not None, "the case in point"
    await changed(world, edit(put, ("calendar", "week"), {"5": ["09:00-10:00"]}))
    async with world.scope():
        work = await at_work(world.tenant)
        desks = await desks_to_try(world.tenant, world.settings, work, now=world.at())
    assert desks.draft is not None
    days = {each: desks.draft.calendar.day_of(world.at(days=each)) for each in range(7)}
    worked = [each for each, day in days.items() if desks.draft.calendar.works_on(day)]
    assert worked == [4], "Fridays alone"
    before = [each for each, day in days.items() if desks.in_force.calendar.works_on(day)]
    assert before == [0, 1, 2, 3, 4]
