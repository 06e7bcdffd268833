"""What waits to leave, organisation by organisation: counts, ages and codes. Never whose, and never what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from amends.database.scope import fetch
from amends.outbox.reasons import Reason

MOST: Final = 200
BEHIND_AFTER: Final = timedelta(minutes=1)
"""Longer than anything waits while a worker runs: five seconds behind others, a minute after a kill."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """`waiting` was never tried, `retried` tried in vain, `flying` handed to a worker; `later` is not owed yet."""

    tenant_id: UUID
    suspended: bool
    waiting: int
    oldest: datetime | None
    retried: int
    oldest_retried: datetime | None
    next_try: datetime | None
    flying: int
    later: int
    reasons: Mapping[Reason, int]
    """Of those tried in vain."""

    def behind(self, now: datetime) -> bool:
        return not self.suspended and self.oldest is not None and now - self.oldest > BEHIND_AFTER


async def owed(*, now: datetime) -> Sequence[Owed]:
    """Who has waited longest comes first. Needs the platform scope."""
    rows = await fetch("SELECT * FROM outbox_owed($1, $2)", now, MOST)
    if not rows:
        return []
    reasons: dict[UUID, dict[Reason, int]] = {}
    for each in await fetch("SELECT * FROM outbox_reasons($1)", now):
        of_tenant = reasons.setdefault(each["tenant_id"], {})
        known = Reason(each["reason"]) if each["reason"] in set(Reason) else Reason.OTHER
        of_tenant[known] = of_tenant.get(known, 0) + int(each["rows"])
    return [Owed(**row, reasons=reasons.get(row["tenant_id"], {})) for row in rows]
