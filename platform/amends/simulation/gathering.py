"""The recorded past of complaints, read a batch at a time in a few statements each; nothing is locked."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from amends.complaints.facts import found_elsewhere
from amends.complaints.lifecycle import Move
from amends.complaints.tables import Complaint
from amends.database.rows import select_some
from amends.database.scope import fetch
from amends.deadlines.ledger import Entry, EntryKind
from amends.deadlines.past import TOLD
from amends.simulation.recorded import REPEATED, Done, Recorded, Stood
from amends.simulation.replaying import ACTS

_COLUMNS = (
    *(
        "id",
        "number",
        "state",
        "category",
        "level",
        "kind",
        "channel",
        "language",
        "answers",
        "complainant_name",
    ),
    *("department_id", "assignee_id", "concerned", "received_at", "lodged_at"),
)
"""What a replay asks of the row; its long texts stay where they are."""
ELSEWHERE = frozenset({"case.department", "case.outcome"})
_LAST_ALIKE = """SELECT c.id, greatest(
    (SELECT max(b.lodged_at) FROM complaint b WHERE b.tenant_id = c.tenant_id AND b.category = c.category
        AND b.complainant_email_key = c.complainant_email_key AND b.lodged_at < c.lodged_at AND b.kind <> ALL ($2::text[])),
    (SELECT max(b.lodged_at) FROM complaint b WHERE b.tenant_id = c.tenant_id AND b.category = c.category
        AND b.complainant_phone_key = c.complainant_phone_key AND b.lodged_at < c.lodged_at AND b.kind <> ALL ($2::text[]))
    ) AS at FROM complaint c WHERE c.id = ANY($1::uuid[])"""
"""Each the last entry of an index: no complaint is compared with all the others of its complainant."""


async def ids_since(since: datetime) -> list[UUID]:
    """Of the tenant in scope, oldest first."""
    rows = await fetch("SELECT id FROM complaint WHERE received_at >= $1 ORDER BY received_at, id", since)
    return [row["id"] for row in rows]


async def recorded(
    ids: Collection[UUID], asked: Collection[str], uncounted: Collection[str] = ()
) -> list[Recorded]:
    """`asked`: the facts that conditions look at; `uncounted`: the kinds that are no complaints."""
    rows = await select_some(
        Complaint, _COLUMNS, "WHERE id = ANY($1::uuid[]) ORDER BY received_at, id", list(ids)
    )
    past, ledgers = await _past(ids), await _ledgers(ids)
    elsewhere = await found_elsewhere(rows, ELSEWHERE & set(asked))
    alike = await _last_alike(ids, uncounted) if REPEATED in asked else {}
    return [
        Recorded(row, past.get(row.id, ()), ledgers.get(row.id, ()), elsewhere[row.id], alike.get(row.id))
        for row in rows
    ]


async def _last_alike(ids: Collection[UUID], uncounted: Collection[str]) -> Mapping[UUID, datetime]:
    """As lodging looks it up (`complaints.alike`), by the categories of today."""
    rows = await fetch(_LAST_ALIKE, list(ids), list(uncounted))
    return {row["id"]: row["at"] for row in rows if row["at"] is not None}


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
    merged = [case for case, past in found.items() if any(done.act == Move.MERGE for done in past)]
    for row in await _elsewhere(merged) if merged else ():
        done = Done(row["act"], row["at"], _plain(row["detail"]), elsewhere=True)
        found[row["merged_id"]].append(done)
    for case in merged:
        found[case].sort(key=lambda done: done.at)
    return found


async def _elsewhere(merged: Collection[UUID]) -> Sequence[Mapping[str, Any]]:
    """What was done in the cases these were merged into, as long as they were."""
    return await fetch(
        """SELECT m.chain_id AS merged_id, h.act, h.at, h.detail FROM history_entry m
        JOIN complaint c ON c.tenant_id = m.tenant_id AND c.number = m.detail->>'into'
        JOIN history_entry h ON h.tenant_id = c.tenant_id AND h.chain_id = c.id AND h.at > m.at
        WHERE m.chain_id = ANY($1::uuid[]) AND m.act = 'merge' AND h.act = ANY($2::text[])
        AND NOT EXISTS (SELECT FROM history_entry u WHERE u.tenant_id = m.tenant_id AND u.chain_id = m.chain_id
            AND u.act = 'unmerge' AND u.seq > m.seq AND u.at <= h.at)
        ORDER BY m.chain_id, h.seq""",
        list(merged),
        sorted({*TOLD, "regrade", "convert"}),
    )


async def _ledgers(ids: Collection[UUID]) -> Mapping[UUID, Sequence[Stood]]:
    """By the case in which something was promised, also where it went over to another one."""
    rows = await fetch(
        """SELECT coalesce(p.origin_id, p.complaint_id) AS complaint_id, p.kind AS clock, e.kind, e.at, e.detail
        FROM promise p JOIN promise_entry e ON e.tenant_id = p.tenant_id AND e.promise_id = p.id
        WHERE (p.origin_id = ANY($1::uuid[]) OR (p.complaint_id = ANY($1::uuid[]) AND p.origin_id IS NULL))
        AND e.kind IN ('paused', 'resumed', 'extended')
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
