"""Staff and departments of an organisation, looked up once for many cases: who is to hear of what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from amends.complaints.tables import Complaint
from amends.database.rows import select_all
from amends.people.rights import Right, Role, rights_of
from amends.people.tables import Department, Person, PersonStatus


@dataclass(frozen=True, slots=True)
class Staff:
    """`everybody` by name, invited and suspended ones included."""

    everybody: Sequence[Person]
    departments: Mapping[UUID, Department]

    @property
    def active(self) -> list[Person]:
        return [person for person in self.everybody if person.status == PersonStatus.ACTIVE]

    def of_case(self, row: Complaint) -> list[Person]:
        """The assignee; else the handlers of the owning department; else any supervisor; at last the admins."""
        people, owner = self.active, row.department_id
        return (
            [person for person in people if person.id == row.assignee_id]
            or [p for p in people if p.department_id == owner and Right.HANDLE in rights_of(p.roles)]
            or [person for person in people if Role.SUPERVISOR in person.roles]
            or [person for person in people if Role.ADMIN in person.roles]
        )

    def holders(self, role: Role, *, department_id: UUID | None) -> list[Person]:
        """Active holders of a role: those of the department, or all of them if it has none."""
        people = [person for person in self.active if role in person.roles]
        return [person for person in people if person.department_id == department_id] or people

    def name_of(self, person_id: UUID | None) -> str:
        return next((str(person.name) for person in self.everybody if person.id == person_id), "")

    def department_in(self, language: str, department_id: UUID) -> str:
        department = self.departments.get(department_id)
        return department.name_in(language) if department else ""


async def staff() -> Staff:
    """As they are now; needs the tenant's scope."""
    departments = await select_all(Department, "")
    return Staff(await select_all(Person, "ORDER BY name"), {row.id: row for row in departments})
