"""The promises of a case are held against what outside bodies want: the earlier time rules, and the ledger says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from amends.bodies.rules import Wanted, bound_by, is_bound
from amends.bodies.tables import BodyMatter
from amends.database.rows import select_all
from amends.deadlines.entries import append_all, ledgers_of
from amends.deadlines.ledger import Entry, EntryKind, bound
from amends.deadlines.operations import promises_of, set_next_due
from amends.deadlines.reopening import forget_looks, look_again
from amends.deadlines.restanding import restand, stands
from amends.deadlines.tables import Promise
from amends.people.actor import Actor

if TYPE_CHECKING:
    from amends.complaints.case import Case


@dataclass(frozen=True, slots=True)
class Moved:
    """A promise that has another due time now."""

    row: Promise
    before: datetime


async def matters_of(complaint_id: UUID) -> list[BodyMatter]:
    """Of those that were merged into it, too: its promises answer for them."""
    return await select_all(
        BodyMatter,
        """WHERE complaint_id = $1 OR complaint_id IN (SELECT id FROM complaint WHERE merged_into = $1)
        ORDER BY written_at, id""",
        complaint_id,
    )


async def bind(case: Case, *, by: Actor, now: datetime, rows: Sequence[Promise] = ()) -> list[Moved]:
    """Nothing where everything is bound as it should be. The case is locked; `rows`: its promises, where they are at hand,
    which say afterwards how things are. Whoever calls writes the history."""
    matters = await matters_of(case.id)
    rows = rows or await promises_of(case.id)
    open_ = [row for row in rows if row.ended_at is None and is_bound(case.desk.policy, str(row.kind))]
    if not open_ or not (matters or any(row.first_due_at is not None for row in open_)):
        return []
    ledgers = await ledgers_of(case.id)
    entries = {row.id: _entry(case, row, matters, ledgers.of(row.id), now=now) for row in open_}
    turned = [row for row in open_ if entries[row.id] is not None]
    await append_all([(row, entry) for row in turned if (entry := entries[row.id])], by=by, now=now)
    found = [Moved(row, row.due_at) for row in turned]
    for row in turned:
        entry = entries[row.id]
        whole = [*ledgers.of(row.id), *([entry] if entry else [])]
        late = row.paused_since is None and stands(case, row, whole).due_at < now
        await forget_looks(row.id, late=late)
        await restand(case, row, whole, now=now)
    if turned:
        await look_again(case, turned, now=now)
        await set_next_due(case.id, rows)
    return [each for each in found if each.before != each.row.due_at]


def _entry(
    case: Case, row: Promise, matters: Sequence[BodyMatter], ledger: Sequence[Entry], *, now: datetime
) -> Entry | None:
    """None: what its ledger says holds."""
    wanted = [
        (Wanted(each.answer_by, each.answered_at), each) for each in matters if each.answer_by is not None
    ]
    by = bound_by([each for each, _ in wanted], row.started_at)
    if by == bound(ledger):
        return None
    office = next((str(matter.office) for each, matter in wanted if each.answer_by == by), "")
    entry = Entry(EntryKind.BOUND, now, "", {"by": by, "office": office, "from": row.due_at})
    to = stands(case, row, [*ledger, entry]).due_at
    return Entry(EntryKind.BOUND, now, "", {**entry.detail, "to": to})
