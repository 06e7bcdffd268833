"""Ada administers Harbour's people: the last admin stays, the absent are stood in for, and leaving loses nothing."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from amends.complaints.handling import assign
from amends.errors import DomainError, Invalid
from amends.people.absences import end_absence, record_absence
from amends.people.actor import Actor, ActorKind
from amends.people.changing import Wanted, change_email, change_person
from amends.people.departments import retire_department
from amends.people.leaving import HandOver, leave
from amends.people.operations import InvitationOver, accept_invitation, invitation_token, invite
from amends.people.rights import Role, rights_of
from amends.people.roll import LastAdmin, NotYourself
from amends.people.sessions import signed_in, start_session
from amends.people.suspending import suspend, take_back, withdraw_invitation
from amends.people.tables import Department, Invitation, Person, PersonStatus
from tenants.desks import desk_in_force
from tests.world import World

ZONE = ZoneInfo("Asia/Shanghai")


async def person(world: World, name: str) -> Person:
    async with world.scope():
        row = await Person.objects().get(Person.id == world.actor(name).id)
    assert row is not None
    return row


async def change(world: World, name: str, **changed: Any) -> None:
    row = await person(world, name)
    given: dict[str, Any] = {
        "name": row.name, "position": "", "language": row.language, "time_zone": "", "roles": tuple(row.roles),
        "department_id": row.department_id, "supervisor_id": row.supervisor_id, "deputy_id": row.deputy_id,
        "hours": None,
    }  # fmt: skip
    async with world.scope():
        desk = await desk_in_force(world.tenant, world.settings)
        await change_person(
            row.id,
            wanted=Wanted(**(given | changed)),
            roles=desk.policy.roles,
            by=world.actor("ada"),
            now=world.at(),
        )


async def hire(world: World, name: str, *roles: Role) -> Actor:
    """Somebody more, active at once."""
    email = f"{name}@harbour.example.com"
    async with world.scope():
        row = Person(
            id=uuid4(), email=email, name=name.title(), roles=[str(role) for role in roles],
            department_id=world.actor("bram").department_id, language="en", status=PersonStatus.ACTIVE,
            created_at=world.at(),
        )  # fmt: skip
        await Person.insert(row)
    return Actor(ActorKind.PERSON, id=row.id, name=name.title(), email=email, rights=rights_of(roles))


async def away(world: World, name: str, **given: Any) -> UUID:
    day = world.at().date()
    usual: dict[str, Any] = {
        "kind": "leave", "note": "", "first_day": day, "last_day": day + timedelta(days=2), "zone": ZONE,
        "by": world.actor("ada"), "now": world.at(),
    }  # fmt: skip
    async with world.scope():
        return await record_absence(id_of(world, name), **(usual | given))


def id_of(world: World, name: str) -> UUID:
    found = world.actor(name).id
    assert found is not None
    return found


async def test_two_admins_who_suspend_each_other_at_once_leave_one(world: World) -> None:
    edda = await hire(world, "edda", Role.ADMIN)
    ada = world.actor("ada")

    async def out(whom: Actor, by: Actor) -> str:
        assert whom.id is not None
        try:
            async with world.scope():
                await suspend(whom.id, reason="", by=by, now=world.at())
        except LastAdmin:
            return "refused"
        return "done"

    assert sorted(await asyncio.gather(out(edda, ada), out(ada, edda))) == ["done", "refused"]
    async with world.scope():
        left = await Person.objects().where(Person.status == PersonStatus.ACTIVE)
    assert len([row for row in left if Role.ADMIN in row.roles]) == 1


async def test_the_last_admin_keeps_the_role_and_cannot_lock_herself_out(world: World) -> None:
    with pytest.raises(LastAdmin):
        await change(world, "ada", roles=("handler",))
    for act in (
        suspend(id_of(world, "ada"), reason="", by=world.actor("ada"), now=world.at()),
        _leave(world, "ada", HandOver(successor_id=None)),
    ):
        with pytest.raises(NotYourself):
            async with world.scope():
                await act


async def _leave(world: World, name: str, hand_over: HandOver) -> None:
    await leave(
        await world.desk(),
        id_of(world, name),
        hand_over=hand_over,
        by=world.actor("ada"),
        now=world.at(hours=1),
    )


async def test_an_invitation_being_withdrawn_lets_nobody_in(world: World) -> None:
    """Nora's password arrives while Ada's withdrawal is not committed yet."""
    secret, ada = world.settings.secret, world.actor("ada")
    async with world.at_desk() as desk:
        nora = await invite(
            desk, email="nora@harbour.example.com", name="Nora", roles=["admin"], department_id=None,
            language="en", secret=secret, by=ada, now=world.at(),
        )  # fmt: skip
        [invitation] = await Invitation.objects().where(Invitation.person_id == nora)

    withdrawn = asyncio.Event()

    async def join() -> None:
        await withdrawn.wait()
        token = invitation_token(secret, invitation.id)
        async with world.scope():
            await accept_invitation(token=token, secrets=(secret,), password_hash="x", now=world.at())

    joining = asyncio.create_task(join())
    async with world.as_owner() as owner:
        async with world.scope():
            await withdraw_invitation(nora, by=ada, now=world.at())
            withdrawn.set()
            while not await owner.fetchval("SELECT count(*) FROM pg_locks WHERE NOT granted"):
                assert not joining.done()
        with pytest.raises(InvitationOver):
            await joining
    async with world.scope():
        row = await Person.objects().get(Person.id == nora)
    assert row is not None
    assert row.status == PersonStatus.LEFT


async def test_suspending_ends_every_session_at_once(world: World) -> None:
    async with world.scope():
        token = await start_session(person_id=id_of(world, "bram"), now=world.at())
        await suspend(id_of(world, "bram"), reason="", by=world.actor("ada"), now=world.at())
    async with world.scope():
        assert await signed_in(token=token, now=world.at()) is None


async def test_two_may_deputise_for_each_other_but_not_supervise_each_other(world: World) -> None:
    await change(world, "bram", deputy_id=id_of(world, "chen"), supervisor_id=id_of(world, "chen"))
    with pytest.raises(Invalid) as refused:
        await change(world, "chen", deputy_id=id_of(world, "bram"), supervisor_id=id_of(world, "bram"))
    assert set(refused.value.fields) == {"supervisor"}
    with pytest.raises(Invalid) as refused:
        await change(world, "chen", deputy_id=id_of(world, "chen"))
    assert set(refused.value.fields) == {"deputy"}
    await change(world, "chen", deputy_id=id_of(world, "bram"))
    assert "person-deputy" in await world.acts()


async def test_while_bram_is_away_the_deputy_gets_the_mail_and_bram_finds_it_in_the_portal(
    world: World,
) -> None:
    lodged = await world.lodge()
    bram, department_id = id_of(world, "bram"), world.actor("bram").department_id
    await change(world, "bram", deputy_id=id_of(world, "chen"))
    await change(world, "chen", deputy_id=id_of(world, "ines"))
    for name in ("bram", "chen"):
        await away(world, name)
    given: dict[str, Any] = {"department_id": department_id, "assignee_id": bram}
    await world.do(assign, lodged.complaint_id, by="ines", **given)
    mails = await world.notices(event="assigned", channel="mail")
    assert [notice.person_id for notice in mails] == [id_of(world, "ines")]
    assert "Bram" in mails[0].body
    assert {notice.person_id for notice in await world.notices(event="assigned", channel="app")} == {
        bram,
        id_of(world, "ines"),
    }


async def test_back_early_bram_hears_himself_again(world: World) -> None:
    lodged = await world.lodge()
    absence = await away(world, "bram")
    async with world.scope():
        await end_absence(id_of(world, "bram"), absence, by=world.actor("bram"), now=world.at(hours=1))
    given: dict[str, Any] = {
        "department_id": world.actor("bram").department_id,
        "assignee_id": id_of(world, "bram"),
    }
    await world.do(assign, lodged.complaint_id, by="ines", now=world.at(hours=2), **given)
    [mail] = await world.notices(event="assigned", channel="mail")
    assert mail.person_id == id_of(world, "bram")
    with pytest.raises(Invalid):
        await away(world, "bram")  # the same days again


async def test_leaving_hands_over_every_open_case_whole(world: World) -> None:
    finn = await hire(world, "finn", Role.HANDLER)
    cases = [(await world.lodge()).complaint_id for _ in range(3)]
    bram, department_id = id_of(world, "bram"), world.actor("bram").department_id
    for case in cases:
        await world.do(assign, case, by="ines", department_id=department_id, assignee_id=bram)
    await change(world, "ines", supervisor_id=bram, deputy_id=bram)
    due = [(await world.complaint(case)).next_due for case in cases]
    hand_over = HandOver(
        successor_id=finn.id, by_case={cases[0]: None, cases[1]: id_of(world, "chen")}, in_place_id=finn.id
    )
    async with world.scope():
        token = await start_session(person_id=bram, now=world.at())
    async with world.scope():
        await _leave(world, "bram", hand_over)
    found = [await world.complaint(case) for case in cases]
    assert [row.assignee_id for row in found] == [None, id_of(world, "chen"), finn.id]
    assert [row.next_due for row in found] == due
    ines = await person(world, "ines")
    assert (ines.supervisor_id, ines.deputy_id) == (finn.id, finn.id)
    told = await world.notices(event="handed_over")
    assert {(notice.person_id, notice.channel) for notice in told} == {
        (who, channel) for who in (finn.id, id_of(world, "chen")) for channel in ("mail", "app")
    }
    async with world.scope():
        assert await signed_in(token=token, now=world.at()) is None
        await take_back(
            await world.desk(),
            bram,
            secret=world.settings.secret,
            by=world.actor("ada"),
            now=world.at(days=1),
        )
    assert (await person(world, "bram")).status == PersonStatus.INVITED


async def test_a_successor_who_cannot_handle_is_refused_and_nothing_is_handed_over(world: World) -> None:
    lodged = await world.lodge()
    given: dict[str, Any] = {
        "department_id": world.actor("bram").department_id,
        "assignee_id": id_of(world, "bram"),
    }
    await world.do(assign, lodged.complaint_id, by="ines", **given)
    with pytest.raises(Invalid) as refused:
        async with world.scope():
            await _leave(world, "bram", HandOver(successor_id=id_of(world, "otto")))
    assert "successor" in refused.value.fields
    assert (await world.complaint(lodged.complaint_id)).assignee_id == id_of(world, "bram")


async def test_a_case_given_to_somebody_who_leaves_at_that_moment_is_not_lost(world: World) -> None:
    lodged = await world.lodge()
    given: dict[str, Any] = {
        "department_id": world.actor("bram").department_id,
        "assignee_id": id_of(world, "bram"),
    }

    async def leaves() -> None:
        async with world.scope():
            await _leave(world, "bram", HandOver(successor_id=id_of(world, "chen")))

    async def is_given() -> str:
        try:
            await world.do(assign, lodged.complaint_id, by="ines", **given)
        except DomainError:
            return "refused"
        return "given"

    _, outcome = await asyncio.gather(leaves(), is_given())
    assignee = (await world.complaint(lodged.complaint_id)).assignee_id
    assert assignee == (id_of(world, "chen") if outcome == "given" else None)


async def test_an_address_is_one_persons_and_both_addresses_hear_of_a_change(world: World) -> None:
    async def to(email: str) -> None:
        async with world.at_desk() as desk:
            await change_email(desk, id_of(world, "bram"), email=email, by=world.actor("ada"), now=world.at())

    with pytest.raises(Invalid) as refused:
        await to("Chen@harbour.example.com")
    assert refused.value.values == {"holder": "Chen"}
    before = (await person(world, "bram")).email
    await to("bram.visser@harbour.example.com")
    assert {notice.address for notice in await world.notices(event="email_changed")} == {
        before,
        "bram.visser@harbour.example.com",
    }


async def test_a_retired_departments_work_goes_on_elsewhere(world: World) -> None:
    lodged = await world.lodge()
    async with world.at_desk() as desk:
        rows = await Department.objects().order_by(Department.rank)
        bram = world.actor("bram")
        old, new = (row for row in rows if row.id == bram.department_id), rows
        retired = next(old)
        other = next(row for row in new if row.id != retired.id)
        by = {"by": world.actor("ada"), "now": world.at()}
        with pytest.raises(Invalid):
            await retire_department(desk, retired.id, to_id=None, **by)  # type: ignore[arg-type]
        await retire_department(desk, retired.id, to_id=other.id, **by)  # type: ignore[arg-type]
    assert (await world.complaint(lodged.complaint_id)).department_id == other.id
    assert (await person(world, "bram")).department_id == other.id
    later = await world.lodge(form_id="another-form-0001")
    assert (await world.complaint(later.complaint_id)).department_id == other.id
