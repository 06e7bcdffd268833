"""How an arrival ends: as a complaint, as a message of a case, as no complaint; or is held, and looked at again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from amends.arrivals.queries import files_of
from amends.arrivals.receiving import cause, task_of
from amends.arrivals.refusals import ArrivalSettled, NotDismissed
from amends.arrivals.rules import OPEN, Standing
from amends.arrivals.tables import Arrival
from amends.audit.operations import record
from amends.complaints.desk import Desk
from amends.complaints.intake import Lodgement
from amends.complaints.lodging import Lodged, lodge
from amends.complaints.texts import LONGEST_PARAGRAPH, Texts, prose
from amends.correspondence.operations import write_from_complainant
from amends.database.rows import select_one
from amends.database.scope import execute
from amends.deadlines.due import due
from amends.errors import NotFound
from amends.people.actor import Actor
from amends.people.rights import Right
from amends.tasks.ending import seen_to
from amends.tasks.operations import opened

_LONGEST_HOLD = timedelta(days=60)
_WHY = "Please say why."


async def make_complaint(
    desk: Desk, arrival_id: UUID, *, given: Lodgement, by: Actor, now: datetime
) -> Lodged:
    """Received when it arrived: its clocks start there. Its files are the case's evidence."""
    by.demand(Right.RECORD)
    row = await _open(arrival_id)
    given = replace(given, received_at=row.arrived_at)
    lodged = await lodge(desk, given, form_id=f"arrival:{row.id}", by=by, now=now, evidence=files_of(row))
    await _settle(row, Standing.COMPLAINT, by=by, now=now, complaint_id=lodged.complaint_id)
    await _recorded(row, "arrival-lodged", by=by, now=now, complaint_id=lodged.complaint_id)
    return lodged


async def put_into_case(
    desk: Desk, arrival_id: UUID, complaint_id: UUID, *, by: Actor, now: datetime
) -> None:
    """`desk`: the case's. As a message of its complainant; whoever handles it hears of it. CaseEnded of one that has ended."""
    by.demand(Right.RECORD)
    row = await _open(arrival_id)
    body = "\n\n".join(text for text in (str(row.subject), str(row.body)) if text)
    await write_from_complainant(desk, complaint_id, body=body, by=by, now=now, evidence=files_of(row))
    await _settle(row, Standing.MESSAGE, by=by, now=now, complaint_id=complaint_id)
    await _recorded(row, "arrival-added", by=by, now=now, complaint_id=complaint_id)


async def hold(
    desk: Desk, arrival_id: UUID, *, reason: str, until: date | None, by: Actor, now: datetime
) -> None:
    """Until the end of that day of the organisation's: then it is late, and told of."""
    by.demand(Right.RECORD)
    row, texts = await _open(arrival_id), Texts()
    reason = texts.prose("reason", reason, longest=LONGEST_PARAGRAPH, needed=_WHY)
    zone = ZoneInfo(desk.zone)
    today = now.astimezone(zone).date()
    if until is None or not today <= until <= today + _LONGEST_HOLD:
        texts.wrong["until"] = "Please give a day within the next 60 days."
        until = today
    texts.demand()
    due_at = datetime.combine(until + timedelta(days=1), time(), zone)
    await _wait_again(desk, row, Standing.HELD, reason, due_at=due_at, by=by, now=now)
    await _recorded(row, "arrival-held", by=by, now=now, reason=reason)


async def dismiss(desk: Desk, arrival_id: UUID, *, reason: str, by: Actor, now: datetime) -> None:  # noqa: ARG001
    by.demand(Right.RECORD)
    row = await _open(arrival_id)
    reason = prose("reason", reason, longest=LONGEST_PARAGRAPH, needed=_WHY)
    await _settle(row, Standing.DISMISSED, by=by, now=now, reason=reason)
    await _recorded(row, "arrival-dismissed", by=by, now=now, reason=reason)


async def take_up_again(desk: Desk, arrival_id: UUID, *, by: Actor, now: datetime) -> None:
    """What was dismissed waits again, from now."""
    by.demand(Right.RECORD)
    row = await _locked(arrival_id)
    if row.standing != Standing.DISMISSED:
        raise NotDismissed()
    due_at = due(now, desk.policy.handling.arrival_within, desk.calendar)
    await _wait_again(desk, row, Standing.WAITING, "", due_at=due_at, by=by, now=now)
    await _recorded(row, "arrival-returned", by=by, now=now)


async def _wait_again(
    desk: Desk, row: Arrival, standing: Standing, reason: str, *, due_at: datetime, by: Actor, now: datetime
) -> None:
    await execute(
        """UPDATE arrival SET standing = $2, reason = $3, due_at = $4, turns = turns + 1, settled_at = NULL,
            settled_by = NULL WHERE id = $1""",
        row.id, standing, reason or None, due_at,
    )  # fmt: skip
    await seen_to([cause(row.id, int(row.turns))], by=by, now=now)
    task = task_of(desk, row.id, str(row.kind), due_at, turn=int(row.turns) + 1)
    await opened([replace(task, told=True)], by=by, now=now)


async def _settle(
    row: Arrival,
    standing: Standing,
    *,
    by: Actor,
    now: datetime,
    reason: str = "",
    complaint_id: UUID | None = None,
) -> None:
    await execute(
        """UPDATE arrival SET standing = $2, reason = $3, settled_at = $4, settled_by = $5, complaint_id = $6
        WHERE id = $1""",
        row.id, standing, reason or None, now, by.id, complaint_id,
    )  # fmt: skip
    await seen_to([cause(row.id, int(row.turns))], by=by, now=now)


async def _recorded(
    row: Arrival,
    act: str,
    *,
    by: Actor,
    now: datetime,
    complaint_id: UUID | None = None,
    reason: str = "",
) -> None:
    await record(
        act=act,
        by=by,
        now=now,
        complaint_id=complaint_id,
        detail={"arrival": row.id, "kind": str(row.kind)},
        personal={"reason": reason},
    )


async def _open(arrival_id: UUID) -> Arrival:
    row = await _locked(arrival_id)
    if row.standing not in OPEN:
        raise ArrivalSettled()
    return row


async def _locked(arrival_id: UUID) -> Arrival:
    row = await select_one(Arrival, "WHERE id = $1 FOR NO KEY UPDATE", arrival_id)
    if row is None:
        raise NotFound()
    return row
