"""A task that ends by itself: what was to be done has happened without anybody doing it."""

from __future__ import annotations

from datetime import datetime

from amends.audit.operations import Act, record_all
from amends.database.scope import fetch
from amends.notices.tables import NoticeRow
from amends.people.actor import SYSTEM
from amends.tasks.tables import TaskKind

TAKEN_AFTER_ALL = "taken after all"
"""The outcome the program writes down; pages say it in the reader's language."""


async def reached_after_all(notice: NoticeRow, *, now: datetime) -> None:
    """The notice was tried again and taken: nobody need tell it any more."""
    rows = await fetch(
        """UPDATE task SET done_at = $2, outcome = $3, look_at = NULL
        WHERE notice_id = $1 AND kind = $4 AND done_at IS NULL AND cancelled_at IS NULL RETURNING id, complaint_id""",
        notice.id,
        now,
        TAKEN_AFTER_ALL,
        TaskKind.REACH,
    )
    outcome = {"outcome": TAKEN_AFTER_ALL}
    acts = [
        Act("task-done", SYSTEM, row["complaint_id"], {"task": row["id"], "kind": TaskKind.REACH}, outcome)
        for row in rows
    ]
    if acts:
        await record_all(acts, now=now)
