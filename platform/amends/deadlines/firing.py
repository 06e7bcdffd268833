"""Firing due rows: the rule is asked again before anything is written.

The complaint is locked before its due row, as every operation does it, so the two never wait for each other.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from amends.complaints.case import Case
from amends.complaints.desk import Desk
from amends.complaints.tables import Complaint
from amends.database.scope import execute, fetch, fetch_one
from amends.deadlines import rules
from amends.deadlines.operations import facts
from amends.deadlines.rules import DueKind
from amends.deadlines.tables import DueRow, Promise
from amends.escalation.operations import escalate, warn

log = logging.getLogger(__name__)

Desks = Callable[[UUID], Awaitable[Desk]]
_NEXT_TRY = timedelta(minutes=5)


async def due_tenants(*, now: datetime, most: int) -> Sequence[UUID]:
    """Tenants with due rows, the one waiting longest first; needs no tenant in scope."""
    rows = await fetch("SELECT tenant_id FROM due_rows($1, $2)", now, most)
    return list(dict.fromkeys(row["tenant_id"] for row in rows))


async def next_look() -> datetime | None:
    row = await fetch_one("SELECT next_due_row() AS at")
    return row["at"] if row else None


async def fire_batch(desks: Desks, *, now: datetime, most: int) -> int:
    """Fire up to `most` due rows of the tenant in scope, oldest first; a row that fails holds up no other."""
    waiting = await (
        DueRow.select(DueRow.id, DueRow.complaint_id)
        .where((DueRow.fire_at <= now) & DueRow.fired_at.is_null())
        .order_by(DueRow.fire_at)
        .limit(most)
    )
    fired = 0
    for row in waiting:
        await execute("SAVEPOINT due_row")
        try:
            fired += await _fire(desks, row["id"], row["complaint_id"], now=now)
        except Exception:
            log.exception("due row not fired", extra={"due_row": str(row["id"])})
            await execute("ROLLBACK TO SAVEPOINT due_row")
            await execute(
                "UPDATE due_row SET attempts = attempts + 1, fire_at = $2 WHERE id = $1",
                row["id"],
                now + _NEXT_TRY,
            )
        await execute("RELEASE SAVEPOINT due_row")
    return fired


async def _fire(desks: Desks, row_id: UUID, complaint_id: UUID, *, now: datetime) -> bool:
    complaint = (
        await Complaint.objects()
        .where(Complaint.id == complaint_id)
        .lock_rows("NO KEY UPDATE", skip_locked=True)
        .first()
    )
    if complaint is None:  # somebody is working on it this moment: the next sweep sees it again
        return False
    row = (
        await DueRow.objects()
        .where((DueRow.id == row_id) & DueRow.fired_at.is_null())
        .lock_rows("UPDATE")
        .first()
    )
    if row is None:
        return False
    promise = await Promise.objects().get(Promise.id == row.promise_id)
    if promise is not None and rules.still_holds(DueKind(row.kind), facts(promise), now):
        case = Case(await desks(complaint.policy_version_id), complaint)
        await (escalate if row.kind == DueKind.BREACH else warn)(case, promise, now=now)
    await DueRow.update({DueRow.fired_at: now}).where(DueRow.id == row.id)
    return True
