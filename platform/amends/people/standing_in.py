"""Who does an absent person's work. Pure: the staff as they are at one moment go in, ids come out.

Two who stand in for each other are a loop of deputies. While one of them is here it does no harm; where all of it are
away the search along it ends, and the next rule answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Standing:
    """What counts of one member of staff at the moment asked about. `here`: may sign in and is not away."""

    id: UUID
    here: bool
    deputy_id: UUID | None = None
    supervisor_id: UUID | None = None
    department_id: UUID | None = None
    handles: bool = False
    administers: bool = False


Everybody = Mapping[UUID, Standing]


def stand_ins(person_id: UUID, everybody: Everybody) -> tuple[UUID, ...]:
    """Who acts for this person now: the person; else the deputy, the deputy's deputy and so on; else the supervisor
    above; else the department's handlers; else the administrators. Empty only where nobody of these is here."""
    person = everybody.get(person_id)
    if person is None:
        return _ids(everybody.values(), lambda each: each.administers)
    if person.here:
        return (person.id,)
    for step in (_deputy, _supervisor):
        found = next((each for each in _along(person, step, everybody) if each.here), None)
        if found is not None:
            return (found.id,)
    return _ids(
        everybody.values(), lambda each: each.handles and each.department_id == person.department_id
    ) or _ids(everybody.values(), lambda each: each.administers)


def makes_a_loop(person_id: UUID, wanted: UUID | None, links: Mapping[UUID, UUID | None]) -> bool:
    """Whether `person_id` would come back to itself by way of `wanted`; `links` is how things are now."""
    seen: set[UUID] = set()
    while wanted is not None and wanted not in seen:
        if wanted == person_id:
            return True
        seen.add(wanted)
        wanted = links.get(wanted)
    return False


def leaves_an_admin(admins: Iterable[UUID], without: UUID) -> bool:
    """Whether somebody could still administer if `without` could not; `admins` are those who may sign in."""
    return any(admin != without for admin in admins)


def _along(
    person: Standing, step: Callable[[Standing], UUID | None], everybody: Everybody
) -> Iterator[Standing]:
    seen, after = {person.id}, step(person)
    while after is not None and after not in seen:
        seen.add(after)
        found = everybody.get(after)
        if found is None:
            return
        yield found
        after = step(found)


def _deputy(of: Standing) -> UUID | None:
    return of.deputy_id


def _supervisor(of: Standing) -> UUID | None:
    return of.supervisor_id


def _ids(people: Iterable[Standing], wanted: Callable[[Standing], bool]) -> tuple[UUID, ...]:
    return tuple(each.id for each in people if each.here and wanted(each))
