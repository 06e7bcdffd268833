"""What the operators' console shows of the register; nothing of complaints is there to be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amends.database.scope import fetch

MOST_ACTS = 50


@dataclass(frozen=True, slots=True)
class Act:
    """`by` is empty for what the command line did."""

    at: datetime
    act: str
    by: str
    reason: str


async def acts_on(tenant_id: UUID) -> Sequence[Act]:
    """What operators did to an organisation, newest first."""
    rows = await fetch(
        """SELECT a.at, a.act, o.name, a.detail ->> 'reason' AS reason
        FROM operator_act a LEFT JOIN operator o ON o.id = a.operator_id
        WHERE a.tenant_id = $1 ORDER BY a.at DESC LIMIT $2""",
        tenant_id,
        MOST_ACTS,
    )
    return [Act(row["at"], row["act"], row["name"] or "", row["reason"] or "") for row in rows]
