"""A draft that would leave something to nobody is not published; one that mends, or makes nothing worse, always is."""

from __future__ import annotations

import pytest

from amends.health.finding import Rule
from amends.people.tables import Person
from amends.policy.overriding import add, put
from tenants.publishing import WeakPolicy
from tenants.working import edit
from tests.tenants.policies import REOPEN, changed, publish_change, publish_now, work_of
from tests.tenants.test_policy_publishing import go_back
from tests.world import World

LAST = ("chains", "ordinary", "steps", "L6", "role")
"""The last one that tells anybody: the crisis team."""
OMBUDSMAN = {"name": {"zh": "投诉专员", "en": "Ombudsman"}, "like": ["handler"]}


async def test_a_chain_that_would_end_at_nobody_stops_it(world: World) -> None:
    await _hold(world, "crisis_team")
    await changed(world, edit(put, LAST, "legal"))
    with pytest.raises(WeakPolicy) as refused:
        await publish_now(world)
    [found] = refused.value.findings
    assert (found.rule, found.place) == (Rule.CHAIN_ENDS_AT_NOBODY, LAST[:-1])
    work = await work_of(world)
    assert (work.in_force.number, work.exists) == (1, True)
    await _hold(world, "legal")
    assert (await publish_now(world)).number == 2


async def test_what_is_weak_already_keeps_nobody_from_another_change(world: World) -> None:
    await _hold(world, "legal")
    await publish_change(world, edit(put, LAST, "legal"))
    await _hold(world, "investigator")
    assert (await publish_change(world, edit(put, REOPEN, 14))).number == 3


async def test_a_role_that_comes_with_the_draft_can_be_given_afterwards(world: World) -> None:
    await _hold(world, "crisis_team")
    await changed(world, edit(add, ("roles", "ombudsman"), OMBUDSMAN), edit(put, LAST, "ombudsman"))
    assert (await publish_now(world)).number == 2


async def test_going_back_is_always_possible(world: World) -> None:
    await _hold(world, "legal")
    await publish_change(world, edit(put, LAST, "legal"))
    await _hold(world, "crisis_team")
    await publish_change(world, edit(put, LAST, "crisis_team"))
    assert (await go_back(world, 2, in_force=3)).number == 4


async def _hold(world: World, role: str) -> None:
    """Bram, who handles, this one beside it."""
    async with world.scope():
        await Person.update({Person.roles: ["handler", role]}).where(Person.id == world.actor("bram").id)
