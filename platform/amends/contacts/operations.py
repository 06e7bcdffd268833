"""A complainant changes how they are reached: the new address or number is proved by a code, the old one is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from amends.audit.operations import record
from amends.complaints.case import Case, take
from amends.complaints.desk import Desk
from amends.complaints.intake import phone_line
from amends.complaints.known_by import email_key, phone_key
from amends.complaints.texts import one_line
from amends.contacts.keys import code_fits
from amends.contacts.letters import ContactLetter, write
from amends.contacts.rules import LASTS, Way, problem, sending, ways
from amends.contacts.tables import ContactChange
from amends.database.rows import insert_values, select_all, select_one
from amends.database.scope import execute
from amends.errors import DomainError, Invalid, NotFound
from amends.people.actor import COMPLAINANT


class TooManyCodes(DomainError):
    code = "too-many-codes"
    status = 429
    message = "Too many codes were sent today."
    hint = "Please try again tomorrow, or send us a message."


class CodeWrong(DomainError):
    code = "code-wrong"
    status = 422
    message = "This code does not fit."
    hint = "Type it as it stands in the newest message, or have another one sent."


async def asked_for(complaint_id: UUID, *, now: datetime) -> list[ContactChange]:
    """What waits for its proof."""
    return await select_all(
        ContactChange,
        "WHERE complaint_id = $1 AND contact <> '' AND expires_at > $2 ORDER BY way",
        complaint_id,
        now,
    )


async def ask(desk: Desk, complaint_id: UUID, *, way: str, contact: str, reached: str, now: datetime) -> None:
    """Send a code to the new contact, and tell the one on file. Asked for again, the code before counts no more."""
    if way not in ways(desk.ways):
        raise Invalid({"way": "Please choose one of the list."})
    case, chosen = await take(desk, complaint_id), Way(way)
    contact = phone_line(contact) if chosen is Way.PHONE else one_line(contact)
    if wrong := problem(chosen, contact, before=_on_file(case, chosen)):
        raise Invalid({"contact": wrong})
    change = await _next(case, chosen, contact, now=now)
    key = f"{change.id}:{change.code_number}"
    await record(
        act="contact-asked",
        by=COMPLAINANT,
        now=now,
        complaint_id=case.id,
        detail={"way": chosen},
        personal={"contact": contact},
    )
    until = now + LASTS
    await write(
        case, ContactLetter.CODE, way=chosen, to=contact, reached=reached, key=key, now=now, until=until
    )
    if before := _on_file(case, chosen):
        await _tell_old(case, ContactLetter.ASKED, chosen, before, reached=reached, key=key, now=now)


async def prove(
    desk: Desk,
    complaint_id: UUID,
    *,
    way: str,
    code: str,
    reached: str,
    secrets: Sequence[str],
    now: datetime,
) -> None:
    """The code was read where it was sent: from now on they are reached there."""
    case = await take(desk, complaint_id)
    change = await _waiting(case.id, way, now=now)
    if not code_fits(code, secrets, change.id, int(change.code_number)):
        raise CodeWrong()
    chosen, contact = Way(way), str(change.contact)
    before = _on_file(case, chosen)
    if chosen is Way.EMAIL:
        await case.change(complainant_email=contact, complainant_email_key=email_key(contact))
    else:
        await case.change(complainant_phone=contact, complainant_phone_key=phone_key(contact, zone=desk.zone))
    await _over(change)
    await record(
        act="contact-changed",
        by=COMPLAINANT,
        now=now,
        complaint_id=case.id,
        detail={"way": chosen},
        personal={"contact": contact, "contact.before": before},
    )
    if before:
        key = f"{change.id}:{change.code_number}"
        await _tell_old(case, ContactLetter.CHANGED, chosen, before, reached=reached, key=key, now=now)


async def discard(desk: Desk, complaint_id: UUID, *, way: str, now: datetime) -> None:
    case = await take(desk, complaint_id)
    await _over(await _waiting(case.id, way, now=now))


async def _waiting(complaint_id: UUID, way: str, *, now: datetime) -> ContactChange:
    found = await select_one(
        ContactChange,
        "WHERE complaint_id = $1 AND way = $2 AND contact <> '' AND expires_at > $3",
        complaint_id,
        way,
        now,
    )
    if found is None:
        raise CodeWrong("This code is used up or too old.", hint="Ask for the change once more.")
    return found


async def _over(change: ContactChange) -> None:
    await execute("UPDATE contact_change SET contact = '' WHERE id = $1", change.id)


async def _next(case: Case, way: Way, contact: str, *, now: datetime) -> ContactChange:
    """The case is locked: nobody else writes its rows."""
    row = await select_one(ContactChange, "WHERE complaint_id = $1 AND way = $2", case.id, way)
    if row is None:
        values = {
            "id": uuid4(),
            "complaint_id": case.id,
            "way": way,
            "contact": contact,
            "code_number": 1,
            "sent": 1,
            "begun_at": now,
            "asked_at": now,
            "expires_at": now + LASTS,
        }
        await insert_values(ContactChange, [values])
    else:
        counted = sending(int(row.sent), row.begun_at, now=now)
        if counted is None:
            raise TooManyCodes()
        await execute(
            """UPDATE contact_change SET contact = $2, code_number = code_number + 1, sent = $3, begun_at = $4,
                asked_at = $5, expires_at = $6 WHERE id = $1""",
            row.id,
            contact,
            *counted,
            now,
            now + LASTS,
        )
    found = await select_one(ContactChange, "WHERE complaint_id = $1 AND way = $2", case.id, way)
    if found is None:
        raise NotFound()
    return found


def _on_file(case: Case, way: Way) -> str:
    row = case.row
    return str((row.complainant_email if way is Way.EMAIL else row.complainant_phone) or "")


async def _tell_old(
    case: Case, letter: ContactLetter, way: Way, before: str, *, reached: str, key: str, now: datetime
) -> None:
    """A number only where text messages leave: otherwise they are told by nothing but their page."""
    if way in ways(case.desk.ways):
        await write(case, letter, way=way, to=before, reached=reached, key=key, now=now)
