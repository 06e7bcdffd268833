"""The same complainant with the same kind of matter again soon enough is a repeat, and those above hear of it."""

from __future__ import annotations

from uuid import UUID

from msgspec import structs

from amends.deadlines.period import Period, Unit
from amends.policy.document import Action, Chain, Step, Text, Trigger, Within
from amends.tasks.tables import Task
from tests.amends.deadlines.governed import usual
from tests.world import World

NAME = Text(zh="主管", en="Supervisor")
AGAIN = Step(rank=1, name=NAME, on=(Trigger.REPEATED,), role="supervisor", within=Within.ORGANISATION)


async def governed(
    world: World, step: Step, *, within: Period | None = Period(90, Unit.CALENDAR_DAYS)
) -> None:
    async with world.at_desk() as desk:
        handling = structs.replace(desk.policy.handling, repeat_within=within)
    await usual(world, chains={"one": Chain(name=NAME, steps={"again": step})}, handling=handling)


async def told(world: World) -> set[UUID | None]:
    """The cases that the supervisor was told of."""
    return {note.complaint_id for note in await world.notices(event="escalated", to="chen")}


async def test_again_within_the_time_those_above_hear_of_it_and_why(world: World) -> None:
    await governed(world, AGAIN)
    await world.lodge(email="amina@example.com")
    assert await told(world) == set()
    await world.lodge(email="someone.else@example.com", now=world.at(days=1))
    assert await told(world) == set(), "another complainant"
    again = await world.lodge(email="amina@example.com", now=world.at(days=2))
    assert await told(world) == {again.complaint_id}
    [mail] = await world.notices(event="escalated", to="chen", channel="mail")
    assert "再次被投诉" in mail.body
    assert (await world.acts(again.complaint_id)).count("escalate") == 1


async def test_long_after_or_where_the_policy_names_no_time_it_is_no_repeat(world: World) -> None:
    await governed(world, AGAIN)
    await world.lodge(email="amina@example.com")
    await world.lodge(email="amina@example.com", now=world.at(days=100))
    assert await told(world) == set()
    await governed(world, AGAIN, within=None)
    await world.lodge(email="amina@example.com", now=world.at(days=101))
    assert await told(world) == set()


async def test_a_step_that_calls_a_meeting_leaves_a_task(world: World) -> None:
    lodged = Step(
        rank=1,
        name=NAME,
        on=(Trigger.LODGED,),
        role="supervisor",
        within=Within.ORGANISATION,
        action=Action.CALL_MEETING,
        acknowledge_within=Period(2, Unit.HOURS),
    )
    await governed(world, lodged)
    case = (await world.lodge()).complaint_id
    async with world.scope():
        [task] = await Task.objects().where(Task.complaint_id == case)
    assert (task.kind, task.assignee_id, task.due_at) == ("other", world.actor("chen").id, world.at(hours=2))
    assert str(task.what) in ("召集会议：主管", "Call a meeting: Supervisor")
    assert "task-opened" in await world.acts(case)
