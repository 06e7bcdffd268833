"""Further departments at one case (S-IN-17, S-ES-09): asked, each with a day to answer; owner and assignee stay who they are."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from amends.audit.operations import record
from amends.complaints.case import Case, take_by
from amends.complaints.desk import Desk
from amends.complaints.texts import LONGEST_PARAGRAPH, Texts, prose
from amends.correspondence.operations import CaseEnded, tell_staff
from amends.database.rows import select_all, select_one
from amends.database.scope import execute, fetch_one
from amends.deadlines.due import end_of_last
from amends.deadlines.period import Unit
from amends.errors import DomainError, Forbidden, Invalid, NotFound
from amends.joint import rules
from amends.joint.tables import AskedDepartment
from amends.people.actor import Actor
from amends.people.rights import Right
from amends.people.staff import Staff, staff
from amends.people.tables import Department
from amends.policy.document import Text
from amends.tasks.ending import seen_to
from amends.tasks.operations import NewTask, opened
from amends.tasks.tables import TaskKind

_ANSWERED = Text(zh="{department}已答复我部门的协办请求。", en="{department} has answered what it was asked.")


class AskedAlready(DomainError):
    code = "department-asked-already"
    status = 409
    message = "This department was asked already and has not answered yet."
    hint = "Wait for its answer, or end that question first."


class QuestionOver(DomainError):
    code = "department-question-over"
    status = 409
    message = "This question has been answered or ended already."
    hint = "Look at the page anew."


async def ask(
    desk: Desk,
    complaint_id: UUID,
    *,
    department_id: UUID | None,
    question: str,
    until: date | None,
    by: Actor,
    now: datetime,
) -> UUID:
    """It is a task of the department's head, or of the department where it has none who could see to it."""
    by.demand(Right.HANDLE)
    case = await take_by(desk, complaint_id, by)
    if case.ended:
        raise CaseEnded()
    texts = Texts()
    question = texts.prose("question", question, longest=LONGEST_PARAGRAPH)
    if until is None:
        texts.wrong["until"] = "Please give a date such as 2026-05-31."
    elif (due_at := end_of_last(until, Unit.CALENDAR_DAYS, desk.calendar)) < now:
        texts.wrong["until"] = "This day is over."
    people = await staff(now)
    department = _other(people, case, department_id, texts)
    texts.demand()
    if await _open_of(case, department.id) is not None:
        raise AskedAlready()
    row = AskedDepartment(
        id=uuid4(),
        complaint_id=case.id,
        department_id=department.id,
        question=question,
        due_at=due_at,
        asked_at=now,
        asked_by=by.id,
    )
    await AskedDepartment.insert(row)
    await _recorded(case, row, rules.ASKED, {"question": question}, by=by, now=now)
    task = NewTask(
        kind=TaskKind.DEPARTMENT_ANSWER,
        cause=_cause(row),
        complaint_id=case.id,
        due_at=due_at,
        facts={"party": department.name_in(desk.language)},
        department_id=department.id,
        assignee_id=_head(people, case, department),
    )
    await opened([task], by=by, now=now)
    return row.id


async def answer(
    desk: Desk, complaint_id: UUID, question_id: UUID, *, answer: str, by: Actor, now: datetime
) -> None:
    """By anybody of the department who handles cases, its head, or whoever it was given to."""
    by.demand(Right.READ_CASES)
    case = await take_by(desk, complaint_id, by)
    row = await _open(case, question_id)
    people = await staff(now)
    department = people.departments[row.department_id]
    if not await may_answer(row, department, by):
        raise Forbidden()
    answer = prose("answer", answer, longest=LONGEST_PARAGRAPH, needed="Please write your answer.")
    await execute(
        "UPDATE case_department SET answer = $2, answered_at = $3, answered_by = $4 WHERE id = $1",
        row.id,
        answer,
        now,
        by.id,
    )
    await _recorded(case, row, rules.ANSWERED, {"answer": answer}, by=by, now=now)
    await seen_to([_cause(row)], by=by, now=now, outcome=answer)
    news = Text(
        zh=_ANSWERED.zh.format(department=department.name_in("zh")),
        en=_ANSWERED.en.format(department=department.name_in("en")),
    )
    await tell_staff(case, news, key=f"department-answered:{row.id}", now=now)


async def end(
    desk: Desk, complaint_id: UUID, question_id: UUID, *, reason: str, by: Actor, now: datetime
) -> None:
    """No answer is wanted any more; the task ends with it."""
    by.demand(Right.HANDLE)
    case = await take_by(desk, complaint_id, by)
    row = await _open(case, question_id)
    reason = prose("reason", reason, longest=LONGEST_PARAGRAPH, needed="Please say why.")
    await execute(
        "UPDATE case_department SET ended_at = $2, ended_by = $3, ended_reason = $4 WHERE id = $1",
        row.id,
        now,
        by.id,
        reason,
    )
    await _recorded(case, row, rules.ENDED, {"reason": reason}, by=by, now=now)
    await seen_to([_cause(row)], by=by, now=now, cancelled=reason)


async def asked_of(complaint_id: UUID) -> list[AskedDepartment]:
    return await select_all(AskedDepartment, "WHERE complaint_id = $1 ORDER BY asked_at, id", complaint_id)


async def may_answer(row: AskedDepartment, department: Department, by: Actor) -> bool:
    theirs = by.department_id == row.department_id and by.may(Right.HANDLE)
    if theirs or department.head_id == by.id:
        return True
    # The task knows who it was given to, and which department took over the work of one that was closed.
    given = await fetch_one(
        "SELECT id FROM task WHERE cause = $1 AND (assignee_id = $2 OR (department_id = $3 AND $4))",
        _cause(row),
        by.id,
        by.department_id,
        by.may(Right.HANDLE),
    )
    return given is not None


def _other(people: Staff, case: Case, department_id: UUID | None, texts: Texts) -> Department:
    found = people.departments.get(department_id) if department_id is not None else None
    if found is None or found.retired_at is not None:
        texts.wrong["department"] = "Please choose a department."
    elif found.id == case.row.department_id:
        texts.wrong["department"] = "This department has the case already."
    if "department" in texts.wrong or found is None:
        raise Invalid(texts.wrong)
    return found


def _head(people: Staff, case: Case, department: Department) -> UUID | None:
    """Never somebody whom the complaint is about."""
    active = {person.id for person in people.without(case.row.about).active}
    return department.head_id if department.head_id in active else None


async def _open_of(case: Case, department_id: UUID) -> AskedDepartment | None:
    return await select_one(
        AskedDepartment,
        "WHERE complaint_id = $1 AND department_id = $2 AND answered_at IS NULL AND ended_at IS NULL",
        case.id,
        department_id,
    )


async def _open(case: Case, question_id: UUID) -> AskedDepartment:
    row = await select_one(AskedDepartment, "WHERE id = $1 AND complaint_id = $2", question_id, case.id)
    if row is None:
        raise NotFound()
    if not row.is_open:
        raise QuestionOver()
    return row


def _cause(row: AskedDepartment) -> str:
    return f"department-answer:{row.id}"


async def _recorded(
    case: Case, row: AskedDepartment, act: str, personal: dict[str, str], *, by: Actor, now: datetime
) -> None:
    await record(
        act=act,
        by=by,
        now=now,
        complaint_id=case.id,
        detail={"question": row.id, "department": row.department_id, "due_at": row.due_at},
        personal=personal,
    )
