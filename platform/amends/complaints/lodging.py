"""Lodging: the complaint, its number, its promises, its history and what must be told, all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from amends.audit.operations import record
from amends.complaints.case import Case, take
from amends.complaints.desk import Desk
from amends.complaints.intake import Lodgement, checked
from amends.complaints.lifecycle import Move, MoveRefused, State
from amends.complaints.numbers import next_number
from amends.complaints.submissions import led_to, once
from amends.complaints.tables import Allegation, Complaint
from amends.complaints.texts import line
from amends.deadlines import operations as deadlines
from amends.deadlines.rules import promises_for
from amends.errors import DomainError
from amends.evidence.intake import Stored
from amends.evidence.operations import attach
from amends.notices.texts import CODE_LATER
from amends.people.actor import Actor, ActorKind
from amends.people.rights import Right
from amends.people.tables import Department
from amends.policy.document import ClockKind, Starts
from amends.policy.events import Event

PURPOSE = "lodge"


class NoDepartment(DomainError):
    code = "no-department"
    status = 500
    message = "The policy routes this category to a department that does not exist."


@dataclass(frozen=True, slots=True)
class Lodged:
    complaint_id: UUID
    number: str
    access_code_number: int


async def lodge(
    desk: Desk, given: Lodgement, *, form_id: str, by: Actor, now: datetime, evidence: Sequence[Stored] = ()
) -> Lodged:
    """Take in a complaint. The same `form_id` again answers with the same complaint and changes nothing."""
    if by.kind is ActorKind.PERSON:
        by.demand(Right.RECORD)
    content = (given, [item.sha256 for item in evidence])
    taken = await once(form_id=form_id, purpose=PURPOSE, content=content, now=now)
    if taken.before is not None:
        return await _lodged(UUID(taken.before))
    wanted = checked(desk.policy, given, now=now)
    case = await _register(desk, wanted, by=by, now=now)
    await attach(case.id, evidence, by=by, now=now)
    level = desk.policy.levels[str(case.row.level)]
    received = wanted.received_at or now
    promises = promises_for(level, event=Starts.RECEIVED, at=received, calendar=desk.calendar)
    await deadlines.start(case.id, promises)
    await _record(case, wanted, by=by, now=now, evidence=evidence)
    if by.kind is ActorKind.COMPLAINANT or wanted.told_on_receipt:
        # S-CM-04: number and times were shown on the page or read out, which acknowledges the complaint.
        await acknowledged(
            case, by=by, now=now, how="page" if by.kind is ActorKind.COMPLAINANT else "on receipt"
        )
    due = {promise.kind: desk.local(promise.due_at) for promise in promises}
    await case.tell_complainant(
        Event.LODGED,
        key="lodged",
        now=now,
        code=CODE_LATER,
        **await promise_words(case),
        resp_due=due.get(ClockKind.RESPOND, ""),
        res_due=due.get(ClockKind.RESOLVE, ""),
    )
    await led_to(taken, str(case.id))
    return Lodged(case.id, str(case.row.number), int(case.row.access_code_number))


async def acknowledge(desk: Desk, complaint_id: UUID, *, by: Actor, now: datetime, how: str) -> None:
    """Staff told the complainant number and times; `how` says by what way."""
    by.demand(Right.RECORD)
    how = line("how", how, needed="Please say how the complainant was told.")
    case = await take(desk, complaint_id)
    await acknowledged(case, by=by, now=now, how=how)
    due = {row.kind: desk.local(row.due_at) for row in await deadlines.promises_of(case.id)}
    await case.tell_complainant(
        Event.ACKNOWLEDGED,
        key="acknowledged",
        now=now,
        **await promise_words(case),
        resp_due=due.get(ClockKind.RESPOND, ""),
        res_due=due.get(ClockKind.RESOLVE, ""),
    )


async def acknowledged(case: Case, *, by: Actor, now: datetime, how: str) -> None:
    """Once: the promise to acknowledge is kept, and there is no other of its kind."""
    await case.move(Move.ACKNOWLEDGE, by=by, now=now, personal={"how": how})
    if not await deadlines.meet(case.id, ClockKind.ACKNOWLEDGE, at=now):
        raise MoveRefused()


async def promise_words(case: Case) -> dict[str, str]:
    """Category, department and person in charge, as letters name them."""
    language = str(case.row.language)
    department = await Department.objects().get(Department.id == case.row.department_id)
    dept = department.name_in(language) if department else ""
    category = case.desk.policy.categories[str(case.row.category)].name.in_language(language)
    return {"category": category, "dept": dept, "owner": dept}


async def _register(desk: Desk, wanted: Lodgement, *, by: Actor, now: datetime) -> Case:
    category = desk.policy.categories[wanted.category]
    department = await Department.objects().get(Department.code == category.department)
    if department is None:
        raise NoDepartment()
    received = wanted.received_at or now
    number = await next_number(
        desk.policy.numbering.pattern,
        received_at=received,
        zone=desk.zone,
        letter=category.letter,
        answers=wanted.answers,
    )
    row = Complaint(
        id=uuid4(),
        number=number,
        policy_version_id=desk.policy_version_id,
        state=State.REGISTERED,
        category=wanted.category,
        level=category.level,
        channel=wanted.channel,
        language=wanted.language,
        department_id=department.id,
        subject=wanted.subject,
        narrative=wanted.narrative,
        demand=wanted.demand,
        answers=msgspec.json.encode(wanted.answers).decode(),
        complainant_name=wanted.name or None,
        complainant_email=wanted.email or None,
        complainant_phone=wanted.phone or None,
        received_at=received,
        lodged_at=now,
        taken_by=by.id if by.kind is ActorKind.PERSON else None,
    )
    await Complaint.insert(row)
    await Allegation.insert(Allegation(complaint_id=row.id, rank=1, content=wanted.subject))
    return Case(desk, row)


async def _record(
    case: Case, wanted: Lodgement, *, by: Actor, now: datetime, evidence: Sequence[Stored]
) -> None:
    await record(
        act="lodge",
        by=by,
        now=now,
        complaint_id=case.id,
        detail={
            "number": case.row.number,
            "to": State.REGISTERED,
            "category": wanted.category,
            "level": case.row.level,
            "channel": wanted.channel,
            "received_at": case.row.received_at,
            "policy_version": case.desk.policy_version_id,
            "evidence": [item.sha256 for item in evidence],
        },
        personal={
            "subject": wanted.subject,
            "narrative": wanted.narrative,
            "demand": wanted.demand,
            "name": wanted.name,
            "email": wanted.email,
            "phone": wanted.phone,
            **{f"answers.{code}": answer for code, answer in wanted.answers.items()},
        },
    )


async def _lodged(complaint_id: UUID) -> Lodged:
    row = await Complaint.objects().get(Complaint.id == complaint_id)
    if row is None:
        raise NoDepartment("The complaint this form led to is gone.")
    return Lodged(row.id, str(row.number), int(row.access_code_number))
