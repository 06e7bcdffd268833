"""Publishing and going back: numbers, reasons, what stops it, what never changes again."""

from __future__ import annotations

import asyncio

import asyncpg
import pytest

from amends.database.scope import execute, fetch_one
from amends.errors import Forbidden, Invalid, NotFound
from amends.people.departments import Named, add_department, retire_department
from amends.people.tables import Department
from amends.policy.overriding import add, put, remove
from amends.policy.parse import PolicyError, dumps
from amends.policy.places import at
from amends.tenancy.operations import tenant_by_id
from tenants.checking import Checked, checked
from tenants.confirming import confirm_source, confirmations, withdraw_confirmation
from tenants.desks import desk_in_force
from tenants.drafts import DraftMoved
from tenants.publishing import (
    AlreadyInForce,
    DraftOutdated,
    NothingToPublish,
    publish,
    roll_back,
)
from tenants.roles import held_in_force
from tenants.versions import Version, published_versions, version_by_id, version_by_number
from tenants.working import edit
from tests.tenants.policies import REOPEN, changed, publish_change, publish_now, renew, work_of
from tests.world import MONDAY, World

FLEET = {"name": {"zh": "车队", "en": "Fleet"}, "rank": 50}


async def go_back(world: World, number: int, *, in_force: int, reason: str = "It was better") -> Version:
    async with world.scope():
        tenant = await tenant_by_id(world.id)
        version = await roll_back(
            tenant, number, in_force=in_force, reason=reason, by=world.actor("ada"), now=MONDAY
        )
    await renew(world)
    return version


async def test_what_is_published_is_in_force_at_once(world: World) -> None:
    version = await publish_change(world, edit(put, REOPEN, 14))
    assert (version.number, version.state.own.layer) == (2, {"handling": {"reopen_within_days": 14}})
    async with world.scope():
        tenant = await tenant_by_id(world.id)
        desk = await desk_in_force(tenant, world.settings)
    assert (desk.policy_version_id, desk.policy.handling.reopen_within_days) == (version.id, 14)
    work = await work_of(world)
    assert (work.exists, work.in_force.number, work.state.document) == (False, 2, version.state.document)


async def test_who_when_and_why_are_kept(world: World) -> None:
    version = await publish_change(world, edit(put, REOPEN, 14))
    async with world.scope():
        line, first = await published_versions()
    assert (line.number, line.published_by, line.reason, line.published_at) == (
        2,
        world.actor("ada").name,
        "We agreed on it",
        MONDAY,
    )
    assert (first.number, first.reason, first.published_by) == (1, "", "")
    entry = (await world.history())[-1]
    assert entry.act == "publish-policy"
    assert str(version.id) in str(entry.detail)
    assert "handling.reopen_within_days" in str(entry.detail)


async def test_no_reason_no_version(world: World) -> None:
    await changed(world, edit(put, REOPEN, 14))
    with pytest.raises(Invalid):
        await publish_now(world, reason="  ")
    assert (await work_of(world)).in_force.number == 1


async def test_nothing_is_published_twice(world: World) -> None:
    with pytest.raises(NothingToPublish):
        await publish_now(world)
    await publish_change(world, edit(put, REOPEN, 14))
    with pytest.raises(NothingToPublish):
        await publish_now(world)


async def test_nobody_publishes_what_they_have_not_seen(world: World) -> None:
    seen = (await changed(world, edit(put, REOPEN, 14))).seen
    await changed(world, edit(put, ("summary", "en"), "Ours"))
    async with world.scope():
        with pytest.raises(DraftMoved):
            await publish(world.tenant, seen=seen, reason="Now", by=world.actor("ada"), now=MONDAY)


async def test_two_at_once_get_one_number_and_one_is_told(world: World) -> None:
    seen = (await changed(world, edit(put, REOPEN, 14))).seen

    async def go() -> int:
        async with world.scope():
            tenant = await tenant_by_id(world.id)
            version = await publish(tenant, seen=seen, reason="Now", by=world.actor("ada"), now=MONDAY)
            return version.number

    done = await asyncio.gather(go(), go(), return_exceptions=True)
    assert sorted(type(each).__name__ for each in done) == ["NothingToPublish", "int"]
    async with world.scope():
        assert [line.number for line in await published_versions()] == [2, 1]


