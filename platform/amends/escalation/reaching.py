"""Whom a step reaches, and why it reaches nobody. Pure: staff as they are now go in.

Whoever a complaint is about is passed over as if they were not there, also as somebody's deputy. Whoever is away is told
through whoever stands in. Whoever heard of the step before need not hear it again: they had their time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from amends.complaints.tables import Complaint
from amends.people.staff import Staff
from amends.people.tables import Person, PersonStatus
from amends.policy.document import Audience, Policy, Roster, Step, Within

Duty = Mapping[str, Sequence[UUID]]
"""By roster: who is on duty now."""


class Hindrance(StrEnum):
    """Why nobody hears of a step."""

    NOBODY = "nobody"
    SUSPENDED = "suspended"
    AWAY = "away"
    SAME = "same"
    """Those who were told before, and no others."""
    CONCERNED = "concerned"
    """Those the complaint is about, and no others."""


@dataclass(frozen=True, slots=True)
class Reached:
    people: Sequence[Person] = ()
    """Whose duty it is; who is away among them has `acting` do it."""
    acting: frozenset[UUID] = field(default_factory=frozenset)
    """Who can answer now: those here, else those who stand in for them."""
    hindrance: Hindrance | None = None


def reach(wanted: Sequence[Person], staff: Staff, row: Complaint, *, before: frozenset[UUID]) -> Reached:
    active = [person for person in wanted if person.status == PersonStatus.ACTIVE]
    if not active:
        suspended = any(person.status == PersonStatus.SUSPENDED for person in wanted)
        return Reached(hindrance=Hindrance.SUSPENDED if suspended else Hindrance.NOBODY)
    free = [person for person in active if person.id not in row.about]
    if not free:
        return Reached(hindrance=Hindrance.CONCERNED)
    here = [person for person in free if person.id not in staff.away]
    fresh = [person for person in here if person.id not in before]
    if fresh:
        return Reached(fresh, frozenset(person.id for person in fresh))
    if here:
        return Reached(hindrance=Hindrance.SAME)
    others = staff.without(row.about)
    stand_ins = {each.id for person in free for each in others.standing_in_for(person)}
    if not stand_ins:
        return Reached(hindrance=Hindrance.AWAY)
    if stand_ins <= before:
        return Reached(hindrance=Hindrance.SAME)
    return Reached(free, frozenset(stand_ins))


def wanted(
    row: Complaint, step: Step, policy: Policy, staff: Staff, duty: Duty, *, open_now: bool
) -> list[Person]:
    """Whom it names, suspended ones included, each once; nobody may be it."""
    roles = [role for role in (step.role, *step.also) if role]
    found = [person for role in roles for person in _holders(row, role, step, staff)]
    found += [person for audience in step.to for person in _by_place(row, audience, staff)]
    found += [person for person in staff.everybody if step.person and person.email == step.person]
    rosters = [roster for roster in policy.rosters if _covers(policy.rosters[roster], roster, step, open_now)]
    on_duty = {person_id for roster in rosters for person_id in duty.get(roster, ())}
    found += [person for person in staff.everybody if person.id in on_duty]
    return list({person.id: person for person in found}.values())


def stand_ins_of(step: Step, policy: Policy, staff: Staff) -> list[list[Person]]:
    """Who is asked when nobody on the roster answers, a role after the other."""
    roles = (
        role
        for code, roster in sorted(policy.rosters.items())
        if code == step.roster or (roster.role and roster.role in (step.role, *step.also))
        for role in roster.stand_ins
    )
    return [[person for person in staff.everybody if role in person.roles] for role in dict.fromkeys(roles)]


def _covers(roster: Roster, code: str, step: Step, open_now: bool) -> bool:
    """Named by the step itself at any time; for one of its roles in the roster's own hours."""
    if code == step.roster:
        return True
    return (
        bool(roster.role) and roster.role in (step.role, *step.also) and roster.outside_hours is not open_now
    )


def _holders(row: Complaint, role: str, step: Step, staff: Staff) -> list[Person]:
    people = [person for person in staff.everybody if role in person.roles]
    if step.within is Within.ORGANISATION:
        return people
    own = [person for person in people if person.department_id == row.department_id]
    return own if any(person.status == PersonStatus.ACTIVE for person in own) else people


def _by_place(row: Complaint, audience: Audience, staff: Staff) -> list[Person]:
    assignee = next((person for person in staff.everybody if person.id == row.assignee_id), None)
    department = staff.departments.get(row.department_id)
    wanted_id = {
        Audience.ASSIGNEE: row.assignee_id,
        Audience.SUPERVISOR: assignee.supervisor_id if assignee is not None else None,
        Audience.DEPARTMENT_HEAD: department.head_id if department is not None else None,
    }[audience]
    return [person for person in staff.everybody if wanted_id is not None and person.id == wanted_id]
