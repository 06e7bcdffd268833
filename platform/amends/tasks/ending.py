"""A task that ends by itself: what was to be done has happened without anybody doing it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from amends.audit.operations import Act, record_all
from amends.database.scope import fetch
from amends.notices.tables import NoticeRow
from amends.people.actor import SYSTEM, Actor, ActorKind
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


async def seen_to(
    causes: Collection[str], *, by: Actor, now: datetime, outcome: str = "", cancelled: str = ""
) -> None:
    """What asked for these has gone on where it is seen to; `cancelled`: why it need not be done."""
    rows = await fetch(
        """UPDATE task SET look_at = NULL,
            done_at = CASE WHEN $4 = '' THEN $2::timestamptz END, done_by = CASE WHEN $4 = '' THEN $3::uuid END,
            outcome = CASE WHEN $4 = '' THEN nullif($5, '') END,
            cancelled_at = CASE WHEN $4 <> '' THEN $2::timestamptz END,
            cancelled_by = CASE WHEN $4 <> '' THEN $3::uuid END, cancelled_reason = nullif($4, '')
        WHERE cause = ANY($1::text[]) AND done_at IS NULL AND cancelled_at IS NULL RETURNING id, kind, complaint_id""",
        list(causes),
        now,
        by.id if by.kind is ActorKind.PERSON else None,
        cancelled,
        outcome,
    )
    act, words = (
        ("task-cancelled", {"reason": cancelled}) if cancelled else ("task-done", {"outcome": outcome})
    )
    acts = [
        Act(act, by, row["complaint_id"], {"task": row["id"], "kind": row["kind"]}, words) for row in rows
    ]
    if acts:
        await record_all(acts, now=now)
