"""Whoever of the staff a complaint is about is told what it says and when they are heard, and gives their own account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amends.audit.operations import record
from amends.complaints.case import Case, take
from amends.complaints.desk import Desk
from amends.complaints.texts import LONGEST_PARAGRAPH, Texts
from amends.correspondence.operations import CaseEnded
from amends.database.rows import insert_all, new_row, select_one
from amends.errors import NotFound
from amends.investigation.checking import in_hand
from amends.investigation.hearing import HEARD
from amends.investigation.queries import next_place
from amends.investigation.tables import HearingNotice, Interview, Part, Way
from amends.notices.operations import tell
from amends.people.actor import Actor
from amends.people.queries import active_person, as_recipients
from amends.people.rights import Right
from amends.people.tables import Person
from amends.policy.events import Event

CALLED = "hearing-called"
UNHEARD = "hearing-left-out"
_WHOM = "Please choose whom the complaint is about."


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """`content`: what they are told of the matter, and all they are shown of it."""

    person_id: UUID | None
    content: str
    hear_at: datetime | None
    venue: str
    hearer_id: UUID | None


async def call(desk: Desk, complaint_id: UUID, *, given: Call, by: Actor, now: datetime) -> None:
    by.demand(Right.HANDLE)
    case = await in_hand(desk, complaint_id, by)
    texts = Texts()
    person = await _concerned(case, given.person_id, texts)
    content = texts.prose(
        "content",
        given.content,
        longest=LONGEST_PARAGRAPH,
        needed="Please say what the complaint says of them.",
    )
    venue = texts.line("venue", given.venue, needed="Please say where, or how they answer.")
    if given.hear_at is None or given.hear_at <= now:
        texts.wrong["hear_at"] = "Please give a time that is still to come."
    if await _hearer(case, given.hearer_id) is None:
        texts.wrong["hearer"] = "Please choose somebody whom the complaint is not about."
    texts.demand()
    assert person is not None, "asked before"
    assert given.hear_at is not None, "asked before"
    row = await _written(
        case,
        person.id,
        content,
        venue=venue,
        hear_at=given.hear_at,
        hearer_id=given.hearer_id,
        by=by,
        now=now,
    )
    detail = {"notice": row.id, "person": person.id, "hear_at": given.hear_at, "hearer": given.hearer_id}
    personal = {"name": str(person.name), "content": content, "venue": venue}
    await record(act=CALLED, by=by, now=now, complaint_id=case.id, detail=detail, personal=personal)
    [to] = as_recipients([person])
    await tell(
        desk,
        Event.STAFF_CONCERNED,
        to=to,
        values={
            "no": str(case.row.number),
            "matter": f"{content} ({venue})",
            "date": desk.local(given.hear_at, to.language),
            "link": f"{desk.base_url}/portal/hearings/{row.id}",
        },
        key=f"{case.id}:{row.id}",
        now=now,
        complaint_id=case.id,
    )


async def leave_unheard(
    desk: Desk, complaint_id: UUID, *, person_id: UUID | None, reason: str, by: Actor, now: datetime
) -> None:
    """They are ill, gone, or would not answer: it is decided without their account, and the history says why."""
    by.demand(Right.HANDLE)
    case = await in_hand(desk, complaint_id, by)
    texts = Texts()
    person = await _concerned(case, person_id, texts, active=False)
    reason = texts.prose("reason", reason, longest=LONGEST_PARAGRAPH, needed="Please say why.")
    texts.demand()
    assert person is not None, "asked before"
    row = await _written(case, person.id, reason, unheard=True, by=by, now=now)
    await record(
        act=UNHEARD,
        by=by,
        now=now,
        complaint_id=case.id,
        detail={"notice": row.id, "person": person.id},
        personal={"name": str(person.name), "content": reason},
    )


async def own_notice(notice_id: UUID, *, by: Actor) -> HearingNotice:
    """NotFound to anybody but whom it is for."""
    row = await select_one(
        HearingNotice, "WHERE id = $1 AND person_id = $2 AND NOT unheard", notice_id, by.id
    )
    if row is None:
        raise NotFound()
    return row


async def hearer_of(notice: HearingNotice) -> str:
    row = await select_one(Person, "WHERE id = $1", notice.hearer_id)
    return str(row.name) if row is not None else ""


async def give_account(desk: Desk, notice_id: UUID, *, account: str, by: Actor, now: datetime) -> None:
    """In their own words and in writing: the one thing somebody does to a case that is about them."""
    notice = await own_notice(notice_id, by=by)
    case = await take(desk, notice.complaint_id)
    if case.ended:
        raise CaseEnded()
    texts = Texts()
    account = texts.prose("account", account, needed="Please write down what was said.")
    texts.demand()
    row = new_row(
        Interview,
        complaint_id=case.id,
        part=Part.STAFF,
        person_id=by.id,
        name=by.name,
        way=Way.WRITING,
        told_at=notice.written_at,
        heard_at=now,
        account=account,
        read_back=True,
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
        detail={"interview": row.id, "part": Part.STAFF, "person": by.id, "way": Way.WRITING},
        personal={"name": by.name, "content": account},
    )


async def _concerned(
    case: Case, person_id: UUID | None, texts: Texts, *, active: bool = True
) -> Person | None:
    if person_id is None or person_id not in case.row.about:
        texts.wrong["person"] = _WHOM
        return None
    person = await (active_person(person_id) if active else select_one(Person, "WHERE id = $1", person_id))
    if person is None:
        texts.wrong["person"] = "They do not work here any more: say why it is decided without them."
    return person


async def _hearer(case: Case, person_id: UUID | None) -> Person | None:
    return None if person_id in case.row.about else await active_person(person_id)


async def _written(
    case: Case,
    person_id: UUID,
    content: str,
    *,
    by: Actor,
    now: datetime,
    unheard: bool = False,
    venue: str = "",
    hear_at: datetime | None = None,
    hearer_id: UUID | None = None,
) -> HearingNotice:
    row = new_row(
        HearingNotice,
        complaint_id=case.id,
        person_id=person_id,
        unheard=unheard,
        content=content,
        venue=venue,
        hear_at=hear_at,
        hearer_id=hearer_id,
        written_at=now,
        written_by=by.id,
        place=await next_place(HearingNotice, case.id),
    )
    await insert_all([row])
    return row
