"""A week of a roster once more, in the weeks after it: at the same hours by the wall, also where the clocks change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from amends.audit.operations import Act, record_all
from amends.complaints.desk import Desk
from amends.database.rows import insert_all, new_row, select_all
from amends.errors import DomainError, Invalid
from amends.people.actor import Actor
from amends.people.duty import shifts_between
from amends.people.duty_letters import tell_of_duty
from amends.people.fit_for_duty import FARTHEST, MAY_BE_ON_DUTY, demand_roster, lacks, overlaps
from amends.people.rights import Right
from amends.people.staff_letters import StaffLetter
from amends.people.tables import DutyShift, Person

MOST_WEEKS = 26


class NothingToRepeat(DomainError):
    code = "nothing-to-repeat"
    status = 409
    message = "Nobody is on duty in this week: there is nothing to repeat."


@dataclass(frozen=True, slots=True)
class Repeated:
    added: int
    left_out: int
    """Because they are over, are there already, or whoever had them left or lacks what is asked for by then."""


async def repeat_week(
    desk: Desk, *, roster: str, monday: date, weeks: int, by: Actor, now: datetime
) -> Repeated:
    """Those that begin in this week, again in each of so many weeks after it."""
    by.demand(Right.MANAGE_DUTY)
    demand_roster(desk, roster)
    zone = ZoneInfo(desk.zone)
    last = _midnight(monday, zone) + timedelta(weeks=weeks)
    if not 1 <= weeks <= MOST_WEEKS or last > now + FARTHEST:
        raise Invalid({"weeks": "Please give a number from 1 to 26."})
    week = await _beginning_in(roster, monday, zone)
    if not week:
        raise NothingToRepeat()
    people = await _locked({row.person_id for row in week})
    added: dict[UUID, list[DutyShift]] = {}
    for number in range(1, weeks + 1):
        for row in week:
            again = _later(row, number, zone, by=by, now=now)
            if row.person_id in people and await _fits(desk, again, now=now):
                await insert_all([again])
                added.setdefault(row.person_id, []).append(again)
    await _write_down(desk, added, people, by=by, now=now)
    count = sum(len(rows) for rows in added.values())
    return Repeated(count, weeks * len(week) - count)


async def _beginning_in(roster: str, monday: date, zone: ZoneInfo) -> Sequence[DutyShift]:
    begins, ends = _midnight(monday, zone), _midnight(monday + timedelta(days=7), zone)
    return [row for row in await shifts_between([roster], begins, ends) if row.begins_at >= begins]


async def _locked(ids: set[UUID]) -> dict[UUID, Person]:
    """Always in the same order, so that no two wait for each other."""
    rows = await select_all(
        Person,
        "WHERE id = ANY ($1::uuid[]) AND status = ANY ($2) ORDER BY id FOR NO KEY UPDATE",
        list(ids),
        list(MAY_BE_ON_DUTY),
    )
    return {row.id: row for row in rows}


def _later(row: DutyShift, weeks: int, zone: ZoneInfo, *, by: Actor, now: datetime) -> DutyShift:
    return new_row(
        DutyShift,
        roster=row.roster,
        person_id=row.person_id,
        begins_at=_by_the_wall(row.begins_at, weeks, zone),
        ends_at=_by_the_wall(row.ends_at, weeks, zone),
        entered_at=now,
        entered_by=by.id,
    )


def _by_the_wall(moment: datetime, weeks: int, zone: ZoneInfo) -> datetime:
    # Adding to a local time keeps what the clock on the wall says.
    return moment.astimezone(zone) + timedelta(weeks=weeks)


async def _fits(desk: Desk, row: DutyShift, *, now: datetime) -> bool:
    return (
        row.begins_at >= now
        and row.begins_at < row.ends_at
        and not await overlaps(str(row.roster), row.person_id, row.begins_at, row.ends_at, but=None)
        and not await lacks(desk, str(row.roster), row.person_id, row.begins_at)
    )


async def _write_down(
    desk: Desk,
    added: dict[UUID, list[DutyShift]],
    people: dict[UUID, Person],
    *,
    by: Actor,
    now: datetime,
) -> None:
    """A line of history for every shift, one letter for everybody."""
    await record_all(
        [
            Act(
                "duty-added",
                by,
                None,
                {
                    "person": row.person_id,
                    "shift": row.id,
                    "roster": str(row.roster),
                    "begins_at": row.begins_at,
                    "ends_at": row.ends_at,
                },
            )
            for rows in added.values()
            for row in rows
        ],
        now=now,
    )
    for person_id, rows in added.items():
        await tell_of_duty(
            desk,
            StaffLetter.DUTY_ON,
            people[person_id],
            roster=str(rows[0].roster),
            shifts=[(row.begins_at, row.ends_at) for row in rows],
            key=str(rows[0].id),
            by=by,
            now=now,
        )


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone)
