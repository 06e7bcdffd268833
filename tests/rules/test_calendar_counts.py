"""Every unit a policy may use, reckoned by hand on a wall calendar."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from amends.deadlines.calendar import Calendar, calendar_of
from amends.deadlines.due import due
from amends.deadlines.explain import explain
from amends.deadlines.period import Period, Unit, parse_period
from amends.deadlines.resolved import PublicDays, ResolvedCalendar, extended, resolved
from amends.policy.parts.base import Text
from amends.policy.parts.calendar import AnnouncedDay, CalendarPart, DayEnds, ExtraDay, FirstDay

SHANGHAI, SPRING, STOCK = (
    "Asia/Shanghai",
    Text(zh="春节", en="Spring Festival"),
    Text(zh="盘点", en="Stocktaking"),
)
WEEK: dict[str, tuple[str, ...]] = {str(day): ("09:00-12:00", "13:30-17:30") for day in range(1, 6)} | {
    "6": ("09:00-12:00",)
}
PUBLIC = PublicDays(
    covered=(2026,),
    free={date(2026, 2, day): SPRING for day in range(15, 24)},
    worked={date(2026, 2, 14): SPRING, date(2026, 3, 1): SPRING},
)
DUTY = ExtraDay(name=Text(zh="值班", en="On duty"), periods=("10:00-11:00",))


def shop(**more: object) -> Calendar:
    part = CalendarPart(week=WEEK, holidays="CN", **more)  # type: ignore[arg-type]
    return calendar_of(resolved(part, SHANGHAI, PUBLIC))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(SHANGHAI))


@pytest.mark.parametrize(
    ("start", "period", "expected"),
    [
        ("2026-03-02 09:50", "30 min", "2026-03-02 10:20"),
        ("2026-03-06 23:50", "30 min", "2026-03-07 00:20"),
        (
            "2026-03-02 10:00",
            "2 wh",
            "2026-03-02 12:00",
        ),  # to the end of a period, not the beginning of the next
        ("2026-03-02 10:00", "3 wh", "2026-03-02 14:30"),  # over the lunch break
        ("2026-03-02 12:30", "1 wh", "2026-03-02 14:30"),  # begun in it
        ("2026-03-02 17:30", "1 wh", "2026-03-03 10:00"),  # exactly at closing
        ("2026-03-02 22:00", "7 wh", "2026-03-03 17:30"),  # a whole day
        ("2026-03-06 17:00", "4 wh", "2026-03-09 09:30"),  # Saturday morning counts
        ("2026-02-14 11:00", "2 wh", "2026-02-24 10:00"),  # over Spring Festival
        ("2026-02-28 11:30", "1 wh", "2026-03-01 09:30"),  # a Sunday that makes up, with Monday's hours
        ("2026-02-13 10:00", "2 wd", "2026-02-25 00:00"),  # Saturday 14, then Tuesday 24
        ("2026-02-13 10:00", "2 d", "2026-02-25 00:00"),  # to Sunday 15, and on over the festival
        ("2026-02-13 10:00", "1 w", "2026-02-25 00:00"),
        ("2026-02-17 10:00", "2 w", "2026-03-04 00:00"),
        ("2026-01-30 10:00", "1 mo", "2026-03-01 00:00"),  # the month's last day, a working Saturday
        ("2026-01-31 10:00", "1 mo", "2026-03-01 00:00"),
        ("2026-03-31 10:00", "1 mo", "2026-05-01 00:00"),
        ("2026-01-15 10:00", "1 mo", "2026-02-25 00:00"),  # to the first day of the festival, and on
        ("2024-02-29 10:00", "1 y", "2025-03-01 00:00"),
        ("2024-02-29 10:00", "4 y", "2028-03-01 00:00"),
        ("2026-02-13 10:00", "next day", "2026-02-15 00:00"),
        ("2026-02-14 10:00", "next day", "2026-02-25 00:00"),
        ("2026-02-14 10:00", "next wd", "2026-02-25 00:00"),
        ("2026-02-14 10:00", "same day", "2026-02-14 12:00"),  # Saturdays close at noon, festival or not
        ("2026-02-14 12:00", "same day", "2026-02-24 17:30"),
        ("2026-03-02 12:30", "same day", "2026-03-02 17:30"),
    ],
)
def test_a_unit_is_counted(start: str, period: str, expected: str) -> None:
    assert due(at(start), parse_period(period), shop()) == at(expected)


@pytest.mark.parametrize(
    ("start", "period", "expected"),
    [
        ("2026-03-02 10:00", "1 wd", "2026-03-02 17:30"),
        ("2026-03-02 17:30", "1 wd", "2026-03-03 17:30"),  # over when it came
        ("2026-03-01 18:00", "1 wd", "2026-03-02 17:30"),
        ("2026-03-02 10:00", "2 d", "2026-03-03 17:30"),
        ("2026-03-06 10:00", "3 d", "2026-03-09 17:30"),  # to Sunday, moved
        ("2026-03-02 10:00", "1 w", "2026-03-09 17:30"),  # to Sunday, moved
        ("2026-03-03 10:00", "1 w", "2026-03-09 17:30"),
        ("2026-03-12 10:00", "1 mo", "2026-04-11 12:00"),
        ("2026-03-02 10:00", "next wd", "2026-03-03 17:30"),
    ],
)
def test_days_may_begin_at_once_and_end_at_closing(start: str, period: str, expected: str) -> None:
    calendar = shop(first_day=FirstDay.SAME, day_ends=DayEnds.CLOSE)
    assert due(at(start), parse_period(period), calendar) == at(expected)


def test_a_period_may_end_on_a_day_off() -> None:
    assert due(at("2026-02-13 10:00"), parse_period("2 d"), shop(roll=False)) == at("2026-02-16 00:00")


def test_closures_outweigh_made_up_days_and_own_extra_days_outweigh_holidays() -> None:
    calendar = shop(closures={"2026-02-14": STOCK}, extra_days={"2026-02-16": DUTY})
    assert due(at("2026-02-13 16:30"), parse_period("2 wh"), calendar) == at("2026-02-16 11:00")


def test_a_closure_longer_than_the_period_is_passed_over() -> None:
    first = date(2026, 3, 1).toordinal()
    closed = {date.fromordinal(first + n).isoformat(): STOCK for n in range(800)}
    calendar = shop(closures=closed)
    assert due(at("2026-03-02 10:00"), parse_period("1 wh"), calendar).year == 2028
    assert due(at("2026-03-02 10:00"), parse_period("1 wd"), calendar).year == 2028


def test_working_hours_last_as_long_as_they_really_do_when_the_clocks_change() -> None:
    """A night shop in Amsterdam, on the night that has no hour from two to three."""
    calendar = Calendar(ZoneInfo("Europe/Amsterdam"), [((0, 1440),)] * 7)
    start = datetime(2026, 3, 28, 12, 0, tzinfo=calendar.zone)
    assert due(start, parse_period("24 wh"), calendar) == datetime(2026, 3, 29, 13, 0, tzinfo=calendar.zone)
    gap = Calendar(ZoneInfo("Europe/Amsterdam"), [((130, 190),)] * 7)  # 02:10 to 03:10
    assert due(start, parse_period("2 wh"), gap) > datetime(2026, 3, 30, 3, 0, tzinfo=calendar.zone)


def test_years_added_later_change_nothing_published_before() -> None:
    before = resolved(
        CalendarPart(week=WEEK, holidays="CN", closures={"2027-02-08": STOCK}), SHANGHAI, PUBLIC
    )
    other = PublicDays(
        covered=(2026, 2027),
        free={date(2026, 3, 3): SPRING, date(2027, 2, 8): SPRING, date(2027, 2, 9): SPRING},
        worked={date(2027, 2, 14): SPRING},
    )
    after = extended(before, resolved(CalendarPart(week=WEEK, holidays="CN"), SHANGHAI, other))
    assert after.covered == (2026, 2027)
    assert set(after.free) - set(before.free) == {"2027-02-09"}
    assert after.free["2027-02-08"].own
    assert after.worked["2027-02-14"].periods == WEEK["1"]


def entered(**more: object) -> ResolvedCalendar:
    """A year that no package knows, typed in from its announcement."""
    part = CalendarPart(
        week=WEEK,
        holidays="CN",
        announced={
            "2027-02-08": AnnouncedDay(name=SPRING),
            "2027-02-14": AnnouncedDay(name=SPRING, works=True),
            "2026-03-01": AnnouncedDay(name=SPRING),
        },
        **more,  # type: ignore[arg-type]
    )
    return resolved(part, SHANGHAI, PUBLIC)


def test_a_year_nobody_knows_can_be_entered_and_is_known_once_it_is_said_to_be_whole() -> None:
    begun, whole = entered(), entered(announced_years=(2027,))
    assert (begun.covered, whole.covered) == ((2026,), (2026, 2027))
    for document in (begun, whole):
        why = explain(at("2027-02-05 10:00"), parse_period("2 wd"), calendar_of(document))
        assert [skip.day for skip in why.skipped if skip.name == SPRING] == [date(2027, 2, 8)]
        assert why.due == at("2027-02-10")  # Saturday 6 is worked, Monday 8 is not
        assert why.uncovered == (() if document is whole else (2027,))
    sunday = explain(at("2027-02-13 10:00"), parse_period("1 wd"), calendar_of(whole))
    assert [each.day for each in sunday.made_up] == [date(2027, 2, 14)]


def test_what_was_entered_outweighs_what_packages_say_and_own_days_outweigh_both() -> None:
    document = entered(closures={"2027-02-14": STOCK}, extra_days={"2027-02-08": DUTY})
    assert "2026-03-01" in document.free
    assert "2026-03-01" not in document.worked
    assert document.free["2027-02-14"].own
    assert document.worked["2027-02-08"].own


def test_older_calendars_get_the_year_that_was_entered() -> None:
    before = resolved(CalendarPart(week=WEEK, holidays="CN"), SHANGHAI, PUBLIC)
    after = extended(before, entered(announced_years=(2027,)))
    assert (after.covered, set(after.free) - set(before.free)) == ((2026, 2027), {"2027-02-08"})
    assert set(after.worked) - set(before.worked) == {"2027-02-14"}
    assert extended(before, entered()) == before


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0 h",
        "2",
        "2 hours",
        "2h",
        " 2 h",
        "1.5 h",
        "-1 d",
        "10000 h",
        "101 y",
        "1201 mo",
        "NOW",
        "next month",
    ],
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="expected a period"):
        parse_period(text)


@pytest.mark.parametrize("unit", list(Unit))
def test_a_period_is_written_as_it_is_read(unit: Unit) -> None:
    period = parse_period(str(unit) if " " in unit or unit is Unit.NOW else f"7 {unit}")
    assert (period.unit, parse_period(str(period))) == (unit, period)
    assert isinstance(period, Period)


@pytest.mark.parametrize(
    ("zone", "start", "expected"),
    [
        ("Australia/Lord_Howe", "2020-01-01 09:30", "2020-01-01 10:30"),  # still 2019 in UTC
        ("America/New_York", "2019-12-31 20:00", "2019-12-31 21:00"),  # already 2020 in UTC
    ],
)
def test_the_year_is_the_one_where_the_work_is_done(zone: str, start: str, expected: str) -> None:
    calendar = Calendar(ZoneInfo(zone), [((0, 1440),)] * 7)
    begun, end = (datetime.fromisoformat(text).replace(tzinfo=calendar.zone) for text in (start, expected))
    assert due(begun, parse_period("1 wh"), calendar) == end
