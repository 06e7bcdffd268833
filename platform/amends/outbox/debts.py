"""Several effects of different names owed in one statement, some of them not before a given moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from amends.database.scope import current_tenant, fetch


@dataclass(frozen=True, slots=True, kw_only=True)
class Debt:
    """`key`: the same one a second time in this tenant is the same debt."""

    name: str
    key: str
    notice_id: UUID
    not_before: datetime | None = None
    """It counts as owed from then on: what waits for somebody's morning is not late before."""


async def owe(debts: Sequence[Debt], *, now: datetime) -> frozenset[UUID]:
    """The notices that were owed already, under other ids. No debts are no trip."""
    if not debts:
        return frozenset()
    rows = await fetch(
        """INSERT INTO outbox (id, tenant_id, name, payload, dedup_key, created_at, not_before, attempts)
        SELECT id, $2, name, payload, dedup_key, ready_at, ready_at, 0
        FROM unnest($1::uuid[], $3::text[], $4::jsonb[], $5::text[], $6::timestamptz[])
            AS owed (id, name, payload, dedup_key, ready_at)
        ON CONFLICT (tenant_id, dedup_key) DO NOTHING
        RETURNING (payload ->> 'notice_id')::uuid AS notice_id""",
        [uuid4() for _ in debts],
        current_tenant(),
        [debt.name for debt in debts],
        [msgspec.json.encode({"notice_id": str(debt.notice_id)}).decode() for debt in debts],
        [debt.key for debt in debts],
        [debt.not_before or now for debt in debts],
    )
    return frozenset(debt.notice_id for debt in debts) - {row["notice_id"] for row in rows}
