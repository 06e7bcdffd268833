"""What administrators may do to a colleague's way in."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from amends.audit.operations import record
from amends.complaints.desk import Desk
from amends.people.actor import Actor
from amends.people.letters import News, write_to
from amends.people.places import leave_all
from amends.people.realms import STAFF
from amends.people.resets import colleague
from amends.people.rights import Right
from amends.people.second_factor import NoSecondFactor, remove


async def reset_second_factor(desk: Desk, person_id: UUID, *, by: Actor, now: datetime) -> None:
    """For a lost phone. Written down, told to the person by mail, and they are signed out everywhere."""
    by.demand(Right.MANAGE_PEOPLE)
    person = await colleague(person_id)
    if not await remove(STAFF, person_id):
        raise NoSecondFactor()
    await leave_all(STAFF, person_id, now=now)
    await record(act="second-factor-reset", by=by, now=now, detail={"person": person_id})
    await write_to(desk, News.SECOND_FACTOR_RESET, to=person, now=now, by=by.name)
