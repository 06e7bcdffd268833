"""A promise stands still for a reason the policy names, and runs on: when somebody says so, or when it has stood still
for that reason as long as it may.

While it stands still nothing is warned of and nothing is broken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from amends.audit.operations import record
from amends.complaints.texts import LONGEST_PARAGRAPH, prose
from amends.database.rows import insert_values
from amends.database.scope import execute
from amends.deadlines import rules
from amends.deadlines.allowance import allowed_until, reasons, stands_still_until
from amends.deadlines.entries import append, ledger_of
from amends.deadlines.ledger import Entry, EntryKind, pauses
from amends.deadlines.operations import facts
from amends.deadlines.refusals import (
    DueAtOnce,
    NotPaused,
    PauseUsedUp,
    PromiseBroken,
    PromiseOver,
    StandsStill,
)
from amends.deadlines.reopening import look_again, look_anew_when_over, look_when_over
from amends.deadlines.restanding import restand
from amends.deadlines.rules import DueKind
from amends.deadlines.tables import DueRow, Promise
from amends.errors import Invalid
from amends.people.actor import SYSTEM, Actor
from amends.people.rights import Right
from amends.policy.document import Pause as Reason

if TYPE_CHECKING:
    from amends.complaints.case import Case

_NOT_YET = "This is in the future: a clock stops and runs on only from now or before."
_BEFORE_RECEIPT = "This is before the complaint was received."
_BEFORE_START = "This is before the promise began."
_BEFORE_LAST = "This is before what was written down last for this promise."


@dataclass(frozen=True, slots=True)
class Paused:
    """What to tell of it."""

    reason: Reason
    since: datetime
    until: datetime | None
    """When it runs on by itself at the latest; None: when somebody says so."""


@dataclass(frozen=True, slots=True)
class Resumed:
    reason: Reason | None
    """None: this policy does not know it any more."""
    since: datetime
    at: datetime
    before: datetime
    """When it was due before it stood still."""
    due_at: datetime


async def pause(
    case: Case, promise: Promise, code: str, *, since: datetime, by: Actor, now: datetime, note: str = ""
) -> Paused:
    """`code`: of the reason in the policy; `note`: why, in the words of whoever does it."""
    by.demand(Right.HANDLE)
    note = prose("note", note, required=False, longest=LONGEST_PARAGRAPH)
    reason = reasons(case.desk.policy, str(promise.kind)).get(code)
    if reason is None:
        raise Invalid({"reason": "Please choose one of the reasons of this clock."})
    demand_running(promise, now)
    entries = await ledger_of(promise.id)
    demand_in_order(case, promise, entries, since, field="since", now=now)
    until = allowed_until(entries, code, case.desk, since=since)
    if until is not None and until <= since:
        raise PauseUsedUp()
    entry = Entry(EntryKind.PAUSED, since, note, {"pause": code})
    await append(promise, entry, by=by, now=now)
    await execute("DELETE FROM due_row WHERE promise_id = $1 AND fired_at IS NULL", promise.id)
    await restand(case, promise, [*entries, entry], now=now)
    await insert_values(DueRow, look_when_over(promise, until))
    detail = {"promise": promise.id, "clock": promise.kind, "pause": code, "since": since}
    await record(
        act="clock-paused", by=by, now=now, complaint_id=case.id, detail=detail, personal={"note": note}
    )
    return Paused(reason, since, until)


async def resume(
    case: Case, promise: Promise, *, at: datetime, by: Actor, now: datetime, note: str = ""
) -> Resumed:
    """It runs on from `at`, or from when it had stood still as long as it may, whichever was first."""
    by.demand(Right.HANDLE)
    note = prose("note", note, required=False, longest=LONGEST_PARAGRAPH)
    demand_paused(promise)
    entries = await ledger_of(promise.id)
    demand_in_order(case, promise, entries, at, field="at", now=now)
    return await _run_on(case, promise, entries, at=at, by=by, now=now, note=note)


async def resume_by_clock(case: Case, promise: Promise, *, now: datetime) -> Resumed | None:
    """It has stood still as long as it may. None: it runs already, has ended, or may stand still longer now; then it is
    looked at again when that is over."""
    if promise.paused_since is None or promise.ended_at is not None:
        return None
    entries = await ledger_of(promise.id)
    until = stands_still_until(case.desk, entries)
    if until is None or until > now:
        await look_anew_when_over(case.desk, promise)
        return None
    return await _run_on(case, promise, entries, at=until, by=SYSTEM, now=now)


def demand_running(promise: Promise, now: datetime) -> None:
    """Of what ended, stands still, is broken or was due at once no time is moved."""
    if promise.ended_at is not None:
        raise PromiseOver()
    if promise.paused_since is not None:
        raise StandsStill()
    if rules.is_broken(facts(promise), now):
        raise PromiseBroken()
    if rules.is_due_at_once(facts(promise)):
        raise DueAtOnce()


async def _run_on(
    case: Case,
    promise: Promise,
    entries: Sequence[Entry],
    *,
    at: datetime,
    by: Actor,
    now: datetime,
    note: str = "",
) -> Resumed:
    at, last, before = runs_on_at(case, entries, at), pauses(entries)[-1], promise.due_at
    entry = Entry(EntryKind.RESUMED, at, note, {"by_clock": True} if by is SYSTEM else {})
    await append(promise, entry, by=by, now=now)
    await execute("DELETE FROM due_row WHERE promise_id = $1 AND kind = $2", promise.id, DueKind.PAUSE_OVER)
    await restand(case, promise, [*entries, entry], now=now)
    await look_again(case, [promise], now=now)
    detail = {"promise": promise.id, "clock": promise.kind, "pause": last.code, "since": last.since, "at": at}
    await record(
        act="clock-resumed",
        by=by,
        now=now,
        complaint_id=case.id,
        detail={**detail, "due_at": promise.due_at},
        personal={"note": note},
    )
    return Resumed(case.desk.policy.pauses.get(last.code), last.since, at, before, promise.due_at)


def runs_on_at(case: Case, entries: Sequence[Entry], at: datetime) -> datetime:
    """`at`, or when it had stood still as long as it may."""
    until = stands_still_until(case.desk, entries)
    return min(at, until) if until else at


def demand_paused(promise: Promise) -> None:
    if promise.ended_at is not None:
        raise PromiseOver()
    if promise.paused_since is None:
        raise NotPaused()


def demand_in_order(
    case: Case, promise: Promise, entries: Sequence[Entry], at: datetime, *, field: str, now: datetime
) -> None:
    if at > now:
        raise Invalid({field: _NOT_YET})
    if at < case.row.received_at:
        raise Invalid({field: _BEFORE_RECEIPT})
    if at < promise.started_at:
        raise Invalid({field: _BEFORE_START})
    if entries and at < entries[-1].at:
        raise Invalid({field: _BEFORE_LAST})
