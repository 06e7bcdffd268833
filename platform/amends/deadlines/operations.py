"""Promises in the database: started, ended, cancelled, each with the rows that say when to look again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from amends.database.rows import insert_all, insert_values, new_row, select_all
from amends.database.scope import execute
from amends.deadlines import rules
from amends.deadlines.rules import DueKind
from amends.deadlines.starting import NewPromise
from amends.deadlines.tables import DueRow, Promise
from amends.people.actor import SYSTEM, Actor


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
    met: Collection[str] = (),
    at: datetime | None = None,
) -> Drawn:
    """`met`: the clocks whose promises are kept, late or not, as they are made (`at`)."""
    rows: list[Promise] = []
    looks: list[dict[str, object]] = []
    for promise in promises:
        row = _row(complaint_id, promise)
        wanted = rules.look_times(facts(row), promise.warn_at)
        if promise.kind in met and at is not None:
            row.ended_at = max(at, promise.started_at)
            wanted = rules.looks_left(facts(row))
        rows.append(row)
        looks += [
            {
                "complaint_id": complaint_id,
                "promise_id": row.id,
                "kind": look.written,
                "fire_at": look.fire_at,
            }
            for look in wanted
        ]
    return Drawn(rows, looks)


def _row(complaint_id: UUID, promise: NewPromise) -> Promise:
    return new_row(
        Promise,
        complaint_id=complaint_id,
        kind=promise.kind,
        started_at=promise.started_at,
        due_at=promise.due_at,
        explanation=msgspec.json.encode(promise.as_plain()).decode(),
    )


async def end(
    met: Sequence[Promise],
    cancelled: Sequence[Promise],
    *,
    at: datetime,
    why: Collection[str] = (),
    by: Actor = SYSTEM,
) -> None:
    """The promises are kept, late or not, or called off, and their ledgers say by what (`why`: events) and by whom.
    Nothing is looked at any more, save a breach nobody has recorded yet."""
    off = [row.id for row in cancelled]
    ended = {row.id: row for row in (*met, *cancelled)}
    if not ended:
        return
    for row in ended.values():
        row.ended_at, row.cancelled = max(at, row.started_at), row.id in off
    await execute(
        _END,
        list(ended),
        at,
        off,
        str(by.kind),
        by.id,
        msgspec.json.encode({"events": sorted(map(str, why))}).decode(),
    )
    await execute(
        """DELETE FROM due_row WHERE promise_id = ANY($1::uuid[]) AND fired_at IS NULL
        AND (kind <> $2 OR NOT promise_id = ANY($3::uuid[]))""",
        list(ended),
        DueKind.BREACH,
        [row.id for row in ended.values() if rules.is_broken(facts(row), row.ended_at)],
    )


# One statement: cases end all day.
_END = """WITH ended AS (
        UPDATE promise SET ended_at = greatest($2, started_at), cancelled = id = ANY($3::uuid[])
        WHERE id = ANY($1::uuid[]) RETURNING id, tenant_id, complaint_id, ended_at, cancelled
    ) INSERT INTO promise_entry (id, tenant_id, complaint_id, promise_id, place, kind, at, recorded_at, actor_kind,
        actor_id, reason, detail)
    SELECT gen_random_uuid(), p.tenant_id, p.complaint_id, p.id,
        1 + coalesce((SELECT max(e.place) FROM promise_entry e
            WHERE e.tenant_id = p.tenant_id AND e.promise_id = p.id), 0),
        CASE WHEN p.cancelled THEN 'cancelled' ELSE 'met' END, p.ended_at, $2, $4, $5, '', $6::text::jsonb
    FROM ended p"""


async def set_next_due(complaint_id: UUID, promises: Iterable[Promise]) -> None:
    """What the queue is sorted by: the earliest due time still open."""
    soonest = rules.earliest_due(facts(row) for row in promises)
    await execute("UPDATE complaint SET next_due = $2 WHERE id = $1", complaint_id, soonest)


def facts(row: Promise) -> rules.Promise:
    return rules.Promise(
        str(row.kind),
        row.started_at,
        row.due_at,
        row.ended_at,
        bool(row.cancelled),
        late_by_regrading=bool(row.late_by_regrading),
        paused_since=row.paused_since,
        stood_still=row.stood_still or timedelta(),
    )
