"""Which promises an outside body's date holds for, and what it says then. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Protocol

from amends.deadlines.calendar import Calendar
from amends.deadlines.starting import ends_with
from amends.policy.document import CaseEvent, ClockKind, Policy

WRITTEN, CHANGED, ANSWERED = "body-written", "body-changed", "body-answered"
"""As the history calls them."""
_INSTANT = timedelta(microseconds=1)
_OF_THE_RESULT = frozenset({CaseEvent.OFFERED, CaseEvent.DECIDED})


class Stand(StrEnum):
    OPEN = "open"
    """It names no time."""
    WAITING = "waiting"
    LATE = "late"
    ANSWERED = "answered"
    ANSWERED_LATE = "answered-late"


@dataclass(frozen=True, slots=True)
class Wanted:
    """An answer, by then."""

    answer_by: datetime
    answered_at: datetime | None = None


def stand(answer_by: datetime | None, answered_at: datetime | None, now: datetime) -> Stand:
    """At the time itself it is still in time."""
    late = answer_by is not None and (answered_at or now) > answer_by
    if answered_at is not None:
        return Stand.ANSWERED_LATE if late else Stand.ANSWERED
    return Stand.OPEN if answer_by is None else Stand.LATE if late else Stand.WAITING


def is_bound(policy: Policy, code: str) -> bool:
    """What a body waits for is the result: promises of anything before or after it go by their own times."""
    return code == ClockKind.RESOLVE or ends_with(policy, code) in _OF_THE_RESULT


def bound_by(wanted: Iterable[Wanted], started_at: datetime) -> datetime | None:
    """The earliest of those that a promise begun then is late by. One that was answered, or whose time was over, before it
    began has nothing to do with it: the case was reopened since."""
    return min(
        (
            each.answer_by
            for each in wanted
            if each.answer_by > started_at and (each.answered_at is None or each.answered_at > started_at)
        ),
        default=None,
    )


def moment_of(day: date, at: time | None, calendar: Calendar) -> datetime:
    """Of a day alone, its end."""
    if at is None:
        return calendar.last_moment(day)
    return datetime.combine(day, at, tzinfo=calendar.zone)


def day_and_time(moment: datetime, calendar: Calendar) -> tuple[date, time | None]:
    """As it was given (`moment_of`)."""
    day = calendar.day_of(moment - _INSTANT)
    if calendar.last_moment(day) == moment:
        return day, None
    local = moment.astimezone(calendar.zone)
    return local.date(), local.time()


class Line(Protocol):
    @property
    def act(self) -> str: ...
    @property
    def detail(self) -> Mapping[str, Any]: ...
    @property
    def personal(self) -> Mapping[str, str]: ...


@dataclass(frozen=True, slots=True)
class Known:
    office: str
    number: str
    answer_by: datetime | None
    answered: bool


def known(history: Iterable[Line]) -> list[Known]:
    """Of a case's history, newest line first: its matters as they stand, without asking for them."""
    found: dict[str, Known] = {}
    answered = set[str]()
    for line in history:
        if line.act == ANSWERED:
            answered.add(line.detail["matter"])
        elif line.act in (WRITTEN, CHANGED) and line.detail["matter"] not in found:
            matter, by = line.detail["matter"], line.detail["answer_by"]
            found[matter] = Known(
                line.personal.get("office", ""),
                line.personal.get("number", ""),
                datetime.fromisoformat(by) if by else None,
                matter in answered,
            )
    return list(found.values())
