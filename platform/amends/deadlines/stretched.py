"""When a promise is due that stood still for a while, counted in its own unit.

A pause lasts from after its beginning until its end: what is due exactly when it begins was due before it, and nothing
is ever due while it lasts. Of time that runs (minutes, hours, working hours) as much is added as fell into the pause. Of
days, those that were counted and ended while it lasted are added, so a pause within one day adds none; weeks, months
and years likewise. The last day moves to a working one afterwards, as the calendar says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from amends.deadlines.calendar import Calendar
from amends.deadlines.due import (
    HOUR,
    IN_TIME,
    ON_A_CALENDAR,
    day_before_counting,
    end_of_last,
    in_utc,
    last_day,
    nominal_day,
    over_until,
    possible,
    rolled,
)
from amends.deadlines.period import Period, Unit

Pause = tuple[datetime, datetime]
"""From and until. One that has not ended has no place here: nobody can say yet when the promise is due."""

_DAY = timedelta(days=1)


def due_with_pauses(start: datetime, period: Period, calendar: Calendar, pauses: Sequence[Pause]) -> datetime:
    """Pauses in order, none overlapping another; what they hold of the time before the start is passed over."""
    start, unit = in_utc(start), possible(period).unit
    stretches = _since(start, pauses)
    if unit in IN_TIME:
        return _stretched(
            start,
            IN_TIME[unit] * period.amount,
            stretches,
            passed=lambda since, until: until - since,
            after=lambda since, left: since + left,
        )
    if unit is Unit.WORKING_HOURS:
        worked = HOUR * period.amount
        return _stretched(start, worked, stretches, calendar.worked_between, calendar.after_work)
    return end_of_last(last_day_with_pauses(start, period, calendar, pauses), unit, calendar)


def last_day_with_pauses(
    start: datetime, period: Period, calendar: Calendar, pauses: Sequence[Pause]
) -> date:
    """The local day on which a period of days ends."""
    start, stretches = in_utc(start), _since(start, pauses)
    if period.unit in ON_A_CALENDAR:
        return rolled(nominal_day_with_pauses(start, period, calendar, pauses), calendar)
    first = last_day(start, Period(1, period.unit), calendar)
    left, before = period.amount if period.unit is Unit.WORKING_DAYS else 1, first - _DAY
    for begins, ends in stretches:
        counted = calendar.working_days_between(before, over_until(begins, period.unit, calendar))
        if counted >= left:
            break
        left -= counted
        before = max(before, over_until(ends, period.unit, calendar))
    return calendar.working_day_after(before, number=left)


def nominal_day_with_pauses(
    start: datetime, period: Period, calendar: Calendar, pauses: Sequence[Pause]
) -> date:
    """The last day of a period of calendar days, working day or not."""
    start, unit = in_utc(start), period.unit
    before = calendar.day_of(start) if unit is Unit.NEXT_DAY else day_before_counting(start, calendar)
    last = nominal_day(start, period, calendar)
    for begins, ends in _since(start, pauses):
        over, then = over_until(begins, unit, calendar), over_until(ends, unit, calendar)
        if last > over:
            last += max(then - max(over, before), timedelta())
        elif rolled(last, calendar) > over:
            last = max(
                last, then + _DAY
            )  # on its way to a working day, it finds none before the pause is over
    return last


def _stretched(
    start: datetime,
    left: timedelta,
    stretches: Sequence[Pause],
    passed: Callable[[datetime, datetime], timedelta],
    after: Callable[[datetime, timedelta], datetime],
) -> datetime:
    """`passed`: how much of what is counted lies between two moments; `after`: when so much of it is over."""
    since = start
    for begins, ends in stretches:
        counted = passed(since, begins)
        if counted >= left:
            break
        left -= counted
        since = ends
    return after(since, left)


def _since(start: datetime, pauses: Sequence[Pause]) -> list[Pause]:
    stretches = [(in_utc(begins), in_utc(ends)) for begins, ends in pauses]
    reached = None
    for begins, ends in stretches:
        if ends < begins or (reached is not None and begins < reached):
            raise ValueError("pauses must be in order, each begun before it ends, none overlapping another")
        reached = ends
    return [(max(begins, start), ends) for begins, ends in stretches if ends > start]
