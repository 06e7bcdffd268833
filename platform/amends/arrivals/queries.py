"""The tray: what waits, by when it is to be looked at, and what was settled last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec

from amends.arrivals.rules import OPEN, Standing
from amends.arrivals.tables import Arrival
from amends.complaints.confidence import readable
from amends.complaints.known_by import email_key, phone_key
from amends.database.rows import select_all, select_one
from amends.database.scope import fetch
from amends.errors import NotFound
from amends.evidence.intake import Stored
from amends.evidence.operations import Readable, as_shown
from amends.evidence.scanning import demand_harmless
from amends.people.actor import Actor

PAGE = 50
_ALIKE = 5


async def tray(standings: Sequence[Standing], *, page: int = 1) -> list[Arrival]:
    """One more than a page holds, to know whether there is a next one."""
    order = "due_at, id" if set(standings) <= set(OPEN) else "settled_at DESC, id"
    settled = "settled_at IS NULL" if set(standings) <= set(OPEN) else "settled_at IS NOT NULL"
    rest = f"WHERE {settled} AND standing = ANY($1::text[]) ORDER BY {order} LIMIT $2 OFFSET $3"
    return await select_all(Arrival, rest, list(standings), PAGE + 1, (page - 1) * PAGE)


async def waiting() -> Mapping[Standing, int]:
    """How many wait, and how many are held."""
    rows = await fetch("SELECT standing, count(*) AS count FROM arrival WHERE settled_at IS NULL GROUP BY 1")
    return {Standing(row["standing"]): row["count"] for row in rows}


async def one(arrival_id: UUID) -> Arrival:
    row = await select_one(Arrival, "WHERE id = $1", arrival_id)
    if row is None:
        raise NotFound()
    return row


async def cases_of_sender(row: Arrival, reader: Actor, *, zone: str) -> Sequence[UUID]:
    """The case it says it belongs to first, then open ones of the same address or number, the latest first."""
    email = email_key(str(row.sender_email)) if row.sender_email else None
    phone = phone_key(str(row.sender_phone), zone=zone) if row.sender_phone else None
    rows = await fetch(
        f"""SELECT c.id FROM complaint c WHERE (c.id = $1 OR c.complainant_email_key = $2 OR c.complainant_phone_key = $3)
            AND (c.closed_at IS NULL OR c.id = $1) AND {readable(reader, 4)}
        ORDER BY c.id = $1 DESC NULLS LAST, c.lodged_at DESC LIMIT {_ALIKE}""",  # noqa: S608 - constants
        row.case_hint,
        email,
        phone,
        reader.id,
    )
    return [row["id"] for row in rows]


def files_of(row: Arrival) -> list[Stored]:
    return msgspec.json.decode(str(row.files), type=list[Stored])


def source_of(row: Arrival) -> Stored | None:
    return msgspec.json.decode(str(row.source), type=Stored) if row.source is not None else None


def signs_of(row: Arrival) -> dict[str, str]:
    return msgspec.json.decode(str(row.signs), type=dict[str, str])


async def file_of(arrival_id: UUID, place: int) -> Readable:
    """The copy without place and time of the photo, where there is one."""
    files = files_of(await one(arrival_id))
    if not 0 <= place < len(files):
        raise NotFound()
    await demand_harmless(files[place].object_name)
    return as_shown(files[place])


async def source_file(arrival_id: UUID) -> Readable:
    source = source_of(await one(arrival_id))
    if source is None:
        raise NotFound()
    await demand_harmless(source.object_name)
    return Readable(source.object_name, source.name, source.mime, source.size, source.sha256)


async def object_names() -> set[str]:
    """What arrivals point at: nobody sweeps it."""
    rows = await fetch("SELECT files, source FROM arrival WHERE files <> '[]' OR source IS NOT NULL")
    kept = [file for row in rows for file in msgspec.json.decode(row["files"], type=list[Stored])]
    kept += [msgspec.json.decode(row["source"], type=Stored) for row in rows if row["source"] is not None]
    return {name for file in kept for name in (file.object_name, file.copy_name) if name}
