"""Steps of escalation in time: told, answered or passed on, never silent, and never to whom a complaint is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from msgspec import structs

from amends.complaints.about import AboutYou
from amends.complaints.case import Case, take
from amends.complaints.concerned import name_concerned
from amends.complaints.handling import assign, dispute
from amends.database.rows import select_all
from amends.database.scope import fetch
from amends.deadlines.period import Period, Unit
from amends.errors import Invalid
from amends.escalation.answering import NothingToAnswer, answer, escalations_of
from amends.escalation.gaps import deal_with, open_gaps
from amends.escalation.raising import all_carried_out, raised_by_condition
from amends.escalation.stepping import Stepped
from amends.escalation.tables import Incident
from amends.people.tables import Person, PersonStatus
from amends.policy.document import Action, Chain, Condition, Step, Text, Trigger, Within
from tests.amends.complaints.cases import offered
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


UNTIED = structs.replace(LODGED, acknowledge_within=None)


async def lodged(world: World, **steps: Step) -> UUID:
    await usual(world, chains={"one": Chain(name=NAME, steps=steps)})
    return (await world.lodge()).complaint_id


async def told(world: World, name: str) -> int:
    rows = await world.notices(event="escalated", to=name)
    return len({row.created_at for row in rows})


async def gaps(world: World) -> list[str]:
    async with world.scope():
        return [gap.reason for gap in await open_gaps()]


async def rows_of(world: World, case: UUID, step: str) -> int:
    async with world.scope():
        return len([row for row in await escalations_of(case) if row.step == step])


async def facts_change(world: World, case: UUID, *, hours: int) -> None:
    async with world.at_desk() as desk:
        await raised_by_condition(await take(desk, case), now=world.at(hours=hours))


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


async def test_of_many_unanswered_at_once_one_that_fails_holds_up_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [
        await lodged(world, first=LODGED, second=NEXT),
        *[(await world.lodge()).complaint_id for _ in "23"],
    ]

    with monkeypatch.context() as patched:

        async def fails_for_one(come: Sequence[tuple[Case, Stepped]], *, now: datetime) -> None:
            if any(case.id == cases[1] for case, _ in come):
                raise ZeroDivisionError
            await all_carried_out(come, now=now)

        patched.setattr("amends.escalation.firing.all_carried_out", fails_for_one)
        await let_pass(world, world.at(minutes=60, seconds=2))
    heard = {row.complaint_id for row in await world.notices(event="escalated", to="chen")}
    assert heard == {cases[0], cases[2]}
    assert [await rows_of(world, case, "second") for case in cases] == [1, 0, 1]
    await let_pass(world, world.at(minutes=65))
    assert [(await world.acts(case)).count("escalate") for case in cases] == [2, 2, 2], "each once"


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


async def test_what_waited_for_the_morning_is_not_lost_when_the_case_comes_to_another_chain(
    world: World,
) -> None:
    unassigned = Condition(field="case.assigned", value="no")
    waits = Chain(name=NAME, when=unassigned, steps={"first": structs.replace(LODGED, waits=True)})
    await usual(world, chains={"one": waits, "other": Chain(name=NAME, rank=1, steps={"high": NEXT})})
    night = world.at(hours=14)
    case = (await world.lodge(now=night)).complaint_id
    department, bram = (await world.complaint(case)).department_id, world.actor("bram").id
    await world.do(assign, case, by="chen", now=night, department_id=department, assignee_id=bram)
    await let_pass(world, night + timedelta(hours=11))
    assert await told(world, "bram") == 1


async def test_who_heard_at_night_and_was_silent_is_not_told_once_more_in_the_morning(world: World) -> None:
    later = structs.replace(NEXT, waits=True, also=("handler",))
    await usual(world, chains={"one": Chain(name=NAME, steps={"first": LODGED, "second": later})})
    night = world.at(hours=14)
    await world.lodge(now=night)
    await let_pass(world, night + timedelta(hours=1, seconds=2))
    await let_pass(world, night + timedelta(hours=11))
    assert (await told(world, "bram"), await told(world, "chen")) == (1, 1)


async def test_a_warning_that_waited_until_the_promise_was_broken_is_not_sent(world: World) -> None:
    warns = structs.replace(NEXT, on=(Trigger.WARNING,), clocks=("respond",), waits=True)
    await usual(world, chains={"one": Chain(name=NAME, steps={"warns": warns})})
    early = world.at(hours=-1)
    case = (await world.lodge(now=early)).complaint_id
    await let_pass(world, early + timedelta(hours=19, minutes=12))
    assert await rows_of(world, case, "warns") == 1, "it waits"
    await let_pass(world, early + timedelta(hours=25, minutes=5))
    assert await told(world, "chen") == 0
    async with world.scope():
        assert [row.fired_at or row.look_at for row in await escalations_of(case)] == [None]


async def test_an_answer_that_came_as_the_clock_passed_it_on_counts(world: World) -> None:
    case = await lodged(world, first=LODGED, second=NEXT)
    await let_pass(world, world.at(minutes=60, seconds=2))
    await world.do(answer, case, by="bram", now=world.at(minutes=60))
    assert "escalation-answered" in await world.acts(case)


async def test_two_steps_that_reach_nobody_tell_the_next_one_once(world: World) -> None:
    await people_are(world, "bram", status=PersonStatus.SUSPENDED)
    case = await lodged(world, first=LODGED, beside=LODGED, second=structs.replace(NEXT, rank=3))
    assert await rows_of(world, case, "second") == 1
    assert [await told(world, "chen"), await gaps(world)] == [1, []]


async def test_a_step_with_a_condition_fires_once_whatever_came_first(world: World) -> None:
    both = structs.replace(UNTIED, on=(Trigger.LODGED, Trigger.CONDITION))
    case = await lodged(world, both=both)
    await facts_change(world, case, hours=1)
    assert await told(world, "bram") == 1


async def test_a_step_with_a_condition_that_reached_the_next_one_fired(world: World) -> None:
    await people_are(world, "bram", status=PersonStatus.SUSPENDED)
    case = await lodged(world, first=structs.replace(LODGED, on=(Trigger.CONDITION,)), second=NEXT)
    await facts_change(world, case, hours=1)
    assert (await told(world, "chen"), await rows_of(world, case, "second")) == (1, 1)


async def test_what_is_done_in_a_case_may_be_what_a_step_waits_for(world: World) -> None:
    disputed = Condition(field="case.disputed", value="yes")
    watch = structs.replace(NEXT, on=(Trigger.CONDITION,), when=disputed, acknowledge_within=None)
    assigned = structs.replace(watch, when=Condition(field="case.assigned", value="yes"), role="intake")
    await usual(world, chains={"one": Chain(name=NAME, steps={"watch": watch, "assigned": assigned})})
    case = await offered(world)
    assert (await told(world, "chen"), await told(world, "ines")) == (0, 0)
    await world.do(dispute, case, by="amina", now=world.at(hours=3), reason="Not enough")
    assert (await told(world, "chen"), await told(world, "ines")) == (1, 0)
    department, bram = (await world.complaint(case)).department_id, world.actor("bram").id
    for at in (world.at(hours=4), world.at(hours=5)):
        await world.do(assign, case, by="chen", now=at, department_id=department, assignee_id=bram)
    assert (await told(world, "chen"), await told(world, "ines")) == (1, 1), "each once"


async def test_what_one_step_does_may_be_what_another_waits_for(world: World) -> None:
    over = structs.replace(UNTIED, action=Action.TAKE_OVER)
    given = Condition(field="case.assigned", value="yes")
    await lodged(world, over=over, watch=structs.replace(NEXT, on=(Trigger.CONDITION,), when=given))
    assert await told(world, "chen") == 1


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


async def test_two_steps_in_vain_at_once_tell_the_next_one_once_and_by_a_letter_that_leaves(
    world: World,
) -> None:
    other = structs.replace(LODGED, role="intake")
    await lodged(world, first=LODGED, beside=other, second=NEXT)
    await let_pass(world, world.at(hours=3))
    letters = [each for each in await world.notices(event="escalated", to="chen") if each.channel == "mail"]
    assert len(letters) == len({(each.created_at, each.body) for each in letters}) > 0
    async with world.scope():
        owed = await fetch("SELECT payload ->> 'notice_id' AS id FROM outbox")
    assert {str(each.id) for each in letters} <= {row["id"] for row in owed}
