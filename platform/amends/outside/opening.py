"""What somebody outside sees who follows their link: the question, and of the case what was shared with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amends.audit.operations import record
from amends.complaints.tables import Complaint
from amends.database.rows import select_all, select_one
from amends.database.scope import execute
from amends.evidence.operations import Readable, shown
from amends.evidence.redacted import as_shown, copies_of
from amends.evidence.tables import Evidence
from amends.outside.keys import key_fits
from amends.outside.operations import shares_of
from amends.outside.refusals import LinkOver
from amends.outside.tables import OutsideRequest
from amends.people.actor import OUTSIDE


@dataclass(frozen=True, slots=True)
class Opened:
    request: OutsideRequest
    case: Complaint
    files: Sequence[Evidence]

    @property
    def narrative(self) -> str:
        return str(self.case.narrative) if shares_of(self.request).narrative else ""

    @property
    def complainant(self) -> str:
        return str(self.case.complainant_name or "") if shares_of(self.request).complainant else ""


async def by_key(request_id: UUID, key: str, *, secrets: Sequence[str], now: datetime) -> OutsideRequest:
    """Whose link this is; LinkOver for every other. That it was opened is written down once."""
    request = await select_one(OutsideRequest, "WHERE id = $1", request_id)
    if request is None or not key_fits(key, secrets, request_id, int(request.key_number)):
        raise LinkOver()
    if request.opened_at is None:
        await execute(
            "UPDATE outside_request SET opened_at = $2 WHERE id = $1 AND opened_at IS NULL", request_id, now
        )
        await record(
            act="outside-opened",
            by=OUTSIDE,
            now=now,
            complaint_id=request.complaint_id,
            detail={"request": request_id},
            personal={"party": str(request.party)},
        )
    return request


async def opened(request_id: UUID, *, key_number: int) -> Opened:
    """As shown: by whoever held the link of this number when they came."""
    request = await select_one(OutsideRequest, "WHERE id = $1 AND key_number = $2", request_id, key_number)
    if request is None:
        raise LinkOver()
    case = await select_one(Complaint, "WHERE id = $1", request.complaint_id)
    assert case is not None, "the database keeps a request's case"
    files = await select_all(
        Evidence,
        "WHERE complaint_id = $1 AND id = ANY($2::uuid[]) ORDER BY added_at",
        case.id,
        list(shares_of(request).files),
    )
    return Opened(request, case, as_shown(files, await copies_of([each.id for each in files])))


async def file_of(held: Opened, evidence_id: UUID) -> Readable:
    """The copy without place and time; only of files shared with them, and no longer than they are asked."""
    over = held.request.answered_at is not None or held.request.ended_at is not None
    if over or evidence_id not in {each.id for each in held.files}:
        raise LinkOver()
    return await shown(evidence_id, complaint_id=held.case.id)
