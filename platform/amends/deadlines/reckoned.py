"""When a promise is due by its ledger: what it stood still and what it was extended by, added in their order. Pure.

Time is added in the clock's own unit: hours that ran meanwhile; working hours that were worked meanwhile; days whose
end fell into the pause and that would have been counted. What an outside body set stands still for nothing of ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from amends.deadlines.calendar import Calendar
from amends.deadlines.due import IN_TIME, ON_A_CALENDAR, due, over_until
from amends.deadlines.ledger import Entry, EntryKind, bound
from amends.deadlines.period import Period, Unit
from amends.deadlines.stretched import due_with_pauses
from amends.policy.parts.calendar import FirstDay

Stretch = tuple[datetime, datetime]
_INSTANT = timedelta(microseconds=1)


def due_after(started_at: datetime, period: Period, calendar: Calendar, entries: Sequence[Entry]) -> datetime:
    """By the whole ledger; a pause that is not over adds nothing yet. `period`: what holds from the start now. Of this and an
    outside body's date the earlier one."""
    own, theirs = _own_due(started_at, period, calendar, entries), bound(entries)
    return own if theirs is None else min(own, theirs)


def _own_due(started_at: datetime, period: Period, calendar: Calendar, entries: Sequence[Entry]) -> datetime:
    extended: datetime | None = None
    stretches: list[Stretch] = []
    since: datetime | None = None
    for entry in entries:
        if entry.kind is EntryKind.PAUSED:
            since = entry.at
        elif entry.kind is EntryKind.RESUMED and since is not None:
            stretches.append((since, entry.at))
        elif entry.kind is EntryKind.EXTENDED:
            extended = extended_to(
                _stretched(started_at, period, calendar, extended, stretches),
                entry.period,
                entry.until,
                calendar,
            )
            stretches = []
    return _stretched(started_at, period, calendar, extended, stretches)


def extended_to(due_at: datetime, period: Period | None, until: date | None, calendar: Calendar) -> datetime:
    """By a period after the due time it had, or until the end of a day; never earlier than it was."""
    if until is not None:
        return max(due_at, calendar.last_moment(until))
    return due_at if period is None else further(due_at, period, calendar)


def further(due_at: datetime, period: Period, calendar: Calendar) -> datetime:
    """The period after a due time. A due time at midnight belongs to the day it ends: the day after it is the first
    one counted."""
    return due(counted_from(due_at, period, calendar), period, calendar)


def counted_from(due_at: datetime, period: Period, calendar: Calendar) -> datetime:
    """Where a further period begins."""
    if period.unit in IN_TIME or period.unit is Unit.WORKING_HOURS:
        return due_at
    return due_at if calendar.first_day is FirstDay.SAME else due_at - _INSTANT


def _stretched(
    started_at: datetime,
    period: Period,
    calendar: Calendar,
    extended: datetime | None,
    stretches: Sequence[Stretch],
) -> datetime:
    if extended is None:
        if not stretches:
            return due(started_at, period, calendar)
        return due_with_pauses(started_at, period, calendar, stretches)
    found, counted = extended, list[Stretch]()
    for stretch in stretches:
        if stretch[0] < found:  # what is due when a pause begins was due before it
            counted.append(stretch)
            found = _added(extended, period.unit, calendar, counted)
    return found


def _added(due_at: datetime, unit: Unit, calendar: Calendar, stretches: Sequence[Stretch]) -> datetime:
    """What a time that was given as a date stood still, beside what was added before."""
    if unit in IN_TIME:
        return due_at + sum((over - since for since, over in stretches), timedelta())
    if unit is Unit.WORKING_HOURS:
        worked = sum((calendar.worked_between(since, over) for since, over in stretches), timedelta())
        return calendar.after_work(due_at, worked) if worked else due_at
    ended = [
        (over_until(since, unit, calendar), over_until(over, unit, calendar)) for since, over in stretches
    ]
    if unit in ON_A_CALENDAR:
        days, counted = sum((over - since).days for since, over in ended), Unit.CALENDAR_DAYS
    else:
        days = sum(calendar.working_days_between(since, over) for since, over in ended)
        counted = Unit.WORKING_DAYS
    return further(due_at, Period(days, counted), calendar) if days else due_at
