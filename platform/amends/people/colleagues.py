"""What administrators, and at last the platform, may do to somebody's way in."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from amends.audit.operations import record
from amends.complaints.desk import Desk
from amends.database.scope import current_tenant, fetch_one
from amends.errors import NotFound
from amends.people.actor import Actor
from amends.people.letters import News, write_to
from amends.people.places import leave_all
from amends.people.realms import STAFF
from amends.people.resets import colleague
from amends.people.rights import Right
from amends.people.second_factor import NoSecondFactor, remove
from amends.tenancy.operators import note_act


async def reset_second_factor(desk: Desk, person_id: UUID, *, by: Actor, now: datetime) -> None:
    """For a lost phone. Written down, told to the person by mail, and they are signed out everywhere."""
    by.demand(Right.MANAGE_PEOPLE)
    await _forget(desk, person_id, by=by, named=by.name, now=now)


async def reset_from_outside(desk: Desk, *, email: str, by: Actor, now: datetime) -> None:
    """By whoever runs the deployment, for the only administrator: nobody in the organisation could do it."""
    row = await fetch_one("SELECT id FROM person WHERE email = $1", email.strip().lower())
    if row is None:
        raise NotFound("Nobody there has this address.")
    person = await colleague(row["id"])
    await _forget(desk, row["id"], by=by, named=_OF_THE_PLATFORM[str(person.language)], now=now)
    await note_act(
        act="second-factor-reset", by=by, tenant_id=current_tenant(), now=now, person=str(row["id"])
    )


_OF_THE_PLATFORM = {"zh": "（平台运营方）", "en": "of the platform"}


async def _forget(desk: Desk, person_id: UUID, *, by: Actor, named: str, now: datetime) -> None:
    person = await colleague(person_id)
    if not await remove(STAFF, person_id):
        raise NoSecondFactor()
    await leave_all(STAFF, person_id, now=now)
    await record(act="second-factor-reset", by=by, now=now, detail={"person": person_id})
    await write_to(desk, News.SECOND_FACTOR_RESET, to=person, now=now, by=named)
