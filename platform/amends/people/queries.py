"""Who is there to be told, asked or assigned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amends.complaints.tables import Complaint
from amends.database.rows import select_all, select_one
from amends.database.scope import fetch, fetch_one
from amends.notices.preferences import preferences_of
from amends.notices.recipients import Recipient
from amends.people.rights import Right, Role
from amends.people.roles import may
from amends.people.staff import staff_alone
from amends.people.tables import Department, Person, PersonStatus


@dataclass(frozen=True, slots=True)
class Assignable:
    person: Person
    stand_ins: Sequence[str] | None
    """None: is here. Otherwise away, and these hear of the case instead."""


async def active_people() -> Sequence[Person]:
    return await select_all(Person, "WHERE status = $1 ORDER BY name", PersonStatus.ACTIVE)


async def everybody() -> Sequence[Person]:
    """Whoever is or was staff here, invited ones included."""
    return await Person.objects().order_by(Person.name, Person.email)


async def last_invited(person_ids: Iterable[UUID]) -> datetime | None:
    """When any of them was invited last."""
    ids = list(person_ids)
    row = await fetch_one(
        "SELECT max(created_at) AS at FROM invitation WHERE person_id = ANY ($1::uuid[])", ids
    )
    return row["at"] if row else None


async def departments() -> Sequence[Department]:
    return await select_all(Department, "ORDER BY rank, code")


async def people_named(people: Iterable[UUID]) -> dict[UUID, str]:
    rows = await fetch("SELECT id, name FROM person WHERE id = ANY($1::uuid[])", list(set(people)))
    return {row["id"]: row["name"] for row in rows}


async def holders(role: Role, *, department_id: UUID | None) -> list[Person]:
    """Active holders of a role: those of the department, or all of them if it has none."""
    people = [person for person in await active_people() if role in person.roles]
    return [person for person in people if person.department_id == department_id] or people


async def active_person(person_id: UUID | None) -> Person | None:
    """None for somebody who does not work here. Whoever is about to leave waits until this is over, and what is given to
    somebody who is leaving waits for that: nothing is left with nobody."""
    return await select_one(
        Person, "WHERE id = $1 AND status = $2 FOR KEY SHARE", person_id, PersonStatus.ACTIVE
    )


async def assignable_person(person_id: UUID) -> Person | None:
    """None for somebody who cannot handle complaints."""
    person = await active_person(person_id)
    return person if person is not None and may(person, Right.HANDLE) else None


async def assignable(now: datetime) -> list[Assignable]:
    """Who can be given a case, by name; of those who are away, who stands in."""
    people = await staff_alone(now)
    return [
        Assignable(person, people.names_standing_in_for(person) if person.id in people.away else None)
        for person in people.active
        if may(person, Right.HANDLE)
    ]


async def staff_of_case(row: Complaint, *, now: datetime) -> list[Recipient]:
    """Who is to hear of the case."""
    people = (await staff_alone(now)).without(row.about)
    return people.told(people.of_case(row))


def as_recipients(people: Iterable[Person]) -> list[Recipient]:
    return [
        Recipient(
            name=person.name,
            language=person.language,
            address=person.email,
            person_id=person.id,
            preferences=preferences_of(person.preferences),
            phone=person.phone or "",
            zone=person.time_zone or "",
        )
        for person in people
    ]


async def without_second_factor() -> list[str]:
    """Names of those who sign in by a password alone."""
    rows = await fetch(
        """SELECT p.name FROM person p WHERE p.status = 'active' AND NOT EXISTS (
            SELECT FROM second_factor f WHERE f.tenant_id = p.tenant_id AND f.person_id = p.id
            AND f.confirmed_at IS NOT NULL) ORDER BY p.name"""
    )
    return [str(row["name"]) for row in rows]
