"""Further departments at one case: each is asked by a day and answers for its part; the case stays with the one that owns it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from msgspec import structs

from amends.complaints.concerned import name_concerned
from amends.complaints.guards import NotYet
from amends.complaints.queries import case_file
from amends.database.scope import execute, fetch
from amends.errors import DomainError, Forbidden, Invalid, NotFound
from amends.joint import operations as joint
from amends.joint.operations import AskedAlready, QuestionOver
from amends.joint.rules import standing
from amends.people.actor import Actor
from tests.amends.complaints.cases import accepted, decide, investigated
from tests.amends.deadlines.governed import usual
from tests.world import MONDAY, World

FRIDAY = date(2026, 3, 6)


async def other_departments(world: World, case: UUID, *, head: UUID | None = None) -> list[UUID]:
    """Those that do not have the case; `head`: who heads the first of them."""
    async with world.scope():
        rows = await fetch(
            "SELECT d.id FROM department d JOIN complaint c ON c.id = $1 AND d.id <> c.department_id ORDER BY d.rank",
            case,
        )
        if head is not None:
            await execute("UPDATE department SET head_id = $2 WHERE id = $1", rows[0]["id"], head)
    return [row["id"] for row in rows]


async def asked(world: World, case: UUID, department: UUID, *, until: date = FRIDAY) -> UUID:
    return await world.do(
        joint.ask, case, by="bram", department_id=department, question="What did it cost?", until=until
    )


async def answered(world: World, case: UUID, question: UUID, by: Actor) -> None:
    async with world.at_desk() as desk:
        await joint.answer(desk, case, question, answer="Nothing", by=by, now=world.at(days=1))


async def test_its_head_gets_a_task_which_ends_with_the_answer(world: World) -> None:
    case, chen = await accepted(world), world.actor("chen")
    before = await world.complaint(case)
    finance, *_ = await other_departments(world, case, head=chen.id)
    question = await asked(world, case, finance)
    async with world.scope():
        [task] = await fetch("SELECT * FROM task WHERE complaint_id = $1", case)
    assert (task["kind"], task["assignee_id"], task["department_id"]) == (
        "department-answer",
        chen.id,
        finance,
    )
    assert task["due_at"] == MONDAY.replace(hour=0) + timedelta(days=5)
    with pytest.raises(AskedAlready):
        await asked(world, case, finance)
    await answered(world, case, question, chen)
    async with world.scope():
        [task] = await fetch("SELECT done_by, outcome FROM task WHERE complaint_id = $1", case)
        file = await case_file(case)
    assert (task["done_by"], task["outcome"]) == (chen.id, "Nothing")
    assert [(each.department_id, each.due_at) for each in standing(file.history)] == [(str(finance), None)]
    assert (file.row.department_id, file.row.assignee_id) == (before.department_id, before.assignee_id)
    [news] = await world.notices(event="case_news", channel="mail", to="bram")
    assert "has answered" in str(news.body)
    with pytest.raises(QuestionOver):
        await answered(world, case, question, chen)


async def test_only_the_department_its_head_or_whoever_was_given_the_task_answers(world: World) -> None:
    case, bram = await accepted(world), world.actor("bram")
    finance, legal, *_ = await other_departments(world, case)
    question = await asked(world, case, finance)
    with pytest.raises(Forbidden):
        await answered(world, case, question, bram)
    with pytest.raises(Forbidden):
        await answered(world, case, question, replace(world.actor("otto"), department_id=finance))
    await answered(world, case, question, replace(bram, department_id=finance))
    taken_over = await asked(world, case, finance)
    async with world.scope():
        await execute("UPDATE task SET department_id = $1 WHERE done_at IS NULL", legal)
    await answered(world, case, taken_over, replace(bram, department_id=legal))
    again = await asked(world, case, finance)
    async with world.scope():
        await execute("UPDATE task SET assignee_id = $1 WHERE done_at IS NULL", bram.id)
    await answered(world, case, again, bram)


async def test_whom_it_is_about_neither_gets_the_task_nor_answers(world: World) -> None:
    case, chen = await accepted(world), world.actor("chen")
    finance, *_ = await other_departments(world, case, head=chen.id)
    await world.do(name_concerned, case, by="ines", person_id=chen.id)
    question = await asked(world, case, finance)
    async with world.scope():
        [task] = await fetch("SELECT assignee_id, department_id FROM task WHERE complaint_id = $1", case)
    assert (task["assignee_id"], task["department_id"]) == (None, finance)
    with pytest.raises(DomainError) as refused:
        await answered(world, case, question, chen)
    assert refused.value.code == "about-you"


async def test_the_decision_waits_where_the_policy_says_so(world: World) -> None:
    async with world.at_desk() as desk:
        handling = structs.replace(desk.policy.handling, departments_before_decision=True)
    await usual(world, handling=handling)
    case = await investigated(world)
    finance, legal, *_ = await other_departments(world, case)
    one, two = await asked(world, case, finance), await asked(world, case, legal)
    await answered(world, case, one, replace(world.actor("bram"), department_id=finance))
    with pytest.raises(NotYet):
        await decide(world, case, now=world.at(hours=4))
    await world.do(joint.end, case, question_id=two, by="bram", reason="The cause was found")
    await decide(world, case, now=world.at(hours=4))


async def test_what_cannot_be_asked(world: World) -> None:
    case = await accepted(world)
    own = (await world.complaint(case)).department_id
    finance, *_ = await other_departments(world, case)
    for department in (own, uuid4()):
        with pytest.raises(Invalid):
            await asked(world, case, department)
    with pytest.raises(Invalid):
        await asked(world, case, finance, until=date(2026, 3, 1))
    garden = await world.other.lodge()
    question = await asked(world, case, finance)
    async with world.other.at_desk() as desk:
        dora = world.other.actor("dora")
        with pytest.raises(NotFound):
            await joint.end(desk, garden.complaint_id, question, reason="No", by=dora, now=MONDAY)
    with pytest.raises(NotFound):
        await world.do(joint.end, await accepted(world), question_id=question, by="bram", reason="Not its")
