"""What a task done by hand means for the notice or letter it was about: it was told, and may acknowledge the complaint."""

from __future__ import annotations

from datetime import date, datetime

from amends.complaints.acknowledging import told_number_and_times
from amends.complaints.case import Case
from amends.database.scope import execute, fetch_one
from amends.letters import with_tasks as letters
from amends.people.actor import Actor
from amends.policy.events import Event
from amends.tasks.rules import tells_a_notice
from amends.tasks.tables import Task, TaskKind

BY_TELEPHONE, BY_POST, BY_STAFF = "telephone", "post", "staff"
"""How a complaint was acknowledged: words of the program's, which pages translate."""
_HOWS = {"call": BY_TELEPHONE, "post": BY_POST}


async def said_by_hand(
    task: Task, case: Case | None, *, posted_on: date | None, by: Actor, now: datetime
) -> None:
    """Calls and letters settle their notice; who was reached otherwise than by mail was still not reached by mail."""
    if posted_on is not None:
        await letters.posted(task.letter_id, task.notice_id, on=posted_on, by_id=by.id, now=now)
    if task.notice_id is None or not tells_a_notice(str(task.kind)):
        return
    answer = f"posted {posted_on.isoformat()}" if posted_on is not None else None
    await execute(
        """UPDATE notice SET sent_at = $2, failed_at = NULL, answer = $3 WHERE id = $1 AND channel IN ('phone', 'letter')""",
        task.notice_id,
        now,
        answer,
    )
    if case is not None and await _tells_number_and_times(task):
        how = _HOWS.get(str(task.kind), BY_STAFF)
        await told_number_and_times(case, by=by, how=how, now=now)


async def unsaid(task: Task, *, given_up_at: datetime | None) -> None:
    """Nobody has told it that way: nobody will (`given_up_at`), or somebody still has to."""
    if task.kind == TaskKind.POST and given_up_at is not None:
        await letters.not_to_post(task.letter_id, task.notice_id, now=given_up_at)
    elif task.kind == TaskKind.POST:
        await letters.to_post_again(task.letter_id, task.notice_id)
    await execute(
        """UPDATE notice SET sent_at = NULL, failed_at = $2, answer = NULL
        WHERE id = $1 AND channel IN ('phone', 'letter')""",
        task.notice_id,
        given_up_at,
    )


async def _tells_number_and_times(task: Task) -> bool:
    row = await fetch_one("SELECT event FROM notice WHERE id = $1", task.notice_id)
    return row is not None and row["event"] in (Event.LODGED, Event.ACKNOWLEDGED)
