"""Somebody speaks for a complainant: who says so, what shows it, and whether the organisation takes it for true.

From then on letters go to them. `complaint.represented` keeps what a letter needs, so that none asks another table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

import msgspec

from amends.audit.operations import record
from amends.complaints.case import Case, take_by
from amends.complaints.desk import Desk
from amends.complaints.intake import is_email
from amends.complaints.texts import LONGEST_PARAGRAPH, Texts, prose
from amends.correspondence.operations import CaseEnded, NobodyThere
from amends.database.rows import select_all, select_one
from amends.database.scope import execute, fetch_one
from amends.deadlines.due import due, end_of_last
from amends.deadlines.period import Unit
from amends.errors import DomainError, NotFound
from amends.people.actor import Actor, ActorKind
from amends.people.rights import Right
from amends.policy.events import Event
from amends.representation.rules import Represented
from amends.representation.tables import Representation
from amends.tasks.ending import seen_to
from amends.tasks.operations import NewTask, opened
from amends.tasks.tables import TaskKind


class OneAlready(DomainError):
    code = "represented-already"
    status = 409
    message = "Somebody speaks for this complainant already, or offered to."
    hint = "Refuse or end that first."


class SettledAlready(DomainError):
    code = "representation-settled"
    status = 409
    message = "This has been accepted, refused or ended already."
    hint = "Look at the page anew."


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What whoever wants to speak for the complainant says of themselves."""

    name: str
    relation: str
    authority: str
    email: str = ""
    phone: str = ""
    postal: str = ""
    until: date | None = None
    evidence_id: UUID | None = None


async def offer(desk: Desk, complaint_id: UUID, *, given: Offer, by: Actor, now: datetime) -> UUID:
    """Nothing follows from it yet but a task: to look at the authority. They may say so themselves as they lodge it."""
    if by.kind is not ActorKind.COMPLAINANT:
        by.demand(Right.RECORD)
    case = await take_by(desk, complaint_id, by)
    if case.nobodys:
        raise NobodyThere()
    if case.ended:
        raise CaseEnded()
    row = await _checked(case, given, by=by, now=now)
    if case.row.represented:
        raise OneAlready()
    await Representation.insert(row)
    await case.change(represented=_kept(case, row))
    personal = {"name": str(row.name), "note": f"{row.relation}: {row.authority}"}
    await _recorded(case, row, "offered", personal, by=by, now=now)
    due_at = due(now, desk.policy.handling.authority_within, desk.calendar)
    task = NewTask(
        kind=TaskKind.AUTHORITY,
        cause=_cause(row),
        complaint_id=case.id,
        due_at=due_at,
        facts={"party": str(row.name)},
    )
    await opened([task], by=by, now=now)
    return row.id


async def ask_for_proof(
    desk: Desk, complaint_id: UUID, representation_id: UUID, *, items: str, by: Actor, now: datetime
) -> None:
    """By letter to whoever wants to speak; it says nothing of the matter."""
    by.demand(Right.RECORD)
    case = await take_by(desk, complaint_id, by)
    row = await _open(case, representation_id)
    if row.accepted_at is not None:
        raise SettledAlready()
    items = prose("items", items, longest=LONGEST_PARAGRAPH)
    await execute("UPDATE representation SET asked_at = $2 WHERE id = $1", row.id, now)
    await _recorded(case, row, "asked", {"name": str(row.name), "note": items}, by=by, now=now)
    until = due(now, desk.policy.handling.authority_within, desk.calendar)
    await case.tell_complainant(
        Event.EVIDENCE_WANTED,
        key=f"authority:{row.id}:{now.isoformat()}",
        now=now,
        to=_as_kept(case, row).recipient(),
        items=items,
        date=desk.local(until, str(case.row.language)),
    )


async def accept(
    desk: Desk,
    complaint_id: UUID,
    representation_id: UUID,
    *,
    note: str,
    evidence_id: UUID | None,
    by: Actor,
    now: datetime,
) -> None:
    """Letters go to them from now on. `note`: what was looked at; a file of the case shows it, or the words alone do."""
    by.demand(Right.HANDLE)
    case = await take_by(desk, complaint_id, by)
    row = await _open(case, representation_id)
    if row.accepted_at is not None:
        raise SettledAlready()
    texts = Texts()
    note = texts.prose("note", note, longest=LONGEST_PARAGRAPH, needed="Please say what you looked at.")
    await _demand_own(case, evidence_id, texts)
    texts.demand()
    row.accepted_at, row.evidence_id = now, evidence_id or row.evidence_id
    await execute(
        """UPDATE representation SET accepted_at = $2, accepted_by = $3, accepted_note = $4, evidence_id = $5
        WHERE id = $1""",
        row.id,
        now,
        by.id,
        note,
        row.evidence_id,
    )
    await case.change(represented=_kept(case, row))
    await _recorded(case, row, "accepted", {"name": str(row.name), "note": note}, by=by, now=now)
    await seen_to([_cause(row)], by=by, now=now, outcome=note)


