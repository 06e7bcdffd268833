"""A lost access code: a new one goes to the contact on file, and nowhere else; the page says the same either way."""

from __future__ import annotations

from datetime import datetime

from amends.audit.operations import record
from amends.complaints.case import Case, take
from amends.complaints.desk import Desk
from amends.complaints.tables import Complaint
from amends.notices.recipients import Recipient
from amends.notices.texts import CODE_LATER
from amends.people.actor import COMPLAINANT
from amends.policy.events import Event


async def send_code_again(desk: Desk, *, number: str, email: str, now: datetime) -> bool:
    """True when a code was sent; the caller shows the complainant nothing of the difference."""
    row = await Complaint.objects().get(Complaint.number == number.strip().upper())
    if row is None or not email.strip():
        return False
    known = Case(desk, row)
    asking = [to for to in (known.complainant(), known.answered_to(now)) if _is_theirs(to, email)]
    if not asking:
        return False
    case = await take(desk, row.id)
    number_of_code = int(case.row.access_code_number) + 1
    await case.change(access_code_number=number_of_code)
    await record(
        act="access-code", by=COMPLAINANT, now=now, complaint_id=case.id, detail={"number": number_of_code}
    )
    await case.tell_complainant(
        Event.ACCESS_CODE, key=f"code:{number_of_code}", now=now, to=asking[0], code=CODE_LATER
    )
    return True


def _is_theirs(to: Recipient, email: str) -> bool:
    return (to.address or "").lower() == email.strip().lower()
