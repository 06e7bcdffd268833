"""When a roster needs somebody: nights, weekends and holidays, or the working hours; and when nobody is there."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from amends.deadlines.calendar import Calendar, Free, Off
from amends.people.cover import Stretch, needed, uncovered

ZONE = ZoneInfo("Asia/Shanghai")
NINE_TO_FIVE = ((9 * 60, 12 * 60), (13 * 60, 17 * 60))
CALENDAR = Calendar(ZONE, [*[NINE_TO_FIVE] * 5, (), ()], free={date(2026, 4, 6): Off(Free.HOLIDAY)})
START = datetime(2026, 3, 2, tzinfo=UTC)


def at(day: int, hour: int, *, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=ZONE)


def test_a_roster_of_nights_needs_nobody_on_a_working_day_nor_in_its_break() -> None:
    assert needed(CALENDAR, outside_hours=True, begins=at(2, 0), ends=at(3, 0)) == [
        (at(2, 0), at(2, 9)),
        (at(2, 17), at(3, 0)),
    ]


def test_a_roster_of_working_hours_needs_somebody_just_then() -> None:
    monday = [(at(2, 10), at(2, 17))]
    assert needed(CALENDAR, outside_hours=False, begins=at(2, 10), ends=at(3, 0)) == monday


def test_a_weekend_and_the_holiday_after_it_are_one_stretch() -> None:
    begins, ends = at(3, 12, month=4), at(7, 12, month=4)
    found = needed(CALENDAR, outside_hours=True, begins=begins, ends=ends)
    assert (at(3, 17, month=4), at(7, 9, month=4)) in found


def test_what_one_ends_and_the_next_begins_with_is_no_gap() -> None:
    night = [(at(2, 17), at(3, 9))]
    assert uncovered(night, [(at(3, 0), at(3, 9)), (at(2, 17), at(3, 0))]) == []
    assert uncovered(night, [(at(2, 18), at(3, 0)), (at(2, 20), at(3, 8))]) == [
        (at(2, 17), at(2, 18)),
        (at(3, 8), at(3, 9)),
    ]
    assert uncovered(night, []) == night


hours = st.integers(0, 72)
stretches = st.lists(
    st.tuples(hours, hours)
    .filter(lambda pair: pair[0] < pair[1])
    .map(lambda pair: (START + timedelta(hours=pair[0]), START + timedelta(hours=pair[1]))),
    max_size=6,
)


@given(wanted=stretches, covered=stretches, hour=hours)
def test_an_hour_is_a_gap_when_it_is_wanted_and_nobody_is_there(
    wanted: list[Stretch], covered: list[Stretch], hour: int
) -> None:
    moment = START + timedelta(hours=hour)

    def lies_in(found: list[Stretch]) -> bool:
        return any(begins <= moment < ends for begins, ends in found)

    assert lies_in(uncovered(wanted, covered)) == (lies_in(wanted) and not lies_in(covered))


@given(begins=hours, lasts=hours, outside=st.booleans())
def test_nights_and_hours_together_are_the_whole_time(begins: int, lasts: int, outside: bool) -> None:
    since = START + timedelta(hours=begins)
    until = since + timedelta(hours=lasts)
    there = needed(CALENDAR, outside_hours=outside, begins=since, ends=until)
    assert uncovered([(since, until)] if since < until else [], there) == needed(
        CALENDAR, outside_hours=not outside, begins=since, ends=until
    )
