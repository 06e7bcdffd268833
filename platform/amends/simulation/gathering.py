"""The recorded past of complaints, read a batch at a time in a few statements each; nothing is locked."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from amends.complaints.facts import found_elsewhere
from amends.complaints.tables import Complaint
from amends.database.rows import select_some
from amends.database.scope import fetch
from amends.deadlines.ledger import Entry, EntryKind
from amends.simulation.recorded import Done, Recorded, Stood
from amends.simulation.replaying import ACTS

_COLUMNS = (
    *("id", "number", "state", "category", "level", "channel", "language", "answers", "complainant_name"),
    *("department_id", "assignee_id", "concerned", "received_at", "lodged_at"),
)
"""What a replay asks of the row; its long texts stay where they are."""
ELSEWHERE = frozenset({"case.department", "case.outcome"})


async def ids_since(since: datetime) -> list[UUID]:
    """Of the tenant in scope, oldest first."""
    rows = await fetch("SELECT id FROM complaint WHERE received_at >= $1 ORDER BY received_at, id", since)
    return [row["id"] for row in rows]


async def recorded(ids: Collection[UUID], asked: Collection[str]) -> list[Recorded]:
    """`asked`: the facts that conditions look at."""
    rows = await select_some(
        Complaint, _COLUMNS, "WHERE id = ANY($1::uuid[]) ORDER BY received_at, id", list(ids)
    )
    past, ledgers = await _past(ids), await _ledgers(ids)
    elsewhere = await found_elsewhere(rows, ELSEWHERE & set(asked))
    return [Recorded(row, past.get(row.id, ()), ledgers.get(row.id, ()), elsewhere[row.id]) for row in rows]


async def _past(ids: Collection[UUID]) -> Mapping[UUID, Sequence[Done]]:
    rows = await fetch(
        """SELECT chain_id, act, at, detail FROM history_entry
        WHERE chain_id = ANY($1::uuid[]) AND act = ANY($2::text[]) ORDER BY chain_id, seq""",
        list(ids),
        sorted(ACTS),
    )
    found: dict[UUID, list[Done]] = {}
    for row in rows:
        found.setdefault(row["chain_id"], []).append(Done(row["act"], row["at"], _plain(row["detail"])))
    return found


async def _ledgers(ids: Collection[UUID]) -> Mapping[UUID, Sequence[Stood]]:
    rows = await fetch(
        """SELECT e.complaint_id, p.kind AS clock, e.kind, e.at, e.detail FROM promise_entry e
        JOIN promise p ON p.tenant_id = e.tenant_id AND p.id = e.promise_id
        WHERE e.complaint_id = ANY($1::uuid[]) AND e.kind IN ('paused', 'resumed', 'extended')
        ORDER BY e.at, e.place""",
        list(ids),
    )
    found: dict[UUID, list[Stood]] = {}
    for row in rows:
        entry = Entry(EntryKind(row["kind"]), row["at"], "", _plain(row["detail"]))
        found.setdefault(row["complaint_id"], []).append(Stood(row["clock"], entry))
    return found


def _plain(written: str) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.json.decode(written)
    return found
