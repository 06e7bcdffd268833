"""Who was heard, and what was found, with what each finding rests on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from amends.audit.operations import record
from amends.complaints.desk import Desk
from amends.complaints.texts import LONGEST_PARAGRAPH, Texts
from amends.database.rows import insert_all, new_row
from amends.investigation.checking import in_hand, when_problem
from amends.investigation.queries import entry_ids, evidence_ids, next_place
from amends.investigation.tables import Finding, Ground, Interview, Part, Way
from amends.people.actor import Actor
from amends.people.queries import active_person
from amends.people.rights import Right

HEARD = "interview"
FOUND = "finding"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """`person_id`: of a member of staff; anybody else by name. `told_at`: when a member of staff learnt of the complaint."""

    part: str
    name: str = ""
    person_id: UUID | None = None
    way: str = ""
    told_at: datetime | None = None
    heard_at: datetime | None = None
    account: str = ""
    read_back: bool = False


async def hear(desk: Desk, complaint_id: UUID, *, given: Hearing, by: Actor, now: datetime) -> None:
    """Both sides are heard (S-IV-03); whoever is complained of is told before."""
    by.demand(Right.HANDLE)
    case = await in_hand(desk, complaint_id, by)
    texts = Texts()
    account = texts.prose("account", given.account, needed="Please write down what was said.")
    if given.part not in set(Part):
        texts.wrong["part"] = "Please choose who was heard."
    if given.way not in set(Way):
        texts.wrong["way"] = "Please choose how."
    heard_at = given.heard_at or now
    if wrong := when_problem(case, heard_at, now=now):
        texts.wrong["heard_at"] = wrong
    name = await _named(given, texts)
    if given.part == Part.STAFF:
        if given.told_at is None:
            texts.wrong["told_at"] = "Please say when they were told of the complaint."
        elif given.told_at > heard_at:
            texts.wrong["told_at"] = "They have to be told before they are heard."
        elif wrong := when_problem(case, given.told_at, now=now):
            texts.wrong["told_at"] = wrong
    texts.demand()
    staff = given.part == Part.STAFF
    row = new_row(
        Interview,
        complaint_id=case.id,
        part=given.part,
        person_id=given.person_id if staff else None,
        name=name,
        way=given.way,
        told_at=given.told_at if staff else None,
        heard_at=heard_at,
        account=account,
        read_back=given.read_back,
        written_at=now,
        written_by=by.id,
        place=await next_place(Interview, case.id),
    )
    await insert_all([row])
    await record(
        act=HEARD,
        by=by,
        now=now,
        complaint_id=case.id,
        detail={
            "interview": row.id,
            "part": given.part,
            "person": row.person_id,
            "way": given.way,
            "told_at": row.told_at,
            "heard_at": heard_at,
            "read_back": given.read_back,
        },
        personal={"name": name, "content": account},
    )


async def find(
    desk: Desk,
    complaint_id: UUID,
    *,
    content: str,
    evidence: Collection[UUID],
    entries: Collection[UUID],
    by: Actor,
    now: datetime,
) -> None:
    """In words, resting on files and on lines that were checked: at least one of them."""
    by.demand(Right.HANDLE)
    case = await in_hand(desk, complaint_id, by)
    texts = Texts()
    content = texts.prose("content", content, longest=LONGEST_PARAGRAPH, needed="Please say what was found.")
    there = not set(evidence) - await evidence_ids(case.id) and not set(entries) - await entry_ids(case.id)
    if not there or not (evidence or entries):
        texts.wrong["grounds"] = "Please choose what this rests on: a file, or a line that was checked."
    texts.demand()
    finding = uuid4()
    row = new_row(
        Finding,
        id=finding,
        complaint_id=case.id,
        content=content,
        written_at=now,
        written_by=by.id,
        place=await next_place(Finding, case.id),
    )
    await insert_all([row])
    await insert_all(
        [new_row(Ground, finding_id=finding, evidence_id=each) for each in evidence]
        + [new_row(Ground, finding_id=finding, entry_id=each) for each in entries]
    )
    detail = {"finding": finding, "evidence": list(evidence), "entries": list(entries)}
    await record(
        act=FOUND, by=by, now=now, complaint_id=case.id, detail=detail, personal={"content": content}
    )


async def _named(given: Hearing, texts: Texts) -> str:
    """Of a member of staff, as the organisation knows them."""
    if given.part != Part.STAFF:
        required = given.part != Part.COMPLAINANT
        return texts.line("name", given.name, required=required, needed="Please say who was heard.")
    person = await active_person(given.person_id)
    if person is None:
        texts.wrong["person"] = "Please choose a member of staff."
        return ""
    return str(person.name)
