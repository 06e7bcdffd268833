"""What becomes of a task, and who is told of it when. Pure: facts and `now` come in, a value comes out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from amends.tasks.tables import TaskKind, Told

LATE_LOOK_AFTER = timedelta(seconds=1)
"""At the due time itself a task is still in time."""


class TaskState(StrEnum):
    OPEN = "open"
    LATE = "late"
    DONE = "done"
    DONE_LATE = "done-late"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Facts:
    due_at: datetime
    done_at: datetime | None = None
    cancelled_at: datetime | None = None

    @property
    def over(self) -> bool:
        return self.done_at is not None or self.cancelled_at is not None


@dataclass(frozen=True, slots=True)
class Look:
    """What is told now (None: nothing), how far telling has gone then, and when to look again (None: no more)."""

    tell: Told | None
    told: Told
    again_at: datetime | None


def state(task: Facts, now: datetime) -> TaskState:
    """Derived each time it is asked."""
    if task.cancelled_at is not None:
        return TaskState.CANCELLED
    if task.done_at is not None:
        return TaskState.DONE_LATE if task.done_at > task.due_at else TaskState.DONE
    return TaskState.LATE if now > task.due_at else TaskState.OPEN


def look(task: Facts, told: Told, now: datetime, *, raised_at: datetime) -> Look:
    """Each is told once, and nothing that was overtaken: who hears of a task when it is late hears that it is late.

    `raised_at`: when those above whoever it is for are to hear.
    """
    if task.over:
        return Look(None, told, None)
    late = now > task.due_at
    if told is Told.NOBODY and not late:
        return Look(Told.NEW, Told.NEW, task.due_at + LATE_LOOK_AFTER)
    if told in (Told.NOBODY, Told.NEW):
        if not late:
            return Look(None, told, task.due_at + LATE_LOOK_AFTER)
        return Look(Told.OVERDUE, Told.OVERDUE, max(raised_at, now))
    if told is Told.OVERDUE:
        if now < raised_at:
            return Look(None, told, raised_at)
        return Look(Told.SUPERVISOR, Told.SUPERVISOR, None)
    return Look(None, told, None)


def tells_a_notice(kind: str) -> bool:
    """Whether doing it is telling the complainant what a notice says."""
    return kind in (TaskKind.CALL, TaskKind.POST, TaskKind.REACH)
