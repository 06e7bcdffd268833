"""What a complainant sees of their own complaint, and how they get to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from amends.complaints.access import code_fits
from amends.complaints.lifecycle import State
from amends.complaints.tables import Allegation, Complaint
from amends.contacts.keys import CODE_SENT
from amends.correspondence.tables import Message, MessageKind
from amends.database.rows import select_all
from amends.deadlines.tables import Promise
from amends.errors import DomainError
from amends.evidence.operations import evidence_of
from amends.evidence.redacted import apart, as_shown
from amends.evidence.scanning import Scan, said_of
from amends.evidence.tables import Evidence
from amends.notices.tables import NoticeRow
from amends.people.tables import Department
from amends.policy.events import Event
from amends.remedies.operations import remedies_of
from amends.remedies.tables import Remedy


class NotOpened(DomainError):
    """The same answer for a wrong number and for a wrong code."""

    code = "not-opened"
    status = 422
    message = "Number and access code do not fit together."
    hint = "Check both; if the code is lost, ask for a new one below."


@dataclass(frozen=True, slots=True)
class OwnCase:
    complaint: Complaint
    department: Department
    promises: Sequence[Promise]
    messages: Sequence[Message]
    evidence: Sequence[Evidence]
    allegations: Sequence[Allegation]
    remedies: Sequence[Remedy]
    told: Sequence[NoticeRow]
    """What they were told by whatever way, newest first; messages, codes and surveys stand elsewhere."""
    together: str = ""
    """The number of the complaint it was merged into; "" of one handled on its own."""
    scans: Mapping[str, Scan] = field(default_factory=dict)
    """What a scanner said of the files, by object."""

    @property
    def state(self) -> State:
        return State(self.complaint.state)


_NOBODYS = UUID(int=0)


async def opened(*, number: str, code: str, secrets: Sequence[str]) -> Complaint:
    """The complaint that number and code open together; NotOpened otherwise."""
    row = await Complaint.objects().get(Complaint.number == number.strip().upper())
    complaint_id, code_number = (row.id, int(row.access_code_number)) if row else (_NOBODYS, 1)
    fits = code_fits(code, secrets, complaint_id=complaint_id, number=code_number)
    if row is None or not fits:
        raise NotOpened()
    return row


async def own_case(complaint_id: UUID) -> OwnCase | None:
    """Everything the complainant may see: no notes among staff, no names of staff."""
    row = await Complaint.objects().get(Complaint.id == complaint_id)
    department = await Department.objects().get(Department.id == row.department_id) if row else None
    if row is None or department is None:
        return None
    evidence = as_shown(*apart(await evidence_of(complaint_id)))
    return OwnCase(
        complaint=row,
        department=department,
        promises=await promised_to(complaint_id),
        together=await _together(row),
        messages=await Message.objects()
        .where((Message.complaint_id == complaint_id) & (Message.kind != MessageKind.NOTE))
        .order_by(Message.at),
        evidence=evidence,
        scans=await said_of([str(item.object_name) for item in evidence]),
        allegations=await Allegation.objects()
        .where(Allegation.complaint_id == complaint_id)
        .order_by(Allegation.rank),
        remedies=await remedies_of(complaint_id),
        told=await _told(complaint_id),
    )


async def promised_to(complaint_id: UUID) -> Sequence[Promise]:
    """In this complaint, wherever it is handled now; nothing promised in one that was merged into it."""
    return await select_all(
        Promise,
        """WHERE (complaint_id = $1 AND origin_id IS NULL) OR origin_id = $1 ORDER BY started_at, due_at""",
        complaint_id,
    )


async def _together(row: Complaint) -> str:
    if row.merged_into is None:
        return ""
    into = await Complaint.objects().get(Complaint.id == row.merged_into)
    return str(into.number) if into else ""


async def _told(complaint_id: UUID) -> list[NoticeRow]:
    """Once, though it went by several ways."""
    rows = await select_all(
        NoticeRow,
        """WHERE complaint_id = $1 AND person_id IS NULL AND NOT event = ANY($2::text[])
        ORDER BY created_at DESC, id""",
        complaint_id,
        [Event.LODGED, Event.ACCESS_CODE, Event.MESSAGE, Event.SURVEY, CODE_SENT],
    )
    return list({(row.event, row.created_at): row for row in rows}.values())
