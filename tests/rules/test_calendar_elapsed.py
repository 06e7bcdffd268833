"""How much of a unit is over: what a due time says, the other way round."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.deadlines.calendar import Calendar, calendar_without_holidays
from amends.deadlines.due import due
from amends.deadlines.elapsed import elapsed
from amends.deadlines.period import Period, Unit
from amends.policy.parts.calendar import CalendarPart, DayEnds, FirstDay
from tests.rules.calendars import HOLIDAY, calendar_of, calendars, moments, near, periods, quick, working

office = calendar_without_holidays(CalendarPart(), "Asia/Shanghai")
EXACT = [
    Unit.MINUTES,
    Unit.HOURS,
    Unit.WORKING_HOURS,
    Unit.WORKING_DAYS,
    Unit.SAME_DAY,
    Unit.NEXT_WORKING_DAY,
]


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("start", "end", "unit", "expected"),
    [
        ("2026-03-05 10:00", "2026-03-05 10:30", "min", 30),
        ("2026-03-05 10:00", "2026-03-05 10:30", "now", 30),
        ("2026-03-05 10:00", "2026-03-06 11:30", "h", 25.5),
        ("2026-03-05 17:00", "2026-03-06 10:30", "wh", 2.5),
        ("2026-03-06 18:00", "2026-03-09 09:00", "wh", 0),
        ("2025-12-31 17:00", "2027-01-01 10:00", "wh", 9 * 261 + 2),  # a whole year of working days between
        ("2026-03-05 10:00", "2026-03-06 23:59", "wd", 0),
        ("2026-03-05 10:00", "2026-03-07 00:00", "wd", 1),
        ("2026-03-05 10:00", "2026-03-09 23:59", "wd", 1),
        ("2025-12-31 10:00", "2027-01-02 00:00", "wd", 262),
        ("2026-03-05 10:00", "2026-03-10 00:00", "d", 4),
        ("2026-03-05 10:00", "2026-03-19 23:59", "w", 1),
        ("2026-03-05 10:00", "2026-03-20 00:00", "w", 2),
        ("2026-01-31 10:00", "2026-02-28 23:59", "mo", 0),
        ("2026-01-31 10:00", "2026-03-01 00:00", "mo", 1),
        ("2024-02-29 10:00", "2025-03-01 00:00", "y", 1),
        ("2024-02-29 10:00", "2028-02-29 12:00", "y", 3),
        ("2026-03-05 10:00", "2026-03-05 18:00", "same day", 1),
        ("2026-03-05 18:00", "2026-03-05 19:00", "same day", 0),
        ("2026-03-05 10:00", "2026-03-07 00:00", "next day", 1),
        ("2026-03-06 10:00", "2026-03-09 12:00", "next wd", 0),
    ],
)
def test_so_much_is_over(start: str, end: str, unit: str, expected: float) -> None:
    assert elapsed(local(start), local(end), Unit(unit), office) == expected


def test_nothing_is_over_before_it_begins() -> None:
    for unit in Unit:
        assert elapsed(local("2026-03-05 10:00"), local("2026-03-05 10:00"), unit, office) == 0
        assert elapsed(local("2026-03-05 10:00"), local("2020-03-05 10:00"), unit, office) == 0


@quick
@given(st.sampled_from(EXACT), moments, st.integers(1, 400), calendars)
def test_when_it_is_due_exactly_the_period_is_over(
    unit: Unit, start: datetime, amount: int, calendar: Calendar
) -> None:
    once = unit in (Unit.SAME_DAY, Unit.NEXT_WORKING_DAY)
    assert elapsed(start, due(start, Period(amount, unit), calendar), unit, calendar) == (
        1 if once else amount
    )


@quick
@given(moments, periods, calendars)
def test_when_it_is_due_the_period_is_over_and_not_a_moment_before(
    start: datetime, period: Period, calendar: Calendar
) -> None:
    amount = 0 if period.unit is Unit.NOW else 1 if " " in period.unit else period.amount
    end = due(start, period, calendar)
    assert elapsed(start, end, period.unit, calendar) >= amount
    unmoved = calendar_with(calendar, roll=False)
    before = due(start, period, unmoved) - timedelta(microseconds=1)
    assert elapsed(start, before, period.unit, unmoved) < amount or period.unit is Unit.NOW


@quick
@given(near, st.timedeltas(timedelta(), timedelta(days=400)), st.sampled_from(Unit), calendars)
def test_more_is_over_later(start: datetime, later: timedelta, unit: Unit, calendar: Calendar) -> None:
    assert (
        0
        <= elapsed(start, start + later / 2, unit, calendar)
        <= elapsed(start, start + later, unit, calendar)
    )


@quick
@given(near, near, near, calendars, st.sampled_from([Unit.MINUTES, Unit.WORKING_HOURS]))
def test_time_can_be_added_up(
    one: datetime, two: datetime, three: datetime, calendar: Calendar, unit: Unit
) -> None:
    first, middle, last = sorted((one, two, three))
    parts = elapsed(first, middle, unit, calendar) + elapsed(middle, last, unit, calendar)
    assert elapsed(first, last, unit, calendar) == pytest.approx(parts, abs=1e-6)


@quick
@given(near, near, working, st.sets(st.dates(date(2019, 12, 20), date(2020, 4, 15)), max_size=12))
def test_working_days_over_are_the_ones_a_person_crosses_out(
    one: datetime, other: datetime, days: frozenset[int], closed: set[date]
) -> None:
    start, end = sorted((one, other))
    calendar = calendar_of(days, "Europe/Amsterdam", free=dict.fromkeys(closed, HOLIDAY))
    crossed, day = 0, calendar.day_of(start) + timedelta(days=1)
    while calendar.end_of(day) <= end:
        crossed += day.isoweekday() in days and day not in closed
        day += timedelta(days=1)
    assert elapsed(start, end, Unit.WORKING_DAYS, calendar) == crossed


def calendar_with(calendar: Calendar, *, roll: bool) -> Calendar:
    return Calendar(
        calendar.zone,
        calendar.week,
        free=calendar.free,
        worked=calendar.worked,
        first_day=calendar.first_day,
        day_ends=calendar.day_ends,
        roll=roll,
    )


def test_days_counted_from_the_event_itself_and_over_at_closing() -> None:
    calendar = Calendar(
        ZoneInfo("Asia/Shanghai"),
        [((540, 1080),)] * 5 + [()] * 2,
        first_day=FirstDay.SAME,
        day_ends=DayEnds.CLOSE,
    )
    assert elapsed(local("2026-03-05 10:00"), local("2026-03-05 18:00"), Unit.WORKING_DAYS, calendar) == 1
    assert elapsed(local("2026-03-05 18:00"), local("2026-03-06 17:59"), Unit.WORKING_DAYS, calendar) == 0
    assert (
        elapsed(local("2026-03-12 10:00"), datetime(2026, 4, 11, 16, tzinfo=UTC), Unit.MONTHS, calendar) == 1
    )
