"""Promises of a case whose category or level changes: reckoned anew from their own start, under the policy and by the
calendar the case is pinned to. Pauses and extensions stay; what was broken in earnest stays broken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from msgspec import structs

from amends.bodies.binding import bind
from amends.complaints.case import Case
from amends.complaints.facts import facts_of
from amends.complaints.tables import Complaint
from amends.deadlines import rules
from amends.deadlines.entries import Ledgers, append_all, ledgers_of
from amends.deadlines.ledger import Entry, EntryKind, first_period
from amends.deadlines.operations import draw, end, facts, promises_of, set_next_due
from amends.deadlines.past import past_of
from amends.deadlines.regraded import Change, Grading, change
from amends.deadlines.reopening import forget_looks, look_again, reopen
from amends.deadlines.restanding import period_of, restand
from amends.deadlines.standing import Standing, standing
from amends.deadlines.starting import NewPromise, asked_at_start, clocks_of, promised, promised_from
from amends.deadlines.tables import Promise
from amends.people.actor import Actor
from amends.policy.conditions import Facts

REGRADED = "regraded"
"""Why a ledger says that a promise was called off."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One that goes on with another due time, or is owed once more."""

    row: Promise
    before: datetime
    anew: NewPromise
    """How it is counted from its start."""
    entry: Entry
    stands: Standing
    again: bool = False
    """It had been called off by a change before this one."""

    @property
    def changed(self) -> bool:
        return self.entry.detail["period"] != self.entry.detail["period_before"]


@dataclass(frozen=True, slots=True)
class Retargeted:
    rows: Sequence[Promise]
    """All of the case's, as they were."""
    moved: Sequence[Moved]
    off: Sequence[Promise]
    begun: Sequence[NewPromise]


async def retargeted(case: Case, was: Complaint, *, reason: str, now: datetime) -> Retargeted:
    """What a change would do, nothing written. `case`: as it will be; `was`: its row as it is."""
    before, after = await _gradings(case, was)
    rows, ledgers = await promises_of(case.id), await ledgers_of(case.id)
    running = [row for row in rows if row.ended_at is None]
    what = change(
        case.desk.policy, before, after, running=[str(row.kind) for row in running], past=await past_of(case)
    )
    moved = [
        _again(case, row, what, after.facts, ledgers, reason=reason, now=now)
        for row in running
        if str(row.kind) in what.stays and not _broken_in_earnest(row, now)
    ]
    begun = promised_of(case, what, after.facts)
    called_off = {(str(row.kind), row.started_at): row for row in rows if row.cancelled}
    again = [each for each in begun if (each.kind, each.started_at) in called_off]
    moved += [
        _moved(
            case,
            called_off[each.kind, each.started_at],
            _as_it_was(case, called_off[each.kind, each.started_at], what, after.facts) or each,
            ledgers,
            reason=reason,
            now=now,
            again=True,
        )
        for each in again
    ]
    return Retargeted(
        rows,
        [each for each in moved if each.again or each.changed],
        [row for row in running if str(row.kind) in what.off],
        [each for each in begun if each not in again],
    )


def promised_of(case: Case, what: Change, known: Facts) -> list[NewPromise]:
    """What would have begun, each counted from when it would have."""
    policy, calendar = case.desk.policy, case.desk.calendar
    return [
        promise
        for code, (use, since) in what.begins.items()
        for promise in promised(policy, {code: use}, at=since, calendar=calendar, facts=known)
    ]


async def retarget(case: Case, found: Retargeted, *, reason: str, by: Actor, now: datetime) -> None:
    """Whoever calls writes the history."""
    await end((), found.off, at=now, by=by, why=(REGRADED,))
    again = [each.row for each in found.moved if each.again]
    await reopen(case, again, found.rows, now=now, by=by)
    await append_all([(each.row, each.entry) for each in found.moved], by=by, now=now)
    ledgers = await ledgers_of(case.id) if found.moved else Ledgers()
    for each in found.moved:
        stays_late = each.stands.paused_since is None and each.stands.due_at < now
        await forget_looks(each.row.id, late=stays_late)
        await restand(case, each.row, ledgers.of(each.row.id), now=now, explanation=each.anew.as_plain())
    await look_again(case, [each.row for each in found.moved], now=now)
    drawn = draw(case.id, found.begun)
    await drawn.write()
    late = [(row, _begun_entry(row, reason, now)) for row in drawn.promises if row.due_at < now]
    await append_all(late, by=by, now=now)
    for row, entry in late:
        await restand(case, row, [entry], now=now)
    await set_next_due(case.id, [*found.rows, *drawn.promises])
    await bind(case, by=by, now=now)


async def _gradings(case: Case, was: Complaint) -> tuple[Grading, Grading]:
    policy = case.desk.policy
    old = clocks_of(policy, str(was.category), str(was.level), str(was.kind))
    new = clocks_of(policy, str(case.row.category), str(case.row.level), str(case.row.kind))
    wanted = asked_at_start(policy, old) | asked_at_start(policy, new)
    return (
        Grading(old, await facts_of(policy, was, wanted)),
        Grading(new, await facts_of(policy, case.row, wanted)),
    )


def _again(
    case: Case, row: Promise, what: Change, known: Facts, ledgers: Ledgers, *, reason: str, now: datetime
) -> Moved:
    """From its own start, whatever is known of that now."""
    kind = str(row.kind)
    anew = promised_from(
        case.desk.policy,
        kind,
        what.stays[kind],
        began=row.started_at,
        calendar=case.desk.calendar,
        facts=known,
    )
    return _moved(case, row, anew, ledgers, reason=reason, now=now)


def _as_it_was(case: Case, row: Promise, what: Change, known: Facts) -> NewPromise | None:
    """Of one that was broken in earnest before it was called off; None: it was not."""
    if not rules.is_broken(facts(row), row.ended_at or row.started_at) or row.late_by_regrading:
        return None
    use, kind = what.begins[str(row.kind)][0], str(row.kind)
    return promised_from(
        case.desk.policy,
        kind,
        structs.replace(use, period=period_of(row)),
        began=row.started_at,
        calendar=case.desk.calendar,
        facts=known,
    )


def _moved(
    case: Case,
    row: Promise,
    anew: NewPromise,
    ledgers: Ledgers,
    *,
    reason: str,
    now: datetime,
    again: bool = False,
) -> Moved:
    """`again`: that it was not owed for a while makes it late only where it was not late before."""
    entries, old, period = ledgers.of(row.id), period_of(row), anew.explanation.period
    detail: dict[str, object] = {"period": str(period), "period_before": str(old), "from": row.due_at}
    if again:
        entries = [*entries, Entry(EntryKind.REOPENED, now)]
        detail |= {"anew": row.late_by_regrading or not rules.is_broken(facts(row), now)}
    calendar, first = case.desk.calendar, first_period(entries, old)
    stands = standing(row.started_at, first, calendar, [*entries, _entry(reason, now, detail)])
    return Moved(row, row.due_at, anew, _entry(reason, now, detail | {"to": stands.due_at}), stands, again)


def _entry(reason: str, now: datetime, detail: dict[str, object]) -> Entry:
    return Entry(EntryKind.RETARGETED, now, reason, detail)


def _begun_entry(row: Promise, reason: str, now: datetime) -> Entry:
    """Of one that is late as it begins."""
    period = str(period_of(row))
    detail: dict[str, object] = {"period": period, "period_before": period, "anew": True}
    return _entry(reason, now, detail | {"from": row.due_at, "to": row.due_at})


def _broken_in_earnest(row: Promise, now: datetime) -> bool:
    return rules.is_broken(facts(row), now) and not row.late_by_regrading
