"""Signing in and out of the portal. Sessions live in PostgreSQL; only a token's digest is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from amends.database.scope import execute, fetch_one
from amends.errors import DomainError
from amends.people.actor import Actor, ActorKind
from amends.people.rights import rights_of
from amends.people.secrets import new_token, token_digest
from amends.people.tables import Person, PersonStatus, Session

LIFETIME = timedelta(hours=12)
"""A working day; ASVS 3.3 asks for an absolute end."""


class SignInRefused(DomainError):
    code = "sign-in-refused"
    status = 422
    message = "E-mail address and password do not fit."
    hint = "Check both, or ask an administrator of your organisation for a new invitation."


@dataclass(frozen=True, slots=True)
class SignedIn:
    actor: Actor
    session_id: UUID


async def stored_password(*, email: str) -> tuple[UUID | None, str | None]:
    """Who that is and the hash to try; read first, so that hashing happens outside any transaction."""
    person = await Person.objects().get(
        (Person.email == email.strip().lower()) & (Person.status == PersonStatus.ACTIVE)
    )
    return (person.id, person.password_hash) if person else (None, None)


async def start_session(*, person_id: UUID, now: datetime) -> str:
    """A fresh token at every sign-in (no session survives one); returns what goes into the cookie."""
    token = new_token()
    await Session(
        token_digest=token_digest(token), person_id=person_id, created_at=now, expires_at=now + LIFETIME
    ).save()
    return token


async def signed_in(*, token: str, now: datetime) -> SignedIn | None:
    row = await fetch_one(
        """SELECT s.id AS session_id, p.id, p.name, p.email, p.language, p.roles, p.department_id
        FROM session s JOIN person p ON p.tenant_id = s.tenant_id AND p.id = s.person_id
        WHERE s.token_digest = $1 AND s.ended_at IS NULL AND s.expires_at > $2 AND p.status = 'active'""",
        token_digest(token),
        now,
    )
    if row is None:
        return None
    actor = Actor(
        ActorKind.PERSON,
        id=row["id"],
        name=row["name"],
        email=row["email"],
        language=row["language"],
        rights=rights_of(row["roles"]),
        department_id=row["department_id"],
        roles=tuple(row["roles"]),
    )
    return SignedIn(actor, row["session_id"])


async def end_session(*, session_id: UUID, now: datetime) -> None:
    await execute("UPDATE session SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL", session_id, now)


async def end_all_sessions(*, person_id: UUID, now: datetime) -> None:
    """At a change of password and when somebody is suspended."""
    await execute(
        "UPDATE session SET ended_at = $2 WHERE person_id = $1 AND ended_at IS NULL", person_id, now
    )
