"""The ledger of a remedy in the database: entries written with the row that follows them, and read in their order.

Whoever writes holds the case (`complaints.case.take`), so that no two entries claim one place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import msgspec

from amends.audit.operations import record
from amends.complaints.case import Case, take_by
from amends.complaints.desk import Desk
from amends.database.rows import insert_all, new_row, select_all, select_one
from amends.errors import NotFound
from amends.people.actor import Actor
from amends.remedies.refusals import AwaitsApproval, RemedyMovedOn
from amends.remedies.rules import Entry, EntryKind, State, possible, state_of
from amends.remedies.tables import Remedy, RemedyEntry

ACTS: Mapping[EntryKind, str] = {
    EntryKind.APPROVED: "remedy-approved",
    EntryKind.REFUSED: "remedy-sent-back",
    EntryKind.CHANGED: "remedy-changed",
    EntryKind.ENTRUSTED: "remedy-entrusted",
    EntryKind.ACCEPTED: "remedy-accepted",
    EntryKind.DISPUTED: "remedy-disputed",
    EntryKind.CARRIED_OUT: "remedy-carried-out",
    EntryKind.PROOF: "remedy-proved",
    EntryKind.CONFIRMED: "remedy-confirmed",
    EntryKind.WITHDRAWN: "remedy-withdrawn",
}
"""What the case's history calls it. What was offered stands there already, as the offer or the decision."""


@dataclass(slots=True)
class Held:
    """A remedy in hand with its ledger, its case locked."""

    case: Case
    remedy: Remedy
    entries: list[Entry] = field(default_factory=list)

    @property
    def state(self) -> State:
        return self.remedy.standing

    def demand(self, kind: EntryKind) -> None:
        """Refused where that cannot happen to it now."""
        if kind in possible(self.state):
            return
        raise AwaitsApproval() if self.state is State.AWAITING else RemedyMovedOn()


async def held(desk: Desk, complaint_id: UUID, remedy_id: UUID, by: Actor) -> Held:
    """NotFound for what is not this case's; refused to whom the complaint is about."""
    case = await take_by(desk, complaint_id, by)
    row = await select_one(Remedy, "WHERE id = $1 AND complaint_id = $2", remedy_id, case.id)
    if row is None:
        raise NotFound()
    return Held(case, row, [entry for _, entry in await _read("remedy_id", remedy_id)])


async def ledgers_of(complaint_id: UUID) -> dict[UUID, list[Entry]]:
    """Of all remedies of a case."""
    found: dict[UUID, list[Entry]] = {}
    for remedy_id, entry in await _read("complaint_id", complaint_id):
        found.setdefault(remedy_id, []).append(entry)
    return found


async def begin(
    case: Case, remedy: Remedy, detail: Mapping[str, object], *, by: Actor, now: datetime
) -> Held:
    """A remedy that was not there before, with the first line of its ledger."""
    entry = Entry(EntryKind.PROPOSED, now, by.id, str(remedy.description), detail)
    remedy.state = state_of([entry])
    await Remedy.insert(remedy)
    await insert_all([_row(remedy, entry, 1, by=by, now=now)])
    return Held(case, remedy, [entry])


async def append(
    there: Held,
    kind: EntryKind,
    *,
    by: Actor,
    now: datetime,
    at: datetime | None = None,
    words: str = "",
    detail: Mapping[str, object] | None = None,
    recorded: Mapping[str, object] | None = None,
    **changes: object,
) -> None:
    """The entry, what it makes of the remedy's row, and the line in the case's history."""
    await write([there], kind, by=by, now=now, at=at, words=words, detail=detail, **changes)
    remedy = there.remedy
    if kind in ACTS:
        await record(
            act=ACTS[kind],
            by=by,
            now=now,
            complaint_id=there.case.id,
            detail={"remedy": remedy.id, "code": remedy.code, **(recorded or {})},
            personal={"reason": words} if words else None,
        )


async def write(
    several: Sequence[Held],
    kind: EntryKind,
    *,
    by: Actor,
    now: datetime,
    at: datetime | None = None,
    words: str = "",
    detail: Mapping[str, object] | None = None,
    **changes: object,
) -> None:
    """The same happens to several remedies of a case, each of which it can happen to."""
    rows = []
    for there in several:
        there.demand(kind)
        there.entries.append(Entry(kind, at or now, by.id, words, detail or {}))
        rows.append(_row(there.remedy, there.entries[-1], len(there.entries), by=by, now=now))
    await insert_all(rows)
    for there in several:
        state = state_of(there.entries, _start(there.remedy))
        await _change(there.remedy, state=state, **changes)


def _start(remedy: Remedy) -> State:
    """What one from before there were ledgers was: nothing that its ledger says is before that."""
    return State.GRANTED if remedy.carried_out_at is None else State.CARRIED_OUT


async def _change(remedy: Remedy, **values: object) -> None:
    for name, value in values.items():
        setattr(remedy, name, value)
    await Remedy.update(dict(values.items())).where(Remedy.id == remedy.id)


async def _read(column: str, value: UUID) -> list[tuple[UUID, Entry]]:
    rows = await select_all(RemedyEntry, f"WHERE {column} = $1 ORDER BY remedy_id, place", value)
    return [(row.remedy_id, _entry(row)) for row in rows]


def _entry(row: RemedyEntry) -> Entry:
    detail = msgspec.json.decode(str(row.detail), type=dict[str, object])
    return Entry(EntryKind(row.kind), row.at, row.actor_id, str(row.words), detail)


def _row(remedy: Remedy, entry: Entry, place: int, *, by: Actor, now: datetime) -> RemedyEntry:
    return new_row(
        RemedyEntry,
        complaint_id=remedy.complaint_id,
        remedy_id=remedy.id,
        place=place,
        kind=str(entry.kind),
        at=entry.at,
        recorded_at=now,
        actor_kind=str(by.kind),
        actor_id=entry.by,
        words=entry.words,
        detail=msgspec.json.encode(entry.detail).decode(),
    )
