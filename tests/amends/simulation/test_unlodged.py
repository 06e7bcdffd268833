"""What the playground foresees of a complaint is what happens to one that is lodged so and left alone."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import structs

from amends.complaints.intake import Lodgement
from amends.deadlines.period import Period, Unit
from amends.people.duty import running
from amends.people.staff import staff
from amends.policy.document import Chain, Step, Text, Trigger, Within
from amends.simulation.unlodged import Foreseen, foreseen
from tests.amends.deadlines.governed import let_pass, usual
from tests.world import World

NAME = Text(zh="步骤", en="Step")
FIRST = Step(
    rank=1,
    name=NAME,
    on=(Trigger.LODGED, Trigger.BREACH),
    role="handler",
    acknowledge_within=Period(1, Unit.HOURS),
)
NEXT = Step(rank=2, name=NAME, on=(Trigger.UNANSWERED,), role="supervisor", within=Within.ORGANISATION)


def minute(moment: datetime) -> datetime:
    """A look comes some moments after what it is about."""
    return moment.replace(second=0, microsecond=0)


async def tried(world: World, *, level: str = "") -> Foreseen:
    given = Lodgement("A", "", "", name="Amina Yusuf", email="amina@example.com", received_at=world.at())
    async with world.at_desk() as desk:
        now = world.at()
        people, duty = await staff(now), await running(now)
        return foreseen(desk, given, people, now=now, level=level, duty=duty)


async def test_the_promises_are_those_of_a_complaint_lodged_at_that_moment(world: World) -> None:
    found = await tried(world)
    case = (await world.lodge(category="A", now=world.at())).complaint_id
    kept = {kind: (row.started_at, row.due_at) for kind, row in (await world.promises(case)).items()}
    assert {str(row.kind): (row.started_at, row.due_at) for row in found.promises} == kept


async def test_the_same_people_hear_of_it_at_the_same_times(world: World) -> None:
    await usual(world, chains={"one": Chain(name=NAME, steps={"first": FIRST, "next": NEXT})})
    found = await tried(world)
    wanted = {
        (heard.to.name, minute(moment.at))
        for moment in found.moments
        for heard in moment.heard
        if heard.to.is_staff and moment.at < world.at(days=3)
    }
    await world.lodge(category="A", now=world.at())
    # Whoever is asked to answer has the time from when they were told.
    for place, moment in enumerate(sorted({each.at for each in found.moments if each.at < world.at(days=3)})):
        await let_pass(world, moment + timedelta(seconds=5 * place))
    names = {person.id: person.name for person in world.people.values()}
    told = {
        (names[row.person_id], minute(row.created_at))
        for row in await world.notices()
        if row.person_id and row.complaint_id
    }
    assert len(wanted) > 3
    assert told == wanted


async def test_another_level_is_taken_as_it_is_and_a_gap_is_said(world: World) -> None:
    nobody = structs.replace(FIRST, role="legal", acknowledge_within=None)
    await usual(world, chains={"one": Chain(name=NAME, steps={"first": nobody})})
    async with world.at_desk() as desk:
        last = max(desk.policy.levels, key=lambda code: desk.policy.levels[code].rank)
    found = await tried(world, level=last)
    assert (found.grade.level, found.grade.rule) == (last, "")
    assert any(moment.reaches_nobody for moment in found.moments)
