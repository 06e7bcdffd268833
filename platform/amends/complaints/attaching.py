"""Evidence that staff add to a case: a scan of a letter, a recording, a photo taken on the spot."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from amends.audit.operations import record
from amends.complaints.case import Case, take_by
from amends.complaints.desk import Desk
from amends.complaints.lifecycle import ENDED
from amends.correspondence.operations import CaseEnded
from amends.errors import Invalid
from amends.evidence.intake import Stored
from amends.evidence.operations import attach
from amends.people.actor import Actor
from amends.people.rights import Right


async def add_evidence(
    desk: Desk, complaint_id: UUID, *, files: Sequence[Stored], by: Actor, now: datetime
) -> None:
    """The files were checked and stored before; the history keeps their fingerprints."""
    by.demand(Right.RECORD)
    case = await take_by(desk, complaint_id, by)
    if not files:
        raise Invalid({"files": "Please choose a file."})
    if case.state in ENDED:
        raise CaseEnded()
    await added(case, files, by=by, now=now)


async def added(case: Case, files: Sequence[Stored], *, by: Actor, now: datetime) -> Sequence[UUID]:
    """By whoever was admitted to it before; the ids of what is evidence now."""
    ids = await attach(case.id, files, by=by, now=now)
    await record(
        act="evidence",
        by=by,
        now=now,
        complaint_id=case.id,
        detail={"evidence": [item.sha256 for item in files]},
    )
    return ids