async def end(
    desk: Desk, complaint_id: UUID, representation_id: UUID, *, reason: str, by: Actor, now: datetime
) -> None:
    """Refused, where it was not accepted. Letters go to the complainant again."""
    by.demand(Right.HANDLE)
    case = await take_by(desk, complaint_id, by)
    row = await _open(case, representation_id)
    reason = prose("reason", reason, longest=LONGEST_PARAGRAPH, needed="Please say why.")
    await execute(
        "UPDATE representation SET ended_at = $2, ended_by = $3, ended_reason = $4 WHERE id = $1",
        row.id,
        now,
        by.id,
        reason,
    )
    await case.change(represented=None)
    act = "ended" if row.accepted_at is not None else "refused"
    await _recorded(case, row, act, {"name": str(row.name), "reason": reason}, by=by, now=now)
    await seen_to([_cause(row)], by=by, now=now, outcome=reason)


async def representations_of(complaint_id: UUID) -> list[Representation]:
    """The latest first."""
    return await select_all(
        Representation, "WHERE complaint_id = $1 ORDER BY offered_at DESC, id", complaint_id
    )


async def _checked(case: Case, given: Offer, *, by: Actor, now: datetime) -> Representation:
    texts = Texts()
    row = Representation(
        id=uuid4(),
        complaint_id=case.id,
        name=texts.line("name", given.name),
        relation=texts.line("relation", given.relation),
        authority=texts.prose("authority", given.authority, longest=LONGEST_PARAGRAPH),
        email=given.email.strip(),
        phone=texts.line("phone", given.phone, required=False),
        postal_address=texts.prose("postal", given.postal, required=False, longest=LONGEST_PARAGRAPH),
        evidence_id=given.evidence_id,
        offered_at=now,
        offered_by=by.id,
    )
    if given.email.strip() and not is_email(given.email):
        texts.wrong["email"] = "This is not an e-mail address."
    elif not (row.email or row.phone or row.postal_address):
        texts.wrong["email"] = "Please say how letters reach them: e-mail, telephone or address."
    if given.until is not None:
        row.until = end_of_last(given.until, Unit.CALENDAR_DAYS, case.desk.calendar)
        if row.until < now:
            texts.wrong["until"] = "This day is over."
    await _demand_own(case, given.evidence_id, texts)
    texts.demand()
    return row


async def _demand_own(case: Case, evidence_id: UUID | None, texts: Texts) -> None:
    if evidence_id is None:
        return
    found = await fetch_one(
        "SELECT id FROM evidence WHERE id = $1 AND complaint_id = $2", evidence_id, case.id
    )
    if found is None:
        texts.wrong["evidence"] = "Please choose files of this complaint."


async def _open(case: Case, representation_id: UUID) -> Representation:
    row = await select_one(Representation, "WHERE id = $1 AND complaint_id = $2", representation_id, case.id)
    if row is None:
        raise NotFound()
    if row.ended_at is not None:
        raise SettledAlready()
    return row


def _as_kept(case: Case, row: Representation) -> Represented:
    return Represented(
        name=str(row.name),
        language=str(case.row.language),
        email=str(row.email),
        phone=str(row.phone),
        postal=str(row.postal_address),
        accepted=row.accepted_at is not None,
        until=row.until,
    )


def _kept(case: Case, row: Representation) -> str:
    return msgspec.json.encode(_as_kept(case, row)).decode()


def _cause(row: Representation) -> str:
    return f"authority:{row.id}"


async def _recorded(
    case: Case, row: Representation, act: str, personal: Mapping[str, str], *, by: Actor, now: datetime
) -> None:
    await record(
        act=f"representation-{act}",
        by=by,
        now=now,
        complaint_id=case.id,
        detail={"representation": row.id},
        personal=personal,
    )
