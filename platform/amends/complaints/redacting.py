"""A redacted copy beside an original: whoever is given the file from then on is given the copy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from amends.audit.operations import record
from amends.complaints.case import take_by
from amends.complaints.desk import Desk
from amends.complaints.texts import LONGEST_PARAGRAPH, Texts
from amends.database.rows import select_one
from amends.errors import NotFound
from amends.evidence.intake import Stored
from amends.evidence.operations import attach
from amends.evidence.tables import Evidence
from amends.people.actor import Actor
from amends.people.rights import Right

REDACTED: Final = "evidence-redacted"


async def redact(
    desk: Desk,
    complaint_id: UUID,
    evidence_id: UUID,
    *,
    copy: Sequence[Stored],
    areas: int,
    reason: str,
    by: Actor,
    now: datetime,
) -> None:
    """Also when the case is over. `copy`: checked and stored before. `areas`: how many were blacked out here; 0: it was made elsewhere."""
    by.demand(Right.RECORD)
    case = await take_by(desk, complaint_id, by)
    original = await _original(case.id, evidence_id)
    texts = Texts()
    reason = texts.prose(
        "reason", reason, longest=LONGEST_PARAGRAPH, needed="Please say what is blacked out and why."
    )
    if len(copy) != 1:
        texts.wrong["files"] = "Please choose one file."
    elif copy[0].sha256 == original.sha256:
        texts.wrong["files"] = "This is the original itself. Please choose the redacted copy."
    texts.demand()
    await attach(case.id, copy, by=by, now=now, copy_of=original.id)
    detail = {"evidence": original.id, "sha256": original.sha256, "copy": copy[0].sha256, "areas": areas}
    await record(
        act=REDACTED, by=by, now=now, complaint_id=case.id, detail=detail, personal={"content": reason}
    )


async def _original(complaint_id: UUID, evidence_id: UUID) -> Evidence:
    """A copy has no copies: one that shows too much is followed by a further one of the same original."""
    row = await select_one(
        Evidence, "WHERE id = $1 AND complaint_id = $2 AND copy_of IS NULL", evidence_id, complaint_id
    )
    if row is None:
        raise NotFound()
    return row
