"""Whether somebody may be on duty then: works here, is on duty nowhere else of that roster, holds what it asks for."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from amends.complaints.desk import Desk
from amends.database.rows import select_one
from amends.database.scope import fetch_one
from amends.errors import DomainError, Invalid
from amends.people.actor import Actor
from amends.people.duties import lacking, names_of
from amends.people.tables import Person, PersonStatus

LONGEST = timedelta(days=31)
FARTHEST = timedelta(days=731)
MAY_BE_ON_DUTY = (PersonStatus.ACTIVE, PersonStatus.INVITED)


class RosterGone(DomainError):
    code = "roster-gone"
    status = 409
    message = "The policy has no such roster any more."


def demand_roster(desk: Desk, roster: str) -> None:
    if roster not in desk.policy.rosters:
        raise RosterGone()


async def overlaps(
    roster: str, person_id: UUID, begins: datetime, ends: datetime, *, but: UUID | None
) -> bool:
    found = await fetch_one(
        """SELECT 1 FROM duty_shift WHERE roster = $1 AND person_id = $2 AND cancelled_at IS NULL
        AND ends_at > $3 AND begins_at < $4 AND id IS DISTINCT FROM $5""",
        roster,
        person_id,
        begins,
        ends,
        but,
    )
    return found is not None


def shift_times(
    begins: datetime | None, ends: datetime | None, *, now: datetime
) -> tuple[datetime, datetime]:
    wrong: dict[str, str] = {}
    for name, moment in (("begins", begins), ("ends", ends)):
        if moment is None:
            wrong[name] = "Please give date and time, such as 2026-05-31 14:30."
        elif moment > now + FARTHEST:
            wrong[name] = "This is more than two years ahead."
    if begins is not None and ends is not None and not wrong:
        if ends <= begins:
            wrong["ends"] = "The end must be after the beginning."
        elif ends <= now:
            wrong["ends"] = "This is over already."
        elif ends - begins > LONGEST:
            wrong["ends"] = "A duty lasts at most 31 days. Add several instead."
    if wrong or begins is None or ends is None:
        raise Invalid(wrong)
    return begins, ends


async def fit_for_duty(
    desk: Desk,
    roster: str,
    person_id: UUID | None,
    begins: datetime,
    ends: datetime,
    *,
    but: UUID | None,
    by: Actor,
) -> Person:
    """Locked, so that nobody is put on twice at once, nor while leaving."""
    person = await select_one(Person, "WHERE id = $1 FOR NO KEY UPDATE", person_id) if person_id else None
    if person is None or person.status not in MAY_BE_ON_DUTY:
        raise Invalid({"person": "Please choose somebody who works here."})
    if await overlaps(roster, person.id, begins, ends, but=but):
        raise Invalid({"begins": "This person is on duty then already."})
    missing = await lacks(desk, roster, person.id, begins)
    if missing:
        text = "This person lacks what this duty asks for: %(missing)s."
        raise Invalid({"person": text}, missing=names_of(missing, desk.policy, by.language))
    return person


async def lacks(desk: Desk, roster: str, person_id: UUID, begins: datetime) -> list[str]:
    """What the role this roster is for asks of its holders and this person does not have on the first day."""
    found = desk.policy.rosters.get(roster)
    role = desk.policy.roles.get(found.role) if found is not None else None
    asked = role.requires if role is not None else ()
    day = begins.astimezone(ZoneInfo(desk.zone)).date()
    return (await lacking({person_id: asked}, on=day)).get(person_id, [])
