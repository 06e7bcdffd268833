"""A letter is printed and posted: the PDF that was printed is evidence of its case, the day of posting its delivery."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from amends.audit.operations import record
from amends.complaints.desk import Desk
from amends.database.rows import select_one
from amends.errors import Invalid
from amends.evidence.intake import Stored
from amends.evidence.operations import attach
from amends.evidence.tables import Evidence
from amends.letters.drafting import change, detail_of, taken
from amends.letters.duties import ended
from amends.letters.refusals import NotPrinted
from amends.letters.tables import LetterState
from amends.letters.with_tasks import posted
from amends.people.actor import Actor
from amends.people.rights import Right
from amends.tasks.settling import said_by_hand
from amends.tasks.tables import Task, TaskKind

_OPEN_TASK = """WHERE (letter_id = $1 OR notice_id = $2) AND kind = 'post' AND done_at IS NULL AND cancelled_at IS NULL
    ORDER BY created_at LIMIT 1 FOR NO KEY UPDATE"""
LONGEST_AGO = 366
"""Days: an older posting is a slip of the pen."""


async def keep(desk: Desk, letter_id: UUID, stored: Stored, *, by: Actor, now: datetime) -> None:
    """The PDF, stored before. Who prints it again gets the same; one that somebody else kept meanwhile stays."""
    by.demand(Right.RECORD)
    _, letter = await taken(desk, letter_id, by, LetterState.APPROVED, LetterState.POSTED)
    if letter.evidence_id is not None:
        return
    await attach(letter.complaint_id, [stored], by=by, now=now)
    row = await Evidence.objects().get(Evidence.object_name == stored.object_name)
    assert row is not None, "it was attached just now"
    await change(letter, evidence_id=row.id, printed_at=now)
    await record(
        act="letter-printed",
        by=by,
        now=now,
        complaint_id=letter.complaint_id,
        detail={**detail_of(letter), "pdf": stored.sha256},
    )


async def post(desk: Desk, letter_id: UUID, *, on: date | None, by: Actor, now: datetime) -> bool:
    """False: it was posted before. What it says counts as told from now on."""
    by.demand(Right.RECORD)
    case, letter = await taken(desk, letter_id, by, LetterState.APPROVED, LetterState.POSTED)
    on = day_of_posting(on, today=now.astimezone(ZoneInfo(desk.zone)).date())
    if letter.state == LetterState.POSTED:
        return False
    if letter.printed_at is None:
        raise NotPrinted()
    if on < letter.approved_at.astimezone(ZoneInfo(desk.zone)).date():
        raise Invalid({"posted_on": "The letter did not exist on that day."})
    task = await select_one(Task, _OPEN_TASK, letter.id, letter.notice_id)
    if task is None:
        await posted(letter.id, None, on=on, by_id=by.id, now=now)
    else:
        await said_by_hand(task, case, posted_on=on, by=by, now=now)
    await record(
        act="letter-posted",
        by=by,
        now=now,
        complaint_id=letter.complaint_id,
        detail=detail_of(letter) | {"on": on.isoformat()},
    )
    await ended(letter, TaskKind.POST, by=by, now=now, posted_on=on)
    return True


def day_of_posting(on: date | None, *, today: date) -> date:
    if on is None:
        raise Invalid({"posted_on": "Please give the day."})
    if on > today:
        raise Invalid({"posted_on": "This day is still to come."})
    if (today - on).days > LONGEST_AGO:
        raise Invalid({"posted_on": "This day is too long ago."})
    return on
