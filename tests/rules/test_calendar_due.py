"""When a period ends: examples for the stories, properties for the arithmetic."""

from __future__ import annotations

import os
import time as machine
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.deadlines.calendar import Calendar, Periods, calendar_without_holidays
from amends.deadlines.due import due
from amends.deadlines.period import Period, Unit, parse_period
from amends.policy.parts.calendar import CalendarPart
from tests.rules.calendars import (
    COUNTED,
    HOLIDAY,
    calendar_of,
    calendars,
    days_off,
    hours,
    moments,
    near,
    periods,
    quick,
    with_holidays,
    working,
    zones,
)

NINE_TO_SIX = ((540, 1080),)

office = calendar_without_holidays(CalendarPart(), "Asia/Shanghai")


def local(text: str, zone: str = "Asia/Shanghai") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("start", "period", "expected"),
    [
        ("2026-03-05 10:00", "now", "2026-03-05 10:00"),
        ("2026-03-06 23:00", "24 h", "2026-03-07 23:00"),
        ("2026-03-05 10:00", "1 wd", "2026-03-07 00:00"),  # Thursday: Friday counts, up to 24:00
        ("2026-03-06 10:00", "1 wd", "2026-03-10 00:00"),  # Friday: Monday
        ("2026-03-07 10:00", "3 wd", "2026-03-12 00:00"),  # Saturday: Monday to Wednesday
        ("2026-03-02 09:00", "7 wd", "2026-03-12 00:00"),
        ("2026-03-02 09:00", "5 wd", "2026-03-10 00:00"),
        ("2026-03-05 10:00", "4 d", "2026-03-10 00:00"),  # to Monday
        ("2026-03-05 10:00", "2 d", "2026-03-10 00:00"),  # to Saturday, moved to Monday
        ("2026-03-05 10:00", "7 d", "2026-03-13 00:00"),
        ("2024-02-28 10:00", "1 wd", "2024-03-01 00:00"),  # a leap day counts
        ("2025-02-27 10:00", "1 wd", "2025-03-01 00:00"),
        ("2026-03-05 10:00", "same day", "2026-03-05 18:00"),
        ("2026-03-05 03:00", "same day", "2026-03-05 18:00"),
        ("2026-03-05 18:00", "same day", "2026-03-06 18:00"),  # at closing time it is too late
        ("2026-03-06 20:00", "same day", "2026-03-09 18:00"),
        ("2026-03-07 10:00", "same day", "2026-03-09 18:00"),
        ("2026-03-05 23:59", "next wd", "2026-03-07 00:00"),
        ("2026-03-06 08:00", "next wd", "2026-03-10 00:00"),
    ],
)
def test_a_period_ends(start: str, period: str, expected: str) -> None:
    assert due(local(start), parse_period(period), office) == local(expected)


def test_the_day_is_the_tenants_not_utcs() -> None:
    late_in_utc = datetime(2026, 3, 4, 16, 30, tzinfo=UTC)  # Thursday already in Shanghai
    assert due(late_in_utc, parse_period("1 wd"), office) == local("2026-03-07 00:00")


@pytest.mark.parametrize(
    ("zone", "start", "period", "expected_utc"),
    [
        ("Europe/Amsterdam", "2026-03-27 12:00", "1 wd", "2026-03-30 22:00"),  # summer time has begun
        ("Europe/Amsterdam", "2026-03-28 12:00", "24 h", "2026-03-29 11:00"),  # hours are real hours
        ("Europe/Amsterdam", "2026-10-23 12:00", "1 wd", "2026-10-26 23:00"),
        ("America/New_York", "2026-03-06 12:00", "1 wd", "2026-03-10 04:00"),
        ("Australia/Lord_Howe", "2026-04-03 12:00", "1 wd", "2026-04-06 13:30"),  # moves by half an hour
    ],
)
def test_days_stay_whole_when_the_clocks_change(
    zone: str, start: str, period: str, expected_utc: str
) -> None:
    expected = datetime.fromisoformat(expected_utc).replace(tzinfo=UTC)
    assert (
        due(local(start, zone), parse_period(period), calendar_without_holidays(CalendarPart(), zone))
        == expected
    )


def test_a_day_whose_midnight_is_skipped_begins_when_the_clocks_change() -> None:
    beirut = Calendar(ZoneInfo("Asia/Beirut"), [NINE_TO_SIX] * 7)
    end = due(local("2022-03-25 12:00", "Asia/Beirut"), parse_period("1 d"), beirut)
    assert end == datetime(2022, 3, 26, 22, 0, tzinfo=UTC)  # 00:00 became 01:00


