"""A department shares its cases out: to whoever is here, able, and has the fewest; and the history says why."""

from __future__ import annotations

import asyncio
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from msgspec import structs

from amends.complaints.handling import assign
from amends.database.scope import execute
from amends.people.absences import record_absence
from amends.people.suspending import suspend
from amends.policy.document import Assign, Qualification, Text
from tests.governing import govern
from tests.world import Organisation, World, first_category


async def sharing(at: Organisation, *, requires: tuple[str, ...] = ()) -> None:
    async with at.at_desk() as desk:
        policy = desk.policy
    shared = {
        code: structs.replace(each, assign=Assign.LEAST_LOADED) for code, each in policy.departments.items()
    }
    code = first_category(policy)
    categories = {**policy.categories, code: structs.replace(policy.categories[code], requires=requires)}
    known = {each: Qualification(name=Text(zh=each, en=each)) for each in requires}
    await govern(
        at, departments=shared, categories=categories, qualifications={**policy.qualifications, **known}
    )


async def takers(at: World, how_many: int) -> list[str]:
    """Who gets the next ones, by name."""
    names = {at.actor(name).id: name for name in ("ada", "bram", "chen", "ines", "otto")}
    found: list[str] = []
    for minute in range(how_many):
        lodged = await at.lodge(now=at.at(minutes=minute + 1))
        found.append(names.get((await at.complaint(lodged.complaint_id)).assignee_id, ""))
    return found


async def test_cases_go_round_and_it_is_said_why(world: World) -> None:
    assert await takers(world, 1) == [""], "nothing is shared out unless the policy says so"
    await sharing(world)
    assert sorted(await takers(world, 2)) == ["bram", "chen"]
    lodged = await world.lodge(now=world.at(hours=1))
    [entry] = [entry for entry in await world.history(lodged.complaint_id) if entry.act == "assign"]
    row = await world.complaint(lodged.complaint_id)
    detail = msgspec.json.decode(entry.detail)
    assert (detail["assignee"], detail["open_cases"], detail["among"]) == (str(row.assignee_id), 1, 2)
    told = await world.notices(event="assigned", channel="app")
    assert [notice.person_id for notice in told if notice.complaint_id == lodged.complaint_id] == [
        row.assignee_id
    ]


async def test_who_was_given_one_by_hand_waits_for_longer(world: World) -> None:
    by_hand: UUID = (await world.lodge()).complaint_id
    await sharing(world)
    department = (await world.complaint(by_hand)).department_id
    await world.do(assign, by_hand, by="chen", department_id=department, assignee_id=world.actor("bram").id)
    assert await takers(world, 3) == ["chen", "bram", "chen"]


def id_of(world: World, name: str) -> UUID:
    found = world.actor(name).id
    assert found is not None
    return found


async def test_none_for_whoever_is_away_suspended_or_not_qualified(world: World) -> None:
    await sharing(world)
    async with world.scope():
        await record_absence(
            id_of(world, "bram"),
            kind="leave",
            note="",
            first_day=date(2026, 1, 1),
            last_day=None,
            zone=ZoneInfo("Asia/Shanghai"),
            by=world.actor("ada"),
            now=world.at(),
        )
    assert await takers(world, 2) == ["chen", "chen"]
    async with world.scope():
        await suspend(id_of(world, "chen"), reason="", by=world.actor("ada"), now=world.at())
    assert await takers(world, 1) == [""]
    async with world.scope():
        await execute("UPDATE absence SET cancelled_at = $1", world.at())
    assert await takers(world, 1) == ["bram"]
    await sharing(world, requires=("lift-law",))
    assert await takers(world, 1) == [""]


async def test_of_two_at_once_the_second_counts_the_first_and_the_neighbour_has_none(world: World) -> None:
    await sharing(world)
    async with asyncio.TaskGroup() as both:
        lodged = [both.create_task(world.lodge(now=world.at(hours=1))) for _ in range(4)]
    given = [(await world.complaint(each.result().complaint_id)).assignee_id for each in lodged]
    assert sorted(map(str, given)) == sorted(
        str(world.actor(name).id) for name in ("bram", "chen", "bram", "chen")
    )
    there = await world.other.lodge()
    assert (await world.other.complaint(there.complaint_id)).assignee_id is None
