"""Lists of tasks, and one of them: what is due first stands first, so what is late stands above all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec

from amends.complaints.confidence import readable
from amends.database.scope import fetch
from amends.errors import NotFound
from amends.people.actor import Actor
from amends.tasks.rules import Facts, TaskState, state
from amends.tasks.words import titled

PAGE = 25
MOST_PAGES = 200


class View(StrEnum):
    MINE = "mine"
    DEPARTMENT = "department"
    ALL = "all"
    DONE = "done"
    """And what was cancelled, the newest first."""


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task with the names of what it is about."""

    id: UUID
    kind: str
    what: str
    facts: Mapping[str, str]
    complaint_id: UUID | None
    about: frozenset[UUID]
    """Members of staff whom the complaint is about: they do nothing to its tasks."""
    number: str
    subject: str
    notice_id: UUID | None
    letter_id: UUID | None
    assignee_id: UUID | None
    assignee: str
    role: str | None
    department_id: UUID | None
    department_zh: str
    department_en: str
    created_at: datetime
    due_at: datetime
    done_at: datetime | None
    done_by: str
    """Empty: nobody, it was seen to by the program."""
    outcome: str
    posted_on: date | None
    cancelled_at: datetime | None
    cancelled_by: str
    cancelled_reason: str

    def title(self, language: str) -> str:
        return titled(self.kind, self.what, language)

    def state(self, now: datetime) -> TaskState:
        return state(Facts(self.due_at, self.done_at, self.cancelled_at), now)

    def department(self, language: str) -> str:
        return self.department_zh if language == "zh" else self.department_en

    @property
    def over(self) -> bool:
        return self.done_at is not None or self.cancelled_at is not None


@dataclass(frozen=True, slots=True)
class Listing:
    tasks: Sequence[TaskLine]
    page: int
    more: bool


_COLUMNS = """SELECT t.id, t.kind, t.what, t.facts, t.complaint_id, c.concerned,
    coalesce(c.number, '') AS number,
    coalesce(c.subject, '') AS subject, t.notice_id, t.letter_id, t.assignee_id, coalesce(p.name, '') AS assignee,
    t.role, t.department_id, coalesce(d.name_zh, '') AS department_zh, coalesce(d.name_en, '') AS department_en,
    t.created_at, t.due_at, t.done_at, coalesce(b.name, '') AS done_by, coalesce(t.outcome, '') AS outcome,
    t.posted_on, t.cancelled_at, coalesce(x.name, '') AS cancelled_by,
    coalesce(t.cancelled_reason, '') AS cancelled_reason
FROM task t
LEFT JOIN complaint c ON c.tenant_id = t.tenant_id AND c.id = t.complaint_id
LEFT JOIN person p ON p.tenant_id = t.tenant_id AND p.id = t.assignee_id
LEFT JOIN department d ON d.tenant_id = t.tenant_id AND d.id = t.department_id
LEFT JOIN person b ON b.tenant_id = t.tenant_id AND b.id = t.done_by
LEFT JOIN person x ON x.tenant_id = t.tenant_id AND x.id = t.cancelled_by
"""
_OPEN = "t.done_at IS NULL AND t.cancelled_at IS NULL"
_CONDITIONS = {
    View.MINE: f"{_OPEN} AND (t.assignee_id = $5 OR (t.assignee_id IS NULL AND t.role = ANY($6::text[])))",
    View.DEPARTMENT: f"{_OPEN} AND t.department_id = $5",
    View.ALL: _OPEN,
    View.DONE: "(t.done_at IS NOT NULL OR t.cancelled_at IS NOT NULL)",
}
_SOONEST = "t.due_at, t.id"
_NEWEST = "coalesce(t.done_at, t.cancelled_at) DESC, t.id"


async def listing(
    view: View, *, reader: Actor, now: datetime, kind: str = "", late: bool = False, page: int = 1
) -> Listing:
    """`late`: only what is late. One more row than a page holds says whether there is a next one."""
    page = min(max(page, 1), MOST_PAGES)
    rows = await fetch(
        f"""{_COLUMNS} WHERE {_CONDITIONS[view]}{_known_to(view, reader)} AND ($1 = '' OR t.kind = $1) AND (NOT $2::boolean OR t.due_at < $3)
        ORDER BY {_NEWEST if view is View.DONE else _SOONEST} LIMIT {PAGE + 1} OFFSET $4""",
        kind,
        late and view is not View.DONE,
        now,
        (page - 1) * PAGE,
        *_whose(view, reader),
    )
    return Listing([_line(row) for row in rows[:PAGE]], page, len(rows) > PAGE)


def _whose(view: View, reader: Actor) -> list[object]:
    if view is View.MINE:
        return [reader.id, list(reader.roles)]
    return [reader.department_id] if view is View.DEPARTMENT else [reader.id]


def _known_to(view: View, reader: Actor) -> str:
    """Of confidential cases everybody sees what they have to do themselves, and no more."""
    others = view in (View.ALL, View.DONE)
    return f" AND (c.id IS NULL OR {readable(reader, 5)})" if others else ""


async def tasks_of(complaint_id: UUID) -> list[TaskLine]:
    """Of a case: what is to be done, what is due first above; then what is over, the newest first."""
    rows = await fetch(
        f"""{_COLUMNS} WHERE t.complaint_id = $1
        ORDER BY (t.done_at IS NOT NULL OR t.cancelled_at IS NOT NULL), coalesce(t.done_at, t.cancelled_at) DESC,
            t.due_at, t.id""",
        complaint_id,
    )
    return [_line(row) for row in rows]


async def one_task(task_id: UUID) -> TaskLine:
    rows = await fetch(f"{_COLUMNS} WHERE t.id = $1", task_id)
    if not rows:
        raise NotFound()
    return _line(rows[0])


def _line(row: Mapping[str, Any]) -> TaskLine:
    plain = dict(row)
    facts = msgspec.json.decode(plain.pop("facts"), type=dict[str, str])
    concerned = plain.pop("concerned")
    about = frozenset(map(UUID, msgspec.json.decode(concerned))) if concerned else frozenset()
    return TaskLine(**plain, facts=facts, about=about)
