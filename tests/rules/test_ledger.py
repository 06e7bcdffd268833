"""What a promise's ledger comes to: pauses, extensions and other levels, in whatever order they came."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.deadlines.calendar import Calendar, calendar_without_holidays
from amends.deadlines.due import due
from amends.deadlines.ledger import Entry, EntryKind, first_period, pauses
from amends.deadlines.period import Period, Unit, parse_period
from amends.deadlines.reckoned import due_after, further
from amends.deadlines.standing import standing
from amends.deadlines.stretched import due_with_pauses
from amends.policy.parts.calendar import CalendarPart, DayEnds, FirstDay
from tests.rules.calendars import calendars, near, quick

office = calendar_without_holidays(CalendarPart(), "Asia/Shanghai")


def local(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=ZoneInfo("Asia/Shanghai"))


MONDAY = local("03-02 10:00")


def paused(text: str, code: str = "evidence") -> Entry:
    return Entry(EntryKind.PAUSED, local(text), detail={"pause": code})


def resumed(text: str) -> Entry:
    return Entry(EntryKind.RESUMED, local(text))


def extended(text: str, **by: str) -> Entry:
    return Entry(EntryKind.EXTENDED, local(text), "They asked for it", by)


def retargeted(text: str, before: str, period: str) -> Entry:
    return Entry(EntryKind.RETARGETED, local(text), detail={"period_before": before, "period": period})


@pytest.mark.parametrize(
    ("period", "entries", "expected"),
    [
        ("5 wd", (), "03-10 00:00"),
        ("5 wd", (paused("03-03 09:00"),), "03-10 00:00"),  # nobody knows yet what it adds
        ("5 wd", (paused("03-03 09:00"), resumed("03-05 09:00")), "03-12 00:00"),
        ("5 wd", (extended("03-03 09:00", period="3 wd"),), "03-13 00:00"),
        ("5 wd", (extended("03-03 09:00", until="2026-03-20"),), "03-21 00:00"),
        ("5 wd", (extended("03-03 09:00", period="1 mo"),), "04-10 00:00"),
        ("5 wd", (extended("03-03 09:00", period="2 wd"), extended("03-10 09:00", period="1 wd")), "03-13 00:00"),
        (
            "5 wd",
            (paused("03-03 09:00"), resumed("03-04 09:00"), extended("03-05 09:00", period="1 wd")),
            "03-12 00:00",
        ),
        (
            "5 wd",
            (extended("03-03 09:00", until="2026-03-13"), paused("03-05 09:00"), resumed("03-09 09:00")),
            "03-18 00:00",  # Thursday and Friday, after Friday the 13th
        ),
        ("24 h", (extended("03-02 12:00", period="6 h"), paused("03-02 13:00"), resumed("03-02 15:00")), "03-03 18:00"),
        ("8 wh", (extended("03-02 12:00", period="2 wh"), paused("03-02 13:00"), resumed("03-03 01:00")), "03-03 16:00"),
        ("7 d", (extended("03-03 09:00", period="7 d"), paused("03-04 09:00"), resumed("03-06 09:00")), "03-19 00:00"),
        ("5 wd", (retargeted("03-04 09:00", "5 wd", "2 wd"),), "03-05 00:00"),
        ("5 wd", (retargeted("03-03 09:00", "5 wd", "2 wd"), retargeted("03-03 10:00", "2 wd", "9 wd")), "03-14 00:00"),
        (
            "5 wd",
            (paused("03-03 09:00"), resumed("03-04 09:00"), retargeted("03-05 09:00", "5 wd", "2 wd")),
            "03-06 00:00",
        ),
        (
            "5 wd",
            (extended("03-03 09:00", until="2026-03-20"), retargeted("03-05 09:00", "5 wd", "2 wd")),
            "03-21 00:00",  # a date that was promised stays promised
        ),
    ],
)  # fmt: skip
def test_a_ledger_comes_to_a_due_time(period: str, entries: tuple[Entry, ...], expected: str) -> None:
    found = standing(MONDAY, parse_period(period), office, entries).due_at
    assert found == local(expected)


def test_while_it_stands_still_it_says_since_when() -> None:
    stands = standing(MONDAY, parse_period("5 wd"), office, [paused("03-03 09:00")])
    assert stands.paused_since == local("03-03 09:00")
    again = standing(MONDAY, parse_period("5 wd"), office, [paused("03-03 09:00"), resumed("03-04 10:00")])
    assert (again.paused_since, again.paused_total) == (None, timedelta(hours=25))


def test_ended_and_open_again() -> None:
    period = parse_period("5 wd")
    met = Entry(EntryKind.MET, local("03-03 09:00"))
    off = Entry(EntryKind.CANCELLED, local("03-05 09:00"))
    again = Entry(EntryKind.REOPENED, local("03-04 09:00"))
    assert standing(MONDAY, period, office, [met]).ended_at == met.at
    assert standing(MONDAY, period, office, [met, again]).ended_at is None
    stands = standing(MONDAY, period, office, [met, again, off])
    assert (stands.ended_at, stands.cancelled) == (off.at, True)


@pytest.mark.parametrize(
    ("entries", "late"),
    [
        ([retargeted("03-05 09:00", "5 wd", "2 wd")], True),
        ([retargeted("03-04 09:00", "5 wd", "2 wd")], False),  # still in time
        ([retargeted("03-12 09:00", "5 wd", "2 wd")], False),  # broken in earnest before
        ([retargeted("03-05 09:00", "5 wd", "2 wd"), retargeted("03-06 09:00", "2 wd", "5 wd")], False),
        ([retargeted("03-05 09:00", "5 wd", "2 wd"), retargeted("03-06 09:00", "2 wd", "1 wd")], True),
        ([paused("03-04 09:00"), retargeted("03-06 09:00", "5 wd", "2 wd")], False),  # it stood still in time
        ([paused("03-05 09:00"), retargeted("03-06 09:00", "5 wd", "2 wd")], True),
    ],
)
def test_late_by_regrading_alone(entries: list[Entry], late: bool) -> None:
    assert standing(MONDAY, parse_period("5 wd"), office, entries).late_by_regrading is late


def test_what_was_promised_first_is_found_in_the_ledger() -> None:
    entries = [retargeted("03-03 09:00", "5 wd", "2 wd"), retargeted("03-04 09:00", "2 wd", "9 wd")]
    assert first_period(entries, parse_period("9 wd")) == parse_period("5 wd")
    assert first_period([], parse_period("9 wd")) == parse_period("9 wd")


@quick
@given(calendars, near, st.integers(1, 20), st.lists(st.integers(1, 10), max_size=3))
def test_working_days_added_one_after_the_other_are_as_many_at_once(
    calendar: Calendar, start: datetime, days: int, more: list[int]
) -> None:
    """Whatever the calendar says of first days and ends of days."""
    found = due(start, Period(days, Unit.WORKING_DAYS), calendar)
    for amount in more:
        found = further(found, Period(amount, Unit.WORKING_DAYS), calendar)
    assert found == due(start, Period(days + sum(more), Unit.WORKING_DAYS), calendar)


@st.composite
def lives(draw: st.DrawFn) -> tuple[datetime, Calendar, Period, list[Entry]]:
    """Of a promise: each act while it was neither broken nor standing still, in order."""
    calendar, start = draw(calendars), draw(near)
    unit = draw(
        st.sampled_from([Unit.MINUTES, Unit.HOURS, Unit.WORKING_HOURS, Unit.WORKING_DAYS, Unit.CALENDAR_DAYS])
    )
    period, at = Period(draw(st.integers(1, 40)), unit), start
    entries: list[Entry] = []
    for _ in range(draw(st.integers(0, 4))):
        due_at = due_after(start, period, calendar, entries)
        if due_at <= at:
            break
        at += (due_at - at) * draw(st.integers(0, 100)) / 100
        if draw(st.booleans()):
            entries.append(Entry(EntryKind.PAUSED, at, detail={"pause": "evidence"}))
            at += timedelta(minutes=draw(st.integers(0, 20_000)))
            entries.append(Entry(EntryKind.RESUMED, at))
        else:
            more = Period(draw(st.integers(1, 10)), unit)
            entries.append(Entry(EntryKind.EXTENDED, at, detail={"period": str(more)}))
    return start, calendar, period, entries


@quick
@given(lives())
def test_nothing_in_a_ledger_makes_a_promise_due_earlier(
    life: tuple[datetime, Calendar, Period, list[Entry]],
) -> None:
    start, calendar, period, entries = life
    dues = [due_after(start, period, calendar, entries[:n]) for n in range(len(entries) + 1)]
    assert dues == sorted(dues)
    assert dues[0] == due(start, period, calendar)


@quick
@given(lives())
def test_time_that_is_counted_comes_to_the_same_in_whatever_order_it_was_given(
    life: tuple[datetime, Calendar, Period, list[Entry]],
) -> None:
    """Minutes, hours, working hours and working days: what was extended by could have been promised at once."""
    start, calendar, period, entries = life
    if period.unit is Unit.CALENDAR_DAYS:
        return  # a last day that moved to a working one is extended from there
    given_ = [entry.period for entry in entries if entry.kind is EntryKind.EXTENDED]
    total = Period(period.amount + sum(each.amount for each in given_ if each), period.unit)
    stretches = [(each.since, each.over) for each in pauses(entries) if each.over is not None]
    assert due_after(start, period, calendar, entries) == due_with_pauses(start, total, calendar, stretches)


@pytest.mark.parametrize("first_day", FirstDay)
@pytest.mark.parametrize("day_ends", DayEnds)
def test_an_extension_begins_where_the_time_before_it_ends(first_day: FirstDay, day_ends: DayEnds) -> None:
    calendar = Calendar(ZoneInfo("UTC"), [((540, 1020),)] * 7, first_day=first_day, day_ends=day_ends)
    before = calendar.last_moment(date(2026, 3, 31))
    assert calendar.day_of(
        further(before, parse_period("1 wd"), calendar) - timedelta(microseconds=1)
    ) == date(2026, 4, 1)
    assert further(before, parse_period("1 d"), calendar) == calendar.last_moment(date(2026, 4, 1))
    assert further(before, parse_period("1 mo"), calendar) == calendar.last_moment(date(2026, 4, 30))
    assert before.tzinfo is UTC
