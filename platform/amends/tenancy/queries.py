"""What the operators' console shows of the register; nothing of complaints is there to be shown."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amends.database.scope import fetch
from amends.tenancy.tables import Tenant

MOST_ACTS = 50


@dataclass(frozen=True, slots=True)
class Act:
    """`by` is empty for what the command line did."""

    at: datetime
    act: str
    by: str
    reason: str
    count: str = ""
    """How many things it was done to, where it was done to several."""


async def acts_on(tenant_id: UUID) -> Sequence[Act]:
    """What operators did to an organisation, newest first."""
    rows = await fetch(
        """SELECT a.at, a.act, o.name, a.detail ->> 'reason' AS reason,
            a.detail ->> 'count' AS count
        FROM operator_act a LEFT JOIN operator o ON o.id = a.operator_id
        WHERE a.tenant_id = $1 ORDER BY a.at DESC LIMIT $2""",
        tenant_id,
        MOST_ACTS,
    )
    return [
        Act(row["at"], row["act"], row["name"] or "", row["reason"] or "", row["count"] or "") for row in rows
    ]


async def names_of(tenant_ids: Collection[UUID]) -> dict[UUID, Tenant]:
    """The organisations of these ids; needs no tenant in scope."""
    if not tenant_ids:
        return {}
    rows = await Tenant.objects().where(Tenant.id.is_in(list(tenant_ids)))
    return {row.id: row for row in rows}
