"""Which cases are in a list, as a condition on them, and in which order they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from amends.complaints.confidence import readable
from amends.database.binding import Bound
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


_OPEN = "c.closed_at IS NULL"
_LATE = """c.next_due < {now} AND EXISTS (SELECT FROM promise p WHERE p.tenant_id = c.tenant_id AND p.complaint_id = c.id
    AND p.ended_at IS NULL AND p.paused_since IS NULL AND p.due_at < {now} AND NOT coalesce(p.late_by_regrading, false))"""
# Few cases among many: looked for from their promises, by an index, whatever the planner thinks of their number.
_AMONG = """c.id = ANY (ARRAY(SELECT p.complaint_id FROM promise p
    WHERE p.ended_at IS NULL AND p.paused_since IS NULL AND """
_REGRADED = "c.next_due < {now} AND " + _AMONG + "p.due_at < {now} AND p.late_by_regrading))"
# By the end of a day is midnight itself.
_DUE_TODAY = _AMONG + "p.due_at >= {now} AND p.due_at <= {day_after}))"
_GONE = "(p.due_at - p.started_at - coalesce(p.stood_still, interval '0'))"
_LEFT = (100 - USUAL_WARNING) / 100
_AT_RISK = f"{_AMONG}p.due_at >= {{now}} AND p.due_at - {_GONE} * {_LEFT} <= {{now}}))"
_WAITING = """c.id IN (SELECT p.complaint_id FROM promise p WHERE p.ended_at IS NULL AND p.paused_since IS NOT NULL
    AND (SELECT e.detail ->> 'pause' FROM promise_entry e WHERE e.tenant_id = p.tenant_id
        AND e.promise_id = p.id AND e.kind = 'paused' ORDER BY e.place DESC LIMIT 1) = ANY({pauses}::text[]))"""
_FOLLOWED = "c.id IN (SELECT f.complaint_id FROM case_follower f WHERE f.person_id = {reader})"
LISTS: Mapping[View, str] = {
    View.OPEN: _OPEN,
    View.MINE: f"{_OPEN} AND c.assignee_id = {{reader}}",
    View.DEPARTMENT: f"{_OPEN} AND c.department_id = {{own_department}}",
    View.UNASSIGNED: f"{_OPEN} AND c.assignee_id IS NULL",
    View.TODAY: f"{_OPEN} AND {_DUE_TODAY}",
    View.AT_RISK: f"{_OPEN} AND {_AT_RISK}",
    View.BROKEN: f"{_OPEN} AND {_LATE}",
    View.WAITING: f"{_OPEN} AND {_WAITING}",
    View.FOLLOWING: f"{_OPEN} AND {_FOLLOWED}",
    View.REGRADED: f"{_OPEN} AND {_REGRADED}",
    View.CLOSED: "c.closed_at IS NOT NULL",
}
"""On a complaint `c`, with names to be bound."""
_NARROWED = {
    "kind": "c.kind = {kind}",
    "level": "c.level = {level}",
    "state": "c.state = {state}",
    "department_id": "c.department_id = {department_id}",
    "assignee_id": "c.assignee_id = {assignee_id}",
    "tag": "c.id IN (SELECT t.complaint_id FROM case_tag t WHERE t.word = {tag})",
    "received_from": "c.received_at >= {received_from}",
    "received_before": "c.received_at < {received_before}",
    "due_by": "c.next_due <= {due_by}",
}
DUE_FIRST = "c.next_due NULLS LAST, c.lodged_at DESC, c.id"
_CLOSED_LAST = "c.closed_at DESC, c.id"
_BY_TIME = {Sort.NEWEST: "c.lodged_at DESC, c.id", Sort.OLDEST: "c.lodged_at, c.id"}


def bound(looking: Looking, narrowed: Narrowed) -> Bound:
    return Bound(
        {
            "reader": looking.reader.id,
            "own_department": looking.reader.department_id,
            "now": looking.now,
            "day_after": looking.day_ends,
            "pauses": list(looking.pauses),
            "levels": list(looking.levels),
            "categories": list(narrowed.categories),
            **{name: getattr(narrowed, name) for name in _NARROWED},
        }
    )


def condition(view: View, looking: Looking, narrowed: Narrowed, values: Bound) -> str:
    """On a complaint `c`."""
    parts = [LISTS[view].format_map(values), readable(looking.reader, values.place("reader"))]
    if narrowed.categories:
        parts.append(f"{'NOT ' if narrowed.others else ''}c.category = ANY({values['categories']}::text[])")
    parts += [text.format_map(values) for name, text in _NARROWED.items() if getattr(narrowed, name)]
    return " AND ".join(parts)


def order(view: View, sort: Sort, values: Bound) -> str:
    if sort is Sort.LEVEL:
        return f"array_position({values['levels']}::text[], c.level), {DUE_FIRST}"
    return _BY_TIME.get(sort, _CLOSED_LAST if view is View.CLOSED else DUE_FIRST)
