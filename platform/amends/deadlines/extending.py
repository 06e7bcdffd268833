"""A promise gets a later due time, with a reason, as often and by as much as the policy allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from amends.audit.operations import record
from amends.complaints.texts import LONGEST_PARAGRAPH, prose
from amends.deadlines.calendar import BeyondTheCalendar, Calendar
from amends.deadlines.entries import append, ledger_of
from amends.deadlines.ledger import Entry, EntryKind, bound, extensions
from amends.deadlines.pausing import demand_running
from amends.deadlines.period import Period
from amends.deadlines.reckoned import extended_to, further
from amends.deadlines.refusals import (
    BoundOutside,
    ExtensionsUsedUp,
    NotExtendable,
    NotTheExtendingRole,
    NotYoursToExtend,
)
from amends.deadlines.restanding import restand
from amends.deadlines.tables import Promise
from amends.errors import Invalid
from amends.people.actor import Actor
from amends.people.rights import Right
from amends.policy.document import Extension, Policy

if TYPE_CHECKING:
    from amends.complaints.case import Case

_WHICH = "Please say by how long, or until when."
_NOT_LATER = "This is no later than it is due already."
_FAR_TOO_LONG = "By this calendar that would take centuries. Please choose a shorter time."
_TOO_LONG = "The policy allows no extension as long as this."


@dataclass(frozen=True, slots=True)
class Extended:
    """What to tell of it."""

    before: datetime
    due_at: datetime
    reason: str
    told: bool
    """The policy has the complainant told."""


def extension_of(policy: Policy, kind: str) -> Extension | None:
    clock = policy.clocks.get(kind)
    return clock.extension if clock is not None else None


def may_extend(case: Case, promise: Promise, by: Actor) -> bool:
    """Whether it is this person's to do, as far as the policy is concerned."""
    allowed = extension_of(case.desk.policy, str(promise.kind))
    if allowed is None:
        return False
    if not allowed.approved_by:
        return by.may(Right.HANDLE)
    return allowed.approved_by in by.roles and by.id != case.row.assignee_id


async def extend(
    case: Case,
    promise: Promise,
    *,
    period: Period | None = None,
    until: date | None = None,
    reason: str,
    by: Actor,
    now: datetime,
) -> Extended:
    """By a period after the due time it has, or until the end of a day; one of the two."""
    allowed = extension_of(case.desk.policy, str(promise.kind))
    demand_right(case, allowed, by)
    if allowed is None:
        raise NotExtendable()
    reason = prose("reason", reason, longest=LONGEST_PARAGRAPH, needed="Please say why.")
    demand_running(promise, now)
    entries = await ledger_of(promise.id)
    before = promise.due_at
    after = later(promise, entries, period, until, allowed, case.desk.calendar)
    given = {"period": str(period)} if period is not None else {"until": until}
    entry = Entry(EntryKind.EXTENDED, now, reason, {**given, "from": before, "to": after})
    await append(promise, entry, by=by, now=now)
    await restand(case, promise, [*entries, entry], now=now)
    await record(
        act="clock-extended",
        by=by,
        now=now,
        complaint_id=case.id,
        detail={"promise": promise.id, "clock": promise.kind, "from": before, "to": promise.due_at},
        personal={"reason": reason},
    )
    return Extended(before, promise.due_at, reason, allowed.told)


def demand_right(case: Case, allowed: Extension | None, by: Actor) -> None:
    """Of `allowed`, what the policy says of extending this promise."""
    if allowed is None or not allowed.approved_by:
        by.demand(Right.HANDLE)
    elif allowed.approved_by not in by.roles:
        raise NotTheExtendingRole()
    elif by.id == case.row.assignee_id:
        raise NotYoursToExtend()


def later(
    promise: Promise,
    entries: Sequence[Entry],
    period: Period | None,
    until: date | None,
    allowed: Extension | None,
    calendar: Calendar,
) -> datetime:
    """When it is due then; refuses what the policy does not allow."""
    if allowed is None:
        raise NotExtendable()
    if extensions(entries) >= allowed.most:
        raise ExtensionsUsedUp()
    due_at: datetime = promise.due_at
    theirs = bound(entries)
    if theirs is not None and due_at >= theirs:
        raise BoundOutside()
    field = "until" if period is None else "period"
    if (period is None) == (until is None):
        raise Invalid({field: _WHICH})
    try:
        after = extended_to(due_at, period, until, calendar)
    except BeyondTheCalendar:
        raise Invalid({field: _FAR_TOO_LONG}) from None
    if after <= due_at:
        raise Invalid({field: _NOT_LATER})
    if allowed.longest is not None and after > further(due_at, allowed.longest, calendar):
        raise Invalid({field: _TOO_LONG})
    return after if theirs is None else min(after, theirs)
