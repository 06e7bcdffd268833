"""When the clock process looks at a promise, and what it finds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amends.deadlines.rules import DueKind, Look, Promise, is_broken, look_times, read_look, still_holds

NINE = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
percents = st.sets(st.integers(1, 99), max_size=4)


def promised(length: timedelta, *, ended: datetime | None = None) -> Promise:
    return Promise("respond", NINE, NINE + length, ended)


def test_a_long_promise_is_looked_at_before_and_just_after_it_is_due() -> None:
    assert look_times(promised(timedelta(hours=10))) == [
        Look(DueKind.WARNING, NINE + timedelta(hours=8)),
        Look(DueKind.BREACH, NINE + timedelta(hours=10, seconds=1)),
    ]


def test_a_promise_of_half_an_hour_gets_no_warning() -> None:
    half_an_hour = timedelta(minutes=30)
    assert [look.kind for look in look_times(promised(half_an_hour))] == [DueKind.BREACH]
    assert len(look_times(promised(half_an_hour + timedelta(seconds=1)))) == 2


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


def test_a_policy_says_at_which_moments_it_is_warned_of() -> None:
    looks = look_times(promised(timedelta(hours=10)), (80, 50, 50))
    assert [(look.written, look.fire_at) for look in looks] == [
        ("warning:50", NINE + timedelta(hours=5)),
        ("warning", NINE + timedelta(hours=8)),
        ("breach", NINE + timedelta(hours=10, seconds=1)),
    ]


def test_a_warning_overtaken_by_another_or_by_the_breach_is_worth_nothing() -> None:
    promise, marks = promised(timedelta(hours=10)), (50, 80)
    seven, nine, eleven = (NINE + timedelta(hours=hours) for hours in (7, 9, 11))
    assert still_holds(DueKind.WARNING, promise, seven, percent=50, later=marks)
    assert not still_holds(DueKind.WARNING, promise, nine, percent=50, later=marks)
    assert still_holds(DueKind.WARNING, promise, nine, percent=80, later=marks)
    assert not still_holds(DueKind.WARNING, promise, eleven, percent=80, later=marks)


@pytest.mark.parametrize("ended", [None, NINE + timedelta(hours=30)])
def test_it_is_said_again_only_while_it_is_broken_and_not_met(ended: datetime | None) -> None:
    promise = promised(timedelta(hours=10), ended=ended)
    assert not still_holds(DueKind.AGAIN, promise, NINE + timedelta(hours=9))
    assert still_holds(DueKind.AGAIN, promise, NINE + timedelta(hours=34)) is (ended is None)


@given(st.sampled_from(DueKind), st.integers(1, 99))
def test_due_rows_say_what_they_are_for(kind: DueKind, percent: int) -> None:
    found, of = read_look(Look(kind, NINE, percent).written)
    assert found is kind
    assert kind is not DueKind.WARNING or of == percent


@settings(deadline=None)
@given(st.timedeltas(timedelta(), timedelta(days=400)), percents)
def test_every_look_finds_what_it_was_scheduled_for_if_nobody_acts(
    length: timedelta, marks: set[int]
) -> None:
    promise = promised(length)
    for look in look_times(promise, marks):
        assert still_holds(look.kind, promise, look.fire_at, percent=look.percent, later=marks)


@settings(deadline=None)
@given(st.timedeltas(timedelta(hours=1), timedelta(days=400)), percents, st.floats(0, 1.5))
def test_whenever_somebody_looks_at_most_one_of_all_its_warnings_is_given(
    length: timedelta, marks: set[int], gone: float
) -> None:
    promise, now = promised(length), NINE + length * gone
    given = [p for p in marks if still_holds(DueKind.WARNING, promise, now, percent=p, later=marks)]
    assert len(given) <= 1
    assert not given or not is_broken(promise, now)
