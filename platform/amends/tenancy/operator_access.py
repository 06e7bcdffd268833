"""For an operator who is locked out. The console has no mail of its own: whoever runs the deployment hands on a link."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from amends.database.scope import execute, fetch_one
from amends.errors import DomainError, NotFound
from amends.people.actor import Actor, ActorKind
from amends.people.places import leave_all
from amends.people.realms import OPERATORS, insert
from amends.people.second_factor import NoSecondFactor, remove
from amends.people.secrets import new_token, token_digest
from amends.tenancy.operators import note_act
from amends.tenancy.tables import Operator

LASTS = timedelta(hours=1)


class LinkOver(DomainError):
    code = "reset-over"
    status = 404
    message = "This link is used up or too old."
    hint = "Ask whoever runs this deployment for a new one."


class NoSuchOperator(NotFound):
    message = "No operator has this address."


async def new_link(*, email: str, by: Actor, now: datetime) -> str:
    """A token for a new password, once and for an hour; links given before end."""
    operator_id = await _operator(email)
    token = new_token()
    await execute("DELETE FROM operator_password_reset WHERE operator_id = $1", operator_id)
    values = {"token_digest": token_digest(token), "created_at": now, "expires_at": now + LASTS}
    await insert(OPERATORS, OPERATORS.resets, {"operator_id": operator_id, **values})
    await note_act(act="password-reset-sent", by=by, tenant_id=None, now=now, operator=str(operator_id))
    return token


async def resettable(*, token: str, now: datetime) -> str:
    """The address of the operator whose password this token sets."""
    row = await fetch_one(
        """SELECT o.email FROM operator_password_reset r JOIN operator o ON o.id = r.operator_id
        WHERE r.token_digest = $1 AND r.used_at IS NULL AND r.expires_at > $2 AND o.removed_at IS NULL""",
        token_digest(token),
        now,
    )
    if row is None:
        raise LinkOver()
    return str(row["email"])


async def set_new_password(*, token: str, password_hash: str, now: datetime) -> None:
    """Every session ends; a second factor stays."""
    row = await fetch_one(
        """UPDATE operator_password_reset SET used_at = $2
        WHERE token_digest = $1 AND used_at IS NULL AND expires_at > $2 RETURNING operator_id""",
        token_digest(token),
        now,
    )
    if row is None:
        raise LinkOver()
    operator_id = row["operator_id"]
    await Operator.update({Operator.password_hash: password_hash}).where(Operator.id == operator_id)
    await leave_all(OPERATORS, operator_id, now=now)
    who = Actor(ActorKind.OPERATOR, id=operator_id)
    await note_act(act="password-reset", by=who, tenant_id=None, now=now)


async def reset_second_factor(*, email: str, by: Actor, now: datetime) -> None:
    """For a lost phone; they are signed out everywhere and set it up again."""
    operator_id = await _operator(email)
    if not await remove(OPERATORS, operator_id):
        raise NoSecondFactor()
    await leave_all(OPERATORS, operator_id, now=now)
    await note_act(act="second-factor-reset", by=by, tenant_id=None, now=now, operator=str(operator_id))


async def _operator(email: str) -> UUID:
    operator = await Operator.objects().get(
        (Operator.email == email.strip().lower()) & Operator.removed_at.is_null()
    )
    if operator is None:
        raise NoSuchOperator()
    operator_id: UUID = operator.id
    return operator_id
