"""Roles of the policy: their holders' rights follow what is in force, and duties ask for their qualifications."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from amends.complaints.handling import assign
from amends.errors import Invalid
from amends.people.changing import Wanted, change_person
from amends.people.leaving import HandOver, leave
from amends.people.records import Certificate, add_qualification
from amends.people.rights import Right
from amends.people.role_terms import held
from amends.people.tables import Person
from amends.policy.overriding import add, put, remove
from amends.policy.parse import PolicyError
from tenants.desks import desk_in_force
from tenants.working import edit
from tests.tenants.policies import changed, publish_change, publish_now
from tests.world import MONDAY, World

INSPECTOR = {"name": {"zh": "质检员", "en": "Inspector"}, "like": ["handler"], "without": ["close"]}
EXAM = {"name": {"zh": "上岗考核", "en": "Entry exam"}}


async def row_of(world: World, name: str) -> Person:
    async with world.scope():
        row = await Person.objects().get(Person.id == world.actor(name).id)
    assert row is not None
    return row


async def make(world: World, name: str, *roles: str) -> Person:
    row = await row_of(world, name)
    wanted = Wanted(
        name=row.name,
        position="",
        language=row.language,
        time_zone="",
        roles=roles,
        department_id=row.department_id,
        supervisor_id=None,
        deputy_id=None,
        hours=None,
    )
    async with world.scope():
        desk = await desk_in_force(world.tenant, world.settings)
        await change_person(row.id, wanted=wanted, roles=desk.policy.roles, by=world.actor("ada"), now=MONDAY)
    return await row_of(world, name)


async def rights_of(world: World, name: str) -> frozenset[Right]:
    row = await row_of(world, name)
    return held(row.roles, row.role_terms)


async def give(world: World, case_id: UUID, name: str) -> None:
    async with world.scope():
        row = await Person.objects().get(Person.id == world.actor(name).id)
        desk = await desk_in_force(world.tenant, world.settings)
        assert row is not None
        await assign(
            desk,
            case_id,
            department_id=row.department_id,
            assignee_id=row.id,
            by=world.actor("chen"),
            now=MONDAY,
        )


async def test_a_role_of_its_own_gives_the_rights_the_policy_says(world: World) -> None:
    await publish_change(world, edit(add, ("roles", "inspector"), INSPECTOR))
    await make(world, "bram", "inspector")
    rights = await rights_of(world, "bram")
    assert Right.HANDLE in rights
    assert Right.CLOSE not in rights


async def test_what_a_role_may_do_changes_for_its_holders_when_it_is_published(world: World) -> None:
    assert Right.CLOSE in await rights_of(world, "bram")
    await changed(world, edit(put, ("roles", "handler", "without"), ["close"]))
    assert Right.CLOSE in await rights_of(world, "bram"), "a draft changes nothing"
    await publish_now(world)
    assert Right.CLOSE not in await rights_of(world, "bram")


async def test_a_role_somebody_holds_is_not_removed(world: World) -> None:
    await publish_change(world, edit(add, ("roles", "inspector"), INSPECTOR))
    await make(world, "bram", "inspector")
    await changed(world, edit(remove, ("roles", "inspector")))
    with pytest.raises(PolicyError, match=r"roles\.inspector: held by 1"):
        await publish_now(world)


async def test_administrators_cannot_lock_themselves_out_nor_share_their_keys(world: World) -> None:
    await changed(
        world,
        edit(put, ("roles", "admin", "without"), ["manage-settings"]),
        edit(put, ("roles", "handler", "rights"), ["manage-people"]),
    )
    with pytest.raises(PolicyError) as refused:
        await publish_now(world)
    said = "\n".join(refused.value.problems)
    assert "roles.admin: must keep the right manage-settings" in said
    assert "roles.handler: only administrators may hold the right manage-people" in said


async def test_a_role_the_policy_does_not_know_is_given_to_nobody(world: World) -> None:
    with pytest.raises(Invalid):
        await make(world, "bram", "wizard")


async def test_no_duty_without_the_qualification_the_policy_asks_for(world: World) -> None:
    lodged = await world.lodge()
    await publish_change(
        world,
        edit(add, ("qualifications", "exam"), EXAM),
        edit(put, ("roles", "handler", "requires"), ["exam"]),
    )
    with pytest.raises(Invalid) as refused:
        await give(world, lodged.complaint_id, "bram")
    assert "lacks what this duty asks for" in refused.value.fields["assignee"]
    certificate = Certificate(
        code="exam", label="Entry exam", issued_on=date(2026, 1, 5), expires_on=date(2026, 3, 2)
    )
    async with world.scope():
        bram = world.actor("bram").id
        assert bram is not None
        await add_qualification(bram, given=certificate, by=world.actor("ada"), now=MONDAY)
    await give(world, lodged.complaint_id, "bram")


async def test_whoever_takes_over_from_a_leaver_holds_what_the_cases_ask_for(world: World) -> None:
    case = (await world.lodge(category="A")).complaint_id
    await give(world, case, "bram")
    await publish_change(
        world,
        edit(add, ("qualifications", "exam"), EXAM),
        edit(put, ("categories", "A", "requires"), ["exam"]),
    )
    chen, bram = world.actor("chen").id, world.actor("bram").id
    assert chen is not None
    assert bram is not None

    async def leaves(hand_over: HandOver) -> None:
        async with world.at_desk() as desk:
            await leave(desk, bram, hand_over=hand_over, by=world.actor("ada"), now=MONDAY)

    with pytest.raises(Invalid) as refused:
        await leaves(HandOver(successor_id=chen))
    assert set(refused.value.fields) == {"successor"}
    assert refused.value.values["missing"] in EXAM["name"].values()
    with pytest.raises(Invalid) as refused:
        await leaves(HandOver(successor_id=None, by_case={case: chen}))
    assert set(refused.value.fields) == {f"case.{case}"}
    assert (await world.complaint(case)).assignee_id == bram
    certificate = Certificate(code="exam", label="Entry exam", issued_on=date(2026, 1, 5), expires_on=None)
    async with world.scope():
        await add_qualification(chen, given=certificate, by=world.actor("ada"), now=MONDAY)
    await leaves(HandOver(successor_id=chen))
    assert (await world.complaint(case)).assignee_id == chen
