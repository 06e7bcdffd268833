"""Keeping somebody out for a while, letting them in again, and invitations nobody should use any more."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from amends.audit.operations import record
from amends.complaints.desk import Desk
from amends.complaints.texts import line
from amends.people.actor import Actor
from amends.people.operations import invite_again
from amends.people.roll import NotYourself, take_roll
from amends.people.sessions import end_all_sessions
from amends.people.tables import Invitation, Person, PersonStatus


async def suspend(person_id: UUID, *, reason: str, by: Actor, now: datetime) -> None:
    """At once: every session ends with this transaction. Cases stay theirs; who looks after the department hears."""
    roll = await take_roll(by=by)
    person = roll.person(person_id, PersonStatus.ACTIVE)
    if person.id == by.id:
        raise NotYourself()
    roll.demand_another_admin(person)
    reason = line("reason", reason, required=False)
    await Person.update({Person.status: PersonStatus.SUSPENDED, Person.suspended_at: now}).where(
        Person.id == person.id
    )
    await end_all_sessions(person_id=person.id, now=now)
    await record(
        act="person-suspended", by=by, now=now, detail={"person": person.id}, personal={"reason": reason}
    )


async def resume(person_id: UUID, *, by: Actor, now: datetime) -> None:
    roll = await take_roll(by=by)
    person = roll.person(person_id, PersonStatus.SUSPENDED)
    await Person.update({Person.status: PersonStatus.ACTIVE, Person.suspended_at: None}).where(
        Person.id == person.id
    )
    await record(act="person-resumed", by=by, now=now, detail={"person": person.id})


async def renew_invitation(desk: Desk, person_id: UUID, *, secret: str, by: Actor, now: datetime) -> None:
    """The one before opens nothing any more."""
    roll = await take_roll(by=by)
    await invite_again(desk, roll.person(person_id, PersonStatus.INVITED), secret=secret, by=by, now=now)


async def withdraw_invitation(person_id: UUID, *, by: Actor, now: datetime) -> None:
    """Somebody who never came; nobody is told, the letter's address says that it is used up."""
    roll = await take_roll(by=by)
    person = roll.person(person_id, PersonStatus.INVITED)
    await end_invitations(person.id, now=now)
    await Person.update({Person.status: PersonStatus.LEFT, Person.left_at: now}).where(Person.id == person.id)
    await Person.update({Person.deputy_id: None}).where(Person.deputy_id == person.id)
    await Person.update({Person.supervisor_id: None}).where(Person.supervisor_id == person.id)
    await record(act="invitation-withdrawn", by=by, now=now, detail={"person": person.id})


async def take_back(desk: Desk, person_id: UUID, *, secret: str, by: Actor, now: datetime) -> None:
    """The same account, invited afresh: they choose a new password, and their history stays theirs."""
    roll = await take_roll(by=by)
    person = roll.person(person_id, PersonStatus.LEFT)
    await Person.update({Person.status: PersonStatus.INVITED, Person.left_at: None}).where(
        Person.id == person.id
    )
    await record(act="person-back", by=by, now=now, detail={"person": person.id})
    await invite_again(desk, person, secret=secret, by=by, now=now)


async def end_invitations(person_id: UUID, *, now: datetime) -> None:
    await Invitation.update({Invitation.used_at: now}).where(
        (Invitation.person_id == person_id) & Invitation.used_at.is_null()
    )
