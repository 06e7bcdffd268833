"""When a period ends: examples for the stories, properties for the arithmetic."""

from __future__ import annotations

import os
import time as machine
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amends.deadlines.calendar import Calendar, calendar_from, due
from amends.deadlines.period import Period, Unit, parse_period
from amends.policy.document import Hours

ZONES = ["Europe/Amsterdam", "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe"]

office = calendar_from(Hours(), "Asia/Shanghai")


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
    assert due(local(start, zone), parse_period(period), calendar_from(Hours(), zone)) == expected


def test_a_day_whose_midnight_is_skipped_begins_when_the_clocks_change() -> None:
    beirut = calendar_from(Hours(days=(1, 2, 3, 4, 5, 6, 7)), "Asia/Beirut")
    end = due(local("2022-03-25 12:00", "Asia/Beirut"), parse_period("1 d"), beirut)
    assert end == datetime(2022, 3, 26, 22, 0, tzinfo=UTC)  # 00:00 became 01:00


@pytest.mark.parametrize(
    ("hours", "zone", "says"),
    [
        (Hours(days=()), "Asia/Shanghai", "at least one working day"),
        (Hours(opens="18:00", closes="09:00"), "Asia/Shanghai", "before closing time"),
        (Hours(opens="09:00", closes="09:00"), "Asia/Shanghai", "before closing time"),
        (Hours(), "Mars/Olympus", "unknown time zone 'Mars/Olympus'"),
        (Hours(), "../etc", "unknown time zone"),
        (Hours(), "Asia", "unknown time zone"),
        (Hours(), "", "unknown time zone"),
    ],
)
def test_an_impossible_calendar_is_refused(hours: Hours, zone: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        calendar_from(hours, zone)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        due(datetime(2026, 3, 5, 10, 0), parse_period("1 wd"), office)  # noqa: DTZ001


@pytest.mark.parametrize("unit", [Unit.HOURS, Unit.WORKING_DAYS, Unit.CALENDAR_DAYS])
def test_nothing_is_counted_from_nought(unit: Unit) -> None:
    with pytest.raises(ValueError, match="counts from 1"):
        due(local("2026-03-05 10:00"), Period(0, unit), office)


starts = st.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
working = st.frozensets(st.integers(1, 7), min_size=1)
zones = st.sampled_from(ZONES)
periods = st.builds(Period, st.integers(1, 400), st.sampled_from(list(Unit)))


def calendar_of(days: frozenset[int], zone: str) -> Calendar:
    return Calendar(ZoneInfo(zone), days, time(8, 30), time(17, 30))


calendars = st.builds(calendar_of, working, zones)
quick = settings(deadline=None)


@quick
@given(starts, starts, periods, calendars)
def test_a_later_start_is_never_due_earlier(
    one: datetime, other: datetime, period: Period, calendar: Calendar
) -> None:
    earlier, later = sorted((one, other))
    assert due(earlier, period, calendar) <= due(later, period, calendar)


@quick
@given(starts, st.timedeltas(timedelta(), timedelta(days=3)), periods, calendars)
def test_a_slightly_later_start_is_never_due_earlier(
    start: datetime, later: timedelta, period: Period, calendar: Calendar
) -> None:
    assert due(start, period, calendar) <= due(start + later, period, calendar)


@quick
@given(starts, periods, st.integers(0, 50), calendars)
def test_a_longer_period_is_never_due_earlier(
    start: datetime, period: Period, more: int, calendar: Calendar
) -> None:
    longer = Period(period.amount + more, period.unit)
    assert due(start, period, calendar) <= due(start, longer, calendar)


@quick
@given(starts, periods, calendars)
def test_nothing_is_due_before_it_starts(start: datetime, period: Period, calendar: Calendar) -> None:
    end = due(start, period, calendar)
    assert end.tzinfo is UTC
    assert end >= start
    assert end > start or period.unit is Unit.NOW


@quick
@given(starts, st.integers(1, 400), calendars)
def test_working_days_end_at_the_end_of_a_working_day(
    start: datetime, amount: int, calendar: Calendar
) -> None:
    end = due(start, Period(amount, Unit.WORKING_DAYS), calendar).astimezone(calendar.zone)
    assert end.time() == time()
    assert calendar.works_on(end.date() - timedelta(days=1))


@quick
@given(starts, st.integers(1, 60), calendars)
def test_working_days_are_the_ones_a_person_counts_on_a_wall_calendar(
    start: datetime, amount: int, calendar: Calendar
) -> None:
    day, left = start.astimezone(calendar.zone).date(), amount
    while left:
        day += timedelta(days=1)
        left -= day.isoweekday() in calendar.days
    assert due(start, Period(amount, Unit.WORKING_DAYS), calendar) == calendar.end_of(day)


@quick
@given(starts, periods, calendars, working)
def test_fewer_working_days_never_bring_a_deadline_forward(
    start: datetime, period: Period, calendar: Calendar, removed: frozenset[int]
) -> None:
    left = calendar.days - removed
    if left:
        fewer = Calendar(calendar.zone, left, calendar.opens, calendar.closes)
        assert due(start, period, calendar) <= due(start, period, fewer)


@quick
@given(starts, periods, calendars, zones)
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
