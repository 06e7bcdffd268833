"""Who changed which settings, from the history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from amends.database.scope import current_tenant, fetch

MOST = 10


@dataclass(frozen=True, slots=True)
class Change:
    at: datetime
    by: str
    """Empty for what the command line or the program did."""
    settings: tuple[str, ...]
    before: dict[str, str]
    after: dict[str, str]


async def latest_changes() -> Sequence[Change]:
    """Newest first."""
    rows = await fetch(
        """SELECT e.at, e.detail, coalesce(p.name, '') AS by,
            (SELECT jsonb_object_agg(v.name, v.value) FROM history_value v WHERE v.entry_id = e.id) AS texts
        FROM history_entry e LEFT JOIN person p ON p.id = e.actor_id
        WHERE e.chain_id = $1 AND e.act = 'change-settings' ORDER BY e.seq DESC LIMIT $2""",
        current_tenant(),
        MOST,
    )
    return [_change(row["at"], row["by"], row["detail"], row["texts"] or "{}") for row in rows]


def _change(at: datetime, by: str, detail: str, texts: str) -> Change:
    keys = msgspec.json.decode(detail).get("settings", [])
    said: dict[str, str | None] = msgspec.json.decode(texts)
    before, after = ({key: said.get(f"{key} {when}") or "" for key in keys} for when in ("before", "after"))
    return Change(at, by, tuple(keys), before, after)
