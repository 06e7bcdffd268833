"""What the promises' rows say, compared with what their ledgers come to, and made the same again.

The ledger is what happened; the row is kept beside it because lists are sorted by it. They differ only when somebody
wrote into the database by hand, or through a fault of the program.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from amends.audit.operations import record
from amends.complaints.tables import Complaint
from amends.database.rows import select_all
from amends.database.scope import execute
from amends.deadlines.entries import ledgers_of
from amends.deadlines.ledger import Entry, EntryKind
from amends.deadlines.operations import promises_of, set_next_due
from amends.deadlines.reopening import look_again
from amends.deadlines.restanding import stands
from amends.deadlines.standing import Standing
from amends.deadlines.tables import Promise
from amends.people.actor import Actor

if TYPE_CHECKING:
    from amends.complaints.case import Case


@dataclass(frozen=True, slots=True)
class Differing:
    row: Promise
    stands: Standing

    @property
    def apart(self) -> dict[str, tuple[object, object]]:
        """By column: what the row says, and what the ledger comes to."""
        both = zip(_of_row(self.row), _of_ledger(self.stands), strict=True)
        return {name: pair for name, pair in zip(_COLUMNS, both, strict=True) if pair[0] != pair[1]}


def whole(row: Promise, entries: Sequence[Entry]) -> list[Entry]:
    """Nothing was written of one that was kept as it was made, or that ended before ledgers were kept: its row says
    so."""
    if entries or row.ended_at is None:
        return list(entries)
    kind = EntryKind.CANCELLED if row.cancelled else EntryKind.MET
    return [Entry(kind, row.ended_at)]


async def cases_with_promises(*, after: UUID, most: int) -> list[Complaint]:
    """Of the tenant in scope, by their ids."""
    return await select_all(
        Complaint,
        """WHERE id > $1 AND EXISTS (SELECT FROM promise p
            WHERE p.tenant_id = complaint.tenant_id AND p.complaint_id = complaint.id) ORDER BY id LIMIT $2""",
        after,
        most,
    )


async def differing(case: Case) -> list[Differing]:
    """Changes nothing."""
    ledgers = await ledgers_of(case.id)
    found = []
    for row in await promises_of(case.id):
        wanted = stands(case, row, whole(row, ledgers.of(row.id)))
        if _of_row(row) != _of_ledger(wanted):
            found.append(Differing(row, wanted))
    return found


async def rebuild(case: Case, *, by: Actor, now: datetime) -> list[Differing]:
    """What differed. The case is locked (`complaints.case.take`)."""
    found = await differing(case)
    for each in found:
        await _put(each)
    if not found:
        return found
    ids = [each.row.id for each in found]
    await execute("DELETE FROM due_row WHERE promise_id = ANY($1::uuid[]) AND fired_at IS NULL", ids)
    rows = await promises_of(case.id)
    await look_again(case, [row for row in rows if row.id in ids and row.ended_at is None], now=now)
    await set_next_due(case.id, rows)
    clocks = [{"promise": each.row.id, "clock": each.row.kind} for each in found]
    await record(act="promises-rebuilt", by=by, now=now, complaint_id=case.id, detail={"promises": clocks})
    return found


async def _put(each: Differing) -> None:
    wanted = each.stands
    await execute(
        """UPDATE promise SET due_at = $2, paused_since = $3, stood_still = $4, ended_at = $5, cancelled = $6,
            late_by_regrading = $7 WHERE id = $1""",
        each.row.id,
        wanted.due_at,
        wanted.paused_since,
        wanted.paused_total or None,
        wanted.ended_at,
        wanted.cancelled,
        wanted.late_by_regrading,
    )


_COLUMNS = ("due_at", "paused_since", "stood_still", "ended_at", "cancelled", "late_by_regrading")


def _of_row(row: Promise) -> tuple[object, ...]:
    return (
        row.due_at,
        row.paused_since,
        row.stood_still or timedelta(),
        row.ended_at,
        bool(row.cancelled),
        bool(row.late_by_regrading),
    )


def _of_ledger(wanted: Standing) -> tuple[object, ...]:
    return (
        wanted.due_at,
        wanted.paused_since,
        wanted.paused_total,
        wanted.ended_at,
        wanted.cancelled,
        wanted.late_by_regrading,
    )