@pytest.mark.parametrize(
    ("week", "says"),
    [
        ([()] * 7, "at least one working day"),
        ([NINE_TO_SIX] * 6, "at least one working day"),
        ([((1080, 540),)] * 7, "before closing time"),
        ([((540, 540),)] * 7, "before closing time"),
        ([((540, 720), (660, 1080))] * 7, "in order"),
        ([((540, 1441),)] * 7, "in order"),
    ],
)
def test_an_impossible_week_is_refused(week: list[Periods], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Calendar(ZoneInfo("Asia/Shanghai"), week)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../etc", "Asia", ""])
def test_an_unknown_zone_is_refused(zone: str) -> None:
    with pytest.raises(ValueError, match="unknown time zone"):
        calendar_without_holidays(CalendarPart(), zone)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        due(datetime(2026, 3, 5, 10, 0), parse_period("1 wd"), office)  # noqa: DTZ001


@pytest.mark.parametrize("unit", COUNTED)
def test_nothing_is_counted_from_nought(unit: Unit) -> None:
    with pytest.raises(ValueError, match="counts from 1"):
        due(local("2026-03-05 10:00"), Period(0, unit), office)


@quick
@given(moments, moments, periods, calendars)
def test_a_later_start_is_never_due_earlier(
    one: datetime, other: datetime, period: Period, calendar: Calendar
) -> None:
    earlier, later = sorted((one, other))
    assert due(earlier, period, calendar) <= due(later, period, calendar)


@quick
@given(near, st.timedeltas(timedelta(), timedelta(days=3)), periods, calendars)
def test_a_slightly_later_start_is_never_due_earlier(
    start: datetime, later: timedelta, period: Period, calendar: Calendar
) -> None:
    assert due(start, period, calendar) <= due(start + later, period, calendar)


@quick
@given(moments, periods, st.integers(0, 50), calendars)
def test_a_longer_period_is_never_due_earlier(
    start: datetime, period: Period, more: int, calendar: Calendar
) -> None:
    longer = Period(period.amount + more, period.unit)
    assert due(start, period, calendar) <= due(start, longer, calendar)


@quick
@given(moments, periods, calendars)
def test_nothing_is_due_before_it_starts(start: datetime, period: Period, calendar: Calendar) -> None:
    end = due(start, period, calendar)
    assert end.tzinfo is UTC
    assert end >= start
    assert end > start or period.unit is Unit.NOW


@quick
@given(near, st.integers(1, 100), working, zones, st.sets(days_off, max_size=12))
def test_working_days_are_the_ones_a_person_counts_on_a_wall_calendar(
    start: datetime, amount: int, days: frozenset[int], zone: str, closed: set[date]
) -> None:
    calendar = calendar_of(days, zone, free=dict.fromkeys(closed, HOLIDAY))
    day, left = start.astimezone(calendar.zone).date(), amount
    while left:
        day += timedelta(days=1)
        left -= day.isoweekday() in days and day not in closed
    assert due(start, Period(amount, Unit.WORKING_DAYS), calendar) == calendar.end_of(day)


@quick
@given(near, st.integers(1, 40), working, zones, hours, st.sets(days_off, max_size=12))
def test_working_hours_are_the_ones_a_person_adds_up_minute_by_minute(
    start: datetime, amount: int, days: frozenset[int], zone: str, open_at: Periods, closed: set[date]
) -> None:
    start = start.replace(second=0, microsecond=0)
    calendar = calendar_of(days, zone, open_at, free=dict.fromkeys(closed, HOLIDAY))
    moment, left = start, amount * 60
    while left:
        local = moment.astimezone(calendar.zone)
        minute = local.hour * 60 + local.minute
        works = local.isoweekday() in days and local.date() not in closed
        left -= works and any(opens <= minute < closes for opens, closes in open_at)
        moment += timedelta(minutes=1)
    assert due(start, Period(amount, Unit.WORKING_HOURS), calendar) == moment


@quick
@given(near, periods, calendars, st.sets(days_off, min_size=1, max_size=12))
def test_a_holiday_never_makes_a_deadline_earlier(
    start: datetime, period: Period, calendar: Calendar, closed: set[date]
) -> None:
    assert due(start, period, calendar) <= due(start, period, with_holidays(calendar, closed))


@quick
@given(moments, periods, calendars, zones)
def test_the_same_moment_told_in_another_zone_is_due_at_the_same_time(
    start: datetime, period: Period, calendar: Calendar, zone: str
) -> None:
    assert due(start.astimezone(ZoneInfo(zone)), period, calendar) == due(start, period, calendar)


@pytest.fixture(params=["UTC", "Pacific/Kiritimati", "America/New_York"])
def machine_zone(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    machine.tzset()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    machine.tzset()


@pytest.mark.usefixtures("machine_zone")
def test_the_machines_zone_does_not_matter() -> None:
    start = datetime(2026, 3, 4, 16, 30, tzinfo=UTC)
    ends = [due(start, parse_period(text), office) for text in ("24 h", "1 wd", "2 d", "same day", "next wd")]
    assert ends == [
        start + timedelta(hours=24),
        *(local(text) for text in ("2026-03-07", "2026-03-10", "2026-03-05 18:00", "2026-03-07")),
    ]


def test_a_calendar_knows_its_days() -> None:
    assert office.works_on(date(2026, 3, 6))
    assert not office.works_on(date(2026, 3, 7))
    assert office.working_day_from(date(2026, 3, 7)) == date(2026, 3, 9)
