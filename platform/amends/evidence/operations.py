"""Evidence in the database: attached in the transaction of what it belongs to; its objects were stored before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from amends.audit.operations import record
from amends.database.rows import select_all
from amends.errors import Invalid, NotFound
from amends.evidence.intake import Stored
from amends.evidence.kinds import of_mime
from amends.evidence.names import safe_name
from amends.evidence.redacted import copies_of
from amends.evidence.scanning import demand_harmless, owe
from amends.evidence.tables import Evidence
from amends.people.actor import Actor
from amends.people.rights import Right


@dataclass(frozen=True, slots=True)
class Readable:
    """One object that may be handed to this reader, always as an attachment."""

    object_name: str
    name: str
    mime: str
    size: int
    sha256: str


def as_shown(file: Stored) -> Readable:
    """What is kept without a case yet: the copy without place and time of the photo, where there is one."""
    if file.copy_name is None:
        return Readable(file.object_name, file.name, file.mime, file.size, file.sha256)
    assert file.copy_mime is not None, "all given or none"
    assert file.copy_size is not None
    assert file.copy_sha256 is not None
    return Readable(file.copy_name, file.name, file.copy_mime, file.copy_size, file.copy_sha256)


async def attach(
    complaint_id: UUID,
    stored: Sequence[Stored],
    *,
    by: Actor,
    now: datetime,
    message_id: UUID | None = None,
    outside_id: UUID | None = None,
    copy_of: UUID | None = None,
) -> Sequence[UUID]:
    """Their ids, in the order given."""
    rows = [
        Evidence(
            id=uuid4(),
            complaint_id=complaint_id,
            message_id=message_id,
            name=item.name,
            mime=item.mime,
            size=item.size,
            sha256=item.sha256,
            object_name=item.object_name,
            copy_name=item.copy_name,
            copy_mime=item.copy_mime,
            copy_size=item.copy_size,
            copy_sha256=item.copy_sha256,
            added_by=by.id,
            added_at=now,
            outside_id=outside_id,
            copy_of=copy_of,
        )
        for item in stored
    ]
    if not rows:
        return ()
    if await Evidence.exists().where(Evidence.object_name.is_in([row.object_name for row in rows])):
        raise Invalid({"files": "This file is already part of a complaint. Please choose it again."})
    await Evidence.insert(*rows)
    ids = [row.id for row in rows]
    await owe(stored, evidence=ids, now=now)
    return ids


async def evidence_of(complaint_id: UUID) -> Sequence[Evidence]:
    """With the redacted copies among them (see `amends.evidence.redacted.apart`)."""
    return await select_all(Evidence, "WHERE complaint_id = $1 ORDER BY added_at, id", complaint_id)


async def shown(evidence_id: UUID, *, complaint_id: UUID) -> Readable:
    """What is normally shown, of its latest redacted copy where it has any: the copy without place and time of the
    photo; the file itself where none is made."""
    row = await _row(evidence_id, complaint_id)
    copy = (await copies_of([row.id])).get(row.id, row)
    await demand_harmless(str(row.object_name), str(copy.object_name))
    row = copy
    if row.copy_name is None:
        return _whole(row)
    kind = of_mime(str(row.copy_mime))
    name = safe_name(str(row.name), kind) if kind else str(row.name)
    return Readable(str(row.copy_name), name, str(row.copy_mime), int(row.copy_size), str(row.copy_sha256))


async def original(evidence_id: UUID, *, complaint_id: UUID, by: Actor, now: datetime) -> Readable:
    """The untouched original: a right of its own, and every opening is written into the history."""
    by.demand(Right.READ_ORIGINALS)
    row = await _row(evidence_id, complaint_id)
    await demand_harmless(str(row.object_name))
    await record(
        act="open-original",
        by=by,
        now=now,
        complaint_id=complaint_id,
        detail={"evidence": row.id, "sha256": row.sha256},
    )
    return _whole(row)


async def object_names() -> set[str]:
    """Every object this tenant's rows point at; what else is stored may be swept."""
    rows = await Evidence.select(Evidence.object_name, Evidence.copy_name)
    return {name for row in rows for name in (row["object_name"], row["copy_name"]) if name}


def _whole(row: Evidence) -> Readable:
    return Readable(str(row.object_name), str(row.name), str(row.mime), int(row.size), str(row.sha256))


async def _row(evidence_id: UUID, complaint_id: UUID) -> Evidence:
    row = await Evidence.objects().get((Evidence.id == evidence_id) & (Evidence.complaint_id == complaint_id))
    if row is None:
        raise NotFound()
    return row
