"""A period counted in two steps: where it ends when it would have been counted in one, and where it does not."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.deadlines.calendar import Calendar, calendar_without_holidays
from amends.deadlines.due import due, last_day
from amends.deadlines.period import Period, Unit, parse_period
from amends.policy.parts.calendar import CalendarPart, FirstDay
from tests.rules.calendars import calendars, moments, near, quick

SHANGHAI = ZoneInfo("Asia/Shanghai")
office = calendar_without_holidays(CalendarPart(), SHANGHAI.key)
amounts = st.integers(1, 60)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@quick
@given(moments, amounts, amounts, st.sampled_from([Unit.MINUTES, Unit.HOURS, Unit.WORKING_HOURS]), calendars)
def test_time_can_be_counted_in_two_steps(
    start: datetime, one: int, other: int, unit: Unit, calendar: Calendar
) -> None:
    first = due(start, Period(one, unit), calendar)
    both = due(start, Period(one + other, unit), calendar)
    assert due(first, Period(other, unit), calendar) == both


@quick
@given(near, amounts, amounts, calendars, st.floats(0, 0.999))
def test_working_days_can_when_the_second_step_is_counted_from_the_day_on_which_the_first_ended(
    start: datetime, one: int, other: int, calendar: Calendar, share: float
) -> None:
    first = Period(one, Unit.WORKING_DAYS)
    day = last_day(start, first, calendar)
    if (
        calendar.first_day is FirstDay.SAME
    ):  # that day is counted already: what follows begins when it is over
        again = due(start, first, calendar)
    else:
        begins = calendar.at(day, 0)
        again = begins + (calendar.end_of(day) - begins) * share
    both = due(start, Period(one + other, Unit.WORKING_DAYS), calendar)
    assert due(again, Period(other, Unit.WORKING_DAYS), calendar) == both


@pytest.mark.parametrize(
    ("start", "step", "second", "whole", "in_two", "in_one"),
    [
        # The last day of a shorter month is where the second month begins.
        ("2026-01-31 10:00", "1 mo", "2026-02-28 10:00", "2 mo", "2026-03-29", "2026-04-01"),
        ("2024-02-29 10:00", "1 y", "2025-02-28 10:00", "2 y", "2026-03-01", "2026-03-01"),
        ("2024-02-29 10:00", "4 y", "2028-02-29 10:00", "8 y", "2032-03-01", "2032-03-01"),
    ],
)
def test_months_cannot(start: str, step: str, second: str, whole: str, in_two: str, in_one: str) -> None:
    any_day = calendar_without_holidays(CalendarPart(roll=False), SHANGHAI.key)
    assert last_day(local(start), parse_period(step), any_day) == local(second).date()
    assert due(local(second), parse_period(step), any_day) == local(in_two)
    assert due(local(start), parse_period(whole), any_day) == local(in_one)


def test_days_cannot_that_moved_to_a_working_one() -> None:
    """Thursday and two days is Saturday, so Monday; two more are Wednesday. Four in one are Monday."""
    start, step = local("2026-03-05 10:00"), parse_period("2 d")
    monday = last_day(start, step, office)
    assert monday == local("2026-03-09").date()
    assert due(local("2026-03-09 10:00"), step, office) == local("2026-03-12")
    assert due(start, parse_period("4 d"), office) == local("2026-03-10")


def test_nor_can_working_days_when_the_second_step_begins_at_the_moment_the_first_is_due() -> None:
    """Midnight belongs to the next day, which does not count then."""
    start, step = local("2026-03-02 10:00"), parse_period("1 wd")
    first = due(start, step, office)
    assert first == local("2026-03-04")
    assert due(first, step, office) == local("2026-03-06")
    assert due(first - timedelta(seconds=1), step, office) == due(start, parse_period("2 wd"), office)
