"""Corrective actions: begun from cases, done by one, looked at by another, open again where nothing came of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from amends.complaints.about import AboutYou
from amends.complaints.concerned import name_concerned
from amends.complaints.tables import Complaint
from amends.correctives import operations as actions
from amends.correctives.operations import Plan
from amends.correctives.queries import View, actions_of, entries_of, listing, one_action
from amends.correctives.refusals import ActionGone, NotYoursToCheck
from amends.correctives.rules import Standing
from amends.database.scope import fetch
from amends.errors import Forbidden, Invalid, NotFound
from amends.people.leaving import HandOver, leave
from tests.world import World


def plan_of(world: World, owner: str = "bram", **changes: Any) -> Plan:
    """Done within a week, looked at after three."""
    today = world.at().date()
    usual = {
        "title": "Check each lift once a month",
        "measures": "The maintenance firm checks the control board; we file its note.",
        "owner_id": world.actor(owner).id,
        "due_on": today + timedelta(days=7),
        "check_on": today + timedelta(days=21),
    }
    return Plan(**{**usual, **changes})


async def lodged(world: World) -> Complaint:
    return await world.complaint((await world.lodge()).complaint_id)


async def begun(world: World, case: Complaint, **changes: Any) -> UUID:
    async with world.at_desk() as desk:
        return await actions.begin(
            desk, case.id, plan=plan_of(world, **changes), by=world.actor("bram"), now=world.at()
        )


async def did(world: World, verb: Any, action_id: UUID, by: str, **given: Any) -> None:
    async with world.at_desk() as desk:
        await verb(desk, action_id, by=world.actor(by), now=world.at(), **given)


async def done(world: World, action_id: UUID, by: str = "bram") -> None:
    await did(world, actions.finish, action_id, by, note="Contract changed", process_change="")


async def tasks(world: World) -> list[tuple[str, UUID | None]]:
    async with world.scope():
        rows = await fetch(
            "SELECT kind, assignee_id FROM task WHERE done_at IS NULL AND cancelled_at IS NULL ORDER BY kind"
        )
    return [(row["kind"], row["assignee_id"]) for row in rows]


async def test_an_action_goes_from_its_owner_to_somebody_who_looks_whether_it_worked(world: World) -> None:
    case, other = await lodged(world), await lodged(world)
    action = await begun(world, case)
    await did(world, actions.link, action, "bram", number=str(other.number))
    assert await tasks(world) == [("corrective", world.actor("bram").id)]
    await done(world, action)
    assert await tasks(world) == [("corrective-check", None)], "for whoever supervises"
    for person in ("bram", "ines"):
        with pytest.raises(NotYoursToCheck):
            await did(world, actions.check, action, person, effective=True, note="It did", plan=Plan())
    world.move_to(world.at(days=20))
    await did(world, actions.check, action, "chen", effective=True, note="No standstill since", plan=Plan())
    assert await tasks(world) == []
    async with world.scope():
        [found] = await actions_of(other.id)
        assert [entry.act for entry in await entries_of(action)] == ["effective", "done", "linked", "opened"]
    assert (found.state, found.cases, found.number) == ("effective", 2, f"CA-{world.at():%Y}-001")
    for each in (case, other):
        assert "corrective-effective" in await world.acts(each.id), "each case says what became of it"


async def test_what_had_no_effect_is_open_again_with_new_days_and_a_new_task(world: World) -> None:
    action = await begun(world, await lodged(world), checker_id=world.actor("chen").id)
    await done(world, action)
    with pytest.raises(Invalid) as refused:
        await did(world, actions.check, action, "chen", effective=False, note="Stopped again", plan=Plan())
    assert set(refused.value.fields) == {"due_on", "check_on"}
    await did(
        world, actions.check, action, "chen", effective=False, note="Stopped again", plan=plan_of(world)
    )
    async with world.scope():
        found = await one_action(action)
    assert (found.state, found.round, found.done_at) == ("open", 2, None)
    assert await tasks(world) == [("corrective", world.actor("bram").id)]


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"owner_id": None}, {"owner"}),
        ({"title": " ", "measures": ""}, {"title", "measures"}),
        ({"due_on": date(2020, 1, 1)}, {"due_on"}),
        ({"check_on": None}, {"check_on"}),
        ({"kind": "else"}, {"kind"}),
    ],
)
async def test_a_plan_says_at_once_what_is_wrong_with_it(
    world: World, changes: dict[str, Any], wrong: set[str]
) -> None:
    case = await lodged(world)
    with pytest.raises(Invalid) as refused:
        await begun(world, case, **changes)
    assert set(refused.value.fields) == wrong
    assert await tasks(world) == []


async def test_nobody_checks_their_own_work_nor_looks_before_it_is_done(world: World) -> None:
    case, bram = await lodged(world), world.actor("bram").id
    with pytest.raises(Invalid) as refused:
        await begun(world, case, checker_id=bram)
    assert set(refused.value.fields) == {"checker"}
    today = world.at().date()
    with pytest.raises(Invalid) as refused:
        await begun(world, case, due_on=today + timedelta(days=9), check_on=today + timedelta(days=8))
    assert set(refused.value.fields) == {"check_on"}


async def test_its_owner_may_say_it_is_done_whatever_their_role_and_others_may_not(world: World) -> None:
    action = await begun(world, await lodged(world), owner="ines")
    with pytest.raises(Forbidden):
        await done(world, action, by="ada")
    await done(world, action, by="ines")
    with pytest.raises(ActionGone):
        await done(world, action, by="ines")
    async with world.scope():
        assert (await one_action(action)).standing(world.at()) is Standing.TO_CHECK


async def test_a_changed_process_says_what_is_other_now(world: World) -> None:
    action = await begun(world, await lodged(world), kind="process")
    with pytest.raises(Invalid) as refused:
        await done(world, action)
    assert set(refused.value.fields) == {"process_change"}
    await did(world, actions.finish, action, "bram", note="New form", process_change="Two sign each handover")
    async with world.scope():
        [entry] = [each for each in await entries_of(action) if each.act == "done"]
    assert entry.process_change == "Two sign each handover"


async def test_a_plan_is_changed_or_given_up_with_a_reason_and_its_task_goes_with_it(world: World) -> None:
    action = await begun(world, await lodged(world))
    await did(
        world, actions.replan, action, "chen", plan=plan_of(world, "ines"), reason="Ines knows the firm"
    )
    assert await tasks(world) == [("corrective", world.actor("ines").id)]
    await did(world, actions.cancel, action, "chen", reason="The lift is replaced")
    assert await tasks(world) == []
    async with world.scope():
        assert (await listing(View.OPEN, reader=world.actor("bram"))).actions == []
        [over] = (await listing(View.OVER, reader=world.actor("bram"))).actions
        assert over.standing(world.at()) is Standing.CANCELLED


async def test_whom_a_case_is_about_has_nothing_to_do_with_its_actions(world: World) -> None:
    case, bram, chen = await lodged(world), world.actor("bram").id, world.actor("chen")
    action = await begun(world, case)
    async with world.at_desk() as desk:
        await name_concerned(desk, case.id, person_id=bram, by=chen, now=world.at())
    async with world.scope():
        assert (await one_action(action)).owner_id is None
    assert await tasks(world) == [("corrective", None)], "their department hears of it anew"
    with pytest.raises(AboutYou):
        await done(world, action)
    with pytest.raises(Invalid) as refused:
        await did(world, actions.replan, action, "chen", plan=plan_of(world), reason="Back to him")
    assert set(refused.value.fields) == {"owner"}


async def test_the_actions_of_somebody_who_leaves_are_somebody_elses(world: World) -> None:
    case, bram, ines = await lodged(world), world.actor("bram").id, world.actor("ines").id
    mine = await begun(world, case)
    theirs = await begun(world, case, owner="chen", checker_id=bram)
    assert bram is not None, "a person"
    await done(world, theirs, by="chen")
    async with world.at_desk() as desk:
        hand_over = HandOver(successor_id=world.actor("chen").id, in_place_id=ines)
        await leave(desk, bram, hand_over=hand_over, by=world.actor("ada"), now=world.at())
    async with world.scope():
        assert (await one_action(mine)).owner_id == world.actor("chen").id
        assert (await one_action(theirs)).checker_id is None, "chen does not look at what is chen's"
    assert await tasks(world) == [("corrective", world.actor("chen").id), ("corrective-check", None)]


async def test_another_organisation_sees_nothing_of_it(world: World) -> None:
    action, dora = await begun(world, await lodged(world)), world.other.actor("dora")
    async with world.other.at_desk() as desk:
        with pytest.raises(NotFound):
            await actions.finish(desk, action, note="Mine", process_change="", by=dora, now=world.at())
        assert (await listing(View.OPEN, reader=dora)).actions == []
