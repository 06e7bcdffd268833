"""Staff and departments of an organisation, looked up once for many cases: who is to hear of what.

Who is away keeps every right and hears of everything in the portal, so that nothing is news to them when they are
back; but no mail reaches them: it goes to whoever stands in. A mail to both would leave each thinking that the other
sees to it, and an absent person's mailbox is the place where a promise gets lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from amends.complaints.tables import Complaint
from amends.database.rows import select_all, select_beside
from amends.notices.preferences import preferences_of
from amends.notices.recipients import Recipient
from amends.people.rights import Right, Role
from amends.people.roles import may
from amends.people.standing_in import Standing, stand_ins
from amends.people.tables import Department, Person, PersonStatus

AWAY = """EXISTS (SELECT FROM absence a WHERE a.tenant_id = person.tenant_id AND a.person_id = person.id
    AND a.cancelled_at IS NULL AND a.begins_at <= $1 AND (a.ends_at IS NULL OR a.ends_at > $1))"""


@dataclass(frozen=True, slots=True)
class Staff:
    """`everybody` by name, invited and suspended ones included; `away` are those absent at the moment asked about."""

    everybody: Sequence[Person]
    departments: Mapping[UUID, Department]
    away: frozenset[UUID] = field(default_factory=frozenset)

    @property
    def active(self) -> list[Person]:
        return [person for person in self.everybody if person.status == PersonStatus.ACTIVE]

    def of_case(self, row: Complaint) -> list[Person]:
        """The assignee; else the handlers of the owning department; else any supervisor; at last the admins."""
        people, owner = self.without(row.about).active, row.department_id
        return (
            [person for person in people if person.id == row.assignee_id]
            or [p for p in people if p.department_id == owner and may(p, Right.HANDLE)]
            or [person for person in people if may(person, Right.REOPEN)]
            or [person for person in people if Role.ADMIN in person.roles]
        )

    def without(self, these: frozenset[UUID]) -> Staff:
        """As if those were no staff: nobody's deputy, nobody's supervisor, holding no role."""
        if not these:
            return self
        return replace(self, everybody=[person for person in self.everybody if person.id not in these])

    def holders(self, role: str, *, department_id: UUID | None) -> list[Person]:
        """Active holders of a role: those of the department, or all of them if it has none."""
        people = [person for person in self.active if role in person.roles]
        return [person for person in people if person.department_id == department_id] or people

    def told(self, *duties: Iterable[Person]) -> list[Recipient]:
        """Who hears of these duties, each once. A duty of several falls to others only when all of them are away."""
        recipients: dict[UUID, Recipient] = {}
        for people in map(list, duties):
            here = [person for person in people if person.id not in self.away]
            for person in here:
                recipients[person.id] = _recipient(person)
            for person in (each for each in people if each.id in self.away):
                recipients.setdefault(person.id, _recipient(person, mailed=False))
                for stand_in in [] if here else self.standing_in_for(person):
                    if stand_in.id not in recipients or recipients[stand_in.id].address is None:
                        recipients[stand_in.id] = _recipient(stand_in, stands_in_for=str(person.name))
        # Never nobody: with everybody away, it waits in the mailboxes of those whose duty it is.
        if recipients and all(recipient.address is None for recipient in recipients.values()):
            return [_recipient(person) for person in self.everybody if person.id in recipients]
        return list(recipients.values())

    def standing_in_for(self, person: Person) -> list[Person]:
        """Whoever acts for them now; themselves when they are here."""
        found = set(stand_ins(person.id, {each.id: self._standing(each) for each in self.everybody}))
        return [each for each in self.everybody if each.id in found]

    def names_standing_in_for(self, person: Person) -> list[str]:
        return [str(each.name) for each in self.standing_in_for(person)]

    def name_of(self, person_id: UUID | None) -> str:
        return next((str(person.name) for person in self.everybody if person.id == person_id), "")

    def department_in(self, language: str, department_id: UUID) -> str:
        department = self.departments.get(department_id)
        return department.name_in(language) if department else ""

    def _standing(self, person: Person) -> Standing:
        return Standing(
            id=person.id,
            here=person.status == PersonStatus.ACTIVE and person.id not in self.away,
            deputy_id=person.deputy_id,
            supervisor_id=person.supervisor_id,
            department_id=person.department_id,
            handles=may(person, Right.HANDLE),
            administers=Role.ADMIN in person.roles,
        )


async def staff(now: datetime) -> Staff:
    """As they are at that moment; needs the tenant's scope."""
    departments = await select_all(Department, "")
    return replace(await staff_alone(now), departments={row.id: row for row in departments})


async def staff_alone(now: datetime) -> Staff:
    """Without their departments: a trip less."""
    people = await select_beside(Person, AWAY, "ORDER BY name", now)
    away = frozenset(person.id for person, is_away in people if is_away)
    return Staff([person for person, _ in people], {}, away)


def _recipient(person: Person, *, mailed: bool = True, stands_in_for: str = "") -> Recipient:
    return Recipient(
        name=str(person.name),
        language=str(person.language),
        address=str(person.email) if mailed else None,
        person_id=person.id,
        preferences=preferences_of(person.preferences),
        stands_in_for=stands_in_for,
        phone=str(person.phone or "") if mailed else "",
        zone=str(person.time_zone or ""),
    )