async def test_what_is_wrong_is_named_and_stops_it(world: World) -> None:
    await changed(
        world,
        edit(put, ("categories", "A", "level"), "T9"),
        edit(remove, ("departments", "service")),
    )
    with pytest.raises(PolicyError) as caught:
        await publish_now(world)
    assert any(problem.startswith("categories.A.level: ") for problem in caught.value.problems)
    assert (await work_of(world)).in_force.number == 1


async def test_departments_a_policy_names_are_made(world: World) -> None:
    await publish_change(
        world,
        edit(add, ("departments", "fleet"), FLEET),
        edit(put, ("categories", "A", "department"), "fleet"),
    )
    async with world.scope():
        row = await Department.objects().get(Department.code == "fleet")
    assert row is not None
    assert (row.name_zh, row.name_en, row.rank) == ("车队", "Fleet", 50)
    lodged = await world.lodge(category="A")
    assert (await world.complaint(lodged.complaint_id)).department_id == row.id


async def test_nothing_is_sent_to_a_department_that_is_closed_for_good(world: World) -> None:
    await publish_change(world, edit(add, ("departments", "fleet"), FLEET))
    async with world.at_desk() as desk:
        row = await Department.objects().get(Department.code == "fleet")
        assert row is not None
        await retire_department(desk, row.id, to_id=None, by=world.actor("ada"), now=MONDAY)
    await changed(world, edit(put, ("categories", "A", "department"), "fleet"))
    with pytest.raises(PolicyError, match=r"categories\.A\.department: .*is retired"):
        await publish_now(world)


async def test_a_retired_department_with_a_successor_is_no_trouble(world: World) -> None:
    await publish_change(world, edit(add, ("departments", "fleet"), FLEET))
    async with world.at_desk() as desk:
        given = Named(name_zh="新", name_en="New", rank=None, head_id=None)
        successor = await add_department(given=given, by=world.actor("ada"), now=MONDAY)
        row = await Department.objects().get(Department.code == "fleet")
        assert row is not None
        await retire_department(desk, row.id, to_id=successor, by=world.actor("ada"), now=MONDAY)
    assert (await publish_change(world, edit(put, ("categories", "A", "department"), "fleet"))).number == 3


async def test_a_changed_week_is_a_calendar_of_its_own(world: World) -> None:
    before = world.tenant.calendar_version_id
    await publish_change(world, edit(put, REOPEN, 14))
    assert world.tenant.calendar_version_id == before
    await publish_change(world, edit(put, ("calendar", "week", "6"), ["09:00-12:00"]))
    assert world.tenant.calendar_version_id != before


async def test_going_back_publishes_the_old_one_anew(world: World) -> None:
    await publish_change(world, edit(put, REOPEN, 14))
    version = await go_back(world, 1, in_force=2)
    assert version.number == 3
    async with world.scope():
        first, line = await version_by_number(1), (await published_versions())[0]
    assert version.published == first.published
    assert version.state.own == first.state.own
    assert (line.rolled_back_to, line.reason) == (1, "It was better")
    async with world.at_desk() as desk:
        assert desk.policy.handling.reopen_within_days == 30
    assert (await world.acts())[-1] == "roll-back-policy"


async def test_going_back_says_where_from(world: World) -> None:
    await publish_change(world, edit(put, REOPEN, 14))
    with pytest.raises(AlreadyInForce):
        await go_back(world, 2, in_force=2)
    with pytest.raises(DraftOutdated):
        await go_back(world, 1, in_force=1)
    with pytest.raises(NotFound):
        await go_back(world, 7, in_force=2)
    with pytest.raises(Invalid):
        await go_back(world, 1, in_force=2, reason="")


async def test_a_draft_that_was_overtaken_is_not_published(world: World) -> None:
    await publish_change(world, edit(put, REOPEN, 14))
    await changed(world, edit(put, ("summary", "en"), "Ours"))
    await go_back(world, 1, in_force=2)
    with pytest.raises(DraftOutdated):
        await publish_now(world)


