"""A hold on everything outgoing: rows are written as ever and wait. A restored backup begins with one.

A drill must not write to complainants, and after a real loss somebody should look first: what had been sent since
the backup would be sent again, under the same Message-IDs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from amends.outbox.tables import OutgoingHold


@dataclass(frozen=True, slots=True)
class Hold:
    since: datetime
    reason: str


async def current_hold() -> Hold | None:
    """The oldest; needs no tenant in scope."""
    row = await OutgoingHold.objects().order_by(OutgoingHold.since).first()
    return Hold(row.since, str(row.reason)) if row else None


async def hold(*, reason: str, now: datetime) -> None:
    await OutgoingHold.insert(OutgoingHold(id=uuid4(), since=now, reason=reason))


async def release() -> bool:
    """False when there was none. What waited leaves with the relay's next look, or a minute later."""
    rows = await OutgoingHold.delete(force=True).returning(OutgoingHold.id)
    return bool(rows)
