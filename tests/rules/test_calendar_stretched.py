"""Promises that stood still: as much is added, in their own unit, as fell into the pauses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.deadlines.calendar import Calendar, calendar_without_holidays
from amends.deadlines.due import counts_first, due, end_of_last, last_day, nominal_day
from amends.deadlines.elapsed import elapsed
from amends.deadlines.period import Period, Unit, parse_period
from amends.deadlines.stretched import Pause, due_with_pauses
from amends.policy.parts.calendar import CalendarPart
from tests.rules.calendars import calendar_of, calendars, near, periods, quick

ONE_DAY = timedelta(days=1)
office = calendar_without_holidays(CalendarPart(), "Asia/Shanghai")


def local(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("period", "pause", "expected"),
    [
        ("24 h", ("03-05 12:00", "03-05 15:00"), "03-06 13:00"),
        ("24 h", ("03-06 10:00", "03-08 10:00"), "03-06 10:00"),  # due when it begins
        ("30 min", ("03-05 10:10", "03-07 10:10"), "03-07 10:30"),
        ("now", ("03-05 10:00", "03-07 10:00"), "03-05 10:00"),
        ("10 wh", ("03-05 17:00", "03-06 10:00"), "03-06 13:00"),  # two working hours of it
        ("10 wh", ("03-05 18:00", "03-06 09:00"), "03-06 11:00"),  # nobody worked
        ("3 wd", ("03-06 09:00", "03-06 17:00"), "03-11 00:00"),  # within one day
        ("3 wd", ("03-06 09:00", "03-07 17:00"), "03-12 00:00"),  # Friday ended while it lasted
        ("3 wd", ("03-07 09:00", "03-08 17:00"), "03-11 00:00"),  # no working day did
        ("3 wd", ("03-05 10:30", "03-05 23:00"), "03-11 00:00"),  # the day of the event counts not
        ("3 wd", ("03-05 10:30", "03-20 11:00"), "03-25 00:00"),
        ("3 wd", ("03-11 00:00", "03-20 11:00"), "03-11 00:00"),  # over when it begins
        ("4 d", ("03-06 12:00", "03-07 12:00"), "03-11 00:00"),  # from Monday to Tuesday
        ("4 d", ("03-07 12:00", "03-07 13:00"), "03-10 00:00"),
        ("2 d", ("03-08 12:00", "03-11 12:00"), "03-12 00:00"),  # over on Saturday, moved to a paused Monday
        ("2 d", ("03-08 12:00", "03-09 12:00"), "03-10 00:00"),
        ("2 w", ("03-10 12:00", "03-12 12:00"), "03-24 00:00"),  # two days: to Saturday, and on
        ("1 mo", ("03-10 12:00", "03-20 12:00"), "04-16 00:00"),
        ("1 y", ("03-10 12:00", "03-11 12:00"), "2027-03-09 00:00"),  # to a Saturday, and on
        ("same day", ("03-05 11:00", "03-05 12:00"), "03-05 18:00"),
        ("same day", ("03-05 11:00", "03-06 18:00"), "03-09 18:00"),
        ("next day", ("03-06 11:00", "03-08 12:00"), "03-10 00:00"),
        ("next wd", ("03-05 11:00", "03-08 12:00"), "03-10 00:00"),
    ],
)
def test_what_stood_still_is_due_later(period: str, pause: tuple[str, str], expected: str) -> None:
    """Begun on Thursday, 5 March, at ten."""
    begins, ends = (local(text) for text in pause)
    after = due_with_pauses(local("03-05 10:00"), parse_period(period), office, [(begins, ends)])
    whole = expected if len(expected) > 12 else f"2026-{expected}"
    assert after == datetime.fromisoformat(whole).replace(tzinfo=ZoneInfo("Asia/Shanghai"))


def test_what_a_pause_holds_of_the_time_before_the_start_is_passed_over() -> None:
    start = local("03-05 10:00")
    pauses = [(local("03-01 10:00"), local("03-02 10:00")), (local("03-05 09:00"), local("03-05 11:00"))]
    assert due_with_pauses(start, parse_period("2 h"), office, pauses) == local("03-05 13:00")


@pytest.mark.parametrize(
    "pauses",
    [
        [("03-06", "03-05")],
        [("03-06", "03-08"), ("03-07", "03-09")],
        [("03-08", "03-09"), ("03-06", "03-07")],
    ],
)
def test_pauses_out_of_order_are_refused(pauses: list[tuple[str, str]]) -> None:
    stretches = [(local(one), local(other)) for one, other in pauses]
    with pytest.raises(ValueError, match="in order"):
        due_with_pauses(local("03-05"), parse_period("2 h"), office, stretches)


@st.composite
def some_pauses(draw: st.DrawFn) -> list[Pause]:
    marks = sorted(draw(st.lists(near, max_size=8)))
    return list(zip(marks[::2], marks[1::2], strict=False))


@quick
@given(near, periods, calendars)
def test_what_never_stood_still_is_due_as_ever(start: datetime, period: Period, calendar: Calendar) -> None:
    assert due_with_pauses(start, period, calendar, []) == due(start, period, calendar)


@quick
@given(near, periods, calendars, some_pauses())
def test_nothing_is_due_while_it_stands_still_nor_earlier_for_it(
    start: datetime, period: Period, calendar: Calendar, pauses: list[Pause]
) -> None:
    end = due_with_pauses(start, period, calendar, pauses)
    assert end >= due(start, period, calendar)
    if period.unit is not Unit.NOW:
        assert not any(max(begins, start) < end <= ends for begins, ends in pauses)


@quick
@given(near, periods, calendars, some_pauses(), st.floats(0, 1))
def test_a_pause_cut_in_two_is_the_same_pause(
    start: datetime, period: Period, calendar: Calendar, pauses: list[Pause], share: float
) -> None:
    cut = [
        part
        for begins, ends in pauses
        for middle in [begins + (ends - begins) * share]
        for part in ((begins, middle), (middle, ends))
    ]
    whole = due_with_pauses(start, period, calendar, pauses)
    assert due_with_pauses(start, period, calendar, cut) == whole


@quick
@given(near, periods, calendars, some_pauses(), st.timedeltas(timedelta(), timedelta(days=9)))
def test_a_longer_pause_never_makes_it_due_earlier(
    start: datetime, period: Period, calendar: Calendar, pauses: list[Pause], more: timedelta
) -> None:
    if pauses:
        begins, ends = pauses[-1]
        longer = [*pauses[:-1], (begins, ends + more)]
        assert due_with_pauses(start, period, calendar, pauses) <= due_with_pauses(
            start, period, calendar, longer
        )


@quick
@given(near, periods, calendars, some_pauses())
def test_time_that_stood_still_is_what_is_added(
    start: datetime, period: Period, calendar: Calendar, pauses: list[Pause]
) -> None:
    if period.unit not in (Unit.MINUTES, Unit.HOURS, Unit.WORKING_HOURS):
        period = Period(period.amount, Unit.WORKING_HOURS)
    end = due_with_pauses(start, period, calendar, pauses)
    stood = sum(elapsed(max(begins, start), min(ends, end), period.unit, calendar) for begins, ends in pauses)
    assert elapsed(start, end, period.unit, calendar) == pytest.approx(period.amount + stood, abs=1e-6)


@quick
@given(near, periods, calendars, some_pauses())
def test_days_are_the_ones_a_person_counts_who_leaves_out_those_that_ended_in_a_pause(
    start: datetime, period: Period, calendar: Calendar, pauses: list[Pause]
) -> None:
    if period.unit in (Unit.NOW, Unit.MINUTES, Unit.HOURS, Unit.WORKING_HOURS):
        period = Period(period.amount, Unit.WORKING_DAYS)
    expected = counted_day_by_day(start, period, calendar, pauses)
    assert due_with_pauses(start, period, calendar, pauses) == end_of_last(expected, period.unit, calendar)


def counted_day_by_day(start: datetime, period: Period, calendar: Calendar, pauses: Sequence[Pause]) -> date:
    unit = period.unit
    only_working = unit in (Unit.WORKING_DAYS, Unit.SAME_DAY, Unit.NEXT_WORKING_DAY)
    moves = calendar.roll and not only_working
    if only_working:
        day = last_day(start, Period(1, unit), calendar)
        left = period.amount if unit is Unit.WORKING_DAYS else 1
    else:
        day = calendar.day_of(start) + ONE_DAY
        if unit is not Unit.NEXT_DAY and counts_first(start, calendar):
            day -= ONE_DAY
        left = (nominal_day(start, period, calendar) - day).days + 1
    while True:
        paused = paused_at_the_end(day, unit, calendar, pauses, start)
        if left and not paused and (calendar.works_on(day) or not only_working):
            left -= 1
        if not left and not paused and (calendar.works_on(day) or not moves):
            return day
        day += ONE_DAY


def paused_at_the_end(
    day: date, unit: Unit, calendar: Calendar, pauses: Sequence[Pause], start: datetime
) -> bool:
    end = end_of_last(day, unit, calendar)
    return any(max(begins, start) < end <= ends for begins, ends in pauses)


def test_a_day_shop_is_paused_over_a_weekend_without_loss() -> None:
    calendar = calendar_of(frozenset({1, 2, 3, 4, 5}), "Europe/Amsterdam")
    start = datetime(2026, 3, 26, 10, tzinfo=calendar.zone)
    weekend = (
        datetime(2026, 3, 28, 1, tzinfo=calendar.zone),
        datetime(2026, 3, 29, 23, tzinfo=calendar.zone),
    )
    for text in ("3 wd", "20 wh"):
        period = parse_period(text)
        assert due_with_pauses(start, period, calendar, [weekend]) == due(start, period, calendar)
