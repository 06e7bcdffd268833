"""As whom somebody may approve, and as whom what they approved is done."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from amends.approvals.refusals import LacksQualification
from amends.complaints.case import Case
from amends.errors import Forbidden
from amends.people.actor import Actor, ActorKind
from amends.people.duties import lacking
from amends.people.queries import active_person
from amends.people.rights import Right, Role
from amends.people.role_terms import held
from amends.people.staff import staff_alone


async def roles_of(case: Case, by: Actor, *, now: datetime) -> frozenset[str]:
    """Their own, and those of whom they stand in for now; whoever may handle cases is a handler, whatever their title."""
    people = (await staff_alone(now)).without(case.row.about)
    absent = [person for person in people.active if person.id in people.away]
    others = [
        role
        for person in absent
        if any(each.id == by.id for each in people.standing_in_for(person))
        for role in person.roles
    ]
    own = {*by.roles, str(Role.HANDLER)} if by.may(Right.HANDLE) else set(by.roles)
    return frozenset(own | set(others))


async def demand_qualified(case: Case, by: Actor, *, role: str, now: datetime) -> None:
    """No duty of a role without what the policy asks of its holders."""
    known = case.desk.policy.roles.get(role)
    if known is None or by.id is None or not known.requires:
        return
    today = now.astimezone(ZoneInfo(case.desk.zone)).date()
    if await lacking({by.id: known.requires}, on=today):
        raise LacksQualification()


async def author(person_id: UUID) -> Actor:
    """Who proposed it, with the rights they have today; Forbidden for one who has left."""
    person = await active_person(person_id)
    if person is None:
        raise Forbidden()
    return Actor(
        ActorKind.PERSON,
        id=person.id,
        name=str(person.name),
        email=str(person.email),
        language=str(person.language),
        rights=held(person.roles, person.role_terms),
        department_id=person.department_id,
        roles=tuple(person.roles),
        time_zone=str(person.time_zone or ""),
    )
