"""The platform's operators: their own accounts and sessions, apart from every tenant's."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import msgspec

from amends.complaints.intake import is_email
from amends.complaints.texts import Texts
from amends.database.scope import execute, fetch_one
from amends.errors import Invalid
from amends.people.actor import Actor, ActorKind
from amends.people.demands import USUAL_IDLE
from amends.people.secrets import new_token, token_digest
from amends.people.sessions import SignedIn
from amends.tenancy.tables import Operator, OperatorAct, OperatorSession

LIFETIME = timedelta(hours=8)


async def create_operator(*, email: str, name: str, password_hash: str, language: str, now: datetime) -> UUID:
    """Needs the platform scope, as everything here."""
    address = email.strip().lower()
    wrong = {} if is_email(address) else {"email": "This is not an e-mail address."}
    name = Texts(wrong).line("name", name)
    if await Operator.exists().where(Operator.email == address):
        wrong["email"] = "Somebody with this address is already here."
    if wrong:
        raise Invalid(wrong)
    operator = Operator(
        id=uuid4(),
        email=address,
        name=name,
        password_hash=password_hash,
        language=language,
        created_at=now,
    )
    await Operator.insert(operator)
    return operator.id


async def stored_password(*, email: str) -> tuple[UUID | None, str | None]:
    operator = await Operator.objects().get(
        (Operator.email == email.strip().lower()) & Operator.removed_at.is_null()
    )
    return (operator.id, str(operator.password_hash)) if operator else (None, None)


async def start_session(*, operator_id: UUID, now: datetime, device: str = "", address: str = "") -> str:
    token = new_token()
    await OperatorSession.insert(
        OperatorSession(
            id=uuid4(),
            token_digest=token_digest(token),
            operator_id=operator_id,
            created_at=now,
            expires_at=now + LIFETIME,
            seen_at=now,
            device=device[:300],
            address=address,
        )
    )
    return token


async def signed_in(
    *, token: str, now: datetime, idle: timedelta = USUAL_IDLE, demanded: bool = False
) -> SignedIn | None:
    """None also for whoever lacks the second factor that is demanded: they begin at the door again."""
    row = await fetch_one(
        """SELECT s.id AS session_id, coalesce(s.seen_at, s.created_at) AS seen_at,
            o.id, o.name, o.email, o.language, o.time_zone, f.id AS factor
        FROM operator_session s JOIN operator o ON o.id = s.operator_id
        LEFT JOIN operator_second_factor f ON f.operator_id = o.id AND f.confirmed_at IS NOT NULL
        WHERE s.token_digest = $1 AND s.ended_at IS NULL AND s.expires_at > $2 AND o.removed_at IS NULL
            AND coalesce(s.seen_at, s.created_at) > $3""",
        token_digest(token),
        now,
        now - idle,
    )
    if row is None or (demanded and row["factor"] is None):
        return None
    who = Actor(
        ActorKind.OPERATOR,
        id=row["id"],
        name=row["name"],
        email=row["email"],
        language=row["language"],
        time_zone=row["time_zone"] or "",
    )
    return SignedIn(who, row["session_id"], row["seen_at"])


async def end_session(*, session_id: UUID, now: datetime) -> None:
    await execute(
        "UPDATE operator_session SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL", session_id, now
    )


async def note_act(*, act: str, by: Actor, tenant_id: UUID | None, now: datetime, **detail: str) -> None:
    """What operators do to tenants is written down where operators cannot change it."""
    await OperatorAct.insert(
        OperatorAct(
            id=uuid4(),
            at=now,
            operator_id=by.id,
            act=act,
            tenant_id=tenant_id,
            detail=msgspec.json.encode(detail).decode(),
        )
    )
