"""Putting people on duty and taking them off it. Who was on duty in the past stays as it was."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from piccolo.columns import Column

from amends.audit.operations import Act, record
from amends.complaints.desk import Desk
from amends.database.rows import select_all, select_one
from amends.errors import DomainError, NotFound
from amends.people.actor import Actor
from amends.people.duty_letters import tell_of_duty
from amends.people.fit_for_duty import MAY_BE_ON_DUTY, demand_roster, fit_for_duty, shift_times
from amends.people.rights import Right
from amends.people.staff_letters import StaffLetter
from amends.people.tables import DutyShift, Person


class ShiftOver(DomainError):
    code = "shift-over"
    status = 409
    message = "This duty is over, or was taken off the roster."


async def add_shift(
    desk: Desk,
    *,
    roster: str,
    person_id: UUID | None,
    begins: datetime | None,
    ends: datetime | None,
    by: Actor,
    now: datetime,
) -> UUID:
    """One that has begun by the clock begins now: nobody was on duty before."""
    by.demand(Right.MANAGE_DUTY)
    demand_roster(desk, roster)
    begins, ends = shift_times(begins, ends, now=now)
    begins = max(begins, now)
    person = await fit_for_duty(desk, roster, person_id, begins, ends, but=None, by=by)
    return await _put_on(desk, roster, person, begins, ends, by=by, now=now)


async def change_shift(
    desk: Desk,
    shift_id: UUID,
    *,
    person_id: UUID | None,
    begins: datetime | None,
    ends: datetime | None,
    by: Actor,
    now: datetime,
) -> None:
    """Of one that runs, who has it from now on and when it ends; what was before stays."""
    by.demand(Right.MANAGE_DUTY)
    row = await _open(shift_id, also=person_id, by=by, now=now)
    runs = row.begins_at <= now
    begins, ends = shift_times(row.begins_at if runs else begins, ends, now=now)
    begins = row.begins_at if runs else max(begins, now)
    person = await fit_for_duty(desk, str(row.roster), person_id, begins, ends, but=row.id, by=by)
    if person.id != row.person_id:
        await _take_off(desk, row, by=by, now=now)
        await _put_on(desk, str(row.roster), person, max(begins, now), ends, by=by, now=now)
    elif (begins, ends) != (row.begins_at, row.ends_at):
        await _move(desk, row, person, begins, ends, by=by, now=now)


async def remove_shift(desk: Desk, shift_id: UUID, *, by: Actor, now: datetime) -> None:
    """One that runs ends now."""
    by.demand(Right.MANAGE_DUTY)
    await _take_off(desk, await _open(shift_id, by=by, now=now), by=by, now=now)


async def shifts_ended_for(person_id: UUID, *, by: Actor, now: datetime) -> list[Act]:
    """Whoever leaves is on duty no more; what is to be written down of it."""
    rows = await select_all(
        DutyShift,
        "WHERE person_id = $1 AND cancelled_at IS NULL AND ends_at > $2 ORDER BY id FOR NO KEY UPDATE",
        person_id,
        now,
    )
    rows.sort(key=lambda row: row.begins_at)
    for row in rows:
        await _end(row, by=by, now=now)
    return [Act("duty-removed", by, None, _detail(row)) for row in rows]


async def _open(shift_id: UUID, *, also: UUID | None = None, by: Actor, now: datetime) -> DutyShift:
    """Locked, but first the people, as whoever leaves is locked before their shifts are."""
    await select_all(
        Person,
        """WHERE id = ANY ($1::uuid[]) OR id = (SELECT s.person_id FROM duty_shift s WHERE s.id = $2)
        ORDER BY id FOR NO KEY UPDATE""",
        [each for each in (also, by.id) if each is not None],
        shift_id,
    )
    row = await select_one(DutyShift, "WHERE id = $1 FOR NO KEY UPDATE", shift_id)
    if row is None:
        raise NotFound()
    if row.cancelled_at is not None or row.ends_at <= now:
        raise ShiftOver()
    return row


async def _put_on(
    desk: Desk, roster: str, person: Person, begins: datetime, ends: datetime, *, by: Actor, now: datetime
) -> UUID:
    row = DutyShift(
        id=uuid4(),
        roster=roster,
        person_id=person.id,
        begins_at=begins,
        ends_at=ends,
        entered_at=now,
        entered_by=by.id,
    )
    await DutyShift.insert(row)
    await record(act="duty-added", by=by, now=now, detail=_detail(row))
    await tell_of_duty(
        desk,
        StaffLetter.DUTY_ON,
        person,
        roster=roster,
        shifts=[(begins, ends)],
        key=str(row.id),
        by=by,
        now=now,
    )
    return row.id


async def _move(
    desk: Desk,
    row: DutyShift,
    person: Person,
    begins: datetime,
    ends: datetime,
    *,
    by: Actor,
    now: datetime,
) -> None:
    await DutyShift.update({DutyShift.begins_at: begins, DutyShift.ends_at: ends}).where(
        DutyShift.id == row.id
    )
    detail = {**_detail(row), "to_begins_at": begins, "to_ends_at": ends}
    await record(act="duty-changed", by=by, now=now, detail=detail)
    await tell_of_duty(
        desk,
        StaffLetter.DUTY_CHANGED,
        person,
        roster=str(row.roster),
        shifts=[(begins, ends)],
        key=f"{row.id}:{now.isoformat()}",
        by=by,
        now=now,
    )


async def _take_off(desk: Desk, row: DutyShift, *, by: Actor, now: datetime) -> None:
    await _end(row, by=by, now=now)
    await record(act="duty-removed", by=by, now=now, detail=_detail(row))
    person = await select_one(Person, "WHERE id = $1", row.person_id)
    if person is not None and person.status in MAY_BE_ON_DUTY:
        await tell_of_duty(
            desk,
            StaffLetter.DUTY_OFF,
            person,
            roster=str(row.roster),
            shifts=[(row.begins_at, row.ends_at)],
            key=str(row.id),
            by=by,
            now=now,
        )


async def _end(row: DutyShift, *, by: Actor, now: datetime) -> None:
    ended: dict[Column | str, Any] = {DutyShift.ends_at: now}
    if row.begins_at >= now:
        ended = {DutyShift.cancelled_at: now, DutyShift.cancelled_by: by.id}
    await DutyShift.update(ended).where(DutyShift.id == row.id)


def _detail(row: DutyShift) -> dict[str, object]:
    return {
        "person": row.person_id,
        "shift": row.id,
        "roster": str(row.roster),
        "begins_at": row.begins_at,
        "ends_at": row.ends_at,
    }
