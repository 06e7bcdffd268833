"""A case is worked on: assigned, investigated, offered, decided allegation by allegation, carried out."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from amends.complaints import handling
from amends.complaints.closing import RemedyOutstanding, close, record_feedback
from amends.complaints.handling import Finding
from amends.complaints.lifecycle import MoveRefused
from amends.complaints.regrading import regrade
from amends.correspondence.operations import CaseEnded, note, write_from_complainant, write_to_complainant
from amends.errors import Forbidden, Invalid, NotFound
from amends.people.actor import SYSTEM
from amends.people.rights import Right
from amends.remedies.carrying_out import carried_out
from amends.remedies.operations import grant, remedies_of
from tests.amends.complaints.cases import accepted, closed, decide, decided, investigated, offered, state
from tests.world import World

Operation = Callable[..., Awaitable[None]]


async def test_the_assignee_hears_of_it(world: World) -> None:
    case = await accepted(world)
    row = await world.complaint(case)
    await world.do(
        handling.assign,
        case,
        by="chen",
        department_id=row.department_id,
        assignee_id=world.people["bram"].id,
    )
    assert (await world.complaint(case)).assignee_id == world.people["bram"].id
    assert {notice.channel for notice in await world.notices(event="assigned", to="bram")} == {"mail", "app"}


async def test_only_who_can_handle_is_assigned_and_only_to_a_department_there_is(world: World) -> None:
    case = await accepted(world)
    department = (await world.complaint(case)).department_id
    stranger = world.other.people["dora"].id
    for assignee in (world.people["otto"].id, stranger, uuid4()):
        with pytest.raises(Invalid, match="correct"):
            await world.do(handling.assign, case, by="chen", department_id=department, assignee_id=assignee)
    with pytest.raises(Invalid, match="correct"):
        await world.do(handling.assign, case, by="chen", department_id=uuid4(), assignee_id=None)


async def test_a_word_to_the_complainant_keeps_the_promise_to_respond(world: World) -> None:
    case = await accepted(world)
    await world.do(write_to_complainant, case, by="bram", now=world.at(hours=2), body="We look into it")
    assert (await world.promises(case))["respond"].ended_at == world.at(hours=2)
    (notice,) = await world.notices(event="message")
    assert "We look into it" in str(notice.body)


async def test_a_note_is_for_staff_only(world: World) -> None:
    case = await accepted(world)
    before = len(await world.notices())
    await world.do(note, case, by="bram", body="Sounds familiar")
    assert len(await world.notices()) == before


async def test_the_complainants_words_reach_who_handles_it(world: World) -> None:
    case = await accepted(world)
    await world.do(write_from_complainant, case, by="amina", body="One more thing")
    assert await world.notices(event="case_news", to="bram") != []


async def test_each_allegation_gets_an_outcome_of_its_own(world: World) -> None:
    case = await investigated(world)
    await world.do(handling.add_allegation, case, by="bram", content="The form was missing")
    first, second = await world.allegations(case)
    with pytest.raises(Invalid) as wrong:
        await world.do(
            handling.resolve, case, by="bram", findings={first.id: Finding("upheld", "Seen")}, result="Sorry"
        )
    assert wrong.value.fields.keys() == {f"outcome.{second.id}", f"ground.{second.id}"}
    assert (await world.allegations(case))[0].outcome is None

    await decide(world, case)
    assert [row.outcome for row in await world.allegations(case)] == ["upheld", "upheld"]


async def test_deciding_keeps_the_promise_to_resolve(world: World) -> None:
    case = await decided(world)
    assert await state(world, case) == "DECIDED"
    assert (await world.promises(case))["resolve"].ended_at == world.at(hours=3)
    assert len(await world.notices(event="decision")) == 1


async def test_disputed_the_case_is_taken_up_again_under_a_new_promise(world: World) -> None:
    case = await decided(world)
    await world.do(handling.dispute, case, by="amina", now=world.at(days=1), reason="You asked nobody")
    assert await state(world, case) == "SOLUTION"
    row = await world.complaint(case)
    assert row.disputed
    assert (await world.promises(case))["resolve"].started_at == world.at(days=1)
    open_ones = [each for each in (await world.promises(case)).values() if each.ended_at is None]
    assert row.next_due == min(each.due_at for each in open_ones)
    assert await world.notices(event="case_news", to="bram") != []


async def test_no_agreement_leads_outside_and_to_the_close(world: World) -> None:
    case = await offered(world)
    await world.do(handling.dispute, case, by="amina", reason="Not enough")
    await world.do(handling.declare_deadlock, case, by="bram", reason="We cannot offer more")
    assert await state(world, case) == "DEADLOCK"
    assert "12315" in str((await world.notices(event="message"))[-1].body)

    await world.do(handling.refer, case, by="bram", body="Consumer association", reference="7")
    assert await state(world, case) == "EXTERNAL"
    await world.do(close, case, by="bram", reason="deadlock")
    assert await state(world, case) == "CLOSED"


async def test_an_offer_after_the_deadlock_is_still_possible(world: World) -> None:
    case = await offered(world)
    await world.do(handling.declare_deadlock, case, by="bram", reason="No way")
    await world.do(handling.offer, case, by="bram", solution="Half the price")
    await world.do(handling.agree, case, by="amina")
    assert await state(world, case) == "SOLUTION"
    assert not (await world.complaint(case)).disputed


async def test_a_remedy_is_carried_out_before_the_close(world: World) -> None:
    case = await decided(world)
    await world.do(grant, case, by="bram", code="RM-REFUND", description="", amount="120")
    await world.do(handling.carry_out, case, by="bram")
    assert await state(world, case) == "EXECUTING"
    with pytest.raises(RemedyOutstanding):
        await world.do(record_feedback, case, by="bram", feedback="")
    with pytest.raises(RemedyOutstanding):
        await world.do(close, case, by="bram", reason="agreed")
    async with world.scope():
        (remedy,) = await remedies_of(case)
    for _ in range(2):  # pressed twice, told once
        await world.do(carried_out, case, by="bram", remedy_id=remedy.id)
    assert len(await world.notices(event="execution")) == 1
    await world.do(record_feedback, case, by="bram", feedback="Thanks")
    assert await state(world, case) == "FEEDBACK"


@pytest.mark.parametrize("amount", ["-1", "much", "NaN", "1e20", "Infinity", ""])
async def test_an_amount_is_money(world: World, amount: str) -> None:
    case = await decided(world)
    with pytest.raises(Invalid):
        await world.do(grant, case, by="bram", code="RM-REFUND", description="", amount=amount)


async def test_steps_cannot_be_skipped(world: World) -> None:
    case = (await world.lodge()).complaint_id
    skipped: list[tuple[Operation, dict[str, Any]]] = [
        (handling.investigate, {}),
        (handling.offer, {"solution": "Money"}),
        (handling.carry_out, {}),
        (handling.declare_deadlock, {"reason": "No"}),
        (close, {"reason": "agreed"}),
    ]
    for operation, given in skipped:
        with pytest.raises(MoveRefused):
            await world.do(operation, case, by="chen", **given)
    assert await world.acts(case) == ["lodge", "acknowledge"]


async def test_nothing_is_added_to_a_case_that_has_ended(world: World) -> None:
    case = await closed(world)
    additions: list[tuple[Operation, str, dict[str, Any]]] = [
        (write_from_complainant, "amina", {"body": "Hello?"}),
        (handling.add_allegation, "bram", {"content": "More"}),
        (grant, "bram", {"code": "RM-APOLOGY", "description": "", "amount": ""}),
    ]
    for operation, by, given in additions:
        with pytest.raises(CaseEnded):
            await world.do(operation, case, by=by, **given)


async def test_who_may_not_handle_does_not(world: World) -> None:
    case = await investigated(world)
    for name in ("otto", "ada", "ines"):
        with pytest.raises(Forbidden):
            await world.do(handling.offer, case, by=name, solution="Money")
        with pytest.raises(Forbidden):
            await world.do(close, case, by=name, reason="agreed")
    assert await state(world, case) == "INVESTIGATING"


async def test_another_organisations_case_is_not_there(world: World) -> None:
    case = await investigated(world)
    with pytest.raises(NotFound):
        await world.other.do(handling.offer, case, by="dora", solution="Money")
    with pytest.raises(NotFound):
        await world.other.do(note, case, by="dora", body="Spying")


async def test_two_people_deciding_at_once_are_one_decision(world: World) -> None:
    case = await investigated(world)
    answers = await asyncio.gather(
        *(decide(world, case, now=world.at(hours=3)) for _ in range(4)), return_exceptions=True
    )
    assert sum(answer is None for answer in answers) == 1
    assert sum(isinstance(answer, MoveRefused) for answer in answers) == 3
    assert (await world.acts(case)).count("decide") == 1


async def test_a_level_that_the_program_raises_is_told_of_though_nobody_has_the_case(world: World) -> None:
    case = await accepted(world)
    heard = len(await world.notices(event="case_news", to="bram"))
    level = str((await world.complaint(case)).level)
    the_rules = replace(SYSTEM, rights=frozenset({Right.REGRADE}))
    async with world.at_desk() as desk:
        other = next(code for code in desk.policy.levels if code != level)
        await regrade(desk, case, level=other, reason="A step", by=the_rules, now=world.at(hours=1))
    assert (await world.complaint(case)).assignee_id is None
    assert len(await world.notices(event="case_news", to="bram")) > heard
