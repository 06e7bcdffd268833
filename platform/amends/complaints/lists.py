"""Which cases are in a list, as a condition on them, and in which order they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from amends.complaints.confidence import readable
from amends.deadlines.rules import USUAL_WARNING
from amends.people.actor import Actor


class View(StrEnum):
    """The lists there always are."""

    OPEN = "open"
    MINE = "mine"
    DEPARTMENT = "department"
    UNASSIGNED = "unassigned"
    TODAY = "today"
    """Something is due before the day ends and not late yet."""
    AT_RISK = "risk"
    """Most of the time of a promise is over (`deadlines.rules.PromiseState`)."""
    BROKEN = "broken"
    WAITING = "waiting"
    """A promise stands still for something from the complainant."""
    FOLLOWING = "following"
    REGRADED = "regraded"
    """Something is late there only because the level changed."""
    CLOSED = "closed"


class Sort(StrEnum):
    DUE = "due"
    """Closed ones by when they were closed."""
    NEWEST = "newest"
    OLDEST = "oldest"
    LEVEL = "level"


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """What a list is narrowed down to; what is empty narrows nothing."""

    categories: Sequence[str] = ()
    others: bool = False
    """All categories but these."""
    kind: str = ""
    level: str = ""
    state: str = ""
    department_id: UUID | None = None
    assignee_id: UUID | None = None
    tag: str = ""
    received_from: datetime | None = None
    received_before: datetime | None = None
    due_by: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Looking:
    """Who looks, and what their lists depend on besides."""

    reader: Actor
    now: datetime
    day_ends: datetime
    """Of the reader's own day."""
    pauses: Sequence[str] = ()
    """For which a clock waits for the complainant."""
    levels: Sequence[str] = ()
    """The most urgent first, for `Sort.LEVEL`."""


@dataclass(slots=True)
class Condition:
    """SQL with its values: each `{}` becomes the place of one that is bound."""

    texts: list[str] = field(default_factory=list)
    values: list[object] = field(default_factory=list)

    def demand(self, text: str, *values: object) -> None:
        places = [f"${len(self.values) + at}" for at in range(1, len(values) + 1)]
        self.values.extend(values)
        self.texts.append(text.format(*places))

    @property
    def sql(self) -> str:
        return " AND ".join(self.texts)


_OPEN = "c.closed_at IS NULL"
_PROMISE = """EXISTS (SELECT FROM promise p WHERE p.tenant_id = c.tenant_id AND p.complaint_id = c.id
    AND p.ended_at IS NULL AND p.paused_since IS NULL AND """
LATE = _PROMISE + "p.due_at < {0} AND {but}coalesce(p.late_by_regrading, false))"
"""Something is past its due time; `but`: "NOT " for what was promised then already, "" for what only a re-grading made late."""
_LATE = "c.next_due < {0} AND " + LATE.replace("{but}", "NOT ")
# Few cases among many: looked for from their promises, by an index, whatever the planner thinks of their number.
_AMONG = """c.id = ANY (ARRAY(SELECT p.complaint_id FROM promise p
    WHERE p.ended_at IS NULL AND p.paused_since IS NULL AND """
_REGRADED = "c.next_due < {0} AND " + _AMONG + "p.due_at < {0} AND p.late_by_regrading))"
# By the end of a day is midnight itself.
_DUE_TODAY = _AMONG + "p.due_at >= {0} AND p.due_at <= {1}))"
_GONE = "(p.due_at - p.started_at - coalesce(p.stood_still, interval '0'))"
_AT_RISK = f"{_AMONG}p.due_at >= {{0}} AND p.due_at - {_GONE} * {(100 - USUAL_WARNING) / 100} <= {{0}}))"
_WAITING = """c.id IN (SELECT p.complaint_id FROM promise p WHERE p.ended_at IS NULL AND p.paused_since IS NOT NULL
    AND (SELECT e.detail ->> 'pause' FROM promise_entry e WHERE e.tenant_id = p.tenant_id
        AND e.promise_id = p.id AND e.kind = 'paused' ORDER BY e.place DESC LIMIT 1) = ANY({}::text[]))"""
_FOLLOWED = "c.id IN (SELECT f.complaint_id FROM case_follower f WHERE f.person_id = {})"
_TAGGED = "c.id IN (SELECT t.complaint_id FROM case_tag t WHERE t.word = {})"
DUE_FIRST = "c.next_due NULLS LAST, c.lodged_at DESC, c.id"
_CLOSED_LAST = "c.closed_at DESC, c.id"
_BY_TIME = {Sort.NEWEST: "c.lodged_at DESC, c.id", Sort.OLDEST: "c.lodged_at, c.id"}


def condition_of(
    view: View, looking: Looking, narrowed: Narrowed, *, values: list[object] | None = None
) -> Condition:
    """On a complaint `c`. `values`: of conditions that go into the same statement."""
    condition = Condition(values=[] if values is None else values)
    _of_view(condition, view, looking)
    condition.values.append(looking.reader.id)
    condition.texts.append(readable(looking.reader, len(condition.values)))
    _of_narrowed(condition, narrowed)
    return condition


def _of_view(condition: Condition, view: View, looking: Looking) -> None:
    condition.texts.append("c.closed_at IS NOT NULL" if view is View.CLOSED else _OPEN)
    match view:
        case View.MINE:
            condition.demand("c.assignee_id = {}", looking.reader.id)
        case View.DEPARTMENT:
            condition.demand("c.department_id = {}", looking.reader.department_id)
        case View.UNASSIGNED:
            condition.texts.append("c.assignee_id IS NULL")
        case View.TODAY:
            condition.demand(_DUE_TODAY, looking.now, looking.day_ends)
        case View.AT_RISK:
            condition.demand(_AT_RISK, looking.now)
        case View.BROKEN:
            condition.demand(_LATE, looking.now)
        case View.REGRADED:
            condition.demand(_REGRADED, looking.now)
        case View.WAITING:
            condition.demand(_WAITING, list(looking.pauses))
        case View.FOLLOWING:
            condition.demand(_FOLLOWED, looking.reader.id)
        case _:
            pass


def _of_narrowed(condition: Condition, narrowed: Narrowed) -> None:
    if narrowed.categories:
        but = "NOT " if narrowed.others else ""
        condition.demand(but + "c.category = ANY({}::text[])", list(narrowed.categories))
    for text, value in (
        ("c.kind = {}", narrowed.kind),
        ("c.level = {}", narrowed.level),
        ("c.state = {}", narrowed.state),
        ("c.department_id = {}", narrowed.department_id),
        ("c.assignee_id = {}", narrowed.assignee_id),
        (_TAGGED, narrowed.tag),
        ("c.received_at >= {}", narrowed.received_from),
        ("c.received_at < {}", narrowed.received_before),
        ("c.next_due <= {}", narrowed.due_by),
    ):
        if value:
            condition.demand(text, value)


def order_of(view: View, sort: Sort, looking: Looking, condition: Condition) -> str:
    if sort is Sort.LEVEL:
        condition.values.append(list(looking.levels))
        return f"array_position(${len(condition.values)}::text[], c.level), {DUE_FIRST}"
    return _BY_TIME.get(sort, _CLOSED_LAST if view is View.CLOSED else DUE_FIRST)
