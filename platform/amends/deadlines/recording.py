"""Staff record that something was done which nothing else in the case shows: a report made, a sample sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from amends.audit.operations import record
from amends.complaints.case import take_by
from amends.complaints.desk import Desk
from amends.complaints.texts import LONGEST_PARAGRAPH, prose
from amends.deadlines.happening import turned
from amends.deadlines.operations import promises_of
from amends.deadlines.starting import ends_with, repeating
from amends.deadlines.tables import Promise
from amends.errors import DomainError, NotFound
from amends.people.actor import Actor
from amends.people.rights import Right
from amends.policy.document import CaseEvent, Policy


class DoneBefore(DomainError):
    code = "done-before"
    status = 409
    message = "This is recorded as done already."
    hint = "Reload the page: somebody else may have recorded it."


def is_recorded(policy: Policy, code: str) -> bool:
    """Whether such a promise is kept by staff saying so."""
    return ends_with(policy, code) is CaseEvent.RECORDED


async def record_done(
    desk: Desk, complaint_id: UUID, *, promise_id: UUID, note: str, by: Actor, now: datetime
) -> None:
    """What was done, by what way, under which number: whoever looks later finds it in the history."""
    by.demand(Right.HANDLE)
    case = await take_by(desk, complaint_id, by)
    note = prose("note", note, longest=LONGEST_PARAGRAPH, needed="Please write down what was done.")
    rows = await promises_of(case.id)
    row = _recordable(desk.policy, rows, promise_id)
    await record(
        act="clock-done",
        by=by,
        now=now,
        complaint_id=case.id,
        detail={"promise": row.id, "clock": row.kind, "due_at": row.due_at},
        personal={"note": note},
    )
    again = () if case.ended else repeating(desk.policy, [str(row.kind)])
    await turned(case, rows, [row], at=now, anew=again, why=[CaseEvent.RECORDED], by=by)


def _recordable(policy: Policy, rows: Sequence[Promise], promise_id: UUID) -> Promise:
    row = next((row for row in rows if row.id == promise_id), None)
    if row is None or not is_recorded(policy, str(row.kind)):
        raise NotFound()
    if row.ended_at is not None:
        raise DoneBefore()
    return row
