"""What follows when a notice was taken by whoever carries it, or comes to nothing: in the transaction that settles it.

Whichever way it went. A notice that nobody takes makes a task: tell the complainant some other way.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from amends.audit.operations import record
from amends.complaints.acknowledging import notice_came_back, notice_taken
from amends.complaints.case import Case, take
from amends.complaints.desk import Desks
from amends.complaints.tables import Complaint
from amends.contacts.keys import CODE_SENT
from amends.database.scope import execute
from amends.deadlines.due import due
from amends.errors import NotFound
from amends.notices.tables import NoticeRow
from amends.people.actor import SYSTEM
from amends.policy.events import Event
from amends.tasks.ending import reached_after_all
from amends.tasks.operations import NewTask, opened
from amends.tasks.tables import TaskKind

_SECRET = frozenset({Event.ACCESS_CODE, Event.SURVEY})
"""Nobody reads these out: whoever does not get one asks again, or answers on the page of their case."""


async def taken(notice: NoticeRow, *, desks: Desks, tried_again: bool, now: datetime) -> None:
    """After `sent_at` is set. `tried_again`: it had been given up before, so somebody may be about to tell it."""
    if not _is_complainants(notice):
        return
    tells = notice.event in (Event.LODGED, Event.ACKNOWLEDGED)
    case = await case_of(notice, desks) if tells or tried_again else None
    if tried_again:
        await reached_after_all(notice, now=now)
    if case is not None and tells:
        await notice_taken(case, str(notice.event), now=now)


async def case_of(notice: NoticeRow, desks: Desks) -> Case | None:
    """Of a notice to a complainant: the case, locked, with the policy it was lodged under. To be asked before anything
    is written into its history. None: about notices to staff nobody is asked to do anything."""
    if not _is_complainants(notice):
        return None
    row = await Complaint.objects().get(Complaint.id == notice.complaint_id)
    assert row is not None, "the database keeps a notice's complaint"
    return await take(await desks(row.policy_version_id, row.calendar_version_id), row.id)


async def given_up(notice: NoticeRow, case: Case, *, now: datetime) -> None:
    """After `failed_at` is set: the complainant has to be told otherwise, and what only this had told is owed again."""
    await notice_came_back(case, str(notice.event), notice_id=notice.id, now=now)
    if notice.event not in _SECRET:
        await opened([_reaching(notice, case, now=now)], by=SYSTEM, now=now)


async def came_back(notice_id: UUID, *, reason: str, desks: Desks, now: datetime) -> None:
    """It was taken, and then it turned out that it did not arrive: a bounce, or what a gateway says later."""
    notice = await NoticeRow.objects().get(NoticeRow.id == notice_id)
    if notice is None:
        raise NotFound()
    if notice.failed_at is not None:
        return
    case = await case_of(notice, desks)
    await execute("UPDATE notice SET failed_at = $2, failure = $3 WHERE id = $1", notice_id, now, reason)
    await record(
        act="notice-failed",
        by=SYSTEM,
        now=now,
        complaint_id=notice.complaint_id,
        detail={"notice": notice_id, "event": notice.event, "code": "came-back"},
    )
    if case is not None:
        await given_up(notice, case, now=now)


def _is_complainants(notice: NoticeRow) -> bool:
    """Whoever gets a code to prove an address by it is nobody's complainant yet."""
    return notice.complaint_id is not None and notice.person_id is None and notice.event != CODE_SENT


def _reaching(notice: NoticeRow, case: Case, *, now: datetime) -> NewTask:
    """Staff hear of it where the notice is given up (`amends.notices.delivery`)."""
    return NewTask(
        kind=TaskKind.REACH,
        cause=f"reach:{notice.id}",
        due_at=due(now, case.desk.policy.handling.reach_within, case.desk.calendar),
        complaint_id=notice.complaint_id,
        notice_id=notice.id,
        facts={"event": str(notice.event)},
        told=True,
    )
