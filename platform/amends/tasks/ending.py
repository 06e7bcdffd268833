"""Tasks that end with something else: nobody need open the task to say that it is done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from amends.audit.operations import Act, record_all
from amends.database.scope import fetch
from amends.notices.tables import NoticeRow
from amends.people.actor import SYSTEM, Actor, ActorKind
from amends.tasks.tables import TaskKind

TAKEN_AFTER_ALL = "taken after all"
"""The outcome the program writes down; pages say it in the reader's language."""

_END = """UPDATE task SET done_at = $2, done_by = $3, outcome = $4, posted_on = $5, look_at = NULL
WHERE {which} AND kind = $6 AND done_at IS NULL AND cancelled_at IS NULL RETURNING id, complaint_id, kind"""


async def reached_after_all(notice: NoticeRow, *, now: datetime) -> None:
    """The notice was tried again and taken: nobody need tell it any more."""
    sql = _END.format(which="notice_id = $1")
    values = (notice.id, now, None, TAKEN_AFTER_ALL, None, TaskKind.REACH)
    await _written_down(await fetch(sql, *values), TAKEN_AFTER_ALL, by=SYSTEM, now=now)


async def done_with_letter(
    letter_id: UUID,
    kind: TaskKind,
    *,
    by: Actor,
    now: datetime,
    outcome: str = "",
    posted_on: date | None = None,
) -> None:
    """What was to be done about a letter was done where the letter stands: approved or given back, or posted."""
    person = by.id if by.kind is ActorKind.PERSON else None
    sql = _END.format(which="letter_id = $1")
    rows = await fetch(sql, letter_id, now, person, outcome or None, posted_on, kind)
    await _written_down(rows, outcome, by=by, now=now)


async def _written_down(rows: Sequence[Any], outcome: str, *, by: Actor, now: datetime) -> None:
    acts = [
        Act(
            "task-done",
            by,
            row["complaint_id"],
            {"task": row["id"], "kind": row["kind"]},
            {"outcome": outcome or None},
        )
        for row in rows
    ]
    if acts:
        await record_all(acts, now=now)
