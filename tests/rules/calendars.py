"""Calendars, starts and periods of all kinds, for tests of what holds of every one of them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import settings
from hypothesis import strategies as st

from amends.deadlines.calendar import Calendar, Free, Off, Periods, Worked
from amends.deadlines.period import Period, Unit
from amends.policy.parts.base import Text
from amends.policy.parts.calendar import DayEnds, FirstDay

COUNTED = [unit for unit in Unit if " " not in unit and unit is not Unit.NOW]
ZONES = ["Europe/Amsterdam", "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe"]

starts = st.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
working = st.frozensets(st.integers(1, 7), min_size=1)
zones = st.sampled_from(ZONES)
periods = st.builds(Period, st.integers(1, 60), st.sampled_from(list(Unit)))
hours = st.sampled_from([((510, 1050),), ((540, 720), (810, 1080)), ((0, 1440),), ((60, 150), (180, 240))])
NAME = Text(zh="假日", en="Holiday")
HOLIDAY = Off(Free.HOLIDAY, NAME)


def calendar_of(
    days: frozenset[int],
    zone: str,
    periods: Periods = ((510, 1050),),
    **more: Any,
) -> Calendar:
    return Calendar(ZoneInfo(zone), [periods if day in days else () for day in range(1, 8)], **more)


def varied(first_day: FirstDay, day_ends: DayEnds, roll: bool) -> st.SearchStrategy[Calendar]:
    return st.builds(
        calendar_of,
        working,
        zones,
        hours,
        free=st.dictionaries(days_off, st.just(HOLIDAY), max_size=12),
        worked=st.dictionaries(days_off, st.just(Worked(NAME, ((600, 900),))), max_size=4),
        first_day=st.just(first_day),
        day_ends=st.just(day_ends),
        roll=st.just(roll),
    )


days_off = st.dates(date(2020, 1, 1), date(2020, 3, 31))
calendars = st.builds(varied, st.sampled_from(FirstDay), st.sampled_from(DayEnds), st.booleans()).flatmap(
    lambda found: found
)
near = st.datetimes(datetime(2019, 12, 25), datetime(2020, 4, 10), timezones=st.just(UTC))  # noqa: DTZ001
moments = st.one_of(starts, near)
quick = settings(deadline=None)


def with_holidays(calendar: Calendar, days: set[date]) -> Calendar:
    return Calendar(
        calendar.zone,
        calendar.week,
        free=calendar.free | dict.fromkeys(days, HOLIDAY),
        worked=calendar.worked,
        first_day=calendar.first_day,
        day_ends=calendar.day_ends,
        roll=calendar.roll,
    )
