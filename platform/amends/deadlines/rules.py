"""What has become of a promise, and when to look at it next: facts and `now` come in, a value comes out.

Nothing here is stored but the looks: whether a promise is broken is derived each time it is asked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

WARNS_WHEN_LONGER_THAN = timedelta(minutes=30)
"""A shorter promise gets no warning: it would arrive together with the breach."""

BREACH_LOOK_AFTER = timedelta(seconds=1)
"""At the due time itself a promise is still kept, so the look for a breach comes just after it."""

AT_ONCE_MEANS = timedelta(minutes=15)
"""What is due at once is broken when it is not done within this (the alarm of presets.md for `now`)."""


class PromiseState(StrEnum):
    RUNNING = "running"
    AT_RISK = "at_risk"
    PAUSED = "paused"
    """It stands still: nobody knows when it will be due, and it is not late meanwhile."""
    BROKEN_RUNNING = "broken_running"
    """Past its due time and not met: it runs on until it is met late."""
    MET = "met"
    MET_LATE = "met_late"
    LATE_BY_REGRADING = "late_by_regrading"
    """Past its due time only because the level was changed: counted apart from what was broken, running or not."""
    MET_LATE_BY_REGRADING = "met_late_by_regrading"
    CANCELLED = "cancelled"


class DueKind(StrEnum):
    WARNING = "warning"
    BREACH = "breach"
    AGAIN = "again"
    """Broken and still not met: said again."""
    PAUSE_OVER = "pause_over"
    """It stood still for as long as it may, and runs on."""


USUAL_WARNING = 80
"""Per cent of the time; a promise that runs out so far is at risk."""


@dataclass(frozen=True, slots=True)
class Promise:
    kind: str
    """The clock's code in the policy."""
    started_at: datetime
    due_at: datetime
    ended_at: datetime | None = None
    cancelled: bool = False
    late_by_regrading: bool = False
    """It was due in the future until the level was changed."""
    paused_since: datetime | None = None
    """It stands still, or did when it ended."""
    stood_still: timedelta = timedelta()
    """By the clock on the wall, in the pauses that are over."""

    def __post_init__(self) -> None:
        if self.cancelled and self.ended_at is None:
            raise ValueError("a cancelled promise has ended: say when")


@dataclass(frozen=True, slots=True)
class Look:
    kind: DueKind
    fire_at: datetime
    percent: int = USUAL_WARNING
    """Of a warning: how much of the time has gone."""

    @property
    def written(self) -> str:
        """As due rows hold it."""
        usual = self.kind is not DueKind.WARNING or self.percent == USUAL_WARNING
        return str(self.kind) if usual else f"{self.kind}:{self.percent}"


def read_look(written: str) -> tuple[DueKind, int]:
    kind, _, percent = written.partition(":")
    return DueKind(kind), int(percent or USUAL_WARNING)


def state(promise: Promise, now: datetime) -> PromiseState:
    broken = is_broken(promise, now)
    if promise.cancelled:
        return PromiseState.CANCELLED
    if promise.ended_at is not None:
        return _met_late(promise) if broken else PromiseState.MET
    if broken:
        return PromiseState.LATE_BY_REGRADING if promise.late_by_regrading else PromiseState.BROKEN_RUNNING
    if promise.paused_since is not None:
        return PromiseState.PAUSED
    at_risk = now >= gone(promise, USUAL_WARNING)
    return PromiseState.AT_RISK if at_risk else PromiseState.RUNNING


def _met_late(promise: Promise) -> PromiseState:
    return PromiseState.MET_LATE_BY_REGRADING if promise.late_by_regrading else PromiseState.MET_LATE


def is_broken(promise: Promise, now: datetime) -> bool:
    """Exactly at the due time is kept; a microsecond later is broken, also when cancelled only then. What stands still
    comes no nearer to its due time."""
    return _kept_until(promise) < (promise.paused_since or promise.ended_at or now)


def look_times(promise: Promise, warn_at: Collection[int] = (USUAL_WARNING,)) -> list[Look]:
    """The looks to schedule when a promise starts or runs on; none when it has ended already, or stands still."""
    if promise.ended_at is not None or promise.paused_since is not None:
        return []
    return looks_on_the_way(promise, warn_at)


def looks_on_the_way(promise: Promise, warn_at: Collection[int]) -> list[Look]:
    """Those it would have had if it had gone on as it is, whatever has become of it."""
    breach = Look(DueKind.BREACH, _kept_until(promise) + BREACH_LOOK_AFTER)
    if promise.due_at - promise.started_at <= WARNS_WHEN_LONGER_THAN:
        return [breach]
    warnings = [Look(DueKind.WARNING, gone(promise, percent), percent) for percent in sorted(set(warn_at))]
    return [*warnings, breach]


def gone(promise: Promise, percent: int) -> datetime:
    """When so much of the time is over, as if what it stood still had been at its beginning."""
    started_at = promise.started_at + promise.stood_still
    return started_at + (promise.due_at - started_at) * percent / 100


def looks_left(promise: Promise) -> list[Look]:
    """Of a promise that has ended: a breach nobody has recorded yet, or nothing."""
    if promise.ended_at is None or not is_broken(promise, promise.ended_at):
        return []
    return [Look(DueKind.BREACH, _kept_until(promise) + BREACH_LOOK_AFTER)]


def still_holds(
    kind: DueKind,
    promise: Promise,
    now: datetime,
    *,
    percent: int = USUAL_WARNING,
    later: Collection[int] = (),
) -> bool:
    """Asked again when a look fires: is there still a reason to warn, or to record the breach?

    A promise met late before anyone looked was broken all the same. A late warning is worth nothing: neither one that
    its breach has overtaken nor one overtaken by a later one (`later`: the percentages still to come).
    """
    broken = is_broken(promise, now)
    if kind is DueKind.BREACH:
        return broken
    if promise.ended_at is not None:
        return False
    if kind is DueKind.PAUSE_OVER:
        return promise.paused_since is not None
    if kind is DueKind.AGAIN:
        return broken
    if promise.paused_since is not None:
        return False
    overtaken = any(percent < other and gone(promise, other) <= now for other in later)
    return not broken and not overtaken and gone(promise, percent) <= now


def earliest_due(promises: Iterable[Promise]) -> datetime | None:
    """When the next of the promises still open is due, broken ones included; of one that stands still nobody knows."""
    running = (each for each in promises if each.ended_at is None and each.paused_since is None)
    return min((promise.due_at for promise in running), default=None)


def is_due_at_once(promise: Promise) -> bool:
    return promise.due_at <= promise.started_at


def _kept_until(promise: Promise) -> datetime:
    return promise.due_at + AT_ONCE_MEANS if is_due_at_once(promise) else promise.due_at
