"""Whom a complaint is about gets nothing of it: no task, no case handed over, no news."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from msgspec import structs

from amends.complaints.about import ABOUT_THEM
from amends.complaints.concerned import name_concerned
from amends.complaints.handling import assign
from amends.correspondence.operations import write_from_complainant
from amends.database.scope import execute
from amends.deadlines.period import Period, Unit
from amends.errors import Invalid
from amends.escalation.answering import escalations_of
from amends.people.leaving import ONE_ABOUT_THEM, HandOver, leave
from amends.people.tables import Person
from amends.policy.document import Chain, Step, Text, Trigger
from amends.tasks import acts
from amends.tasks.queries import tasks_of
from tests.amends.deadlines.governed import let_pass, usual
from tests.world import World


async def about(world: World, *names: str) -> UUID:
    case = (await world.lodge()).complaint_id
    for name in names:
        await world.do(name_concerned, case, by="ines", person_id=world.actor(name).id)
    return case


async def test_they_get_no_task_and_lose_those_they_have(world: World) -> None:
    case, bram = await about(world), world.actor("bram").id
    given: dict[str, Any] = {"what": "Call back", "due_on": world.at(days=2).date(), "assignee_id": bram}
    await world.do(acts.add, case, by="chen", **given)
    await world.do(name_concerned, case, by="ines", person_id=bram, now=world.at(hours=1))
    async with world.scope():
        [task] = await tasks_of(case)
    assert (task.assignee_id, task.department_id) == (None, (await world.complaint(case)).department_id)
    with pytest.raises(Invalid) as refused:
        await world.do(acts.add, case, by="chen", **given)
    assert refused.value.fields == {"for": ABOUT_THEM}
    with pytest.raises(Invalid) as refused:
        await world.do(acts.give, task.id, by="chen", assignee_id=bram)
    assert refused.value.fields == {"assignee": ABOUT_THEM}


async def test_nobody_who_leaves_hands_it_to_them(world: World) -> None:
    case, chen = await about(world, "chen"), world.actor("chen").id
    bram = world.actor("bram").id
    assert bram is not None
    department = (await world.complaint(case)).department_id
    await world.do(assign, case, by="ines", department_id=department, assignee_id=bram)
    for by_case, wrong in (({}, {"successor": ONE_ABOUT_THEM}), ({case: chen}, {f"case.{case}": ABOUT_THEM})):
        hand_over = HandOver(successor_id=None if by_case else chen, by_case=by_case)
        with pytest.raises(Invalid) as refused:
            async with world.at_desk() as desk:
                await leave(desk, bram, hand_over=hand_over, by=world.actor("ada"), now=world.at())
        assert refused.value.fields == wrong


async def test_they_hear_nothing_also_not_as_somebodys_deputy_or_by_their_role(world: World) -> None:
    async with world.at_desk() as desk:
        notices = dict(desk.policy.notices)
    notices["case_news"] = structs.replace(notices["case_news"], to=("supervisor",))
    await usual(world, notices=notices)
    case, chen = await about(world, "chen"), world.actor("chen").id
    async with world.scope():
        await Person.update({Person.deputy_id: chen}).where(Person.id == world.actor("bram").id)
        await execute(
            """INSERT INTO absence (id, tenant_id, person_id, kind, note, begins_at, entered_at, entered_by)
            VALUES (gen_random_uuid(), $1, $2, 'leave', '', $3, $3, $2)""",
            world.id,
            world.actor("bram").id,
            world.at(),
        )
    due_on = world.at(days=1).date()
    await world.do(acts.add, case, by="bram", what="Call back", due_on=due_on, assignee_id=None)
    await world.do(write_from_complainant, case, by="amina", body="And?", now=world.at(minutes=1))
    await let_pass(world, world.at(days=9))
    assert await world.notices(to="bram")
    assert not await world.notices(to="chen", event="case_news")


async def test_when_all_who_were_to_answer_are_concerned_the_next_step_follows(world: World) -> None:
    name = Text(zh="步骤", en="Step")
    step = Step(
        rank=1, name=name, on=(Trigger.LODGED,), role="handler", acknowledge_within=Period(1, Unit.HOURS)
    )
    await usual(world, chains={"one": Chain(name=name, steps={"first": step})})
    case = (await world.lodge()).complaint_id
    both = [world.actor(name).id for name in ("bram", "ines")]
    async with world.scope():
        told = "UPDATE escalation SET told = jsonb_build_array($2::text, $3::text) WHERE complaint_id = $1"
        await execute(told, case, *map(str, both))
    waiting = []
    for person_id in both:
        await world.do(name_concerned, case, by="chen", person_id=person_id, now=world.at(minutes=5))
        async with world.scope():
            [row] = await escalations_of(case)
        waiting.append(row.answer_by == world.at(minutes=60))
    assert waiting == [True, False]
