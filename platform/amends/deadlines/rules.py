"""What has become of a promise, and when to look at it next: facts and `now` come in, a value comes out.

Nothing here is stored but the looks: whether a promise is broken is derived each time it is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from amends.deadlines.calendar import Calendar
from amends.deadlines.explain import Explanation, explain
from amends.policy.categories import effective
from amends.policy.document import CaseEvent, ClockKind, ClockUse, Policy

WARNS_WHEN_LONGER_THAN = timedelta(minutes=30)
"""A shorter promise gets no warning: it would arrive together with the breach."""

BREACH_LOOK_AFTER = timedelta(seconds=1)
"""At the due time itself a promise is still kept, so the look for a breach comes just after it."""

AT_ONCE_MEANS = timedelta(minutes=15)
"""What is due at once is broken when it is not done within this (the alarm of presets.md for `now`)."""


class PromiseState(StrEnum):
    RUNNING = "running"
    AT_RISK = "at_risk"
    BROKEN_RUNNING = "broken_running"
    """Past its due time and not met: it runs on until it is met late."""
    MET = "met"
    MET_LATE = "met_late"
    CANCELLED = "cancelled"


class DueKind(StrEnum):
    WARNING = "warning"
    BREACH = "breach"


@dataclass(frozen=True, slots=True)
class Promise:
    kind: ClockKind
    started_at: datetime
    due_at: datetime
    ended_at: datetime | None = None
    cancelled: bool = False

    def __post_init__(self) -> None:
        if self.cancelled and self.ended_at is None:
            raise ValueError("a cancelled promise has ended: say when")


@dataclass(frozen=True, slots=True)
class NewPromise:
    kind: ClockKind
    started_at: datetime
    due_at: datetime
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Look:
    kind: DueKind
    fire_at: datetime


def clocks_of(policy: Policy, category: str, level: str) -> dict[str, ClockUse]:
    """What is promised in a category at a level; what the category says holds over what the level says."""
    return {**policy.levels[level].clocks, **effective(policy, category).clocks}


def promises_for(
    policy: Policy, clocks: Mapping[str, ClockUse], *, event: CaseEvent, at: datetime, calendar: Calendar
) -> list[NewPromise]:
    """The promises that an event starts, in the order of the clocks' ranks."""
    started = []
    for code in sorted(clocks, key=lambda code: (policy.clocks[code].rank, code)):
        use = clocks[code]
        if (use.starts or policy.clocks[code].starts) is event and code in set(_BRIDGED):
            why = explain(at, use.period, calendar)
            started.append(NewPromise(ClockKind(code), why.start, why.due, why))
    return started


_BRIDGED = (ClockKind.ACKNOWLEDGE, ClockKind.RESPOND, ClockKind.RESOLVE)


def state(promise: Promise, now: datetime) -> PromiseState:
    broken = is_broken(promise, now)
    if promise.cancelled:
        return PromiseState.CANCELLED
    if promise.ended_at is not None:
        return PromiseState.MET_LATE if broken else PromiseState.MET
    if broken:
        return PromiseState.BROKEN_RUNNING
    at_risk = now >= _risky_from(promise.started_at, promise.due_at)
    return PromiseState.AT_RISK if at_risk else PromiseState.RUNNING


def is_broken(promise: Promise, now: datetime) -> bool:
    """Exactly at the due time is kept; a microsecond later is broken, also when cancelled only then."""
    return _kept_until(promise) < (promise.ended_at or now)


def warning_times(started: datetime, due: datetime) -> tuple[datetime, ...]:
    return (_risky_from(started, due),) if due - started > WARNS_WHEN_LONGER_THAN else ()


def look_times(promise: Promise) -> list[Look]:
    """The looks to schedule when a promise starts; none when it has ended already."""
    if promise.ended_at is not None:
        return []
    breach = Look(DueKind.BREACH, _kept_until(promise) + BREACH_LOOK_AFTER)
    warnings = warning_times(promise.started_at, promise.due_at)
    return [*(Look(DueKind.WARNING, moment) for moment in warnings), breach]


def looks_left(promise: Promise) -> list[Look]:
    """Of a promise that has ended: a breach nobody has recorded yet, or nothing."""
    if promise.ended_at is None or not is_broken(promise, promise.ended_at):
        return []
    return [Look(DueKind.BREACH, _kept_until(promise) + BREACH_LOOK_AFTER)]


def still_holds(kind: DueKind, promise: Promise, now: datetime) -> bool:
    """Asked again when a look fires: is there still a reason to warn, or to record the breach?

    A promise met late before anyone looked was broken all the same; a late warning is worth nothing.
    """
    if kind is DueKind.BREACH:
        return is_broken(promise, now)
    return state(promise, now) is PromiseState.AT_RISK


def earliest_due(promises: Iterable[Promise]) -> datetime | None:
    """When the next of the promises still open is due, broken ones included."""
    return min((promise.due_at for promise in promises if promise.ended_at is None), default=None)


def _kept_until(promise: Promise) -> datetime:
    at_once = promise.due_at <= promise.started_at
    return promise.due_at + AT_ONCE_MEANS if at_once else promise.due_at


def _risky_from(started: datetime, due: datetime) -> datetime:
    return started + (due - started) * 4 / 5
