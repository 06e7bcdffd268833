"""Promises in the database: started, ended, cancelled, each with the rows that say when to look again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from amends.complaints.tables import Complaint
from amends.database.rows import insert_all, insert_values, new_row, select_all
from amends.database.scope import execute
from amends.deadlines import rules
from amends.deadlines.rules import DueKind, NewPromise
from amends.deadlines.tables import DueRow, Promise
from amends.policy.document import ClockKind


async def promises_of(complaint_id: UUID) -> Sequence[Promise]:
    """As they began; of those that began together, the one due first."""
    return await select_all(Promise, "WHERE complaint_id = $1 ORDER BY started_at, due_at", complaint_id)


@dataclass(frozen=True, slots=True)
class Drawn:
    """Promises and the looks at them, made but not written yet."""

    promises: Sequence[Promise]
    looks: Sequence[Mapping[str, object]]
    """Values of due rows."""

    @property
    def next_due(self) -> datetime | None:
        return rules.earliest_due(facts(row) for row in self.promises)

    async def write(self) -> None:
        await insert_all(self.promises)
        await insert_values(DueRow, self.looks)


def draw(
    complaint_id: UUID,
    promises: Iterable[NewPromise],
    *,
    met: ClockKind | None = None,
    at: datetime | None = None,
) -> Drawn:
    """`met`: the kind of promise that is kept, late or not, as it is made (`at`)."""
    rows: list[Promise] = []
    looks: list[dict[str, object]] = []
    for promise in promises:
        row = new_row(
            Promise,
            complaint_id=complaint_id,
            kind=promise.kind,
            started_at=promise.started_at,
            due_at=promise.due_at,
            explanation=msgspec.json.encode(promise.explanation.as_plain()).decode(),
        )
        wanted = rules.look_times(facts(row))
        if promise.kind is met and at is not None:
            row.ended_at = max(at, promise.started_at)
            wanted = rules.looks_left(facts(row))
        rows.append(row)
        looks += [
            {
                "complaint_id": complaint_id,
                "promise_id": row.id,
                "kind": look.kind,
                "fire_at": look.fire_at,
            }
            for look in wanted
        ]
    return Drawn(rows, looks)


async def start(complaint_id: UUID, promises: Iterable[NewPromise]) -> None:
    """Make these promises; one of a kind that still runs is left as it was promised."""
    running = {row.kind for row in await promises_of(complaint_id) if row.ended_at is None}
    await draw(complaint_id, [promise for promise in promises if promise.kind not in running]).write()
    await set_next_due(complaint_id)


async def meet(complaint_id: UUID, kind: ClockKind, *, at: datetime) -> bool:
    """The promise of this kind is met, late or not; False when none ran."""
    return await _end(complaint_id, [kind], at=at, cancelled=False) > 0


async def cancel_all(complaint_id: UUID, *, at: datetime) -> None:
    """No promise lives on in a case that has ended."""
    await _end(complaint_id, list(ClockKind), at=at, cancelled=True)


async def set_next_due(complaint_id: UUID) -> None:
    """What the queue is sorted by: the earliest due time still open."""
    soonest = rules.earliest_due(facts(row) for row in await promises_of(complaint_id))
    await Complaint.update({Complaint.next_due: soonest}).where(Complaint.id == complaint_id)


def facts(row: Promise) -> rules.Promise:
    return rules.Promise(ClockKind(row.kind), row.started_at, row.due_at, row.ended_at, bool(row.cancelled))


async def _end(complaint_id: UUID, kinds: Sequence[ClockKind], *, at: datetime, cancelled: bool) -> int:
    open_rows = await Promise.objects().where(
        (Promise.complaint_id == complaint_id) & Promise.ended_at.is_null() & Promise.kind.is_in(list(kinds))
    )
    for row in open_rows:
        row.ended_at, row.cancelled = max(at, row.started_at), cancelled
        await Promise.update({Promise.ended_at: row.ended_at, Promise.cancelled: cancelled}).where(
            Promise.id == row.id
        )
        await _forget_looks(row)
    if open_rows:
        await set_next_due(complaint_id)
    return len(open_rows)


async def _forget_looks(row: Promise) -> None:
    """Nothing to look at any more, save a breach nobody has recorded yet."""
    broken = rules.is_broken(facts(row), row.ended_at)
    await execute(
        "DELETE FROM due_row WHERE promise_id = $1 AND fired_at IS NULL AND (kind = $2 OR NOT $3)",
        row.id,
        DueKind.WARNING,
        broken,
    )
