"""Periods nobody could reckon are refused by the policy and by the calendar, and never end in an overflow."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from msgspec import structs

from amends.deadlines.calendar import BeyondTheCalendar
from amends.deadlines.due import due
from amends.deadlines.period import Period, Unit, parse_period
from amends.deadlines.reckoned import extended_to
from amends.policy.document import Policy
from amends.policy.endless import endless
from tenants.templates import load_templates
from tests.rules.calendars import calendar_of

START = datetime(2026, 3, 9, 1, tzinfo=UTC)
MINUTE_A_WEEK = calendar_of(frozenset({1}), "Asia/Shanghai", ((540, 541),))


@pytest.fixture(scope="module")
def sound() -> Policy:
    return load_templates()["property"].policy


def week_of(policy: Policy, **week: tuple[str, ...]) -> Policy:
    return structs.replace(policy, calendar=structs.replace(policy.calendar, week=week))


def lasting(policy: Policy, code: str, period: str) -> Policy:
    levels = {
        name: structs.replace(
            level,
            clocks={
                **level.clocks,
                code: structs.replace(level.clocks[code], period=parse_period(period)),
            },
        )
        for name, level in policy.levels.items()
    }
    categories = {
        name: structs.replace(each, clocks={kind: use for kind, use in each.clocks.items() if kind != code})
        for name, each in policy.categories.items()
    }
    return structs.replace(policy, levels=levels, categories=categories)


def test_a_week_with_next_to_no_work_in_it_is_named_with_what_it_makes_endless(sound: Policy) -> None:
    tiny = lasting(week_of(sound, **{"1": ("09:00-09:01",)}), "resolve", "90 wh")
    assert any(
        line.endswith(".clocks.resolve.period: 90 wh would take more than 100 years of calendar.week")
        for line in endless(tiny)
    )
    assert list(endless(lasting(sound, "resolve", "90 wh"))) == []
    days = lasting(week_of(sound, **{"1": ("09:00-18:00",)}), "resolve", "9999 wd")
    assert any("9999 wd would take more" in line for line in endless(days))


@pytest.mark.parametrize("period", [Period(9999, Unit.WORKING_HOURS), Period(9999, Unit.WORKING_DAYS)])
def test_a_calendar_says_so_instead_of_counting_for_ever(period: Period) -> None:
    many = Period(period.amount * 3, period.unit)
    with pytest.raises(BeyondTheCalendar):
        due(START, many, MINUTE_A_WEEK)


@pytest.mark.parametrize("last", [date(9999, 12, 31), date(9995, 1, 1)])
def test_a_date_at_the_end_of_time_is_refused_as_one(last: date) -> None:
    with pytest.raises(BeyondTheCalendar):
        extended_to(START, None, last, MINUTE_A_WEEK)


def test_a_hundred_years_are_reckoned() -> None:
    assert due(START, parse_period("100 y"), MINUTE_A_WEEK).year == 2126
    assert due(START, parse_period("5000 wd"), MINUTE_A_WEEK).year == 2122
