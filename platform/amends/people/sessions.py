"""Signing in and out of the portal. Sessions live in PostgreSQL; only a token's digest is stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from amends.database.scope import execute, fetch, fetch_one
from amends.errors import DomainError
from amends.people.actor import Actor, ActorKind
from amends.people.demands import USUAL_IDLE, Demand, is_demanded
from amends.people.places import leave_all
from amends.people.realms import STAFF, Realm
from amends.people.role_terms import held
from amends.people.secrets import new_token, token_digest
from amends.people.tables import Person, PersonStatus, Session

LIFETIME = timedelta(hours=12)
"""A working day; ASVS 3.3 asks for an absolute end."""
SEEN_EVERY = timedelta(minutes=5)
"""How exactly it is known when somebody was here last: not every page writes."""


class SignInRefused(DomainError):
    code = "sign-in-refused"
    status = 422
    message = "E-mail address and password do not fit."
    hint = "Check both, or ask an administrator of your organisation for a new invitation."


@dataclass(frozen=True, slots=True)
class SignedIn:
    actor: Actor
    session_id: UUID
    seen_at: datetime


async def stored_password(*, email: str) -> tuple[UUID | None, str | None]:
    """Who that is and the hash to try; read first, so that hashing happens outside any transaction."""
    person = await Person.objects().get(
        (Person.email == email.strip().lower()) & (Person.status == PersonStatus.ACTIVE)
    )
    return (person.id, person.password_hash) if person else (None, None)


async def still_fits(realm: Realm, owner_id: UUID, password_hash: str) -> bool:
    """Whether this is their password's hash; whoever is changing it waits, or is waited for, until the session stands."""
    row = await fetch_one(
        f"SELECT id FROM {realm.people} WHERE id = $1 AND password_hash = $2 FOR SHARE",  # noqa: S608
        owner_id,
        password_hash,
    )
    return row is not None


async def start_session(*, person_id: UUID, now: datetime, device: str = "", address: str = "") -> str:
    """A fresh token at every sign-in (no session survives one); returns what goes into the cookie."""
    token = new_token()
    await Session(
        token_digest=token_digest(token),
        person_id=person_id,
        created_at=now,
        expires_at=now + LIFETIME,
        seen_at=now,
        device=device[:300],
        address=address,
    ).save()
    return token


async def signed_in(
    *, token: str, now: datetime, idle: timedelta = USUAL_IDLE, demand: Demand = Demand.NOBODY
) -> SignedIn | None:
    """None also for whoever lacks the second factor that is demanded of them: they begin at the door again."""
    found = await _signed_in("s.token_digest = $1", token_digest(token), now=now, idle=idle, demand=demand)
    return found[0] if found else None


async def still_signed_in(
    session_ids: Iterable[UUID], *, now: datetime, idle: timedelta, demand: Demand
) -> Mapping[UUID, Actor]:
    """By session, whose it is as they are now; what is over is left out."""
    found = await _signed_in("s.id = ANY($1::uuid[])", list(session_ids), now=now, idle=idle, demand=demand)
    return {each.session_id: each.actor for each in found}


async def _signed_in(
    which: str, given: object, *, now: datetime, idle: timedelta, demand: Demand
) -> list[SignedIn]:
    rows = await fetch(
        f"""SELECT s.id AS session_id, coalesce(s.seen_at, s.created_at) AS seen_at,
            p.id, p.name, p.email, p.language, p.roles, p.role_terms, p.department_id, p.time_zone, f.id AS factor
        FROM session s JOIN person p ON p.tenant_id = s.tenant_id AND p.id = s.person_id
        LEFT JOIN second_factor f ON f.tenant_id = p.tenant_id AND f.person_id = p.id
            AND f.confirmed_at IS NOT NULL
        WHERE {which} AND s.ended_at IS NULL AND s.expires_at > $2 AND p.status = 'active'
            AND coalesce(s.seen_at, s.created_at) > $3""",  # noqa: S608
        given,
        now,
        now - idle,
    )
    return [
        SignedIn(_actor(row), row["session_id"], row["seen_at"])
        for row in rows
        if row["factor"] is not None or not is_demanded(demand, row["roles"])
    ]


def _actor(row: Mapping[str, Any]) -> Actor:
    return Actor(
        ActorKind.PERSON,
        id=row["id"],
        name=row["name"],
        email=row["email"],
        language=row["language"],
        rights=held(row["roles"], row["role_terms"]),
        department_id=row["department_id"],
        roles=tuple(row["roles"]),
        time_zone=row["time_zone"] or "",
    )


async def saw(realm: Realm, session_id: UUID, *, now: datetime) -> None:
    await execute(
        f"UPDATE {realm.sessions} SET seen_at = $2 WHERE id = $1 AND (seen_at IS NULL OR seen_at < $2)",  # noqa: S608
        session_id,
        now,
    )


async def end_session(*, session_id: UUID, now: datetime) -> None:
    await execute("UPDATE session SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL", session_id, now)


async def end_all_sessions(*, person_id: UUID, now: datetime) -> None:
    """At a change of password and when somebody is suspended."""
    await leave_all(STAFF, person_id, now=now)
