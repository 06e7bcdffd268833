"""Which promises an event starts, and when the clock process looks at them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from amends.deadlines.calendar import calendar_from
from amends.deadlines.period import parse_period
from amends.deadlines.rules import (
    DueKind,
    Look,
    Promise,
    is_broken,
    look_times,
    promises_for,
    still_holds,
    warning_times,
)
from amends.policy.document import Clock, ClockKind, Hours, Level, Starts, Text

NINE = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
office = calendar_from(Hours(), "Asia/Shanghai")
said = Text(zh="一般", en="General")

level = Level(
    name=said,
    rank=1,
    criteria=said,
    clocks={
        ClockKind.RESOLVE: Clock(period=parse_period("5 wd"), starts=Starts.ACCEPTED),
        ClockKind.RESPOND: Clock(period=parse_period("24 h")),
        ClockKind.ACKNOWLEDGE: Clock(period=parse_period("now")),
    },
)


def promised(length: timedelta, *, ended: datetime | None = None) -> Promise:
    return Promise(ClockKind.RESPOND, NINE, NINE + length, ended)


def test_receipt_starts_the_promises_that_begin_with_it() -> None:
    started = promises_for(level, event=Starts.RECEIVED, at=NINE, calendar=office)
    assert [(new.kind, new.started_at, new.due_at) for new in started] == [
        (ClockKind.ACKNOWLEDGE, NINE, NINE),
        (ClockKind.RESPOND, NINE, NINE + timedelta(hours=24)),
    ]
    assert all(new.explanation.due == new.due_at for new in started)


def test_acceptance_starts_the_others() -> None:
    [resolve] = promises_for(level, event=Starts.ACCEPTED, at=NINE, calendar=office)
    assert resolve.kind is ClockKind.RESOLVE
    assert resolve.due_at == datetime(2026, 3, 12, 16, 0, tzinfo=UTC)


def test_a_long_promise_is_looked_at_before_and_just_after_it_is_due() -> None:
    assert look_times(promised(timedelta(hours=10))) == [
        Look(DueKind.WARNING, NINE + timedelta(hours=8)),
        Look(DueKind.BREACH, NINE + timedelta(hours=10, seconds=1)),
    ]


def test_a_promise_of_half_an_hour_gets_no_warning() -> None:
    half_an_hour = timedelta(minutes=30)
    assert warning_times(NINE, NINE + half_an_hour) == ()
    assert [look.kind for look in look_times(promised(half_an_hour))] == [DueKind.BREACH]
    assert len(warning_times(NINE, NINE + half_an_hour + timedelta(seconds=1))) == 1


def test_what_is_kept_at_once_is_never_looked_at() -> None:
    assert look_times(promised(timedelta(), ended=NINE)) == []


def test_what_is_due_at_once_and_open_raises_the_alarm_after_a_quarter_of_an_hour() -> None:
    assert look_times(promised(timedelta())) == [
        Look(DueKind.BREACH, NINE + timedelta(minutes=15, seconds=1))
    ]


def test_what_is_due_at_once_is_kept_when_done_within_that_quarter() -> None:
    quarter, a_moment = timedelta(minutes=15), timedelta(microseconds=1)
    soon, too_late = (
        promised(timedelta(), ended=NINE + quarter),
        promised(timedelta(), ended=NINE + quarter + a_moment),
    )
    later = NINE + timedelta(hours=1)
    assert not is_broken(soon, later)
    assert not still_holds(DueKind.BREACH, soon, later)
    assert still_holds(DueKind.BREACH, too_late, later)


@settings(deadline=None)
@given(st.timedeltas(timedelta(), timedelta(days=400)))
def test_every_look_finds_what_it_was_scheduled_for_if_nobody_acts(length: timedelta) -> None:
    promise = promised(length)
    for look in look_times(promise):
        assert still_holds(look.kind, promise, look.fire_at)
