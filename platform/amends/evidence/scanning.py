"""What a scanner says of files: owed with the file, looked at later by the worker, never opened once harm was found."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID, uuid4

from amends.audit.operations import record
from amends.database.rows import select_all
from amends.database.scope import current_tenant, execute, fetch, fetch_one
from amends.errors import DomainError
from amends.evidence.intake import Stored
from amends.evidence.tables import FileScan
from amends.outbox.operations import publish
from amends.people.actor import SYSTEM
from amends.tasks.operations import NewTask, opened
from amends.tasks.tables import TaskKind

SCAN_FILE: Final = "scan-file"
"""The outbox name of a file that is to be looked at; its payload is the name of its object."""
QUARANTINED: Final = "file-quarantined"
ARRIVAL_QUARANTINED: Final = "arrival-file-quarantined"
_ASKED_FOR_AGAIN: Final = timedelta(days=1)
"""Until when whoever has the case is to ask for the file again."""


class Scan(StrEnum):
    WAITING = "waiting"
    CLEAN = "clean"
    INFECTED = "infected"
    SKIPPED = "skipped"
    """Nobody looks at it: there is no scanner, or it cannot take this file."""


class FileQuarantined(DomainError):
    code = "file-quarantined"
    status = 409
    message = "Malware was found in this file, so nobody can open it."
    hint = "It has to be sent again from a device that is clean."


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """What a file came with; one of them."""

    arrival_id: UUID | None = None
    handover_in_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A file as the worker finds it. `complaint_id`: None while it is no evidence yet."""

    object_name: str
    sha256: str
    standing: Scan
    found: str
    evidence_id: UUID | None
    complaint_id: UUID | None
    arrival_id: UUID | None
    handover_in_id: UUID | None


async def owe(
    files: Sequence[Stored], *, whose: Whose | None = None, evidence: Sequence[UUID] = (), now: datetime
) -> None:
    """In the transaction that makes them part of something. `evidence`: their ids, in the same order. What was looked
    at before, when it lay in the tray, keeps what was said of it."""
    whose = whose or Whose()
    ids: Sequence[UUID | None] = evidence or [None] * len(files)
    each = {file.object_name: (file.sha256, of) for file, of in zip(files, ids, strict=True)}
    if not each:
        return
    await execute(
        _OWED,
        [uuid4() for _ in each],
        current_tenant(),
        list(each),
        [sha256 for sha256, _ in each.values()],
        [of for _, of in each.values()],
        whose.arrival_id,
        whose.handover_in_id,
        Scan.WAITING,
        now,
    )
    payloads = {f"scan:{of or name}": {"file": name} for name, (_, of) in each.items()}
    await publish(name=SCAN_FILE, payloads=payloads, now=now)


_OWED = """INSERT INTO file_scan (id, tenant_id, object_name, sha256, evidence_id, arrival_id, handover_in_id, standing,
    found, owed_at)
SELECT id, $2, object_name, sha256, evidence_id, $6, $7, $8, '', $9
FROM unnest($1::uuid[], $3::text[], $4::text[], $5::uuid[]) AS owed (id, object_name, sha256, evidence_id)
ON CONFLICT (tenant_id, object_name) DO UPDATE SET evidence_id = EXCLUDED.evidence_id"""


async def said_of(names: Collection[str]) -> Mapping[str, Scan]:
    """By object; those that came in before anybody looked are not among them. No names are no trip."""
    if not names:
        return {}
    rows = await select_all(FileScan, "WHERE object_name = ANY($1::text[])", list(names))
    return {str(row.object_name): Scan(row.standing) for row in rows}


async def demand_harmless(*names: str) -> None:
    """Asked wherever a file is about to be opened, shown or passed on."""
    if Scan.INFECTED in (await said_of(names)).values():
        raise FileQuarantined()


async def owed(object_name: str) -> Owed | None:
    """None: what it belonged to is gone."""
    row = await fetch_one(
        """SELECT s.object_name, s.sha256, s.standing, s.found, s.evidence_id, e.complaint_id, s.arrival_id,
            s.handover_in_id
        FROM file_scan s LEFT JOIN evidence e ON e.tenant_id = s.tenant_id AND e.id = s.evidence_id
        WHERE s.object_name = $1 FOR NO KEY UPDATE OF s""",
        object_name,
    )
    return Owed(**{**row, "standing": Scan(row["standing"])}) if row is not None else None


async def looked_at(object_name: str, standing: Scan, *, found: str = "", now: datetime) -> None:
    """Once: whoever looks again changes nothing. What was found is told of."""
    rows = await fetch(
        """UPDATE file_scan SET standing = $2, found = $3, looked_at = $4
        WHERE object_name = $1 AND standing = 'waiting' RETURNING id""",
        object_name,
        standing,
        found,
        now,
    )
    file = await owed(object_name) if rows and standing is Scan.INFECTED else None
    if file is None:
        return
    if file.complaint_id is None:
        await _tell_of_arrival(file, now=now)
    else:
        await tell_case(file, now=now)


async def tell_case(file: Owed, *, now: datetime) -> None:
    """Of harm: once into the case's history, and a task for whoever has it."""
    cause = f"quarantine:{file.evidence_id}"
    if file.standing is not Scan.INFECTED or file.complaint_id is None:
        return
    if await fetch("SELECT 1 FROM task WHERE cause = $1", cause):
        return
    await record(
        act=QUARANTINED,
        by=SYSTEM,
        now=now,
        complaint_id=file.complaint_id,
        detail={"evidence": file.evidence_id, "sha256": file.sha256, "found": file.found},
    )
    due_at = now + _ASKED_FOR_AGAIN
    task = NewTask(kind=TaskKind.QUARANTINE, cause=cause, due_at=due_at, complaint_id=file.complaint_id)
    await opened([task], by=SYSTEM, now=now)


async def _tell_of_arrival(file: Owed, *, now: datetime) -> None:
    """Whoever looks at what arrived sees it there: that is a task already."""
    about = {"arrival": file.arrival_id, "handover": file.handover_in_id}
    named = {name: value for name, value in about.items() if value is not None}
    detail = {**named, "sha256": file.sha256, "found": file.found}
    await record(act=ARRIVAL_QUARANTINED, by=SYSTEM, now=now, detail=detail)
