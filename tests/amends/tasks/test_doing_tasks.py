"""A task comes once, is for whoever has the case, and whatever is done to it stands in the case's history."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import msgspec
import pytest

from amends.complaints.deciding import accept
from amends.complaints.handling import Finding, assign, investigate, resolve
from amends.database.rows import select_all
from amends.database.scope import execute
from amends.errors import Forbidden, Invalid, NotFound
from amends.people.actor import SYSTEM
from amends.people.rights import Right
from amends.tasks import acts
from amends.tasks.acts import Done, TaskOpen, TaskOver
from amends.tasks.handing import Handed
from amends.tasks.operations import NewTask, opened
from amends.tasks.tables import Task, TaskKind
from tests.world import MONDAY, Organisation, World
from workers.clock import Firing


async def tasks(world: Organisation) -> list[Task]:
    async with world.scope():
        return await select_all(Task, "ORDER BY created_at, cause")


async def make(world: World, **changed: object) -> tuple[UUID, UUID]:
    """A case and a task about it, due in a day."""
    case = (await world.lodge()).complaint_id
    usual = {"kind": TaskKind.CALL, "cause": f"call:{case}", "due_at": world.at(days=1), "complaint_id": case}
    async with world.scope():
        [task] = await opened([NewTask(**{**usual, **changed})], by=SYSTEM, now=MONDAY)  # type: ignore[arg-type]
    return case, task


async def test_the_same_cause_makes_one_task(world: World) -> None:
    case, _ = await make(world)
    again = NewTask(kind=TaskKind.CALL, cause=f"call:{case}", due_at=MONDAY, complaint_id=case)
    other = NewTask(kind=TaskKind.CALL, cause="another", due_at=MONDAY, complaint_id=case)
    async with world.scope():
        assert len(await opened([again, other, other], by=SYSTEM, now=MONDAY)) == 1
    assert len(await tasks(world)) == 2
    assert (await world.acts(case)).count("task-opened") == 2


async def test_it_goes_with_the_case_to_whoever_has_it(world: World) -> None:
    case, _ = await make(world)
    chosen = NewTask(
        kind=TaskKind.OTHER, cause="chen", due_at=world.at(days=2), complaint_id=case, what="Ask the shop",
        assignee_id=world.people["chen"].id,
    )  # fmt: skip
    async with world.scope():
        await opened([chosen], by=SYSTEM, now=MONDAY)
    row, bram = await world.complaint(case), world.people["bram"].id
    await world.do(assign, case, by="chen", department_id=row.department_id, assignee_id=bram)
    assert {task.cause: task.assignee_id for task in await tasks(world)} == {
        f"call:{case}": bram,
        "chen": world.people["chen"].id,
    }


async def test_done_is_done_once_and_says_what_was_said(world: World) -> None:
    case, task = await make(world)
    done = Done(outcome="She was told the number, and thanks us.")
    with pytest.raises(Invalid):
        await world.do(acts.finish, task, by="bram", done=Done())
    with pytest.raises(Forbidden):
        await world.do(acts.finish, task, by="otto", done=done)
    await world.do(acts.finish, task, by="bram", done=done, now=world.at(hours=1))
    with pytest.raises(TaskOver):
        await world.do(acts.finish, task, by="bram", done=done)
    [row] = await tasks(world)
    assert (row.done_at, row.done_by) == (world.at(hours=1), world.people["bram"].id)
    assert row.look_at is None
    assert "thanks" not in str([entry.detail for entry in await world.history(case)])
    await world.do(acts.reopen, task, by="bram", reason="The line was bad", now=world.at(hours=2))
    with pytest.raises(TaskOpen):
        await world.do(acts.reopen, task, by="bram", reason="Again")
    await world.do(acts.cancel, task, by="chen", reason="She came by herself")
    assert [act for act in await world.acts(case) if act.startswith("task-")] == [
        "task-opened", "task-done", "task-reopened", "task-cancelled",
    ]  # fmt: skip


async def test_a_letter_is_posted_on_a_day_that_has_been(world: World) -> None:
    _, task = await make(world, kind=TaskKind.POST)
    for wrong in (None, date(2026, 3, 3), date(2026, 2, 27)):
        with pytest.raises(Invalid):
            await world.do(acts.finish, task, by="bram", done=Done(posted_on=wrong))
    await world.do(acts.finish, task, by="bram", done=Done(posted_on=date(2026, 3, 2)))
    assert (await tasks(world))[0].posted_on == date(2026, 3, 2)


async def test_a_decision_that_is_brought_counts_as_told(world: World) -> None:
    case = (await world.lodge(email="", phone="13900001111")).complaint_id
    await world.do(accept, case, by="ines")
    await world.do(investigate, case, by="bram")
    findings = {row.id: Finding("upheld", "The log shows it") for row in await world.allegations(case)}
    await world.do(resolve, case, by="bram", findings=findings, result="You were right.")
    [decision] = await world.notices(event="decision", to="amina")
    [task] = [each for each in await tasks(world) if each.notice_id == decision.id]
    brought = Handed(way="envoy", messenger="Mr Zhou", to_whom="Amina's sister", on=date(2026, 3, 2))
    done = Done(outcome="She read it and thanked us", handed=brought)
    for wrong in (replace(brought, on=None), replace(brought, on=date(2026, 3, 3)), replace(brought, way="pigeon"),
                  replace(brought, messenger="")):  # fmt: skip
        with pytest.raises(Invalid):
            await world.do(acts.finish, task.id, by="bram", done=replace(done, handed=wrong))
    assert (await world.notices(event="decision", to="amina"))[0].sent_at is None
    await world.do(acts.finish, task.id, by="bram", done=done)
    assert (await world.notices(event="decision", to="amina"))[0].sent_at is not None
    entry = (await world.history(case))[-1]
    detail = msgspec.json.decode(str(entry.detail))
    assert (entry.act, detail["handed"], detail["handed_on"]) == ("task-done", "envoy", "2026-03-02")
    assert "Zhou" not in str(entry.detail), "names are kept where they can be erased"


async def test_given_to_somebody_who_hears_of_it_and_may_do_it(world: World) -> None:
    _, task = await make(world)
    chen = world.people["chen"].id
    with pytest.raises(Invalid):
        await world.do(acts.give, task, by="bram", assignee_id=world.people["otto"].id)
    await world.do(acts.give, task, by="bram", assignee_id=chen)
    [news] = await world.notices(event="case_news", channel="mail", to="chen")
    assert "致电" in str(news.body)
    await world.do(acts.finish, task, by="chen", done=Done(outcome="Told"))


async def test_whoever_a_task_is_for_finishes_it_though_they_handle_no_cases(world: World) -> None:
    ines = replace(world.people["ines"], roles=("intake",))
    world = replace(world, people={**world.people, "ines": ines})
    assert Right.HANDLE not in ines.rights
    _, of_the_role = await make(world, cause="role", role="intake")
    _, of_her_own = await make(world, cause="own", assignee_id=ines.id)
    _, of_others = await make(world, cause="others", assignee_id=world.people["bram"].id)
    for task in (of_the_role, of_her_own):
        await world.do(acts.finish, task, by="ines", done=Done(outcome="Told"))
    with pytest.raises(Forbidden):
        await world.do(acts.finish, of_others, by="ines", done=Done(outcome="Told"))
    assert {task.cause for task in await tasks(world) if task.done_at is not None} == {"role", "own"}


async def test_what_is_added_by_hand_is_due_at_the_end_of_its_day(world: World) -> None:
    case = (await world.lodge()).complaint_id
    for what, due_on in (("", date(2026, 3, 4)), ("Ask", None), ("Ask", date(2026, 3, 1))):
        with pytest.raises(Invalid):
            await world.do(acts.add, case, by="bram", what=what, due_on=due_on, assignee_id=None)
    await world.do(acts.add, case, by="bram", what="Ask", due_on=date(2026, 3, 4), assignee_id=None)
    [task] = await tasks(world)
    assert MONDAY + timedelta(days=2) < task.due_at < MONDAY + timedelta(days=3)


async def test_another_organisations_tasks_are_nowhere(world: World) -> None:
    _, task = await make(world)
    async with world.other.at_desk() as desk:
        with pytest.raises(NotFound):
            await acts.finish(desk, task, done=Done(outcome="x"), by=world.other.people["dora"], now=MONDAY)
    assert await tasks(world.other) == []


async def test_when_it_is_late_whoever_it_is_for_hears_and_then_those_above(world: World) -> None:
    case, task = await make(world)
    async with world.scope():
        await execute("UPDATE task SET assignee_id = $2 WHERE id = $1", task, world.people["bram"].id)
    firing = Firing(world.settings)

    async def heard(name: str) -> int:
        return len(
            [
                n
                for n in await world.notices(event="case_news", channel="app", to=name)
                if n.complaint_id == case
            ]
        )

    world.move_to(world.at(minutes=1))
    await firing.fire()
    assert (await heard("bram"), await heard("chen")) == (1, 0)
    await firing.fire()
    assert await heard("bram") == 1
    world.move_to(world.at(days=1, minutes=1))
    await firing.fire()
    assert (await heard("bram"), await heard("chen")) == (2, 0)
    assert "task-overdue" in await world.acts(case)
    world.move_to(world.at(days=3, minutes=1))
    await firing.fire()
    await firing.fire()
    assert (await heard("bram"), await heard("chen")) == (2, 1)
    assert (await world.acts(case)).count("task-raised") == 1
    assert (await tasks(world))[0].look_at is None
