"""Timed grants: an operator looks into an organisation for a reason, for a while, and its administrators are told.

A grant is over when its time is, when somebody ends it, or when its operator is no operator any more: that is asked
at every page, so no job has to run for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from amends.access.letters import ACCESS_ENDED, ACCESS_GRANTED, tell_admins
from amends.access.tables import AccessGrant
from amends.audit.operations import record
from amends.complaints.desk import Desk
from amends.complaints.texts import Texts
from amends.database.scope import current_tenant, execute, fetch_one
from amends.errors import DomainError, Invalid, NotFound
from amends.people.actor import Actor, ActorKind
from amends.people.queries import as_recipients, holders
from amends.people.rights import Right, Role
from amends.tenancy.operators import note_act

MINUTES = (15, 30, 60, 120, 240, 480)
"""What can be asked for; the database refuses anything longer, and gives no right to lengthen one."""
SHORTEST_REASON = 10


class GrantOpen(DomainError):
    code = "grant-open"
    status = 422
    message = "You have a grant for this organisation already."
    hint = "End it first, or use it."


@dataclass(frozen=True, slots=True)
class Asked:
    reason: str
    minutes: int


async def grant_access(desk: Desk, asked: Asked, *, by: Actor, now: datetime) -> UUID:
    """Needs the organisation's scope. Written into its history and into what operators did, and told to its admins."""
    wrong: dict[str, str] = {}
    reason = Texts(wrong).line("reason", asked.reason)
    if reason and len(reason) < SHORTEST_REASON:
        wrong["reason"] = "Please say in at least 10 characters why you need to look."
    if asked.minutes not in MINUTES:
        wrong["minutes"] = "Please choose how long."
    if wrong:
        raise Invalid(wrong)
    if by.kind is not ActorKind.OPERATOR or by.id is None:
        raise NotFound()
    key = f"grant:{current_tenant()}:{by.id}"
    await execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", key)
    if await _open_of(by.id, now=now):
        raise GrantOpen()
    grant_id, until = uuid4(), now + timedelta(minutes=asked.minutes)
    await AccessGrant.insert(
        AccessGrant(
            id=grant_id,
            operator_id=by.id,
            operator_name=by.name,
            reason=reason,
            granted_at=now,
            until=until,
        )
    )
    await record(
        act="operator-grant",
        by=by,
        now=now,
        detail={"grant": grant_id, "kind": "read", "until": until.isoformat()},
        personal={"operator": by.name, "reason": reason},
    )
    await note_act(
        act="grant",
        by=by,
        tenant_id=current_tenant(),
        now=now,
        grant=str(grant_id),
        until=until.isoformat(),
        reason=reason,
    )
    values = {"operator": by.name, "reason": reason, "until": desk.local(until)}
    await _tell_admins(desk, ACCESS_GRANTED, values, key=str(grant_id), now=now)
    return grant_id


async def end_grant(desk: Desk, grant_id: UUID, *, by: Actor, now: datetime, removed: bool = False) -> bool:
    """At once, whatever session is open under it; False when it was over already.

    By an administrator of the organisation, or by operators themselves. `removed`: with its operator.
    """
    if by.kind is ActorKind.PERSON:
        by.demand(Right.MANAGE_SETTINGS)
    row = await fetch_one(
        """UPDATE access_grant SET ended_at = $2, ended_how = $3, ended_by = $4
        WHERE id = $1 AND ended_at IS NULL AND until > $2 RETURNING operator_name""",
        grant_id,
        now,
        "admin" if by.kind is ActorKind.PERSON else ("removed" if removed else "operator"),
        by.id if by.kind is ActorKind.PERSON else None,
    )
    if row is None:
        if not await AccessGrant.exists().where(AccessGrant.id == grant_id):
            raise NotFound()
        return False
    operator = str(row["operator_name"])
    await record(
        act="operator-grant-ended",
        by=by,
        now=now,
        detail={"grant": grant_id},
        personal={"operator": operator},
    )
    operator_id = by if by.kind is ActorKind.OPERATOR else Actor(ActorKind.SYSTEM)
    how = {} if by.kind is ActorKind.OPERATOR else {"reason": "by an administrator of the organisation"}
    await note_act(
        act="grant-ended", by=operator_id, tenant_id=current_tenant(), now=now, grant=str(grant_id), **how
    )
    if by.kind is ActorKind.OPERATOR:
        await _tell_admins(desk, ACCESS_ENDED, {"operator": operator}, key=f"{grant_id}:ended", now=now)
    return True


async def _open_of(operator_id: UUID, *, now: datetime) -> bool:
    return bool(
        await AccessGrant.exists().where(
            (AccessGrant.operator_id == operator_id)
            & AccessGrant.ended_at.is_null()
            & (AccessGrant.until > now)
        )
    )


async def _tell_admins(desk: Desk, letter: str, values: dict[str, str], *, key: str, now: datetime) -> None:
    admins = as_recipients(await holders(Role.ADMIN, department_id=None))
    await tell_admins(desk, letter, to=admins, values=values, key=key, now=now)
