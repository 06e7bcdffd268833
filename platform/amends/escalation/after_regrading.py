"""Staff change a case's category, level or kind; steps of its chain whose condition holds by that fire in the same transaction."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from amends.complaints.case import take
from amends.complaints.converting import convert
from amends.complaints.desk import Desk
from amends.complaints.regrading import regrade
from amends.escalation.raising import raised_by_condition
from amends.people.actor import Actor


async def regrade_and_raise(
    desk: Desk,
    complaint_id: UUID,
    *,
    category: str,
    level: str,
    reason: str,
    by: Actor,
    now: datetime,
    seen: str = "",
) -> None:
    await regrade(
        desk, complaint_id, category=category, level=level, reason=reason, by=by, now=now, seen=seen
    )
    await raised_by_condition(await take(desk, complaint_id), now=now)


async def convert_and_raise(
    desk: Desk, complaint_id: UUID, *, kind: str, reason: str, by: Actor, now: datetime, seen: str = ""
) -> None:
    await convert(desk, complaint_id, kind=kind, reason=reason, by=by, now=now, seen=seen)
    await raised_by_condition(await take(desk, complaint_id), now=now)
