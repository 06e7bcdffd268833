"""What was done to many cases at once: which, what was refused, and what undoing brings back.

Each case is a transaction of its own, with its line in it: killed in between, some are done whole and the others not at all,
and the same form sent again does the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

import msgspec

from amends.complaints.confidence import readable
from amends.complaints.submissions import FormReused
from amends.database.rows import insert_all, new_row, select_one
from amends.database.scope import current_tenant, execute, fetch
from amends.errors import NotFound
from amends.people.actor import Actor
from amends.workbench.tables import BulkLine, BulkRun

MOST: Final = 200
"""Cases at once: each is a transaction of its own, twice with the preview, and somebody waits for them."""


@dataclass(frozen=True, slots=True)
class Line:
    complaint_id: UUID
    number: str
    subject: str
    refused: str
    before: Mapping[str, Any]
    undone: bool


async def begin(form_id: str, act: str, *, cases: int, by: Actor, now: datetime) -> UUID:
    """The run's id; that of the form's run where it was sent before. FormReused where it was sent for something else."""
    await execute(
        """INSERT INTO bulk_run (id, tenant_id, form_id, act, person_id, started_at, cases)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tenant_id, form_id) DO NOTHING""",
        uuid4(),
        current_tenant(),
        form_id,
        act,
        by.id,
        now,
        cases,
    )
    row = await select_one(BulkRun, "WHERE form_id = $1", form_id)
    if row is None or (row.act, row.person_id, row.cases) != (act, by.id, cases):
        raise FormReused()
    return row.id


async def own_run(run_id: UUID, *, by: Actor) -> BulkRun:
    """NotFound to anybody but whoever did it."""
    row = await select_one(BulkRun, "WHERE id = $1 AND person_id = $2", run_id, by.id)
    if row is None:
        raise NotFound()
    return row


async def is_done(run_id: UUID, complaint_id: UUID) -> bool:
    """Asked with the case taken, or a second sending of the form could pass by."""
    rest = "WHERE run_id = $1 AND complaint_id = $2"
    return await select_one(BulkLine, rest, run_id, complaint_id) is not None


async def note(run_id: UUID, complaint_id: UUID, *, refused: str = "", before: Mapping[str, Any]) -> None:
    row = new_row(
        BulkLine,
        run_id=run_id,
        complaint_id=complaint_id,
        refused=refused,
        before=msgspec.json.encode(before).decode(),
    )
    await insert_all([row])


async def lines_of(run_id: UUID, *, reader: Actor) -> Sequence[Line]:
    """Without those that have become confidential since and are not for them any more."""
    rows = await fetch(
        f"""SELECT l.complaint_id, c.number, c.subject, l.refused, l.before, l.undone_at
        FROM bulk_line l JOIN complaint c ON c.tenant_id = l.tenant_id AND c.id = l.complaint_id
        WHERE l.run_id = $1 AND {readable(reader, 2)} ORDER BY c.number""",  # noqa: S608 - constants
        run_id,
        reader.id,
    )
    return [
        Line(
            row["complaint_id"],
            row["number"],
            row["subject"],
            row["refused"],
            msgspec.json.decode(row["before"]),
            row["undone_at"] is not None,
        )
        for row in rows
    ]


async def not_reached(run: BulkRun) -> int:
    """How many of its cases nothing is known of: it was interrupted, or goes on still."""
    known: int = await BulkLine.count().where(BulkLine.run_id == run.id)
    return int(run.cases) - known


async def take_back(run_id: UUID, complaint_id: UUID, *, now: datetime) -> bool:
    """False where it was taken back already, or never done."""
    rows = await fetch(
        """UPDATE bulk_line SET undone_at = $3 WHERE run_id = $1 AND complaint_id = $2
        AND undone_at IS NULL AND refused = '' RETURNING id""",
        run_id,
        complaint_id,
        now,
    )
    return bool(rows)
