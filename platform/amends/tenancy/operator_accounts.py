"""Operators come and go: invited by another one with a link to choose a password, removed and never deleted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from amends.complaints.intake import is_email
from amends.complaints.texts import Texts
from amends.database.scope import execute, fetch, fetch_one
from amends.errors import DomainError, Invalid, NotFound
from amends.people.actor import Actor
from amends.people.secrets import new_token, token_digest
from amends.tenancy.operators import note_act
from amends.tenancy.tables import Operator

LINK_LASTS = timedelta(hours=24)


class LastOperator(DomainError):
    code = "last-operator"
    status = 422
    message = "The last operator cannot be removed: nobody could look after the platform."
    hint = "Add another one first; they must have signed in."


class LinkUsed(DomainError):
    code = "operator-link-over"
    status = 404
    message = "This link is used up or too old."
    hint = "Ask another operator for a new one."


@dataclass(frozen=True, slots=True)
class Account:
    """`waits`: has chosen no password yet."""

    id: UUID
    name: str
    email: str
    language: str
    created_at: datetime
    seen_at: datetime | None
    waits: bool
    second_factor: bool


async def accounts() -> Sequence[Account]:
    """Those who are operators now, by name. Needs the platform scope, as everything here."""
    rows = await fetch(
        """SELECT o.id, o.name, o.email, o.language, o.created_at, o.password_hash = '' AS waits,
            (SELECT max(coalesce(s.seen_at, s.created_at)) FROM operator_session s WHERE s.operator_id = o.id) AS seen_at,
            EXISTS (SELECT FROM operator_second_factor f WHERE f.operator_id = o.id AND f.confirmed_at IS NOT NULL)
                AS second_factor
        FROM operator o WHERE o.removed_at IS NULL ORDER BY o.name, o.email"""
    )
    return [Account(**dict(row)) for row in rows]


async def account(operator_id: UUID) -> Account:
    found = next((each for each in await accounts() if each.id == operator_id), None)
    if found is None:
        raise NotFound()
    return found


async def add_operator(*, email: str, name: str, language: str, by: Actor, now: datetime) -> tuple[UUID, str]:
    """A new one, or one who was removed and is wanted again; the token of the link to choose a password."""
    address, wrong = email.strip().lower(), dict[str, str]()
    if not is_email(address):
        wrong["email"] = "This is not an e-mail address."
    name = Texts(wrong).line("name", name)
    if language not in ("zh", "en"):
        wrong["language"] = "Please choose a language."
    known = await Operator.objects().get(Operator.email == address)
    if known is not None and known.removed_at is None:
        wrong["email"] = "Somebody with this address is already here."
    if wrong:
        raise Invalid(wrong)
    values: dict[Any, Any] = {"name": name, "language": language, "password_hash": ""}
    operator_id = known.id if known is not None else uuid4()
    if known is None:
        await Operator.insert(Operator(**values, id=operator_id, email=address, created_at=now))
    else:
        await Operator.update({**values, "removed_at": None}).where(Operator.id == operator_id)
    await note_act(act="operator-added", by=by, tenant_id=None, now=now, operator=str(operator_id))
    return operator_id, await _link(operator_id, now=now)


async def link_again(operator_id: UUID, *, by: Actor, now: datetime) -> str:
    """For one who has chosen no password yet; the link before opens nothing any more."""
    if not (await account(operator_id)).waits:
        raise NotFound()
    await note_act(act="operator-link", by=by, tenant_id=None, now=now, operator=str(operator_id))
    return await _link(operator_id, now=now)


async def remove_operator(operator_id: UUID, *, by: Actor, now: datetime) -> None:
    """Signed out everywhere, and every grant of theirs is over with it. Two who remove each other at once: one stays."""
    rows = await fetch(
        "SELECT id, password_hash FROM operator WHERE removed_at IS NULL ORDER BY id FOR UPDATE"
    )
    if operator_id not in {row["id"] for row in rows}:
        raise NotFound()
    if not any(row["password_hash"] for row in rows if row["id"] != operator_id):
        raise LastOperator()
    await execute("UPDATE operator SET removed_at = $2, password_hash = '' WHERE id = $1", operator_id, now)
    for table, column in (
        ("operator_session", "ended_at"),
        ("operator_password_reset", "used_at"),
        ("operator_sign_in_step", "used_at"),
    ):
        await execute(
            f"UPDATE {table} SET {column} = $2 WHERE operator_id = $1 AND {column} IS NULL",  # noqa: S608
            operator_id,
            now,
        )
    await execute("DELETE FROM operator_second_factor WHERE operator_id = $1", operator_id)
    await execute("DELETE FROM operator_recovery_code WHERE operator_id = $1", operator_id)
    await note_act(act="operator-removed", by=by, tenant_id=None, now=now, operator=str(operator_id))


async def invited_operator(token: str, *, now: datetime) -> str:
    """Whose link this is, by name."""
    row = await fetch_one(
        """SELECT o.name FROM operator_password_reset r JOIN operator o ON o.id = r.operator_id
        WHERE r.token_digest = $1 AND r.used_at IS NULL AND r.expires_at > $2 AND o.removed_at IS NULL
            AND o.password_hash = ''""",
        token_digest(token),
        now,
    )
    if row is None:
        raise LinkUsed()
    return str(row["name"])


async def choose_first_password(token: str, *, password_hash: str, now: datetime) -> None:
    """Once: of two who come with one link, one finds it used."""
    row = await fetch_one(
        """UPDATE operator_password_reset r SET used_at = $2 FROM operator o
        WHERE r.token_digest = $1 AND r.used_at IS NULL AND r.expires_at > $2
            AND o.id = r.operator_id AND o.removed_at IS NULL AND o.password_hash = '' RETURNING o.id""",
        token_digest(token),
        now,
    )
    if row is None:
        raise LinkUsed()
    await execute("UPDATE operator SET password_hash = $2 WHERE id = $1", row["id"], password_hash)


async def _link(operator_id: UUID, *, now: datetime) -> str:
    await execute(
        "UPDATE operator_password_reset SET used_at = $2 WHERE operator_id = $1 AND used_at IS NULL",
        operator_id,
        now,
    )
    token = new_token()
    await execute(
        """INSERT INTO operator_password_reset (id, operator_id, token_digest, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5)""",
        uuid4(),
        operator_id,
        token_digest(token),
        now,
        now + LINK_LASTS,
    )
    return token
