"""A mail that nobody takes makes a task; one that is taken acknowledges the complaint; what came back does so no more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from amends import clock
from amends.complaints.deciding import accept
from amends.complaints.desk import Desks
from amends.complaints.handling import assign
from amends.complaints.intake import Channel
from amends.complaints.lodging import acknowledge
from amends.database.rows import select_all
from amends.deadlines.tables import Promise
from amends.notices import consequences, redelivery
from amends.policy.document import ClockKind
from amends.tasks import acts
from amends.tasks.acts import Done
from amends.tasks.ending import TAKEN_AFTER_ALL
from amends.tasks.tables import Task, TaskKind
from tests.mail import MailSink
from tests.workers.driving import sending_to, work
from tests.workers.giving_up import given_up, refuse
from tests.workers.test_dead_letters import OPERATOR
from tests.world import World
from workers.clock import Firing
from workers.desks import desks_of


async def tasks(world: World) -> list[Task]:
    async with world.scope():
        return await select_all(Task, "ORDER BY created_at")


async def by_telephone(world: World, **given: Any) -> UUID:
    """Ines takes it down; Amina is told nothing on the line."""
    return (await world.lodge(by="ines", channel=Channel.PHONE, **given)).complaint_id


async def acknowledging(world: World, case: UUID) -> Promise:
    return (await world.promises(case))[ClockKind.ACKNOWLEDGE]


async def test_the_mail_server_taking_the_number_acknowledges_what_staff_recorded(
    world: World, mail: MailSink
) -> None:
    case = await by_telephone(world)
    assert (await acknowledging(world, case)).ended_at is None
    await work(sending_to(mail, world.settings))
    promise = await acknowledging(world, case)
    [notice] = await world.notices(event="lodged")
    assert promise.ended_at == notice.sent_at
    assert (await world.complaint(case)).state == "REVIEW"
    assert await world.notices(event="acknowledged") == []  # it was told already
    # The same mail once more, as after a kill before it was settled: nothing is acknowledged twice.
    async with world.scope():
        await consequences.taken(notice, desks=_desks(world), tried_again=False, now=clock.now())
    assert (await world.acts(case)).count("acknowledge") == 1


async def test_what_was_read_out_is_not_acknowledged_again(world: World, mail: MailSink) -> None:
    case = await by_telephone(world, told_on_receipt=True)
    await work(sending_to(mail, world.settings))
    assert (await world.acts(case)).count("acknowledge") == 1
    other = await by_telephone(world)
    await world.do(acknowledge, other, by="ines", how="On the telephone")
    await work(sending_to(mail, world.settings))
    assert (await world.acts(other)).count("acknowledge") == 1


async def test_a_refused_mail_makes_a_task_whose_call_acknowledges(world: World, mail: MailSink) -> None:
    case = await by_telephone(world)
    await refuse(world, mail)
    assert (await acknowledging(world, case)).ended_at is None
    [task] = await tasks(world)
    assert (task.kind, task.complaint_id) == (TaskKind.REACH, case)
    assert world.at(hours=24) < task.due_at < world.at(hours=48)  # a working day
    await world.do(acts.finish, task.id, by="bram", done=Done(outcome="Rang her"), now=world.at(minutes=9))
    assert (await acknowledging(world, case)).ended_at == world.at(minutes=9)
    [notice] = await world.notices(event="lodged")
    assert notice.failed_at is not None  # by mail she was not reached


async def test_mail_to_staff_that_nobody_takes_makes_no_task(world: World, mail: MailSink) -> None:
    case = (await world.lodge(email="")).complaint_id
    row, bram = await world.complaint(case), world.people["bram"].id
    await world.do(assign, case, by="chen", department_id=row.department_id, assignee_id=bram)
    await refuse(world, mail)
    assert await given_up() != []
    assert await tasks(world) == []


async def test_tried_again_and_taken_the_task_is_done_by_that(world: World, mail: MailSink) -> None:
    case = await by_telephone(world)
    settings = await refuse(world, mail)
    mail.accept()
    await redelivery.try_again(await given_up(), by=OPERATOR, now=clock.now())
    await work(settings)
    [task] = await tasks(world)
    assert task.outcome == TAKEN_AFTER_ALL
    assert task.done_by is None
    assert (await acknowledging(world, case)).ended_at is not None
    assert (await world.acts(case))[-2:] == ["task-done", "acknowledge"]


async def test_refused_again_the_task_stays_the_same(world: World, mail: MailSink) -> None:
    await by_telephone(world)
    settings = await refuse(world, mail)
    letters = [letter for letter in await given_up() if letter.event == "lodged"]
    await redelivery.try_again(letters, by=OPERATOR, now=clock.now())
    world.move_to(world.at(minutes=2))
    await work(settings)
    assert len(await tasks(world)) == 1


@pytest.mark.parametrize("late", [False, True])
async def test_a_mail_that_comes_back_takes_the_acknowledgement_with_it(
    world: World, mail: MailSink, late: bool
) -> None:
    case = await by_telephone(world)
    await work(sending_to(mail, world.settings))
    await world.do(accept, case, by="ines")
    due_at = (await acknowledging(world, case)).due_at
    world.move_to(due_at + timedelta(hours=1) if late else world.at(minutes=1))
    [notice] = await world.notices(event="lodged")
    async with world.scope():
        await consequences.came_back(notice.id, reason="bounced", desks=_desks(world), now=clock.now())
        await consequences.came_back(notice.id, reason="bounced", desks=_desks(world), now=clock.now())
    promise = await acknowledging(world, case)
    assert promise.ended_at is None
    assert promise.due_at == due_at
    assert (await world.acts(case)).count("acknowledgement-void") == 1
    await Firing(world.settings).fire()
    broken = [entry for entry in await world.history(case) if entry.act == "promise-broken"]
    assert len([entry for entry in broken if '"clock": "acknowledge"' in str(entry.detail)]) == int(late)
    [task] = [task for task in await tasks(world) if task.kind == TaskKind.REACH]
    await world.do(acts.finish, task.id, by="bram", done=Done(outcome="Rang her"), now=clock.now())
    assert (await acknowledging(world, case)).ended_at is not None
    assert (await world.complaint(case)).state == "ACCEPTED"


async def test_what_was_shown_on_the_page_stays_acknowledged(world: World, mail: MailSink) -> None:
    case = (await world.lodge()).complaint_id
    await refuse(world, mail)
    assert (await acknowledging(world, case)).ended_at is not None
    assert "acknowledgement-void" not in await world.acts(case)
    [task] = await tasks(world)  # though the mail has to be told otherwise
    assert task.kind == TaskKind.REACH


async def test_the_other_organisation_has_nothing_of_it(world: World, mail: MailSink) -> None:
    await by_telephone(world)
    await refuse(world, mail)
    async with world.other.scope():
        assert await select_all(Task, "") == []


def _desks(world: World) -> Desks:
    return desks_of(world.id, world.settings)
