"""Whether one period can last longer than another, without a calendar at hand: for warnings, never for due times.

Periods of one unit compare by amount (a week is seven days, a year twelve months, an hour sixty minutes). Of two units
the longest that the one can last is held against the shortest of the other: working days may run through weekends and
the longest public holidays, calendar days begin with the rest of the day. So a warning is rather given than missed.
"""

from __future__ import annotations

from amends.deadlines.period import Period, Unit

_DAY = 24 * 60
_LONGEST_HOLIDAY = 9
"""Days in a row, weekends included."""
_WORKING_DAY = 8
"""Hours."""
_SAME: dict[Unit, tuple[int, Unit]] = {
    Unit.NOW: (0, Unit.MINUTES),
    Unit.HOURS: (60, Unit.MINUTES),
    Unit.WEEKS: (7, Unit.CALENDAR_DAYS),
    Unit.NEXT_DAY: (1, Unit.CALENDAR_DAYS),
    Unit.NEXT_WORKING_DAY: (1, Unit.WORKING_DAYS),
    Unit.YEARS: (12, Unit.MONTHS),
}


def may_be_longer(one: Period, other: Period) -> bool:
    """Whether there is a day to begin on which `one` ends later than `other`."""
    one, other = _plain(one), _plain(other)
    if one.unit is other.unit:
        return one.amount > other.amount
    # Only hours and minutes begin at once: all others have the rest of the first day before them.
    rest = _DAY if _runs_at_once(other) and not _runs_at_once(one) else 0
    return _bounds(one)[1] + rest > _bounds(other)[0]


def _plain(period: Period) -> Period:
    factor, unit = _SAME.get(period.unit, (1, period.unit))
    return Period(factor * (period.amount or 1), unit)


def _runs_at_once(period: Period) -> bool:
    return period.unit is Unit.MINUTES


def _bounds(period: Period) -> tuple[int, int]:
    """Minutes, from the shortest to the longest."""
    amount = period.amount
    match period.unit:
        case Unit.CALENDAR_DAYS:
            return amount * _DAY, amount * _DAY
        case Unit.MONTHS:
            return 28 * amount * _DAY if amount < 12 else 365 * (amount // 12) * _DAY, 31 * amount * _DAY
        case Unit.WORKING_HOURS:
            return amount * 60, _stretched(-(-amount // _WORKING_DAY))
        case Unit.WORKING_DAYS:
            return amount * _DAY, _stretched(amount)
        case Unit.SAME_DAY:
            return 0, _stretched(0)
        case _:
            return amount, amount


def _stretched(working_days: int) -> int:
    weekends = 2 * -(-working_days // 5)
    return (working_days + weekends + _LONGEST_HOLIDAY) * _DAY
