"""What an extension or letting a promise run on would come to, before anything is written; and whether a promise is still
what a form showed of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from amends.complaints.about import demand_unconcerned
from amends.deadlines.entries import ledger_of
from amends.deadlines.explain import explain
from amends.deadlines.extending import demand_right, extension_of, later
from amends.deadlines.ledger import Entry, EntryKind, pauses
from amends.deadlines.pausing import demand_in_order, demand_paused, demand_running, runs_on_at
from amends.deadlines.period import Period
from amends.deadlines.reckoned import counted_from
from amends.deadlines.restanding import stands
from amends.deadlines.tables import Promise
from amends.people.actor import Actor
from amends.people.rights import Right

if TYPE_CHECKING:
    from amends.complaints.case import Case


@dataclass(frozen=True, slots=True)
class Foreseen:
    before: datetime
    due_at: datetime
    explanation: dict[str, object] | None = None
    """Of an extension by a period: how that was counted, as `explain` tells it."""
    since: datetime | None = None
    """Of a pause that would be over: when it began."""
    over: datetime | None = None
    """And when it would be, at the latest when the time allowed for it is used up."""


async def extension(
    case: Case, promise: Promise, *, period: Period | None, until: date | None, by: Actor, now: datetime
) -> Foreseen:
    """Refused for the same reasons as the act is."""
    demand_unconcerned(case.row, by)
    allowed = extension_of(case.desk.policy, str(promise.kind))
    demand_right(case, allowed, by)
    demand_running(promise, now)
    after = later(promise, await ledger_of(promise.id), period, until, allowed, case.desk.calendar)
    if period is None:
        return Foreseen(promise.due_at, after)
    start = counted_from(promise.due_at, period, case.desk.calendar)
    return Foreseen(promise.due_at, after, explain(start, period, case.desk.calendar).as_plain())


async def resumption(
    case: Case, promise: Promise, *, at: datetime | None, by: Actor, now: datetime
) -> Foreseen:
    by.demand(Right.HANDLE)
    demand_unconcerned(case.row, by)
    demand_paused(promise)
    entries = await ledger_of(promise.id)
    demand_in_order(case, promise, entries, at or now, field="at", now=now)
    over = runs_on_at(case, entries, at or now)
    would_be = stands(case, promise, [*entries, Entry(EntryKind.RESUMED, over)])
    return Foreseen(promise.due_at, would_be.due_at, since=pauses(entries)[-1].since, over=over)


def fingerprint(case: Case, promise: Promise, entries: Sequence[Entry]) -> str:
    """Of all that a form about a promise rests on: another one means that something changed behind it."""
    said = (
        case.row.policy_version_id,
        case.row.calendar_version_id,
        promise.due_at.isoformat(),
        promise.paused_since,
        promise.ended_at,
        len(entries),
    )
    return sha256("\n".join(map(str, said)).encode()).hexdigest()[:16]
