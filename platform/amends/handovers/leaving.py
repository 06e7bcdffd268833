"""An envelope leaves: packed at the sender's, known from then on by its id, so that it arrives once however often it is
carried."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from amends.audit.operations import record
from amends.complaints.answers import several
from amends.complaints.case import Case
from amends.complaints.desk import Desk, Desks
from amends.complaints.facts import answers_of
from amends.complaints.questions import uses_of
from amends.complaints.tables import Complaint
from amends.database.rows import select_all
from amends.database.scope import execute
from amends.evidence.intake import Stored
from amends.evidence.redacted import copies_of
from amends.evidence.scanning import Scan, said_of
from amends.evidence.tables import Evidence
from amends.handovers.answering import Answer, apply
from amends.handovers.ending import recall
from amends.handovers.in_hand import in_hand
from amends.handovers.offering import party_of
from amends.handovers.rules import Content, Includes, State, StateIn
from amends.handovers.tables import Handover
from amends.handovers.words import CLOSED
from amends.people.actor import SYSTEM
from amends.policy.document import AskedOf, Field, FieldType, Stage

_YES_NO = {"zh": ("是", "否"), "en": ("Yes", "No")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """`files`: as they stand in the sender's store."""

    id: UUID
    to_tenant: UUID
    from_tenant: UUID
    from_zh: str
    from_en: str
    from_number: str
    content: Content
    files: tuple[Stored, ...]


async def packed(handover_id: UUID, *, tried_before: bool, desks: Desks, now: datetime) -> Envelope | None:
    """In the sender's scope; None when it is to stay, or arrived already."""
    found = await in_hand(handover_id, desks=desks)
    if found is None:
        return None
    case, row = found
    if row.state == State.WITHDRAWN and tried_before:
        await recall(row.id, now=now)  # it may have arrived though nobody wrote that down
    return await _envelope(case, row) if row.state == State.LEAVING else None


async def left(handover_id: UUID, arrived: StateIn | None, *, desks: Desks, now: datetime) -> None:
    """It arrived; or (None) its receiver has closed the door meanwhile, which counts as a polite no."""
    found = await in_hand(handover_id, desks=desks)
    if found is None:
        return
    case, row = found
    if row.state == State.WITHDRAWN and arrived is not None:
        await recall(row.id, now=now)
    if row.state != State.LEAVING:
        return
    if arrived is None:
        reason = CLOSED.in_language(case.desk.language)
        await apply(case, row, Answer(handover_id=row.id, taken=False, reason=reason), now=now)
        return
    await _arrived(case, row, now=now)


async def _envelope(case: Case, row: Handover) -> Envelope:
    desk = case.desk
    includes = msgspec.json.decode(str(row.includes), type=Includes)
    files = await select_all(
        Evidence,
        "WHERE complaint_id = $1 AND id = ANY($2::uuid[]) ORDER BY added_at, id",
        case.id,
        list(includes.files),
    )
    copies = await copies_of([each.id for each in files])
    said = await said_of([str(each.object_name) for each in (*files, *copies.values())])
    leaving = [
        copies.get(each.id, each) for each in files if said.get(str(each.object_name)) != Scan.INFECTED
    ]
    return Envelope(
        id=row.id,
        to_tenant=row.to_tenant,
        from_tenant=desk.tenant_id,
        from_zh=desk.name_zh,
        from_en=desk.name_en,
        from_number=str(case.row.number),
        content=_content(desk, case.row, str(row.reason), answers=includes.answers),
        files=tuple(_stored(each) for each in leaving if said.get(str(each.object_name)) != Scan.INFECTED),
    )


async def _arrived(case: Case, row: Handover, *, now: datetime) -> None:
    await execute("UPDATE handover SET state = $2, sent_at = $3 WHERE id = $1", row.id, State.WAITING, now)
    await record(
        act="handover-sent",
        by=SYSTEM,
        now=now,
        complaint_id=case.id,
        detail={"handover": row.id, "to": row.to_tenant},
        personal={"party": party_of(row)},
    )


def _content(desk: Desk, case: Complaint, reason: str, *, answers: bool) -> Content:
    return Content(
        subject=str(case.subject),
        narrative=str(case.narrative),
        demand=str(case.demand),
        reason=reason,
        name=str(case.complainant_name or ""),
        email=str(case.complainant_email or ""),
        phone=str(case.complainant_phone or ""),
        address=str(case.complainant_address or ""),
        reply_by=str(case.reply_by or ""),
        language=str(case.language),
        received_at=case.received_at,
        answers=_answers(desk, case) if answers else (),
    )


def _answers(desk: Desk, case: Complaint) -> list[tuple[str, str]]:
    """The complainant's own, in their language: what staff filled in stays here."""
    language, given = str(case.language), answers_of(case)
    own = [
        code
        for code, use in uses_of(desk.policy, str(case.category)).items()
        if use.stage is Stage.LODGING and use.asked_of is AskedOf.EVERYONE and given.get(code)
    ]
    fields = desk.policy.fields
    return [
        (fields[code].name.in_language(language), _text(fields[code], given[code], language)) for code in own
    ]


def _text(asked: Field, text: str, language: str) -> str:
    if asked.type is FieldType.YES_NO:
        yes, no = _YES_NO["zh" if language == "zh" else "en"]
        return yes if text == "yes" else no
    codes = several(text) if asked.type is FieldType.CHOICES else [text]
    chosen = [asked.choices[code].in_language(language) if code in asked.choices else code for code in codes]
    return ("、" if language == "zh" else ", ").join(chosen)


def _stored(row: Evidence) -> Stored:
    return Stored(
        object_name=str(row.object_name),
        name=str(row.name),
        mime=str(row.mime),
        size=int(row.size),
        sha256=str(row.sha256),
        copy_name=row.copy_name,
        copy_mime=row.copy_mime,
        copy_size=row.copy_size,
        copy_sha256=row.copy_sha256,
    )
