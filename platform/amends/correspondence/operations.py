"""Messages both ways, and notes among staff."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from amends.audit.operations import record
from amends.complaints.case import Case, take_by
from amends.complaints.desk import Desk
from amends.complaints.guards import demand_authority
from amends.complaints.lifecycle import ENDED
from amends.complaints.texts import prose
from amends.correspondence.mentions import mentioned
from amends.correspondence.tables import Message, MessageKind
from amends.deadlines.happening import happened
from amends.errors import DomainError
from amends.evidence.intake import Stored
from amends.evidence.operations import attach
from amends.notices.operations import tell
from amends.notices.recipients import Recipient
from amends.people.actor import Actor
from amends.people.queries import active_people, as_recipients, staff_of_case
from amends.people.rights import Right
from amends.people.roles import may
from amends.people.tables import Person
from amends.policy.document import CaseEvent, Text
from amends.policy.events import Event
from amends.workbench.following import followers


class CaseEnded(DomainError):
    code = "case-ended"
    status = 409
    message = "This complaint has ended, so nothing can be added to it."
    hint = "Ask for it to be reopened, or lodge a new complaint."


class NobodyThere(DomainError):
    code = "nobody-there"
    status = 409
    message = "Nobody complained here, so there is nobody to write to."
    hint = "Write a note instead."


async def write_to_complainant(
    desk: Desk, complaint_id: UUID, *, body: str, by: Actor, now: datetime
) -> None:
    """A word by a person about this case: it keeps the promise to respond (ISO 10002; presets 1.2, RESP)."""
    by.demand(Right.HANDLE)
    case = await take_by(desk, complaint_id, by)
    if case.nobodys:
        raise NobodyThere()
    demand_authority(desk.policy, case.row)
    message_id = await _write(case, MessageKind.TO_COMPLAINANT, body, by=by, now=now)
    await happened(case, CaseEvent.RESPONDED, CaseEvent.TOLD, at=now, by=by)
    key = f"message:{message_id}"
    await case.tell_complainant(Event.MESSAGE, key=key, now=now, by_hand=True, body=body.strip())


async def write_from_complainant(
    desk: Desk, complaint_id: UUID, *, body: str, by: Actor, now: datetime, evidence: Sequence[Stored] = ()
) -> None:
    """The complainant adds something; whoever handles the case hears of it."""
    case = await take_by(desk, complaint_id, by)
    if case.state in ENDED:
        raise CaseEnded()
    text = body if body.strip() or not evidence else "\U0001f4ce " + ", ".join(item.name for item in evidence)
    message_id = await _write(case, MessageKind.FROM_COMPLAINANT, text, by=by, now=now)
    await attach(case.id, evidence, by=by, now=now, message_id=message_id)
    await tell_staff(case, text.strip(), key=f"message:{message_id}", now=now)


async def note(desk: Desk, complaint_id: UUID, *, body: str, by: Actor, now: datetime) -> None:
    """Whom it calls by name (`correspondence.mentions`) hears of it."""
    by.demand(Right.NOTE)
    case = await take_by(desk, complaint_id, by)
    message_id = await _write(case, MessageKind.NOTE, body, by=by, now=now)
    if "@" in body or "＠" in body:
        await _tell_mentioned(case, body.strip(), key=f"mention:{message_id}", by=by, now=now)


async def _tell_mentioned(case: Case, body: str, *, key: str, by: Actor, now: datetime) -> None:
    """Not whom the case is about, nor who may not read it."""
    people = {person.id: person for person in await active_people() if _may_hear(case, person, by)}
    called = mentioned(body, {person_id: str(person.name) for person_id, person in people.items()})
    news = Text(zh=f"{by.name}在备注中提到了您：{body}", en=f"{by.name} mentions you in a note: {body}")
    for person in as_recipients(people[each] for each in called):
        await _tell_news(case, news, to=person, key=key, own=True, now=now)


def _may_hear(case: Case, person: Person, by: Actor) -> bool:
    row = case.row
    if person.id == by.id or person.id in row.about or not may(person, Right.READ_CASES):
        return False
    return not row.confidential or person.id == row.assignee_id or may(person, Right.READ_CONFIDENTIAL)


async def tell_staff(case: Case, news: str | Text, *, key: str, now: datetime) -> None:
    """The assignee; without one, the owning department; and who follows the case. A `Text` is told in the reader's language."""
    people = await staff_of_case(case.row, now=now)
    people += as_recipients(await followers(case.row, but=[person.person_id for person in people]))
    for person in people:
        own = person.person_id == case.row.assignee_id or bool(person.stands_in_for)
        await _tell_news(case, news, to=person, key=key, own=own, now=now)


async def _tell_news(
    case: Case, news: str | Text, *, to: Recipient, key: str, own: bool, now: datetime
) -> None:
    await tell(
        case.desk,
        Event.CASE_NEWS,
        to=to,
        values={
            "no": str(case.row.number),
            "link": f"{case.desk.base_url}/portal/cases/{case.id}",
            "body": news if isinstance(news, str) else news.in_language(to.language),
        },
        key=f"{case.id}:{key}",
        now=now,
        complaint_id=case.id,
        urgent=case.urgent,
        own=own,
    )


async def _write(case: Case, kind: MessageKind, body: str, *, by: Actor, now: datetime) -> UUID:
    text = prose("body", body, needed="Please write something.")
    message = Message(id=uuid4(), complaint_id=case.id, kind=kind, author_id=by.id, body=text, at=now)
    await Message.insert(message)
    await record(
        act=f"message:{kind}",
        by=by,
        now=now,
        complaint_id=case.id,
        detail={"message": message.id},
        personal={"body": text},
    )
    return message.id
