"""A forgotten password. Whoever asks learns nothing: not whether somebody has this address, nor how long that took.

The request writes the same rows either way; who it is, is asked by the worker that sends the mail.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from amends.audit.operations import record
from amends.complaints.desk import Desk
from amends.database.scope import execute, fetch_one
from amends.errors import DomainError, NotFound
from amends.outbox.operations import publish
from amends.people.actor import SYSTEM, Actor, ActorKind
from amends.people.letters import RESET_LATER, News, write_to
from amends.people.places import end_links
from amends.people.realms import STAFF
from amends.people.rights import Right
from amends.people.secrets import token_digest
from amends.people.sessions import end_all_sessions
from amends.people.tables import PasswordReset, Person, PersonStatus

LASTS = timedelta(hours=1)
SEND_RESET = "send-reset"
"""The outbox name of a request; its payload is the request's id."""


class ResetOver(DomainError):
    code = "reset-over"
    status = 404
    message = "This link is used up or too old."
    hint = "Ask for a new one on the sign-in page."


class NotActive(DomainError):
    code = "not-active"
    status = 409
    message = "Only somebody who works here and has a password can be sent a new one."
    hint = "Whoever has not come yet needs a fresh invitation."


async def ask(*, email: str, address: str, secret: str, now: datetime) -> None:
    """Somebody says they forgot the password of this address."""
    row = await fetch_one(
        "SELECT id FROM person WHERE email = $1 AND status = 'active'", email.strip().lower()[:320]
    )
    person_id = row["id"] if row else None
    await _owe(person_id, secret=secret, now=now)
    await record(
        act="password-reset-asked",
        by=SYSTEM,
        now=now,
        detail={"person": person_id},
        personal={"email": email, "address": address},
    )


async def send_to_colleague(person_id: UUID, *, secret: str, by: Actor, now: datetime) -> Person:
    """An administrator has a link sent; they never see it."""
    by.demand(Right.MANAGE_PEOPLE)
    person = await colleague(person_id)
    await _owe(person_id, secret=secret, now=now)
    await record(act="password-reset-sent", by=by, now=now, detail={"person": person_id})
    return person


async def colleague(person_id: UUID) -> Person:
    """Somebody of this organisation who can sign in."""
    person = await Person.objects().get(Person.id == person_id)
    if person is None:
        raise NotFound()
    if person.status != PersonStatus.ACTIVE:
        raise NotActive()
    return person


async def write_letter(desk: Desk, reset_id: UUID, *, now: datetime) -> None:
    """The mail, if it is somebody's who may sign in; it ends what was asked for before."""
    reset = await PasswordReset.objects().get(PasswordReset.id == reset_id)
    if reset is None or reset.person_id is None or reset.used_at is not None or reset.expires_at <= now:
        return
    person = await Person.objects().get(Person.id == reset.person_id)
    if person is None or person.status != PersonStatus.ACTIVE:
        return
    await execute(
        """UPDATE password_reset SET used_at = $3
        WHERE person_id = $1 AND used_at IS NULL AND created_at < $2""",
        person.id,
        reset.created_at,
        now,
    )
    link = f"{desk.base_url}/portal/reset/{RESET_LATER}"
    until = desk.local(reset.expires_at, str(person.language))
    await write_to(desk, News.PASSWORD_RESET, to=person, now=now, key=str(reset_id), link=link, until=until)


async def resettable(*, token: str, secrets: Sequence[str], now: datetime) -> Person:
    """Whose password this token sets; ResetOver for any other, also of somebody who may not sign in any more."""
    row = await fetch_one(
        """SELECT r.id, r.person_id FROM password_reset r
        JOIN person p ON p.tenant_id = r.tenant_id AND p.id = r.person_id
        WHERE r.token_digest = $1 AND r.used_at IS NULL AND r.expires_at > $2 AND p.status = 'active'""",
        token_digest(token),
        now,
    )
    if row is None or token not in [reset_token(secret, row["id"]) for secret in secrets]:
        raise ResetOver()
    person = await Person.objects().get(Person.id == row["person_id"])
    assert person is not None, "joined above"
    return person


async def set_new_password(
    desk: Desk, *, token: str, secrets: Sequence[str], password_hash: str, now: datetime
) -> UUID:
    """Once. Every session ends and the person is told; the second factor, if there is one, stays (ASVS 6.4.3)."""
    person = await resettable(token=token, secrets=secrets, now=now)
    used = await fetch_one(
        "UPDATE password_reset SET used_at = $2 WHERE token_digest = $1 AND used_at IS NULL RETURNING id",
        token_digest(token),
        now,
    )
    if used is None:
        raise ResetOver()
    await end_links(STAFF, person.id, now=now)
    await Person.update({Person.password_hash: password_hash}).where(Person.id == person.id)
    await end_all_sessions(person_id=person.id, now=now)
    await record(act="password-reset", by=Actor(ActorKind.PERSON, id=person.id), now=now)
    await write_to(desk, News.PASSWORD_CHANGED, to=person, now=now)
    return person.id


def reset_token(secret: str, reset_id: UUID) -> str:
    """Derived, so that the mail can be written when it is sent and no token lies in the database."""
    return hmac.digest(secret.encode(), f"amends reset v1:{reset_id}".encode(), hashlib.sha256).hex()


async def token_for(notice_person: UUID, *, before: datetime, secrets: Sequence[str]) -> str:
    """The token of the mail about to leave: of the request it was written for, under the secret of that day."""
    row = await fetch_one(
        """SELECT id, token_digest FROM password_reset WHERE person_id = $1 AND created_at <= $2
        ORDER BY created_at DESC, id LIMIT 1""",
        notice_person,
        before,
    )
    assert row is not None, "a request is written before its letter"
    tokens = [reset_token(secret, row["id"]) for secret in secrets]
    kept = bytes(row["token_digest"])
    return next((token for token in tokens if token_digest(token) == kept), tokens[0])


async def _owe(person_id: UUID | None, *, secret: str, now: datetime) -> None:
    reset_id = uuid4()
    await PasswordReset.insert(
        PasswordReset(
            id=reset_id,
            person_id=person_id,
            token_digest=token_digest(reset_token(secret, reset_id)),
            created_at=now,
            expires_at=now + LASTS,
        )
    )
    await publish(name=SEND_RESET, payloads={f"reset:{reset_id}": {"reset_id": str(reset_id)}}, now=now)
