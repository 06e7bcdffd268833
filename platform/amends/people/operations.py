"""Inviting staff, and their first and later passwords."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from amends.audit.operations import record
from amends.complaints.desk import Desk
from amends.complaints.intake import is_email
from amends.complaints.texts import Texts, line, one_line
from amends.errors import DomainError, Invalid
from amends.notices.operations import tell
from amends.notices.recipients import Recipient
from amends.notices.texts import INVITATION_LATER
from amends.people.actor import Actor, ActorKind
from amends.people.places import end_links
from amends.people.realms import STAFF
from amends.people.rights import Right, Role
from amends.people.role_terms import Roles, terms_of
from amends.people.roll import demand_free, locked_roll
from amends.people.secrets import token_digest
from amends.people.sessions import end_all_sessions
from amends.people.tables import Department, Invitation, Person, PersonStatus
from amends.policy.events import Event

INVITATION_LASTS = timedelta(days=7)


class InvitationOver(DomainError):
    code = "invitation-over"
    status = 404
    message = "This invitation is used up or too old."
    hint = "Ask an administrator of your organisation for a new one."


async def invite(
    desk: Desk,
    *,
    email: str,
    name: str,
    roles: Sequence[str],
    department_id: UUID | None,
    language: str,
    secret: str,
    by: Actor,
    now: datetime,
    supervisor_id: UUID | None = None,
    position: str = "",
) -> UUID:
    """Add a member of staff and mail an invitation; inviting somebody still invited sends a fresh one."""
    if by.kind is ActorKind.PERSON:
        by.demand(Right.MANAGE_PEOPLE)
    address, name = email.strip().lower(), one_line(name)
    roll = await locked_roll()
    await _check(address, name, roles, department_id, known=desk.policy.roles)
    if supervisor_id is not None and not roll.works_here(supervisor_id):
        raise Invalid({"supervisor": "This person does not work here any more."})
    person = next((each for each in roll.people.values() if each.email == address), None)
    if person is not None and person.status != PersonStatus.INVITED:
        demand_free(address, roll)
    if person is None:
        person = Person(
            id=uuid4(),
            email=address,
            name=name,
            roles=sorted(set(roles)),
            role_terms=terms_of(desk.policy.roles, set(roles)),
            department_id=department_id,
            supervisor_id=supervisor_id,
            position=line("position", position, required=False) or None,
            language=language,
            created_at=now,
        )
        await Person.insert(person)
    await record(
        act="invite",
        by=by,
        now=now,
        detail={"person": person.id, "roles": sorted(set(roles))},
        personal={"email": address, "name": name},
    )
    await _send_invitation(desk, person, secret=secret, now=now)
    return person.id


async def waiting_admins() -> Sequence[Person]:
    """Administrators invited who have not come yet, where no administrator has: nobody there can invite them again."""
    admins = [
        person for person in await Person.objects().order_by(Person.created_at) if Role.ADMIN in person.roles
    ]
    if any(person.status == PersonStatus.ACTIVE for person in admins):
        return []
    return [person for person in admins if person.status == PersonStatus.INVITED]


async def invite_again(desk: Desk, person: Person, *, secret: str, by: Actor, now: datetime) -> None:
    """A fresh invitation; the one before it opens nothing any more."""
    await record(act="invite", by=by, now=now, detail={"person": person.id, "roles": sorted(person.roles)})
    await _send_invitation(desk, person, secret=secret, now=now)


async def invited(*, token: str, secrets: Sequence[str], now: datetime) -> Person:
    """Whose invitation this is; InvitationOver for any other token, also of a secret that counts no more."""
    found = await Invitation.objects().get(
        (Invitation.token_digest == token_digest(token))
        & Invitation.used_at.is_null()
        & (Invitation.expires_at > now)
    )
    if found is None or token not in [invitation_token(secret, found.id) for secret in secrets]:
        raise InvitationOver()
    person = await Person.objects().get(Person.id == found.person_id)
    if person is None:
        raise InvitationOver()
    return person


async def accept_invitation(*, token: str, secrets: Sequence[str], password_hash: str, now: datetime) -> UUID:
    """The invited person sets a password (hashed by the caller, outside this transaction) and is active.

    With the roll in hand: an invitation that is being withdrawn, or taken up in another browser, is over.
    """
    await locked_roll()
    person = await invited(token=token, secrets=secrets, now=now)
    await Invitation.update({Invitation.used_at: now}).where(
        (Invitation.person_id == person.id) & Invitation.used_at.is_null()
    )
    await Person.update({Person.password_hash: password_hash, Person.status: PersonStatus.ACTIVE}).where(
        Person.id == person.id
    )
    await record(act="join", by=Actor(ActorKind.PERSON, id=person.id), now=now)
    return person.id


async def change_password(*, person_id: UUID, password_hash: str, by: Actor, now: datetime) -> None:
    """Every session of the person ends, this one too; the caller starts a new one."""
    await Person.update({Person.password_hash: password_hash}).where(Person.id == person_id)
    await end_links(STAFF, person_id, now=now)
    await end_all_sessions(person_id=person_id, now=now)
    await record(act="change-password", by=by, now=now, detail={"person": person_id})


def invitation_token(secret: str, invitation_id: UUID) -> str:
    """Derived, so that the mail can be written when it is sent and no token lies in the database."""
    text = f"amends invitation v1:{invitation_id}".encode()
    return hmac.digest(secret.encode(), text, hashlib.sha256).hex()


async def _send_invitation(desk: Desk, person: Person, *, secret: str, now: datetime) -> None:
    await Invitation.update({Invitation.used_at: now}).where(
        (Invitation.person_id == person.id) & Invitation.used_at.is_null()
    )
    invitation_id = uuid4()
    expires = now + INVITATION_LASTS
    await Invitation.insert(
        Invitation(
            id=invitation_id,
            person_id=person.id,
            token_digest=token_digest(invitation_token(secret, invitation_id)),
            created_at=now,
            expires_at=expires,
        )
    )
    await tell(
        desk,
        Event.INVITATION,
        to=Recipient(str(person.name), str(person.language), str(person.email), person.id),
        values={
            "link": f"{desk.base_url}/invitation/{INVITATION_LATER}",
            "date": desk.local(expires, str(person.language)),
        },
        key=str(invitation_id),
        now=now,
    )


async def _check(
    address: str, name: str, roles: Sequence[str], department_id: UUID | None, *, known: Roles
) -> None:
    wrong: dict[str, str] = {}
    if not is_email(address):
        wrong["email"] = "This is not an e-mail address."
    Texts(wrong).line("name", name)
    if not roles or not set(roles) <= set(known):
        wrong["roles"] = "Please choose at least one role."
    if department_id is not None and not await Department.exists().where(
        (Department.id == department_id) & Department.retired_at.is_null()
    ):
        wrong["department"] = "Please choose a department."
    if wrong:
        raise Invalid(wrong)
