"""Who is there to be told, asked or assigned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from amends.complaints.tables import Complaint
from amends.database.rows import select_all
from amends.database.scope import fetch_one
from amends.notices.recipients import Recipient
from amends.people.rights import Right, Role, rights_of
from amends.people.staff import staff
from amends.people.tables import Department, Person, PersonStatus


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


async def holders(role: Role, *, department_id: UUID | None) -> list[Person]:
    """Active holders of a role: those of the department, or all of them if it has none."""
    return (await staff()).holders(role, department_id=department_id)


async def assignable() -> list[Person]:
    return [person for person in await active_people() if Right.HANDLE in rights_of(person.roles)]


async def staff_of_case(row: Complaint) -> list[Recipient]:
    """Who is to hear of the case."""
    return as_recipients((await staff()).of_case(row))


def as_recipients(people: Iterable[Person]) -> list[Recipient]:
    return [
        Recipient(name=person.name, language=person.language, address=person.email, person_id=person.id)
        for person in people
    ]
