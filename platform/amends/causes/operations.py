"""Finding causes: what it was, whose, and telling the department at fault so that it does not come to it again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from amends.audit.operations import record
from amends.causes.tables import Branch, Cause, Depth
from amends.complaints.case import Case, take_by
from amends.complaints.desk import Desk
from amends.complaints.texts import LONGEST_PARAGRAPH, Texts, prose
from amends.database.rows import select_all, select_one
from amends.database.scope import execute
from amends.deadlines.due import due
from amends.errors import DomainError, Invalid, NotFound
from amends.people.actor import Actor
from amends.people.rights import Right
from amends.people.staff import Staff, staff
from amends.people.tables import Department, Person
from amends.tasks.operations import NewTask, opened
from amends.tasks.tables import TaskKind

MOST_WHYS = 5


class CauseStruck(DomainError):
    code = "cause-struck"
    status = 409
    message = "This cause was struck out."
    hint = "Reload the page: somebody else may have done it."


class CauseTold(DomainError):
    code = "cause-told"
    status = 409
    message = "The department has been told already."


async def add(
    desk: Desk,
    complaint_id: UUID,
    *,
    depth: str,
    branch: str,
    content: str,
    whys: Sequence[str],
    department_id: UUID | None,
    party: str,
    by: Actor,
    now: datetime,
) -> UUID:
    """Whenever it is found, also after the case has ended. `whys`: the answers, the first question first."""
    by.demand(Right.HANDLE)
    case = await take_by(desk, complaint_id, by)
    texts = Texts()
    content = texts.prose("content", content, longest=LONGEST_PARAGRAPH)
    party = texts.line("party", party, required=False)
    answers = [texts.line(f"why.{place}", why, required=False) for place, why in enumerate(whys, 1)]
    answers = [answer for answer in answers if answer][:MOST_WHYS]
    if depth not in set(Depth):
        texts.wrong["depth"] = "Please choose how deep it lies."
    if branch and branch not in set(Branch):
        texts.wrong["branch"] = "Please choose one of the list."
    if department_id is not None and await _department(department_id) is None:
        texts.wrong["department"] = "Please choose a department."
    texts.demand()
    cause = Cause(
        id=uuid4(),
        complaint_id=case.id,
        depth=depth,
        branch=branch,
        content=content,
        whys=msgspec.json.encode(answers).decode(),
        department_id=department_id,
        party=party,
        added_at=now,
        added_by=by.id,
    )
    await Cause.insert(cause)
    await record(
        act="cause",
        by=by,
        now=now,
        complaint_id=case.id,
        detail={"cause": cause.id, "depth": depth, "branch": branch, "department": department_id},
        personal={"content": content, "whys": "\n".join(answers), "party": party},
    )
    return cause.id


async def strike(
    desk: Desk, complaint_id: UUID, cause_id: UUID, *, reason: str, by: Actor, now: datetime
) -> None:
    by.demand(Right.HANDLE)
    case = await take_by(desk, complaint_id, by)
    cause = await _standing(case, cause_id)
    reason = prose("reason", reason, longest=LONGEST_PARAGRAPH, needed="Please say why.")
    await execute(
        "UPDATE cause SET struck_at = $2, struck_by = $3, struck_reason = $4 WHERE id = $1",
        cause.id,
        now,
        by.id,
        reason,
    )
    await record(
        act="cause-struck",
        by=by,
        now=now,
        complaint_id=case.id,
        detail={"cause": cause.id},
        personal={"reason": reason},
    )


async def tell_department(
    desk: Desk, complaint_id: UUID, cause_id: UUID, *, body: str, by: Actor, now: datetime
) -> None:
    """The head of the department at fault is told in writing and answers what is done about it (S-DS-08)."""
    by.demand(Right.HANDLE)
    case = await take_by(desk, complaint_id, by)
    cause = await _standing(case, cause_id)
    if cause.told_at is not None:
        raise CauseTold()
    body = prose(
        "body", body, longest=LONGEST_PARAGRAPH, needed="Please write what the department is to know."
    )
    head = _head(await staff(now), case, cause)
    task = NewTask(
        kind=TaskKind.CAUSE_NOTICE,
        cause=f"cause-notice:{cause.id}",
        due_at=due(now, desk.policy.handling.cause_answer_within, desk.calendar),
        complaint_id=case.id,
        facts={"body": body},
        assignee_id=head.id,
    )
    await record(
        act="cause-told",
        by=by,
        now=now,
        complaint_id=case.id,
        detail={"cause": cause.id, "department": cause.department_id, "to": head.id},
        personal={"body": body},
    )
    [task_id] = await opened([task], by=by, now=now)
    await execute(
        "UPDATE cause SET told_at = $2, told_by = $3, task_id = $4 WHERE id = $1",
        cause.id,
        now,
        by.id,
        task_id,
    )


async def causes_of(complaint_id: UUID) -> Sequence[Cause]:
    """Those struck out included, as they were found."""
    return await select_all(Cause, "WHERE complaint_id = $1 ORDER BY added_at, id", complaint_id)


def _head(people: Staff, case: Case, cause: Cause) -> Person:
    """Never somebody whom the complaint is about; those above them are asked to name another head then."""
    if cause.department_id is None:
        raise Invalid(
            {"body": "This cause lies with no department: add it again with the department at fault."}
        )
    department = people.departments.get(cause.department_id)
    head = department.head_id if department is not None else None
    for person in people.without(case.row.about).active:
        if person.id == head:
            return person
    raise Invalid(
        {"body": "The department has no head who could be told. Name one under People, then send it."}
    )


async def _standing(case: Case, cause_id: UUID) -> Cause:
    cause = await select_one(Cause, "WHERE id = $1 AND complaint_id = $2", cause_id, case.id)
    if cause is None:
        raise NotFound()
    if cause.struck_at is not None:
        raise CauseStruck()
    return cause


async def _department(department_id: UUID) -> Department | None:
    return await select_one(Department, "WHERE id = $1 AND retired_at IS NULL", department_id)
