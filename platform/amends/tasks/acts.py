"""What people do to a task: done, given to another, cancelled, open again. Every act stands in the case's history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from amends.audit.operations import record
from amends.complaints.about import ABOUT_THEM
from amends.complaints.attaching import added
from amends.complaints.case import Case, take_by
from amends.complaints.desk import Desk
from amends.complaints.lifecycle import ENDED
from amends.complaints.texts import LONGEST_PARAGRAPH, Texts, prose
from amends.correspondence.operations import CaseEnded
from amends.database.rows import select_one
from amends.database.scope import execute
from amends.deadlines.due import end_of_last
from amends.deadlines.period import Unit
from amends.errors import DomainError, Forbidden, Invalid, NotFound
from amends.evidence.intake import Stored
from amends.notices.operations import tell_all
from amends.people.actor import Actor
from amends.people.queries import assignable_person
from amends.people.rights import Right
from amends.people.staff import staff
from amends.people.tables import Department
from amends.tasks.handing import Handed
from amends.tasks.operations import NewTask, opened
from amends.tasks.rules import LATE_LOOK_AFTER, tells_a_notice
from amends.tasks.settling import said_by_hand, unsaid
from amends.tasks.tables import SEEN_TO_ELSEWHERE, Task, TaskKind, Told
from amends.tasks.telling import moment_cause, tellings


class TaskOver(DomainError):
    code = "task-over"
    status = 409
    message = "This task is done or cancelled already."
    hint = "Reload the page: somebody else may have seen to it."


class SeenToElsewhere(DomainError):
    code = "task-seen-to-elsewhere"
    status = 409
    message = "This task ends with what it is about."
    hint = "Follow its link and see to it there."


class TaskOpen(DomainError):
    code = "task-open"
    status = 409
    message = "This task is open."
    hint = "Reload the page: somebody else may have reopened it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """`outcome`: what was said or done. `posted_on`: of a letter, the day it was posted. `handed`: it was brought instead."""

    outcome: str = ""
    posted_on: date | None = None
    handed: Handed | None = None

    @property
    def told_on(self) -> date | None:
        return self.handed.on if self.handed is not None else self.posted_on


def may_do(assignee_id: UUID | None, role: str | None, by: Actor) -> bool:
    """Whose work cases are; and whoever it is for."""
    if by.may(Right.HANDLE):
        return True
    theirs = by.id is not None and assignee_id == by.id
    return theirs or (assignee_id is None and role is not None and role in by.roles)


def demand_may(assignee_id: UUID | None, role: str | None, by: Actor, *, right: Right | None = None) -> None:
    """Forbidden to others. `right`: one that allows it, too."""
    by.demand(Right.READ_CASES)
    if not (may_do(assignee_id, role, by) or (right is not None and by.may(right))):
        raise Forbidden()


async def finish(desk: Desk, task_id: UUID, *, done: Done, by: Actor, now: datetime) -> None:
    """A notice told this way counts as told."""
    task, case = await _in_hand(desk, task_id, by=by)
    _demand_open(task)
    outcome, handed = _checked(task, done, desk, now=now)
    posted_on = done.told_on if task.kind == TaskKind.POST else None
    await execute(
        "UPDATE task SET done_at = $2, done_by = $3, outcome = $4, posted_on = $5, look_at = NULL WHERE id = $1",
        task_id,
        now,
        by.id,
        outcome or None,
        posted_on,
    )
    await record(
        act="task-done",
        by=by,
        now=now,
        complaint_id=task.complaint_id,
        detail={
            "task": task_id,
            "kind": task.kind,
            **({"posted_on": posted_on.isoformat()} if posted_on and handed is None else {}),
            **({"handed": handed.way, "handed_on": handed.on} if handed is not None else {}),
        },
        personal={
            "outcome": outcome or None,
            **({"messenger": handed.messenger, "to_whom": handed.to_whom} if handed is not None else {}),
        },
    )
    await said_by_hand(task, case, posted_on=posted_on, by=by, now=now)


async def give(
    desk: Desk,
    task_id: UUID,
    *,
    assignee_id: UUID | None,
    department_id: UUID | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """To a person, or to a department (the one it is in, where none is named)."""
    task, case = await _in_hand(desk, task_id, by=by, right=Right.ASSIGN)
    _demand_open(task)
    if assignee_id is not None and (wrong := await _unfit(assignee_id, case)):
        raise Invalid({"assignee": wrong})
    if department_id is not None:
        await _demand_department(department_id)
    task.assignee_id = assignee_id
    task.department_id, task.role = department_id or task.department_id, None
    look_at = max(task.due_at + LATE_LOOK_AFTER, now)
    await execute(
        """UPDATE task SET assignee_id = $2, department_id = $3, role = NULL, told = $4, look_at = $5, attempts = 0,
            failure = NULL, set_aside_at = NULL WHERE id = $1""",
        task_id,
        task.assignee_id,
        task.department_id,
        Told.NEW,
        look_at,
    )
    await record(
        act="task-given",
        by=by,
        now=now,
        complaint_id=task.complaint_id,
        detail={"task": task_id, "kind": task.kind, "to": assignee_id, "department": task.department_id},
    )
    if assignee_id is not None and assignee_id != by.id:
        await _tell(task, case, desk, assignee_id, now=now)


async def cancel(desk: Desk, task_id: UUID, *, reason: str, by: Actor, now: datetime) -> None:
    """It need not be done; why is kept."""
    task, _ = await _in_hand(desk, task_id, by=by)
    _demand_open(task)
    reason = prose("reason", reason, longest=LONGEST_PARAGRAPH, needed="Please say why it need not be done.")
    await execute(
        """UPDATE task SET cancelled_at = $2, cancelled_by = $3, cancelled_reason = $4, look_at = NULL
        WHERE id = $1""",
        task_id,
        now,
        by.id,
        reason,
    )
    await _record(task, "task-cancelled", reason, by=by, now=now)
    await unsaid(task, given_up_at=now)


async def reopen(desk: Desk, task_id: UUID, *, reason: str, by: Actor, now: datetime) -> None:
    """It has to be done after all, or again; due when it was due."""
    task, _ = await _in_hand(desk, task_id, by=by)
    if task.kind in SEEN_TO_ELSEWHERE:
        raise SeenToElsewhere()
    if task.done_at is None and task.cancelled_at is None:
        raise TaskOpen()
    reason = prose("reason", reason, longest=LONGEST_PARAGRAPH, needed="Please say why it is open again.")
    await execute(
        """UPDATE task SET done_at = NULL, done_by = NULL, outcome = NULL, posted_on = NULL, cancelled_at = NULL,
            cancelled_by = NULL, cancelled_reason = NULL, told = $2, look_at = $3, attempts = 0,
            failure = NULL, set_aside_at = NULL WHERE id = $1""",
        task_id,
        Told.NOBODY,
        now,
    )
    await _record(task, "task-reopened", reason, by=by, now=now)
    await unsaid(task, given_up_at=None)


async def add(
    desk: Desk,
    complaint_id: UUID,
    *,
    what: str,
    due_on: date | None,
    assignee_id: UUID | None,
    by: Actor,
    now: datetime,
) -> UUID:
    """Something that nothing else asks for, until the end of a day."""
    by.demand(Right.HANDLE)
    case = await take_by(desk, complaint_id, by)
    texts = Texts()
    what = texts.line("what", what, needed="Please say what is to be done.")
    due_at = end_of_last(due_on, Unit.CALENDAR_DAYS, desk.calendar) if due_on is not None else None
    if due_at is None:
        texts.wrong["due_on"] = "Please give a date such as 2026-05-31."
    elif due_at < now:
        texts.wrong["due_on"] = "This day is over."
    if assignee_id is not None and (wrong := await _unfit(assignee_id, case)):
        texts.wrong["for"] = wrong
    texts.demand()
    assert due_at is not None, "demanded"
    task = NewTask(
        kind=TaskKind.OTHER,
        cause=f"added:{uuid4()}",
        due_at=due_at,
        complaint_id=case.id,
        what=what,
        assignee_id=assignee_id,
        told=assignee_id == by.id,
    )
    [task_id] = await opened([task], by=by, now=now)
    return task_id


async def add_photos(desk: Desk, task_id: UUID, *, files: Sequence[Stored], by: Actor, now: datetime) -> None:
    """From where the task takes whoever does it, straight into the evidence of its case."""
    task, case = await _in_hand(desk, task_id, by=by)
    if task.done_at is not None or task.cancelled_at is not None:
        raise TaskOver()
    if case is None:
        raise NotFound()
    if case.state in ENDED:
        raise CaseEnded()
    if not files:
        raise Invalid({"files": "Please choose a file."})
    await added(case, files, by=by, now=now)


async def _in_hand(
    desk: Desk, task_id: UUID, *, by: Actor, right: Right | None = None
) -> tuple[Task, Case | None]:
    """Locked, its case first."""
    by.demand(Right.READ_CASES)
    seen = await select_one(Task, "WHERE id = $1", task_id)
    if seen is None:
        raise NotFound()
    case = await take_by(desk, seen.complaint_id, by) if seen.complaint_id is not None else None
    task = await select_one(Task, "WHERE id = $1 FOR NO KEY UPDATE", task_id)
    assert task is not None, "nobody who serves deletes tasks"
    demand_may(task.assignee_id, task.role, by, right=right)
    return task, case


def _demand_open(task: Task) -> None:
    if task.kind in SEEN_TO_ELSEWHERE:
        raise SeenToElsewhere()
    if task.done_at is not None or task.cancelled_at is not None:
        raise TaskOver()


def _checked(task: Task, done: Done, desk: Desk, *, now: datetime) -> tuple[str, Handed | None]:
    """What is asked for depends on what was to be done."""
    texts = Texts()
    handed = done.handed if tells_a_notice(str(task.kind)) else None
    posting = task.kind == TaskKind.POST and handed is None
    outcome = texts.prose(
        "outcome",
        done.outcome,
        required=not posting,
        longest=LONGEST_PARAGRAPH,
        needed="Please say what was done and what was said.",
    )
    zone = ZoneInfo(desk.zone)
    today = now.astimezone(zone).date()
    if handed is not None:
        handed = handed.checked(texts, since=task.created_at.astimezone(zone).date(), today=today)
    if posting:
        if done.posted_on is None:
            texts.wrong["posted_on"] = "Please give a date such as 2026-05-31."
        elif done.posted_on > today:
            texts.wrong["posted_on"] = "It cannot have been posted in the future."
        elif done.posted_on < task.created_at.astimezone(ZoneInfo(desk.zone)).date():
            texts.wrong["posted_on"] = "The letter did not exist on that day."
    texts.demand()
    return outcome, handed


async def _unfit(person_id: UUID, case: Case | None) -> str:
    """Why a task cannot be theirs; "" where it can."""
    if case is not None and person_id in case.row.about:
        return ABOUT_THEM
    return "" if await assignable_person(person_id) is not None else "This person cannot handle complaints."


async def _demand_department(department_id: UUID) -> None:
    department = await Department.objects().get(Department.id == department_id)
    if department is None or department.retired_at is not None:
        raise Invalid({"department": "Please choose a department."})


async def _record(task: Task, act: str, reason: str, *, by: Actor, now: datetime) -> None:
    await record(
        act=act,
        by=by,
        now=now,
        complaint_id=task.complaint_id,
        detail={"task": task.id, "kind": task.kind},
        personal={"reason": reason},
    )


async def _tell(task: Task, case: Case | None, desk: Desk, person_id: UUID, *, now: datetime) -> None:
    people = (await staff(now)).without(case.row.about if case is not None else frozenset())
    to = people.told(person for person in people.active if person.id == person_id)
    row = case.row if case is not None else None
    await tell_all(tellings(task, row, desk, Told.NEW, to, cause=moment_cause(now)), now=now)
