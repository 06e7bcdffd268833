"""Causes: found, struck out, told to the department at fault, which answers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec
import pytest

from amends.causes import operations as causes
from amends.causes.operations import CauseStruck, CauseTold
from amends.causes.tables import Cause
from amends.complaints.concerned import name_concerned
from amends.complaints.tables import Complaint
from amends.database.scope import fetch
from amends.errors import Forbidden, Invalid, NotFound
from amends.tasks.acts import Done, finish
from tests.world import World


async def lodged(world: World) -> Complaint:
    return await world.complaint((await world.lodge()).complaint_id)


async def found(world: World, case: Complaint, by: str = "bram", **changes: Any) -> UUID:
    usual: dict[str, Any] = {
        "depth": "root",
        "branch": "methods",
        "content": "Nobody owns the lift's logbook",
        "whys": ["The board failed", "It was not checked", "", "No plan names the check"],
        "department_id": case.department_id,
        "party": "",
    }
    async with world.at_desk() as desk:
        return await causes.add(desk, case.id, **{**usual, **changes}, by=world.actor(by), now=world.at())


async def causes_of(world: World, case: Complaint) -> list[Cause]:
    async with world.scope():
        return list(await causes.causes_of(case.id))


async def headed(world: World, case: Complaint, name: str) -> None:
    async with world.as_owner("department") as database:
        await database.execute(
            "UPDATE department SET head_id = $2 WHERE id = $1", case.department_id, world.actor(name).id
        )


async def test_a_cause_is_kept_as_it_was_found_and_as_it_was_struck_out(world: World) -> None:
    case = await lodged(world)
    cause_id = await found(world, case)
    async with world.at_desk() as desk:
        await causes.strike(
            desk, case.id, cause_id, reason="The plan did name it", by=world.actor("bram"), now=world.at()
        )
        with pytest.raises(CauseStruck):
            await causes.strike(
                desk, case.id, cause_id, reason="Again", by=world.actor("bram"), now=world.at()
            )
    [cause] = await causes_of(world, case)
    answers = msgspec.json.decode(str(cause.whys))
    assert answers == ["The board failed", "It was not checked", "No plan names the check"]
    assert (cause.content, cause.struck_reason) == ("Nobody owns the lift's logbook", "The plan did name it")
    assert (await world.acts(case.id))[-2:] == ["cause", "cause-struck"]


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [({"depth": "deep"}, "depth"), ({"branch": "weather"}, "branch"), ({"content": " "}, "content")],
)
async def test_what_is_no_cause_is_refused_at_its_field(
    world: World, changes: dict[str, Any], wrong: str
) -> None:
    with pytest.raises(Invalid) as refused:
        await found(world, await lodged(world), **changes)
    assert set(refused.value.fields) == {wrong}


async def test_the_head_of_the_department_at_fault_is_told_once_and_answers(world: World) -> None:
    case = await lodged(world)
    cause_id = await found(world, case)
    given: dict[str, Any] = {"by": world.actor("bram"), "now": world.at()}
    async with world.at_desk() as desk:
        with pytest.raises(Invalid) as refused:
            await causes.tell_department(desk, case.id, cause_id, body="Please see to it", **given)
        assert set(refused.value.fields) == {"body"}, "a department without head is said, not passed over"
    await headed(world, case, "chen")
    async with world.at_desk() as desk:
        await causes.tell_department(desk, case.id, cause_id, body="Nobody keeps the logbook", **given)
        with pytest.raises(CauseTold):
            await causes.tell_department(desk, case.id, cause_id, body="Again", **given)
    async with world.scope():
        [task] = await fetch("SELECT id, assignee_id, facts FROM task")
    assert task["assignee_id"] == world.actor("chen").id
    assert "Nobody keeps the logbook" in task["facts"]
    async with world.at_desk() as desk:
        answer = Done(outcome="The foreman keeps it from today")
        await finish(desk, task["id"], done=answer, by=world.actor("chen"), now=world.at())
    assert (await world.acts(case.id))[-1] == "task-done"


async def test_whom_the_complaint_is_about_is_not_the_one_who_is_told(world: World) -> None:
    case = await lodged(world)
    await headed(world, case, "chen")
    cause_id = await found(world, case)
    async with world.at_desk() as desk:
        await name_concerned(
            desk, case.id, person_id=world.actor("chen").id, by=world.actor("ines"), now=world.at()
        )
        with pytest.raises(Invalid):
            await causes.tell_department(
                desk, case.id, cause_id, body="See to it", by=world.actor("bram"), now=world.at()
            )


async def test_neither_others_staff_nor_those_without_the_right_add_causes(world: World) -> None:
    case = await lodged(world)
    with pytest.raises(Forbidden):
        await found(world, case, by="ines")
    dora = world.other.actor("dora")
    async with world.other.at_desk() as desk:
        with pytest.raises(NotFound):
            await causes.add(
                desk, case.id, depth="root", branch="", content="Mine", whys=(), department_id=None, party="",
                by=dora, now=world.at(),
            )  # fmt: skip
    assert await causes_of(world, case) == []
