"""What has become of a case since somebody opened it: asked for by its open page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from amends.database.scope import fetch, fetch_one

_MOST: Final = 100
_LOOKS: Final = "operator-looked"
"""Stands in the history, and changes nothing."""


@dataclass(frozen=True, slots=True)
class Change:
    actor_kind: str
    actor_id: UUID | None
    name: str
    """Of a member of staff."""


async def last_entry(complaint_id: UUID) -> int:
    row = await fetch_one(
        "SELECT coalesce(max(seq), 0) AS last FROM history_entry WHERE chain_id = $1", complaint_id
    )
    return int(row["last"]) if row else 0


async def changes_since(complaint_id: UUID, seen: int) -> Sequence[Change]:
    """After the entry of that number; the first hundred."""
    rows = await fetch(
        """SELECT e.actor_kind, e.actor_id, coalesce(p.name, '') AS name
        FROM history_entry e LEFT JOIN person p ON p.tenant_id = e.tenant_id AND p.id = e.actor_id
        WHERE e.chain_id = $1 AND e.seq > $2 AND e.act <> $3 ORDER BY e.seq LIMIT $4""",
        complaint_id,
        seen,
        _LOOKS,
        _MOST,
    )
    return [Change(row["actor_kind"], row["actor_id"], row["name"]) for row in rows]
