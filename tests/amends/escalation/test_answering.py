"""Steps of escalation in time: told, answered or passed on, never silent, and never to whom a complaint is about."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from msgspec import structs

from amends.complaints.about import AboutYou
from amends.complaints.concerned import name_concerned
from amends.complaints.handling import assign
from amends.database.rows import select_all
from amends.deadlines.period import Period, Unit
from amends.errors import Invalid
from amends.escalation.answering import NothingToAnswer, answer, escalations_of
from amends.escalation.gaps import deal_with, open_gaps
from amends.escalation.tables import Incident
from amends.people.tables import Person, PersonStatus
from amends.policy.document import Action, Chain, Step, Text, Trigger, Within
from tests.amends.deadlines.governed import let_pass, usual
from tests.world import World

NAME = Text(zh="步骤", en="Step")
HOUR = Period(1, Unit.HOURS)
LODGED = Step(rank=1, name=NAME, on=(Trigger.LODGED,), role="handler", acknowledge_within=HOUR)
NEXT = Step(
    rank=2,
    name=NAME,
    on=(Trigger.UNANSWERED,),
    role="supervisor",
    within=Within.ORGANISATION,
    acknowledge_within=HOUR,
)


async def lodged(world: World, **steps: Step) -> UUID:
    await usual(world, chains={"one": Chain(name=NAME, steps=steps)})
    return (await world.lodge()).complaint_id


async def told(world: World, name: str) -> int:
    rows = await world.notices(event="escalated", to=name)
    return len({row.created_at for row in rows})


async def gaps(world: World) -> list[str]:
    async with world.scope():
        return [gap.reason for gap in await open_gaps()]


async def people_are(world: World, name: str, status: PersonStatus) -> None:
    async with world.scope():
        await Person.update({Person.status: status}).where(Person.id == world.actor(name).id)


async def test_answered_in_time_is_the_end_of_it(world: World) -> None:
    case = await lodged(world, first=LODGED, second=NEXT)
    [notice] = [each for each in await world.notices(event="escalated", to="bram") if each.channel == "mail"]
    assert "confirm" in notice.body, "whoever must answer is told until when"
    await world.do(answer, case, by="bram", now=world.at(minutes=59))
    await let_pass(world, world.at(hours=3))
    assert await told(world, "chen") == 0
    assert "escalation-answered" in await world.acts(case)
    with pytest.raises(NothingToAnswer):
        await world.do(answer, case, by="bram", now=world.at(hours=3))


async def test_nobody_answers_and_the_next_is_told_at_last_the_administrators(world: World) -> None:
    case = await lodged(world, first=LODGED, second=NEXT)
    await let_pass(world, world.at(minutes=60))
    assert await told(world, "chen") == 0, "at the very moment it is still in time"
    await let_pass(world, world.at(minutes=60, seconds=2))
    assert (await told(world, "chen"), await told(world, "ada")) == (1, 0)
    await let_pass(world, world.at(minutes=121))
    assert await told(world, "ada") == 1
    assert await gaps(world) == ["same"]
    await let_pass(world, world.at(hours=9))
    assert await told(world, "ada") == 1, "once"
    async with world.scope():
        [gap] = await open_gaps()
        await deal_with(gap.id, note="Chen was ill", by=world.actor("ada"), now=world.at(hours=9))
    assert await gaps(world) == []
    assert "escalation-gap-dealt" in await world.acts(case)


async def test_a_step_that_reaches_nobody_goes_to_the_next_one(world: World) -> None:
    await people_are(world, "bram", status=PersonStatus.SUSPENDED)
    await lodged(world, first=LODGED, second=NEXT)
    assert await told(world, "chen") == 1
    assert await gaps(world) == []


async def test_where_nobody_is_left_the_administrators_hear_and_it_stays_in_sight(world: World) -> None:
    await people_are(world, "chen", status=PersonStatus.SUSPENDED)
    await people_are(world, "bram", status=PersonStatus.SUSPENDED)
    await lodged(world, first=LODGED, second=NEXT)
    assert await told(world, "ada") == 1
    assert await gaps(world) == ["suspended"]


async def test_whom_it_is_about_neither_has_nor_decides_it_nor_is_told_alone(world: World) -> None:
    case = await lodged(world, first=LODGED, second=NEXT)
    bram = world.actor("bram")
    department = (await world.complaint(case)).department_id
    await world.do(assign, case, by="chen", department_id=department, assignee_id=bram.id)
    await world.do(name_concerned, case, by="chen", person_id=bram.id, now=world.at(minutes=5))
    assert (await world.complaint(case)).assignee_id is None
    with pytest.raises(Invalid):
        await world.do(assign, case, by="chen", department_id=department, assignee_id=bram.id)
    with pytest.raises(AboutYou):
        await world.do(answer, case, by="bram")
    await let_pass(world, world.at(minutes=6))
    assert await told(world, "chen") == 1, "who was told alone is no answer: the next step follows at once"


async def test_at_night_it_waits_for_the_morning_where_the_step_says_so(world: World) -> None:
    await usual(world, chains={"one": Chain(name=NAME, steps={"first": structs.replace(LODGED, waits=True)})})
    night = world.at(hours=14)
    await world.lodge(now=night)
    assert await told(world, "bram") == 0
    await let_pass(world, night + timedelta(hours=1))
    assert await told(world, "bram") == 0
    await let_pass(world, night + timedelta(hours=11))
    assert await told(world, "bram") == 1


async def test_who_is_told_takes_over_and_the_case_becomes_an_incident(world: World) -> None:
    over = structs.replace(LODGED, action=Action.TAKE_OVER, acknowledge_within=None)
    marked = structs.replace(
        over, rank=2, action=Action.INCIDENT, role="supervisor", within=Within.ORGANISATION
    )
    case = await lodged(world, over=over, marked=marked)
    assert (await world.complaint(case)).assignee_id == world.actor("bram").id
    async with world.scope():
        [incident] = await select_all(Incident, "WHERE complaint_id = $1", case)
        assert await escalations_of(case) == []
    assert incident.owner_id == world.actor("chen").id