async def test_only_who_may_publishes(world: World) -> None:
    seen = (await changed(world, edit(put, REOPEN, 14))).seen
    async with world.scope():
        with pytest.raises(Forbidden):
            await publish(world.tenant, seen=seen, reason="Now", by=world.actor("bram"), now=MONDAY)
        with pytest.raises(Forbidden):
            await roll_back(world.tenant, 1, in_force=1, reason="Now", by=world.actor("bram"), now=MONDAY)
        with pytest.raises(Forbidden):
            await confirm_source("CPL", note="", by=world.actor("bram"), now=MONDAY)


@pytest.mark.parametrize("sql", ["UPDATE policy_version SET document = '{}'", "DELETE FROM policy_version"])
async def test_who_serves_cannot_change_what_was_published(world: World, sql: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with world.scope():
            await execute(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE policy_version SET document = '{}'",
        "UPDATE policy_version SET reason = 'another'",
        "DELETE FROM policy_version",
        "TRUNCATE policy_version CASCADE",
        "TRUNCATE calendar_version CASCADE",
    ],
)
async def test_nor_does_the_owner_in_passing(world: World, sql: str) -> None:
    with pytest.raises(asyncpg.RestrictViolationError, match="was published and stays as it is"):
        async with world.as_owner("policy_version") as owner:
            await owner.execute(sql)
    async with world.scope():
        row = await fetch_one("SELECT count(*) AS found FROM policy_version WHERE document <> '{}'")
    assert row is not None
    assert row["found"] == 1


async def test_a_version_from_before_layers_were_kept_is_worked_on_as_it_was(world: World) -> None:
    async with world.at_desk() as desk:
        policy = dumps(desk.policy).decode()
    async with world.as_owner("policy_version") as owner:
        await owner.execute(
            """INSERT INTO policy_version (id, tenant_id, number, document, template, template_version, published_at)
            SELECT gen_random_uuid(), $1, 2, $2, 'service', '0.1', $3""",
            world.id,
            policy,
            MONDAY,
        )
    await renew(world)
    work = await work_of(world)
    assert (work.in_force.number, work.state.own.layer, work.state.adopted.groups) == (2, {}, {})
    assert at((await changed(world, edit(put, REOPEN, 14))).state.document, REOPEN) == 14
    assert (await publish_now(world)).number == 3


async def test_the_register_names_the_version_in_force(world: World) -> None:
    version = await publish_change(world, edit(put, REOPEN, 14))
    async with world.scope():
        tenant = await tenant_by_id(world.id)
        assert tenant.policy_version_id == version.id
        assert await version_by_id(tenant.policy_version_id) == version


async def test_a_confirmed_source_is_no_longer_asked_about(world: World) -> None:
    open_before = {each.code for each in (await check(world)).unconfirmed}
    ada = world.actor("ada")
    async with world.scope():
        for code in open_before or {"CPL"}:
            await confirm_source(code, note="Compared with the official text", by=ada, now=MONDAY)
        assert {each.by for each in (await confirmations()).values()} == {ada.name}
    assert (await check(world)).unconfirmed == []
    async with world.scope():
        for code in open_before or {"CPL"}:
            await withdraw_confirmation(code, by=ada, now=MONDAY)
    assert {each.code for each in (await check(world)).unconfirmed} == open_before


async def check(world: World) -> Checked:
    state = (await work_of(world)).state
    async with world.scope():
        return await checked(state)


async def test_nobody_publishes_while_somebody_is_given_a_role(world: World) -> None:
    """Else the rights kept with them could be those of the policy before."""
    before = world.tenant
    version = await publish_change(world, edit(put, REOPEN, 14))
    async with world.scope():
        assert (await held_in_force(before)).policy_version_id == version.id
        with pytest.raises(asyncpg.LockNotAvailableError):
            async with world.as_owner() as other:
                await other.execute("SELECT FROM tenant WHERE id = $1 FOR NO KEY UPDATE NOWAIT", world.id)
