"""Opening hours: as people write them, and what a visitor is told at any moment."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.errors import Invalid
from amends.organisation.hours import OpenState, coming, day_words, read_day, runs, state_at
from amends.organisation.values import CLOSED, CLOSED_WEEK, OtherDay, Period, Week

ZONE = ZoneInfo("Asia/Shanghai")
DAY = (Period(540, 720), Period(810, 1050))
WEEK: Week = (DAY, DAY, DAY, DAY, DAY, (Period(540, 720),), CLOSED)
ALWAYS: Week = ((Period(0, 1440),),) * 7


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """March 2026 begins on a Sunday."""
    return datetime(2026, 3, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    "text",
    [
        "9:00-12:00, 13:30-17:30",
        "13:30–17:30；9:00~12:00",
        "9点至12点，13：30到17：30",
        " 09.00 - 12.00 / 13h30-17h30 ",
    ],
)
def test_hours_are_read_as_people_write_them(text: str) -> None:
    assert read_day(text) == DAY


@pytest.mark.parametrize(
    "text", ["mornings", "9-25", "17:00-9:00", "9:75-10:00", "9-12, 11-13", "1-2,3-4,5-6,7-8,9-10"]
)
def test_what_is_no_time_is_said(text: str) -> None:
    with pytest.raises(Invalid):
        read_day(text)


@given(
    st.lists(st.integers(0, 1440), min_size=0, max_size=8, unique=True).filter(
        lambda found: len(found) % 2 == 0
    )
)
def test_what_is_shown_is_read_back(minutes: list[int]) -> None:
    ordered = sorted(minutes)
    day = tuple(Period(opens, closes) for opens, closes in zip(ordered[::2], ordered[1::2], strict=True))
    assert read_day(day_words(day)) == day


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (at(2, 9), OpenState(True, until=at(2, 12))),
        (at(2, 12), OpenState(False, opens=at(2, 13, 30))),
        (at(2, 17, 29), OpenState(True, until=at(2, 17, 30))),
        (at(2, 17, 30), OpenState(False, opens=at(3, 9))),
        (at(7, 13), OpenState(False, opens=at(9, 9))),
        (at(1, 0), OpenState(False, opens=at(2, 9))),
    ],
)
def test_a_visitor_is_told_until_or_from_when(now: datetime, told: OpenState) -> None:
    assert state_at(now, week=WEEK, zone=ZONE) == told


def test_other_days_count_before_the_week() -> None:
    holiday = OtherDay(date(2026, 3, 2))
    sunday = OtherDay(date(2026, 3, 8), (Period(600, 660),))
    assert state_at(at(2, 9), week=WEEK, days=[holiday], zone=ZONE) == OpenState(False, opens=at(3, 9))
    assert state_at(at(8, 10), week=WEEK, days=[sunday], zone=ZONE) == OpenState(True, until=at(8, 11))
    near = coming(
        [sunday, holiday, OtherDay(date(2026, 5, 1))], today=date(2026, 3, 2), within=at(16, 0) - at(2, 0)
    )
    assert near == [holiday, sunday]


def test_midnight_neither_opens_nor_closes() -> None:
    night: Week = ((Period(0, 120), Period(1200, 1440)),) * 7
    assert state_at(at(2, 23), week=night, zone=ZONE) == OpenState(True, until=at(3, 2))
    assert state_at(at(2, 23), week=ALWAYS, zone=ZONE) == OpenState(True)
    assert state_at(at(2, 23), week=CLOSED_WEEK, zone=ZONE) is None


def test_days_alike_are_told_together() -> None:
    assert list(runs(WEEK)) == [(0, 4, DAY), (5, 5, (Period(540, 720),)), (6, 6, CLOSED)]
