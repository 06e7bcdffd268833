"""Nothing of a merged complaint is left behind with nobody to see to it: tasks go along and come back, nobody is asked
about it any more, and an incident has to end first."""

from __future__ import annotations

from uuid import UUID

import pytest

from amends.complaints.case import take
from amends.complaints.handling import assign
from amends.complaints.merging import OtherVersion, unmerge
from amends.database.rows import select_all
from amends.errors import Invalid
from amends.escalation.answering import NothingToAnswer, answer
from amends.escalation.incidents import declare
from amends.people.actor import SYSTEM
from amends.policy.document import Chain
from amends.tasks import acts
from amends.tasks.acts import Done
from amends.tasks.operations import NewTask, opened
from amends.tasks.tables import Task, TaskKind
from tests.amends.complaints.cases import accepted, investigated, state
from tests.amends.complaints.test_merging import merged
from tests.amends.deadlines.governed import let_pass, usual
from tests.amends.escalation.test_answering import LODGED, NAME, NEXT, told
from tests.world import World


async def given(world: World, case: UUID, **causes: str | None) -> None:
    """A task of each cause, for that person; None: whoever has the case."""
    async with world.scope():
        await opened(
            [
                NewTask(
                    kind=TaskKind.REMEDY if cause == "remedy" else TaskKind.OTHER, cause=cause, what="Ask the shop",
                    due_at=world.at(days=9), complaint_id=case, assignee_id=world.people[name].id if name else None,
                )
                for cause, name in causes.items()
            ],
            by=SYSTEM,
            now=world.at(hours=1),
        )  # fmt: skip


async def tasks(world: World) -> dict[str, Task]:
    async with world.scope():
        rows = await select_all(Task, "WHERE cause = ANY($1)", ["own", "ines", "done", "remedy"])
    return {str(row.cause): row for row in rows}


async def test_open_tasks_go_along_and_come_back_and_who_has_one_anew_hears_of_it(world: World) -> None:
    gone, into = await accepted(world), await investigated(world)
    chen, bram = world.people["chen"].id, world.people["bram"].id
    row = await world.complaint(gone)
    await world.do(
        assign, gone, by="chen", now=world.at(hours=1), department_id=row.department_id, assignee_id=chen
    )
    row = await world.complaint(into)
    await world.do(
        assign, into, by="chen", now=world.at(hours=1), department_id=row.department_id, assignee_id=bram
    )
    await given(world, gone, own=None, ines="ines", done=None, remedy=None)
    await let_pass(world, world.at(hours=2))
    await merged(world, gone, into, hours=3)
    went = await tasks(world)
    assert {cause: task.complaint_id for cause, task in went.items()} == {
        "own": into, "ines": into, "done": into, "remedy": gone,
    }  # fmt: skip
    assert (went["own"].assignee_id, went["ines"].assignee_id) == (bram, world.people["ines"].id)
    assert went["own"].look_at == world.at(hours=3)
    assert went["ines"].told == "new", "they know already"
    done = Done(outcome="They know")
    await world.do(acts.finish, went["done"].id, by="bram", now=world.at(hours=4), done=done)
    await world.do(unmerge, gone, by="bram", now=world.at(hours=5), reason="Another parcel")
    back = await tasks(world)
    assert {cause for cause, task in back.items() if task.complaint_id == gone} == {"own", "ines", "remedy"}
    assert {cause for cause, task in back.items() if task.origin_id is not None} == {"done"}
    assert back["own"].assignee_id == chen


async def test_nobody_is_asked_about_it_any_more(world: World) -> None:
    await usual(world, chains={"one": Chain(name=NAME, steps={"first": LODGED, "second": NEXT})})
    gone = await accepted(world)
    into = await accepted(world)
    await merged(world, gone, into, hours=0.75)
    with pytest.raises(NothingToAnswer):
        await world.do(answer, gone, by="bram", now=world.at(minutes=50))
    await world.do(answer, into, by="bram", now=world.at(minutes=50))
    await let_pass(world, world.at(hours=3))
    assert await told(world, "chen") == 0


async def test_an_open_incident_goes_into_nothing(world: World) -> None:
    gone, into = await accepted(world), await investigated(world)
    async with world.at_desk() as desk:
        await declare(await take(desk, gone), owner_id=None, plan="", by=SYSTEM, now=world.at(hours=1))
    with pytest.raises(Invalid) as refused:
        await merged(world, gone, into)
    assert "merge the other one into this" in refused.value.fields["number"]
    await merged(world, into, gone)
    assert await state(world, into) == "MERGED"


async def test_it_is_not_taken_out_from_under_another_version(world: World) -> None:
    gone, into = await accepted(world), await accepted(world)
    await merged(world, gone, into)
    await usual(world)
    async with world.at_desk() as desk:
        row = await take(desk, into)
        assert row.row.policy_version_id != desk.policy_version_id
        await row.change(policy_version_id=desk.policy_version_id)
    with pytest.raises(OtherVersion):
        await world.do(unmerge, gone, by="bram", now=world.at(hours=3), reason="Another parcel")
    assert await state(world, gone) == "MERGED"
