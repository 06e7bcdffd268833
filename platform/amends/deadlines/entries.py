"""The ledger in the database: entries written with the promise they change, and read in their order.

Whoever writes holds the case (`complaints.case.take`), so that no two entries claim one place.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import msgspec

from amends.database.rows import select_all
from amends.database.scope import execute
from amends.deadlines.ledger import Entry, EntryKind
from amends.deadlines.tables import Promise, PromiseEntry
from amends.people.actor import Actor


@dataclass(frozen=True, slots=True)
class Written:
    """An entry with who wrote it and when, for those who read the ledger."""

    entry: Entry
    recorded_at: datetime
    actor_kind: str
    actor_id: UUID | None


@dataclass(frozen=True, slots=True)
class Ledgers:
    """Of promises, mostly those of one case."""

    by_promise: dict[UUID, list[Written]] = field(default_factory=dict)

    def of(self, promise_id: UUID) -> list[Entry]:
        return [written.entry for written in self.by_promise.get(promise_id, ())]


async def ledgers_of(complaint_id: UUID) -> Ledgers:
    """Of the promises that are its own now, whichever case an entry was written in."""
    return _ledgers(
        await select_all(
            PromiseEntry,
            """WHERE promise_id IN (SELECT id FROM promise WHERE complaint_id = $1)
            ORDER BY promise_id, place""",
            complaint_id,
        )
    )


async def ledgers_of_promises(ids: Collection[UUID]) -> Ledgers:
    """Of several cases."""
    return _ledgers(
        await select_all(
            PromiseEntry, "WHERE promise_id = ANY($1::uuid[]) ORDER BY promise_id, place", list(ids)
        )
    )


def _ledgers(rows: Sequence[PromiseEntry]) -> Ledgers:
    found = Ledgers()
    for row in rows:
        found.by_promise.setdefault(row.promise_id, []).append(_written(row))
    return found


async def ledger_of(promise_id: UUID) -> list[Entry]:
    rows = await select_all(PromiseEntry, "WHERE promise_id = $1 ORDER BY place", promise_id)
    return [_written(row).entry for row in rows]


async def append(promise: Promise, entry: Entry, *, by: Actor, now: datetime) -> None:
    await append_all([(promise, entry)], by=by, now=now)


async def append_all(entries: Sequence[tuple[Promise, Entry]], *, by: Actor, now: datetime) -> None:
    """Of several promises, one entry each, in one statement."""
    if not entries:
        return
    await execute(
        """INSERT INTO promise_entry (id, tenant_id, complaint_id, promise_id, place, kind, at, recorded_at,
            actor_kind, actor_id, reason, detail)
        SELECT gen_random_uuid(), p.tenant_id, p.complaint_id, p.id,
            1 + coalesce((SELECT max(e.place) FROM promise_entry e
                WHERE e.tenant_id = p.tenant_id AND e.promise_id = p.id), 0),
            n.kind, n.at, $6, $7, $8, n.reason, n.detail::jsonb
        FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::text[], $5::text[])
            AS n (promise_id, kind, at, reason, detail) JOIN promise p ON p.id = n.promise_id""",
        [promise.id for promise, _ in entries],
        [str(entry.kind) for _, entry in entries],
        [entry.at for _, entry in entries],
        [entry.reason for _, entry in entries],
        [msgspec.json.encode(entry.detail).decode() for _, entry in entries],
        now,
        str(by.kind),
        by.id,
    )


def _written(row: PromiseEntry) -> Written:
    detail = msgspec.json.decode(str(row.detail), type=dict[str, object])
    entry = Entry(EntryKind(row.kind), row.at, str(row.reason), detail)
    return Written(entry, row.recorded_at, str(row.actor_kind), row.actor_id)
