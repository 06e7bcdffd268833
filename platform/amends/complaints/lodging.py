"""Lodging: the complaint, its number, its promises, its history and what must be told, all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from amends.audit.operations import Act, record_all
from amends.bodies.operations import written
from amends.complaints.alike import LAST_ALIKE, is_repeat, sought
from amends.complaints.case import Case, take_by
from amends.complaints.desk import Desk
from amends.complaints.facts import yes
from amends.complaints.giving import share_out, tell_assigned
from amends.complaints.guards import demand
from amends.complaints.intake import Channel, Lodgement, checked
from amends.complaints.judging import Judged, first_promises, judged, may_acknowledge
from amends.complaints.known_by import email_key, phone_key
from amends.complaints.lifecycle import Move, MoveRefused, State
from amends.complaints.marking import mark_rows
from amends.complaints.numbers import next_number
from amends.complaints.sensitive import consent_in
from amends.complaints.submissions import once
from amends.complaints.tables import Allegation, Complaint, ComplaintMark
from amends.complaints.texts import line
from amends.complaints.together import kept
from amends.database.rows import insert_all, insert_values, new_row, select_all, select_beside, select_one
from amends.deadlines import operations as deadlines
from amends.deadlines.tables import Promise
from amends.errors import DomainError, Invalid
from amends.escalation.raising import carried_out, raised_by_condition, raising
from amends.evidence.intake import Stored
from amends.evidence.operations import attach
from amends.notices.operations import tell_all
from amends.notices.telling import said
from amends.notices.texts import CODE_LATER
from amends.people.actor import Actor, ActorKind
from amends.people.queries import active_person
from amends.people.rights import Right
from amends.people.tables import Department
from amends.policy.categories import effective, named
from amends.policy.chains import told_on
from amends.policy.document import ClockKind, Policy, Trigger
from amends.policy.events import Event
from amends.policy.kinds import COMPLAINT, kind_of

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
    case_id = uuid4()
    taken = await once(form_id=form_id, purpose=PURPOSE, content=content, now=now, leads_to=str(case_id))
    if taken.before is not None:
        return await _lodged(UUID(taken.before))
    wanted = checked(desk.policy, given, now=now, can=desk.ways)
    if wanted.taken_by is not None and await active_person(wanted.taken_by) is None:
        raise Invalid({"taken_by": "Please choose somebody who works here."})
    found = judged(desk.policy, wanted)
    department, repeated = await _department(desk, wanted, found, now=now)
    case = Case(desk, await _drawn_up(desk, wanted, found, department, case_id=case_id, by=by, now=now))
    acts = [_lodging(case, wanted, found, by=by, evidence=evidence)]
    acts += await share_out(case, department, now=now)
    facts = {**found.facts, "case.assigned": yes(case.row.assignee_id is not None)}
    how = _told_at_once(wanted, by)
    if how or case.nobodys:
        acts.append(await _acknowledging(case, by=by, how=how))
    promises = first_promises(desk, case.row, facts, kept_at=now if how or case.nobodys else None)
    case.row.next_due = promises.next_due
    told = await raising(case, Trigger.LODGED, facts, now=now, repeated=repeated)
    acts += [told.act] if told is not None else []
    await insert_all([case.row])
    allegation = {"complaint_id": case.id, "rank": 1, "content": wanted.subject}
    marks = mark_rows(desk.policy, case.id, wanted.answers)
    await insert_values(Allegation, [allegation], beside=(ComplaintMark, marks))
    await attach(case.id, evidence, by=by, now=now)
    await promises.write()
    await record_all(acts, now=now, new_chains=True)
    if wanted.matter is not None:
        await written(case, wanted.matter, by=by, now=now, rows=promises.promises)
    letter = case.telling(
        Event.LODGED,
        key="lodged",
        shown=bool(how),
        words={
            "code": CODE_LATER,
            **_promise_words(case, department),
            **_due_words(case, promises.promises),
        },
    )
    letters = [] if case.nobodys else [letter]
    await tell_all([*letters, *(told.tellings if told is not None else ())], now=now)
    if case.row.assignee_id not in (None, by.id):
        await tell_assigned(case, case.row.assignee_id, now=now)
    if told is not None:
        await carried_out(case, told.stepped, now=now)
    return Lodged(case.id, str(case.row.number), int(case.row.access_code_number))


async def acknowledge(desk: Desk, complaint_id: UUID, *, by: Actor, now: datetime, how: str) -> None:
    """Staff told the complainant number and times; `how` says by what way."""
    by.demand(Right.RECORD)
    case = await take_by(desk, complaint_id, by)
    how = line("how", how, needed="Please say how the complainant was told.")
    await acknowledged(case, by=by, now=now, how=how)
    await case.tell_complainant(
        Event.ACKNOWLEDGED,
        key="acknowledged",
        now=now,
        words={
            **await promise_words(case),
            **_due_words(case, await deadlines.promises_of(case.id)),
        },
    )


async def acknowledged(case: Case, *, by: Actor, now: datetime, how: str) -> None:
    """Once (`may_acknowledge`)."""
    moves_on = case.after(Move.ACKNOWLEDGE) is not case.state
    if not may_acknowledge(case.desk.policy, await deadlines.promises_of(case.id), moves_on=moves_on):
        raise MoveRefused()
    await case.move(Move.ACKNOWLEDGE, by=by, now=now, personal={"how": how})
    await raised_by_condition(case, now=now)


async def read_back(case: Case) -> str:
    """What a caller is told at the end of the call: number, times, who is in charge (S-IN-07), in their language. No code:
    that opens their page, and is sent to them."""
    words = {
        **await promise_words(case),
        **_due_words(case, await deadlines.promises_of(case.id)),
        "code": "",
    }
    _, body = said(case.telling(Event.LODGED, key="read-back", words=words))
    return body


async def promise_words(case: Case) -> dict[str, str]:
    """Category, department and person in charge, as letters name them."""
    return _promise_words(case, await select_one(Department, "WHERE id = $1", case.row.department_id))


def _promise_words(case: Case, department: Department | None) -> dict[str, str]:
    language = str(case.row.language)
    dept = department.name_in(language) if department else ""
    category = named(case.desk.policy, str(case.row.category), language)
    return {"category": category, "dept": dept, "owner": dept}


def _due_words(case: Case, promises: Sequence[Promise]) -> dict[str, str]:
    language = str(case.row.language)
    words = {ClockKind.RESPOND: "resp_due", ClockKind.RESOLVE: "res_due"}
    due = {
        str(row.kind): row.due_at for row in promises if row.paused_since is None and row.origin_id is None
    }
    return {word: case.desk.local(due[kind], language) if kind in due else "" for kind, word in words.items()}


_IN_CHARGE = """WHERE id = (
    WITH RECURSIVE line AS (
        SELECT id, successor_id, retired_at, 0 AS steps FROM department WHERE code = $1
        UNION ALL
        SELECT d.id, d.successor_id, d.retired_at, l.steps + 1 FROM line l
        JOIN department d ON d.id = l.successor_id WHERE l.retired_at IS NOT NULL AND l.steps < 50
    ) SELECT id FROM line ORDER BY steps DESC LIMIT 1)"""
"""The one the policy names; of a retired one, whichever its work went to, however often that moved on."""


async def _department(
    desk: Desk, wanted: Lodgement, found: Judged, *, now: datetime
) -> tuple[Department, bool]:
    """And whether this is a repeat, in the same trip where steps of escalation ask for it."""
    if told_on(desk.policy, Trigger.REPEATED):
        values = (found.way.department, *sought(desk, wanted))
        rows = await select_beside(Department, LAST_ALIKE, _IN_CHARGE, *values)
    else:
        rows = [(row, None) for row in await select_all(Department, _IN_CHARGE, found.way.department)]
    if not rows:
        raise NoDepartment()
    [(department, last)] = rows
    return department, is_repeat(desk, last, now=now, kind=wanted.kind)


async def _drawn_up(
    desk: Desk,
    wanted: Lodgement,
    found: Judged,
    department: Department,
    *,
    case_id: UUID,
    by: Actor,
    now: datetime,
) -> Complaint:
    """With its number, and not written yet: what follows from lodging is decided first."""
    category = effective(desk.policy, wanted.category)
    received = wanted.received_at or now
    number = await next_number(
        desk.policy.numbering.pattern,
        received_at=received,
        zone=desk.zone,
        letter=category.letter,
        answers=wanted.answers,
    )
    return new_row(
        Complaint,
        id=case_id,
        number=number,
        policy_version_id=desk.policy_version_id,
        calendar_version_id=desk.calendar_version_id,
        state=State.REGISTERED,
        kind=wanted.kind,
        confidential=kind_of(desk.policy, wanted.kind).confidential,
        category=wanted.category,
        level=found.grade.level,
        graded_by=found.grade.rule or None,
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
        complainant_address=wanted.address or None,
        complainant_email_key=email_key(wanted.email),
        complainant_phone_key=phone_key(wanted.phone, zone=desk.zone),
        reply_by=wanted.reply_by or None,
        complainant_needs=wanted.needs or None,
        together=kept(wanted.together) if wanted.together else None,
        received_at=received,
        lodged_at=now,
        taken_by=wanted.taken_by or (by.id if by.kind is ActorKind.PERSON else None),
    )


def _told_at_once(wanted: Lodgement, by: Actor) -> str:
    """S-CM-04: number and times were shown on the page or read out, which acknowledges the complaint; how, or ""."""
    if by.kind is ActorKind.COMPLAINANT:
        return "page"
    return "on receipt" if wanted.told_on_receipt else ""


async def _acknowledging(case: Case, *, by: Actor, how: str) -> Act:
    """What `acknowledged` does, of a case that is not written yet."""
    before, target = case.state, case.after(Move.ACKNOWLEDGE)
    await demand(case.desk.policy, Move.ACKNOWLEDGE, case.row)
    case.row.state = target
    return Act(Move.ACKNOWLEDGE, by, case.id, {"from": before, "to": target}, {"how": how})


def _lodging(case: Case, wanted: Lodgement, found: Judged, *, by: Actor, evidence: Sequence[Stored]) -> Act:
    row = case.row
    detail = {
        "number": row.number,
        "to": State.REGISTERED,
        "category": wanted.category,
        **({"kind": wanted.kind} if wanted.kind != COMPLAINT else {}),
        "channel": wanted.channel,
        "received_at": row.received_at,
        "policy_version": case.desk.policy_version_id,
        "evidence": [item.sha256 for item in evidence],
        **found.grade.detail,
        **found.way.detail,
        **({"reply_by": wanted.reply_by} if wanted.reply_by else {}),
        **({"taken_by": wanted.taken_by} if wanted.taken_by not in (None, by.id) else {}),
        **({"privacy": wanted.agreed} if wanted.agreed else {}),
        **_said_at_intake(case.desk.policy, wanted),
    }
    personal = {
        "subject": wanted.subject,
        "narrative": wanted.narrative,
        "demand": wanted.demand,
        "name": wanted.name,
        "email": wanted.email,
        "phone": wanted.phone,
        "address": wanted.address,
        **({"needs": wanted.needs} if wanted.needs else {}),
        **({"together": kept(wanted.together)} if wanted.together else {}),
        **{f"answers.{code}": answer for code, answer in wanted.answers.items()},
    }
    return Act("lodge", by, case.id, detail, personal)


def _said_at_intake(policy: Policy, wanted: Lodgement) -> dict[str, object]:
    """What the law wants said before: that a call is recorded, and whether health data may be used."""
    consent = consent_in(policy, wanted.answers)
    calls = policy.handling.calls_recorded and wanted.channel is Channel.PHONE
    return {
        **({"recording_told": wanted.recording_told} if calls else {}),
        **({"health_consent": consent} if consent else {}),
    }


async def _lodged(complaint_id: UUID) -> Lodged:
    row = await Complaint.objects().get(Complaint.id == complaint_id)
    if row is None:
        raise NoDepartment("The complaint this form led to is gone.")
    return Lodged(row.id, str(row.number), int(row.access_code_number))
