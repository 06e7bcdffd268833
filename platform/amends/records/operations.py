"""Staff name a business record that a case is about, and take it back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from amends.audit.operations import record
from amends.complaints.case import take_by
from amends.complaints.desk import Desk
from amends.complaints.texts import LONGEST_PARAGRAPH, Texts
from amends.database.rows import insert_all, new_row, select_all, select_one
from amends.database.scope import execute
from amends.errors import NotFound
from amends.people.actor import Actor
from amends.people.rights import Right
from amends.records.tables import RecordReference

ADDED, REMOVED = "record-named", "record-taken-back"
"""As the history calls them."""


async def references_of(complaint_id: UUID) -> list[RecordReference]:
    """Those that stand, in the order they were added."""
    rest = "WHERE complaint_id = $1 AND removed_at IS NULL ORDER BY added_at, id"
    return await select_all(RecordReference, rest, complaint_id)


async def add(
    desk: Desk, complaint_id: UUID, *, kind: str, number: str, note: str, by: Actor, now: datetime
) -> None:
    """What is named already is left as it is: two who add the same say nothing new. Also when the case is over."""
    by.demand(Right.NOTE)
    case = await take_by(desk, complaint_id, by)
    texts = Texts()
    if kind not in desk.policy.records:
        texts.wrong["kind"] = "Please choose."
    number = texts.line("number", number, needed="Please give its number.")
    note = texts.prose("note", note, required=False, longest=LONGEST_PARAGRAPH)
    texts.demand()
    if any((row.kind, row.number) == (kind, number) for row in await references_of(case.id)):
        return
    row = new_row(
        RecordReference,
        complaint_id=case.id,
        kind=kind,
        number=number,
        note=note,
        added_at=now,
        added_by=by.id,
    )
    await insert_all([row])
    await record(
        act=ADDED,
        by=by,
        now=now,
        complaint_id=case.id,
        detail={"reference": row.id, "kind": kind},
        personal={"number": number, "note": note},
    )


async def remove(
    desk: Desk, complaint_id: UUID, *, reference_id: UUID | None, by: Actor, now: datetime
) -> None:
    by.demand(Right.NOTE)
    case = await take_by(desk, complaint_id, by)
    rest = "WHERE id = $1 AND complaint_id = $2 AND removed_at IS NULL"
    row = await select_one(RecordReference, rest, reference_id, case.id)
    if row is None:
        raise NotFound()
    await execute(
        "UPDATE record_reference SET removed_at = $2, removed_by = $3 WHERE id = $1", row.id, now, by.id
    )
    await record(
        act=REMOVED,
        by=by,
        now=now,
        complaint_id=case.id,
        detail={"reference": row.id, "kind": row.kind},
        personal={"number": str(row.number)},
    )
