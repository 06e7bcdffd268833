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
from amends.database.rows import select_one
from amends.errors import Invalid, NotFound
from amends.evidence.intake import Stored
from amends.evidence.operations import attach
from amends.evidence.tables import Evidence
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


async def redact(
    desk: Desk, complaint_id: UUID, file_id: UUID | None, *, files: Sequence[Stored], by: Actor, now: datetime
) -> None:
    """Put a redacted copy beside a file: from now on whoever is handed the file is handed the copy. Also when the case is over."""
    by.demand(Right.RECORD)
    case = await take_by(desk, complaint_id, by)
    if len(files) != 1:
        raise Invalid(
            {
                "files": "Please choose one file: the copy with everything made illegible that not everybody may read."
            }
        )
    file = await select_one(
        Evidence, "WHERE id = $1 AND complaint_id = $2 AND copy_of IS NULL", file_id, case.id
    )
    if file is None:
        raise NotFound()
    [copy] = files
    if copy.sha256 == file.sha256:
        raise Invalid({"files": "This is the original itself: nothing was made illegible in it."})
    await attach(case.id, files, by=by, now=now, copy_of=file.id)
    await record(
        act="evidence-redacted",
        by=by,
        now=now,
        complaint_id=case.id,
        detail={"evidence": file.id, "sha256": file.sha256, "copy": copy.sha256},
    )


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
