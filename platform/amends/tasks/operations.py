"""A task comes into being, with what causes it and in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from amends.audit.operations import Act, record_all
from amends.database.scope import current_tenant, fetch
from amends.people.actor import Actor, ActorKind
from amends.tasks.tables import TaskKind, Told


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTask:
    """`cause`: ids and ISO dates that name what asks for it; the same cause never makes two tasks.

    For `assignee_id`; else for the holders of `role`, else for `department_id`; none of them: for whoever has the
    case, or its department.
    """

    kind: TaskKind
    cause: str
    due_at: datetime
    complaint_id: UUID | None = None
    notice_id: UUID | None = None
    letter_id: UUID | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    """What the words of the kind fill in (`web/tasks/words.py`)."""
    what: str = ""
    """Own words, for a task that nothing else describes."""
    department_id: UUID | None = None
    assignee_id: UUID | None = None
    role: str | None = None
    told: bool = False
    """Whoever it is for hears of it some other way; else the clock process tells them at once."""


async def opened(tasks: Sequence[NewTask], *, by: Actor, now: datetime) -> list[UUID]:
    """The ids of those that were not there before. To be called after what they follow from is recorded."""
    rows = {task.cause: _row(task, by=by, now=now) for task in tasks}
    if not rows:
        return []
    found = await fetch(_INSERT, msgspec.json.encode(list(rows.values())).decode(), current_tenant())
    made = {row["cause"]: row["id"] for row in found}
    new = [task for task in {task.cause: task for task in tasks}.values() if task.cause in made]
    if new:
        await record_all([_act(task, made[task.cause], by=by) for task in new], now=now)
    return [made[task.cause] for task in new]


_INSERT = """INSERT INTO task (id, tenant_id, kind, cause, complaint_id, notice_id, letter_id, what, facts, department_id,
    assignee_id, role, created_at, created_by, due_at, told, look_at, attempts)
SELECT t.id, $2, t.kind, t.cause, t.complaint_id, t.notice_id, t.letter_id, t.what, t.facts,
    coalesce(t.department_id, c.department_id),
    CASE WHEN t.role IS NULL AND t.department_id IS NULL THEN coalesce(t.assignee_id, p.id) ELSE t.assignee_id END,
    t.role, t.created_at, t.created_by, t.due_at, t.told, t.look_at, 0
FROM jsonb_populate_recordset(NULL::task, $1::jsonb) AS t
LEFT JOIN complaint c ON c.tenant_id = $2 AND c.id = t.complaint_id
LEFT JOIN person p ON p.tenant_id = $2 AND p.id = c.assignee_id AND p.status = 'active'
ON CONFLICT (tenant_id, cause) DO NOTHING RETURNING id, cause"""


def _row(task: NewTask, *, by: Actor, now: datetime) -> dict[str, object]:
    """As its columns are called. It is looked at to tell whoever it is for, and again when it is late."""
    values = {name: getattr(task, name) for name in _SAME}
    told = Told.NEW if task.told else Told.NOBODY
    return {
        **values,
        "id": uuid4(),
        "created_at": now,
        "created_by": by.id if by.kind is ActorKind.PERSON else None,
        "told": told,
        "look_at": max(task.due_at, now) if task.told else now,
    }


_SAME = (
    "kind", "cause", "due_at", "complaint_id", "notice_id", "letter_id", "facts", "what", "department_id",
    "assignee_id", "role",
)  # fmt: skip


def _act(task: NewTask, task_id: UUID, *, by: Actor) -> Act:
    about = {"notice": task.notice_id, "letter": task.letter_id, "for": task.assignee_id, "role": task.role}
    said = {name: value for name, value in about.items() if value is not None}
    return Act(
        "task-opened",
        by,
        task.complaint_id,
        {"task": task_id, "kind": str(task.kind), "due_at": task.due_at, **said},
        {"what": task.what or None},
    )
