"""How much of a unit is over between two moments: what `due` does, the other way round.

Exactly so for minutes, hours, working hours, working days and periods without an amount (they count as one); of calendar
days, weeks, months and years at least as much as the period, since the day they end on may have moved.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from amends.deadlines.calendar import Calendar
from amends.deadlines.due import HOUR, IN_TIME, day_before_counting, in_utc, nominal_day, over_until
from amends.deadlines.period import Period, Unit

_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)
_MONTHS_A_YEAR = 12


def elapsed(start: datetime, end: datetime, unit: Unit, calendar: Calendar) -> int | float:
    """Whole days, weeks, months and years that are over; hours and minutes with their fractions (`now`: minutes)."""
    start, end = in_utc(start), in_utc(end)
    if unit in IN_TIME:
        return max(end - start, timedelta()) / (IN_TIME[unit] or _MINUTE)
    if unit is Unit.WORKING_HOURS:
        return calendar.worked_between(start, end) / HOUR
    return _days(start, end, unit, calendar) if end > start else 0


def _days(start: datetime, end: datetime, unit: Unit, calendar: Calendar) -> int:
    today, over = calendar.day_of(start), over_until(end, unit, calendar)
    before = day_before_counting(start, calendar)
    match unit:
        case Unit.SAME_DAY:
            late = start >= calendar.close_of(today)
            return calendar.working_days_between(today if late else today - _DAY, over)
        case Unit.NEXT_WORKING_DAY:
            return calendar.working_days_between(today, over)
        case Unit.WORKING_DAYS:
            return calendar.working_days_between(before, over)
        case Unit.MONTHS:
            return _months(start, over, calendar)
        case Unit.YEARS:
            return _months(start, over, calendar) // _MONTHS_A_YEAR
        case Unit.NEXT_DAY:
            return max((over - today).days, 0)
        case _:
            return max((over - before).days, 0) // (7 if unit is Unit.WEEKS else 1)


def _months(start: datetime, over: date, calendar: Calendar) -> int:
    today = calendar.day_of(start)
    months = (over.year - today.year) * _MONTHS_A_YEAR + over.month - today.month + 1
    while months > 0 and nominal_day(start, Period(months, Unit.MONTHS), calendar) > over:
        months -= 1
    return max(months, 0)
