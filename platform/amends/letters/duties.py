"""What people have to do about letters: approve them, post them. The tasks of a letter end with it."""

from __future__ import annotations

from datetime import date, datetime

from amends.audit.operations import Act, record_all
from amends.complaints.case import Case
from amends.database.scope import fetch
from amends.deadlines.due import due
from amends.deadlines.period import Period, Unit
from amends.letters.tables import Letter
from amends.people.actor import Actor, ActorKind
from amends.tasks.operations import NewTask, opened
from amends.tasks.tables import TaskKind

APPROVE_WITHIN = Period(1, Unit.WORKING_DAYS)
"""A letter that waits for somebody to read it is late after this; a posting after the policy's `reach_within`."""


async def ask_for_approval(case: Case, letter: Letter, *, by: Actor, now: datetime) -> None:
    task = NewTask(
        kind=TaskKind.LETTER_APPROVAL,
        cause=f"letter-approval:{letter.id}:{letter.changes}",
        due_at=due(now, APPROVE_WITHIN, case.desk.calendar),
        complaint_id=case.id,
        letter_id=letter.id,
        facts=_facts(letter),
        role=letter.approving_role,
    )
    await opened([task], by=by, now=now)


async def ask_to_post(case: Case, letter: Letter, *, by: Actor, now: datetime) -> None:
    """For whoever has the case."""
    task = NewTask(
        kind=TaskKind.POST,
        cause=f"post:{letter.id}",
        due_at=due(now, case.desk.policy.handling.reach_within, case.desk.calendar),
        complaint_id=case.id,
        letter_id=letter.id,
        facts=_facts(letter),
    )
    await opened([task], by=by, now=now)


async def ended(
    letter: Letter,
    *kinds: TaskKind,
    by: Actor,
    now: datetime,
    cancelled: str = "",
    outcome: str = "",
    posted_on: date | None = None,
) -> None:
    """Its tasks that are still open; also the one to post the notice that it is the paper of."""
    person = by.id if by.kind is ActorKind.PERSON else None
    rows = await fetch(
        """UPDATE task SET look_at = NULL,
            done_at = CASE WHEN $4 = '' THEN $3::timestamptz END, done_by = CASE WHEN $4 = '' THEN $5::uuid END,
            outcome = CASE WHEN $4 = '' THEN nullif($6, '') END, posted_on = CASE WHEN $4 = '' THEN $7::date END,
            cancelled_at = CASE WHEN $4 <> '' THEN $3::timestamptz END,
            cancelled_by = CASE WHEN $4 <> '' THEN $5::uuid END,
            cancelled_reason = nullif($4, '')
        WHERE (letter_id = $1 OR notice_id = $8) AND kind = ANY ($2::text[]) AND done_at IS NULL
            AND cancelled_at IS NULL
        RETURNING id, kind, complaint_id""",
        letter.id,
        [str(kind) for kind in kinds],
        now,
        cancelled,
        person,
        outcome,
        posted_on,
        letter.notice_id,
    )
    act, words = (
        ("task-cancelled", {"reason": cancelled}) if cancelled else ("task-done", {"outcome": outcome})
    )
    acts = [
        Act(act, by, row["complaint_id"], {"task": row["id"], "kind": row["kind"]}, words) for row in rows
    ]
    if acts:
        await record_all(acts, now=now)


def _facts(letter: Letter) -> dict[str, str]:
    """Which letter, for the words of the task."""
    return {
        name: str(value) for name, value in (("document", letter.document), ("event", letter.event)) if value
    }
