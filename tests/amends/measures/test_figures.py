"""A figure counts exactly the cases of its list: those the rules say, of this organisation, that the reader may read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from amends.complaints.closing import withdraw
from amends.complaints.handling import assign
from amends.database.scope import execute
from amends.deadlines.operations import facts, promises_of
from amends.deadlines.rules import PromiseState, state
from amends.measures.catalogue import Figure
from amends.measures.finding import EVERYTHING, Narrowed, Reading, cases, counts
from amends.measures.reckoning import Doing, doings, received
from amends.measures.rules import Step, last_days, periods, total
from tests.amends.complaints.cases import closed as closed_case
from tests.world import Organisation, World

ZONE = ZoneInfo("Asia/Shanghai")


def reading(organisation: Organisation, name: str, now: datetime) -> Reading:
    return Reading(reader=organisation.actor(name), now=now, zone=ZONE)


async def seen(
    organisation: Organisation, read: Reading, narrowed: Narrowed = EVERYTHING
) -> Mapping[Figure, set[UUID]]:
    """By figure, its cases; they are as many as it says."""
    within = replace(narrowed, days=narrowed.days or last_days(read.today.since, 30))
    async with organisation.scope():
        found = {figure: await cases(figure, read, within, most=100) for figure in Figure}
        said = await counts(Figure, read, within)
    assert said == {figure: len(ids) for figure, ids in found.items()}
    return {figure: set(ids) for figure, ids in found.items()}


async def test_each_figure_counts_its_cases_and_nobody_elses(world: World) -> None:
    new, mine, late, closed = [(await world.lodge(now=world.at(hours=-hours))).complaint_id for hours in (1, 2, 40, 50)]  # fmt: skip
    await world.other.lodge(now=world.at(hours=-40))
    await world.do(withdraw, closed, by="amina", reason="", now=world.at(hours=-1))
    row = await world.complaint(mine)
    bram = world.actor("bram")
    await world.do(assign, mine, by="ines", department_id=row.department_id, assignee_id=bram.id)
    found = await seen(world, reading(world, "chen", world.at()))
    assert found[Figure.OPEN] == {new, mine, late}
    assert found[Figure.NEW_TODAY] == {new, mine}
    assert found[Figure.OVERDUE] == {late}
    assert found[Figure.UNASSIGNED] == {new, late}
    assert found[Figure.RECEIVED] == {new, mine, late, closed}
    assert found[Figure.CLOSED] == {closed}
    assert found[Figure.CLOSED_LATE] == set(), "what is called off was not broken"
    theirs = await seen(world, reading(world, "chen", world.at()), Narrowed(person=bram.id))
    assert (theirs[Figure.OPEN], theirs[Figure.CLOSED]) == ({mine}, set())
    nobody = await seen(world, reading(world, "chen", world.at()), Narrowed(categories=["no-such"]))
    assert set().union(*nobody.values()) == set()


async def test_at_risk_and_overdue_are_what_the_rules_say_whenever_one_looks(world: World) -> None:
    case = (await world.lodge()).complaint_id
    async with world.scope():
        kept = [facts(row) for row in await promises_of(case)]
    moments = [
        each.started_at + (each.due_at - each.started_at) * part
        for each in kept
        for part in (0.5, 0.79, 0.81, 1, 1.01)
    ]
    for now in moments:
        found, states = await seen(world, reading(world, "chen", now)), {state(each, now) for each in kept}
        assert (case in found[Figure.AT_RISK]) == (PromiseState.AT_RISK in states)
        assert (case in found[Figure.OVERDUE]) == (PromiseState.BROKEN_RUNNING in states)


@pytest.mark.parametrize(
    ("change", "late"),
    [
        ("ended_at = due_at", False),
        ("ended_at = due_at + interval '1 second'", True),
        ("ended_at = due_at + interval '1 second', late_by_regrading = true", False),
        ("ended_at = due_at + interval '1 second', cancelled = true", False),
        ("due_at = started_at, ended_at = started_at + interval '15 minutes'", False),
        ("due_at = started_at, ended_at = started_at + interval '16 minutes'", True),
    ],
)
async def test_closed_late_is_what_the_rules_say(world: World, change: str, late: bool) -> None:
    case = await closed_case(world)
    async with world.scope():
        await execute(f"UPDATE promise SET {change} WHERE complaint_id = $1", case)
        states = {state(facts(row), world.at(hours=6)) for row in await promises_of(case)}
    assert (PromiseState.MET_LATE in states) is late
    found = await seen(world, reading(world, "chen", world.at(hours=6)))
    assert (found[Figure.CLOSED], found[Figure.CLOSED_LATE]) == ({case}, {case} if late else set())


async def test_what_stands_still_waits_and_is_not_at_risk(world: World) -> None:
    case = (await world.lodge()).complaint_id
    async with world.scope():
        await execute(
            "UPDATE promise SET paused_since = $2 WHERE complaint_id = $1", case, world.at(minutes=1)
        )
        await execute("UPDATE complaint SET next_due = NULL WHERE id = $1", case)
    found = await seen(world, reading(world, "chen", world.at(days=3)))
    assert (found[Figure.WAITING], found[Figure.AT_RISK], found[Figure.OVERDUE]) == ({case}, set(), set())


async def test_a_confidential_case_is_in_no_figure_of_who_may_not_read_it(world: World) -> None:
    secret = (await world.lodge(now=world.at(hours=-40))).complaint_id
    async with world.scope():
        await execute("UPDATE complaint SET confidential = true WHERE id = $1", secret)
    assert set().union(*(await seen(world, reading(world, "bram", world.at()))).values()) == set()
    assert (await seen(world, reading(world, "chen", world.at())))[Figure.OVERDUE] == {secret}
    read, month = reading(world, "bram", world.at()), periods(Step.MONTH, world.at().date(), 2)
    async with world.scope():
        assert total(await received(read, month[-1], Step.MONTH)) == 0
        assert (await doings(read, month[-1])).departments == {}


async def test_departments_and_people_add_up_to_their_cases(world: World) -> None:
    first, second = [(await world.lodge(now=world.at(days=-days))).complaint_id for days in (4, 2)]
    row, bram = await world.complaint(first), world.actor("bram")
    for case in (first, second):
        await world.do(assign, case, by="ines", department_id=row.department_id, assignee_id=bram.id)
    await world.do(withdraw, first, by="amina", reason="", now=world.at(hours=1))
    read, days = reading(world, "chen", world.at(hours=2)), last_days(world.at().date(), 30)
    async with world.scope():
        found = await doings(read, days)
        others = await doings(read, days, person=world.actor("ines").id)
    expected = Doing(open=1, overdue=1, closed=1, closed_late=0, days=4 + 1 / 24)
    assert bram.id is not None
    assert found.people == {bram.id: expected}
    assert found.departments[row.department_id] == expected
    assert (expected.kept, others.people) == (100.0, {})
    async with world.other.scope():
        assert (await doings(replace(read, reader=world.other.actor("dora")), days)).departments == {}


async def test_weeks_begin_where_the_organisation_is(world: World) -> None:
    monday = world.at()
    await world.lodge(now=monday.replace(hour=0, minute=5))
    await world.lodge(now=monday.replace(hour=0, minute=5) - timedelta(minutes=10))
    read = reading(world, "chen", monday)
    before, present = periods(Step.WEEK, monday.date(), 2)
    async with world.scope():
        found = await received(read, replace(before, until=present.until), Step.WEEK)
    assert [total(found, on=[each.since]) for each in (before, present)] == [1, 1]
