"""The roll of staff in hand: nobody else changes who works here, and as what, until this transaction ends.

Two administrators who take each other's role away at the same moment would each see the other still there. Whoever
comes second waits here, and reads what the first has left.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from amends.database.rows import select_all
from amends.database.scope import current_tenant, execute
from amends.errors import DomainError, Invalid, NotFound
from amends.people.actor import Actor
from amends.people.rights import Right, Role
from amends.people.standing_in import leaves_an_admin, makes_a_loop
from amends.people.tables import Person, PersonStatus


class LastAdmin(DomainError):
    code = "last-admin"
    status = 409
    message = "This is the last administrator who can sign in."
    hint = "Make somebody else an administrator first."


class NotYourself(DomainError):
    code = "not-yourself"
    status = 409
    message = "You cannot do this to yourself."
    hint = "Ask another administrator."


class NotNow(DomainError):
    code = "not-now"
    status = 409
    message = "This person's account is in another state by now."
    hint = "Look at the page again."


@dataclass(frozen=True, slots=True)
class Roll:
    people: dict[UUID, Person]

    def person(self, person_id: UUID, *statuses: PersonStatus) -> Person:
        """NotFound for nobody of this organisation, NotNow unless in one of `statuses`."""
        found = self.people.get(person_id)
        if found is None:
            raise NotFound()
        if statuses and found.status not in statuses:
            raise NotNow()
        return found

    def demand_another_admin(self, person: Person) -> None:
        """Before `person` stops being an administrator who can sign in."""
        admins = [
            each.id
            for each in self.people.values()
            if each.status == PersonStatus.ACTIVE and Role.ADMIN in each.roles
        ]
        if person.id in admins and not leaves_an_admin(admins, person.id):
            raise LastAdmin()

    def works_here(self, person_id: UUID) -> bool:
        """Also somebody invited who is still to come."""
        found = self.people.get(person_id)
        return found is not None and found.status in (PersonStatus.ACTIVE, PersonStatus.INVITED)

    def loops(self, column: str, person_id: UUID, wanted: UUID | None) -> bool:
        links = {each.id: getattr(each, column) for each in self.people.values()}
        return makes_a_loop(person_id, wanted, links)


async def take_roll(*, by: Actor) -> Roll:
    """Needs the right to manage people; waits for whoever has the roll."""
    by.demand(Right.MANAGE_PEOPLE)
    return await locked_roll()


async def locked_roll() -> Roll:
    key = f"people:{current_tenant()}"
    await execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", key)
    # A statement of its own: one that waited would still see what was there before.
    return Roll({row.id: row for row in await select_all(Person, "ORDER BY name")})


def demand_free(address: str, roll: Roll, *, but: UUID | None = None) -> None:
    """One account per person: Invalid says whose this address is."""
    holder = next((each for each in roll.people.values() if each.email == address and each.id != but), None)
    if holder is None:
        return
    if holder.status == PersonStatus.LEFT:
        text = "This address belongs to %(holder)s, who has left. Take the person back instead."
    else:
        text = "This address belongs to %(holder)s."
    raise Invalid({"email": text}, holder=str(holder.name))
