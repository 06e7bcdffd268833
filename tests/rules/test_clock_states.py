"""What has become of a promise is derived from its times, never stored."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amends.deadlines.rules import DueKind, Promise, PromiseState, earliest_due, is_broken, state, still_holds

NINE = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)


def at(hour: int, minute: int = 0) -> datetime:
    return NINE.replace(hour=hour, minute=minute)


def promised(ended: datetime | None = None, *, cancelled: bool = False, until: int = 19) -> Promise:
    return Promise("respond", NINE, at(until), ended, cancelled)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (NINE, PromiseState.RUNNING),
        (at(17) - INSTANT, PromiseState.RUNNING),
        (at(17), PromiseState.AT_RISK),
        (at(19), PromiseState.AT_RISK),  # the due time itself is still in time
        (at(19) + INSTANT, PromiseState.BROKEN_RUNNING),
        (at(23), PromiseState.BROKEN_RUNNING),
    ],
)
def test_a_promise_runs_out(now: datetime, expected: PromiseState) -> None:
    assert state(promised(), now) is expected


@pytest.mark.parametrize(
    ("ended", "expected", "broken"),
    [
        (at(10), PromiseState.MET, False),
        (at(19), PromiseState.MET, False),
        (at(19) + INSTANT, PromiseState.MET_LATE, True),
    ],
)
def test_what_was_met_stays_as_it_was_met(ended: datetime, expected: PromiseState, broken: bool) -> None:
    for now in (ended, ended + timedelta(days=900)):
        assert state(promised(ended), now) is expected
        assert is_broken(promised(ended), now) is broken


def test_what_is_late_only_because_its_level_changed_is_called_so() -> None:
    running, met = (replace(promised(ended), late_by_regrading=True) for ended in (None, at(20)))
    assert state(running, at(18)) is PromiseState.AT_RISK
    assert state(running, at(20)) is PromiseState.LATE_BY_REGRADING
    assert state(met, at(21)) is PromiseState.MET_LATE_BY_REGRADING
    assert state(replace(met, ended_at=at(18)), at(21)) is PromiseState.MET
    assert still_holds(DueKind.BREACH, running, at(20))


def test_a_cancelled_promise_breaks_no_more_but_one_broken_before_stays_broken() -> None:
    in_time, too_late = promised(at(10), cancelled=True), promised(at(20), cancelled=True)
    assert state(in_time, at(22)) is state(too_late, at(22)) is PromiseState.CANCELLED
    assert not is_broken(in_time, at(22))
    assert is_broken(too_late, at(22))


def test_cancelling_says_when() -> None:
    with pytest.raises(ValueError, match="say when"):
        promised(cancelled=True)


def test_a_warning_is_worth_giving_only_between_risk_and_breach() -> None:
    assert not still_holds(DueKind.WARNING, promised(), at(16))
    assert still_holds(DueKind.WARNING, promised(), at(17))
    assert not still_holds(DueKind.WARNING, promised(), at(20))
    assert not still_holds(DueKind.WARNING, promised(at(18)), at(18))


def test_a_breach_is_recorded_even_when_it_was_met_late_before_anyone_looked() -> None:
    assert not still_holds(DueKind.BREACH, promised(), at(19))
    assert still_holds(DueKind.BREACH, promised(), at(20))
    assert still_holds(DueKind.BREACH, promised(at(20)), at(21))
    assert not still_holds(DueKind.BREACH, promised(at(18)), at(21))


def test_the_queue_goes_by_the_earliest_promise_still_open() -> None:
    met = promised(at(10), until=11)
    assert earliest_due([met, promised(until=18), promised(until=15)]) == at(15)
    assert earliest_due([met]) is None
    assert earliest_due([]) is None


moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
lengths = st.timedeltas(timedelta(), timedelta(days=60))


@settings(deadline=None)
@given(moments, lengths, st.none() | lengths, st.booleans(), moments)
def test_state_and_broken_never_disagree(
    started: datetime, length: timedelta, took: timedelta | None, cancelled: bool, now: datetime
) -> None:
    ended = None if took is None else started + took
    promise = Promise("resolve", started, started + length, ended, cancelled and ended is not None)
    found = state(promise, now)
    if found is PromiseState.CANCELLED:
        assert promise.cancelled
    else:
        assert is_broken(promise, now) == (found in (PromiseState.BROKEN_RUNNING, PromiseState.MET_LATE))


@settings(deadline=None)
@given(moments, lengths, moments, lengths)
def test_once_broken_always_broken(
    started: datetime, length: timedelta, now: datetime, later: timedelta
) -> None:
    promise = Promise("resolve", started, started + length)
    if is_broken(promise, now):
        assert is_broken(promise, now + later)
        assert is_broken(Promise("resolve", started, started + length, now), now + later)
