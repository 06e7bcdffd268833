"""An outside body's date: the earlier one rules, for promises of the result that it was there for."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.bodies.given import Matter, answer_by, checked_matter
from amends.bodies.rules import Stand, Wanted, bound_by, day_and_time, moment_of, stand
from amends.complaints.texts import Texts
from amends.deadlines.calendar import Calendar
from amends.deadlines.ledger import Entry, EntryKind
from amends.deadlines.period import Period, parse_period
from amends.deadlines.reckoned import due_after
from amends.deadlines.standing import standing
from amends.errors import Invalid
from tests.rules.calendars import calendars, near, quick
from tests.rules.test_ledger import MONDAY, extended, lives, local, office, paused, resumed


def bound(text: str, by: str) -> Entry:
    return Entry(EntryKind.BOUND, local(text), detail={"by": local(by).isoformat() if by else None})


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([bound("03-02 11:00", "03-06 00:00")], "03-06 00:00"),
        ([bound("03-02 11:00", "03-20 00:00")], "03-10 00:00"),  # ours is earlier
        ([bound("03-02 11:00", "03-06 00:00"), bound("03-03 11:00", "03-09 12:00")], "03-09 12:00"),
        ([bound("03-02 11:00", "03-06 00:00"), bound("03-03 11:00", "")], "03-10 00:00"),
        ([bound("03-02 11:00", "03-06 00:00"), paused("03-03 09:00"), resumed("03-05 09:00")], "03-06 00:00"),
        ([extended("03-03 09:00", until="2026-03-20"), bound("03-04 11:00", "03-12 17:00")], "03-12 17:00"),
    ],
)
def test_of_two_dates_the_earlier_one_rules(entries: list[Entry], expected: str) -> None:
    assert standing(MONDAY, parse_period("5 wd"), office, entries).due_at == local(expected)


@quick
@given(lives(), st.integers(0, 60_000), st.integers(0, 4))
def test_wherever_it_stands_in_a_ledger_it_holds_until_another_is_written(
    life: tuple[datetime, Calendar, Period, list[Entry]], minutes: int, place: int
) -> None:
    start, calendar, period, entries = life
    own, by = due_after(start, period, calendar, entries), start + timedelta(minutes=minutes)
    theirs = Entry(EntryKind.BOUND, start, detail={"by": by.isoformat()})
    with_it = [*entries[:place], theirs, *entries[place:]]
    assert due_after(start, period, calendar, with_it) == min(own, by)
    lifted = [*with_it, Entry(EntryKind.BOUND, start, detail={"by": None})]
    assert due_after(start, period, calendar, lifted) == own


def test_only_what_was_open_when_a_promise_began_binds_it() -> None:
    early, late = Wanted(local("03-05 00:00")), Wanted(local("03-09 00:00"))
    assert bound_by([late, early], MONDAY) == early.answer_by
    assert bound_by([late, early], local("03-05 00:00")) == late.answer_by
    answered = Wanted(local("03-09 00:00"), answered_at=local("03-04 00:00"))
    assert bound_by([answered], MONDAY) == answered.answer_by, "it was promised until then"
    assert bound_by([answered], local("03-04 00:00")) is None, "opened again after they were answered"
    assert bound_by([], MONDAY) is None


def test_how_it_stands_with_them() -> None:
    by = local("03-05 00:00")
    assert stand(None, None, MONDAY) is Stand.OPEN
    assert (stand(by, None, by), stand(by, None, by + timedelta(seconds=1))) == (Stand.WAITING, Stand.LATE)
    assert (stand(by, by, by), stand(by, local("03-06 00:00"), by)) == (Stand.ANSWERED, Stand.ANSWERED_LATE)
    assert stand(None, MONDAY, by) is Stand.ANSWERED


@quick
@given(calendars, near, st.none() | st.times().map(lambda at: at.replace(second=0, microsecond=0)))
def test_a_day_is_shown_again_as_it_was_given(calendar: Calendar, near_: datetime, at: object) -> None:
    day = calendar.day_of(near_)
    moment = moment_of(day, at, calendar)  # type: ignore[arg-type]
    again = day_and_time(moment, calendar)
    assert moment_of(*again, calendar) == moment
    if at is None:
        assert again == (day, None)


def test_what_staff_say_is_checked_by_its_field() -> None:
    assert answer_by(date(2026, 3, 5), "", office) == local("03-06 00:00")
    assert answer_by(date(2026, 3, 5), "14:30", office) == local("03-05 14:30")
    assert answer_by(None, " ", office) is None
    for day, at, field in [(None, "14:30", "answer_by"), (date(2026, 3, 5), "half", "answer_by_time")]:
        with pytest.raises(Invalid) as refused:
            answer_by(day, at, office)
        assert set(refused.value.fields) == {field}
    texts = Texts()
    checked_matter(Matter(" ", "1", MONDAY), received_at=MONDAY, texts=texts)
    assert set(texts.wrong) == {"office", "answer_by"}
