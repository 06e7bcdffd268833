"""When a period ends: pure arithmetic on the local dates of an organisation's calendar.

How days are counted follows the Civil Code of China, articles 200-204, where the calendar does not say otherwise: hours
run from the moment of the event; the day of the event does not count; a period of days ends at 24:00 of its last day;
a last day that is no working day moves to the next one; months end on the corresponding day or the month's last.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta

from amends.deadlines.calendar import Calendar
from amends.deadlines.period import Period, Unit
from amends.policy.parts.calendar import FirstDay

_DAY, HOUR = timedelta(days=1), timedelta(hours=1)
_WITHOUT_AMOUNT = (Unit.NOW, Unit.SAME_DAY, Unit.NEXT_DAY, Unit.NEXT_WORKING_DAY)

IN_TIME = {Unit.NOW: timedelta(), Unit.MINUTES: timedelta(minutes=1), Unit.HOURS: timedelta(hours=1)}
"""Units that run through nights and holidays, and how long one is."""
ON_A_CALENDAR = (Unit.CALENDAR_DAYS, Unit.WEEKS, Unit.MONTHS, Unit.YEARS, Unit.NEXT_DAY)
"""Units that count all days alike; only the last one may have to be a working day."""


def due(start: datetime, period: Period, calendar: Calendar) -> datetime:
    """The last moment at which the promise is still kept, in UTC."""
    if start.tzinfo is not UTC:
        start = in_utc(start)
    amount, unit = possible(period)
    if unit is Unit.WORKING_HOURS:
        return calendar.after_work(start, HOUR * amount)
    if unit in IN_TIME:
        return start + IN_TIME[unit] * amount
    return end_of_last(last_day(start, period, calendar), unit, calendar)


def possible(period: Period) -> Period:
    if period[0] < 1 and period[1] not in _WITHOUT_AMOUNT:
        raise ValueError(f"a period counts from 1, got {period}")
    return period


def end_of_last(last: date, unit: Unit, calendar: Calendar) -> datetime:
    """When a period of days is over that ends on this one."""
    return calendar.close_of(last) if unit is Unit.SAME_DAY else calendar.last_moment(last)


def over_until(moment: datetime, unit: Unit, calendar: Calendar) -> date:
    """The latest local day that is over, as far as periods of this unit are concerned."""
    today = calendar.day_of(moment)
    return today if end_of_last(today, unit, calendar) <= moment else today - _DAY


def last_day(start: datetime, period: Period, calendar: Calendar) -> date:
    """The local day on which a period of days ends."""
    today = calendar.day_of(start)
    match period.unit:
        case Unit.SAME_DAY if calendar.works_on(today) and start < calendar.close_of(today):
            return today
        case Unit.SAME_DAY | Unit.NEXT_WORKING_DAY:
            return calendar.working_day_after(today)
        case Unit.WORKING_DAYS:
            return calendar.working_day_after(day_before_counting(start, calendar), number=period.amount)
        case _:
            return rolled(nominal_day(start, period, calendar), calendar)


def rolled(nominal: date, calendar: Calendar) -> date:
    return calendar.working_day_from(nominal) if calendar.roll else nominal


def nominal_day(start: datetime, period: Period, calendar: Calendar) -> date:
    """The last day of a period of calendar days, working day or not."""
    amount, today = period.amount, calendar.day_of(start)
    before = day_before_counting(start, calendar)
    match period.unit:
        case Unit.NEXT_DAY:
            return today + _DAY
        case Unit.WEEKS:
            return before + 7 * amount * _DAY
        case Unit.MONTHS | Unit.YEARS:
            # Counted from the day itself it ends the day before the corresponding one (12 March to 11 April).
            corresponding = _months_later(today, amount * (12 if period.unit is Unit.YEARS else 1))
            return corresponding - (today - before)
        case _:
            return before + amount * _DAY


def counts_first(start: datetime, calendar: Calendar) -> bool:
    """The day of the event is the first one counted: the calendar says so, and it was not over yet."""
    return calendar.first_day is FirstDay.SAME and start < calendar.last_moment(calendar.day_of(start))


def day_before_counting(start: datetime, calendar: Calendar) -> date:
    """The day after it is the first one counted."""
    today = calendar.day_of(start)
    return today - _DAY if counts_first(start, calendar) else today


def in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone cannot start a period")
    return moment.astimezone(UTC)


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
