"""Being away: entered by an administrator or by the person, and ended early where it was shorter."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from amends.audit.operations import record
from amends.complaints.texts import Texts
from amends.database.rows import select_one
from amends.database.scope import fetch_one
from amends.errors import DomainError, NotFound
from amends.people.actor import Actor
from amends.people.rights import Right
from amends.people.tables import Absence, Person, PersonStatus


class AbsenceKind(StrEnum):
    LEAVE = "leave"
    SICK = "sick"
    TRAINING = "training"
    TRAVEL = "travel"
    OTHER = "other"


class AbsenceOver(DomainError):
    code = "absence-over"
    status = 409
    message = "This absence is over already."


async def record_absence(
    person_id: UUID,
    *,
    kind: str,
    note: str,
    first_day: date | None,
    last_day: date | None,
    zone: ZoneInfo,
    by: Actor,
    now: datetime,
) -> UUID:
    """Whole days of the organisation's; without a last day until it is ended. Rights stay, duties go to the deputy."""
    if by.id != person_id:
        by.demand(Right.MANAGE_PEOPLE)
    person = await select_one(Person, "WHERE id = $1 FOR NO KEY UPDATE", person_id)
    if person is None or person.status == PersonStatus.LEFT:
        raise NotFound()
    texts = Texts()
    note = texts.line("note", note, required=False)
    if kind not in set(AbsenceKind):
        texts.wrong["kind"] = "Please choose a reason."
    begins = _midnight(first_day, zone)
    ends = _midnight(last_day + timedelta(days=1), zone) if last_day is not None else None
    if begins is None:
        texts.wrong["first_day"] = "Please give a day, such as 2026-05-31."
    elif ends is not None and ends <= begins:
        texts.wrong["last_day"] = "The last day must not be before the first."
    elif await _overlaps(person_id, begins, ends):
        texts.wrong["first_day"] = "This overlaps an absence that is recorded already."
    texts.demand()
    absence = Absence(
        id=uuid4(),
        person_id=person_id,
        kind=kind,
        note=note,
        begins_at=begins,
        ends_at=ends,
        entered_by=by.id,
        entered_at=now,
    )
    await Absence.insert(absence)
    await record(
        act="absence",
        by=by,
        now=now,
        detail={"person": person_id, "absence": absence.id, "begins_at": begins, "ends_at": ends},
        personal={"kind": kind, "note": note},
    )
    return absence.id


async def end_absence(person_id: UUID, absence_id: UUID, *, by: Actor, now: datetime) -> None:
    """From this moment on they are back; one that has not begun will not happen."""
    if by.id != person_id:
        by.demand(Right.MANAGE_PEOPLE)
    absence = await select_one(
        Absence, "WHERE id = $1 AND person_id = $2 FOR NO KEY UPDATE", absence_id, person_id
    )
    if absence is None:
        raise NotFound()
    if absence.cancelled_at is not None or (absence.ends_at is not None and absence.ends_at <= now):
        raise AbsenceOver()
    began = absence.begins_at < now
    await Absence.update({Absence.ends_at: now} if began else {Absence.cancelled_at: now}).where(
        Absence.id == absence_id
    )
    await record(
        act="absence-ended" if began else "absence-cancelled",
        by=by,
        now=now,
        detail={"person": person_id, "absence": absence_id},
    )


def _midnight(day: date | None, zone: ZoneInfo) -> datetime | None:
    return datetime.combine(day, time(), tzinfo=zone) if day is not None else None


async def _overlaps(person_id: UUID, begins: datetime, ends: datetime | None) -> bool:
    found = await fetch_one(
        """SELECT 1 FROM absence WHERE person_id = $1 AND cancelled_at IS NULL
        AND (ends_at IS NULL OR ends_at > $2) AND ($3::timestamptz IS NULL OR begins_at < $3)""",
        person_id,
        begins,
        ends,
    )
    return found is not None
