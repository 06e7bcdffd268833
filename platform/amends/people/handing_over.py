"""What whoever goes off duty leaves to whoever comes next, and that the next one has read it."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from amends.audit.operations import record
from amends.complaints.desk import Desk
from amends.complaints.texts import LONGEST_PARAGRAPH, prose
from amends.database.rows import select_all, select_one
from amends.database.scope import fetch_one
from amends.errors import DomainError, Forbidden, NotFound
from amends.people.actor import Actor
from amends.people.duty import next_shift, on_duty
from amends.people.duty_letters import tell_of_note
from amends.people.fit_for_duty import demand_roster
from amends.people.rights import Right
from amends.people.tables import DutyNote, Person, PersonStatus

JUST_NOW = timedelta(hours=24)
"""So long after their duty people may still leave a note."""


class OwnNote(DomainError):
    code = "own-note"
    status = 409
    message = "Whoever comes next takes note of this, not you."


class NotedAlready(DomainError):
    code = "noted-already"
    status = 409
    message = "Somebody has taken note of this already."


async def leave_note(desk: Desk, roster: str, *, note: str, by: Actor, now: datetime) -> UUID:
    """Whoever is on duty beside them, else whoever comes next, hears that it is there."""
    if by.id is None or not await may_leave_note(roster, by=by, now=now):
        raise Forbidden()
    demand_roster(desk, roster)
    row = DutyNote(
        id=uuid4(),
        roster=roster,
        note=prose("note", note, longest=LONGEST_PARAGRAPH),
        written_at=now,
        written_by=by.id,
    )
    await DutyNote.insert(row)
    detail = {"roster": roster, "note": row.id}
    await record(act="duty-note", by=by, now=now, detail=detail, personal={"note": str(row.note)})
    await tell_of_note(
        desk, await _next_people(roster, by.id, now=now), roster=roster, note_id=row.id, by=by, now=now
    )
    return row.id


async def take_note(note_id: UUID, *, by: Actor, now: datetime) -> None:
    row = await select_one(DutyNote, "WHERE id = $1 FOR NO KEY UPDATE", note_id)
    if row is None:
        raise NotFound()
    if row.written_by != by.id and not await may_take_note(str(row.roster), by=by, now=now):
        raise Forbidden()
    if row.acknowledged_at is not None:
        raise NotedAlready()
    if row.written_by == by.id:
        raise OwnNote()
    await DutyNote.update({DutyNote.acknowledged_at: now, DutyNote.acknowledged_by: by.id}).where(
        DutyNote.id == note_id
    )
    await record(act="duty-note-taken", by=by, now=now, detail={"roster": str(row.roster), "note": row.id})


async def may_take_note(roster: str, *, by: Actor, now: datetime) -> bool:
    """Whoever is on duty or comes next; also those who see to the roster, so that no note stays open for ever."""
    if by.may(Right.MANAGE_DUTY):
        return True
    coming = await next_shift(roster, now)
    return by.id in await on_duty(roster, now) or (coming is not None and coming.person_id == by.id)


async def may_leave_note(roster: str, *, by: Actor, now: datetime) -> bool:
    return by.may(Right.MANAGE_DUTY) or (by.id is not None and await was_on_duty(roster, by.id, now=now))


async def was_on_duty(roster: str, person_id: UUID, *, now: datetime) -> bool:
    """Is, or was until lately."""
    found = await fetch_one(
        """SELECT 1 FROM duty_shift WHERE roster = $1 AND person_id = $2 AND cancelled_at IS NULL
        AND begins_at <= $3 AND ends_at > $4""",
        roster,
        person_id,
        now,
        now - JUST_NOW,
    )
    return found is not None


async def notes_of(roster: str, *, most: int = 10) -> list[DutyNote]:
    """Those nobody has taken note of first, however old; then the latest."""
    return await select_all(
        DutyNote,
        "WHERE roster = $1 ORDER BY acknowledged_at IS NOT NULL, written_at DESC LIMIT $2",
        roster,
        most,
    )


async def _next_people(roster: str, writer: UUID, *, now: datetime) -> list[Person]:
    ids = [each for each in await on_duty(roster, now) if each != writer]
    if not ids:
        coming = await next_shift(roster, now)
        ids = [coming.person_id] if coming is not None and coming.person_id != writer else []
    return await select_all(
        Person, "WHERE id = ANY ($1::uuid[]) AND status = $2 ORDER BY name", ids, PersonStatus.ACTIVE
    )
