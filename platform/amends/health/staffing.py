"""Who there is, as far as a configuration needs somebody: a value, so that rules about it stay pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from amends.health.finding import Absence
from amends.people.staff import Staff
from amends.people.tables import PersonStatus


@dataclass(frozen=True, slots=True)
class Staffing:
    """Roles by what has become of those who hold them."""

    here: frozenset[str] = frozenset()
    away: frozenset[str] = frozenset()
    suspended: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()
    """Of people who are here, as steps name them."""
    headless: tuple[tuple[str, str, str], ...] = ()
    """Departments whose work nobody heads: code, name in Chinese, in English."""
    empty_rosters: frozenset[str] = frozenset()
    """Nobody is on duty there for the next two weeks."""

    def absence(self, roles: Collection[str]) -> Absence | None:
        """Why none of these roles has anybody; None: one has. Of no roles somebody always is there."""
        wanted = frozenset(roles)
        if not wanted or wanted & self.here:
            return None
        if wanted & self.away:
            return Absence.AWAY
        return Absence.SUSPENDED if wanted & self.suspended else Absence.UNHELD

    def with_roles(self, roles: Collection[str]) -> Staffing:
        """As if somebody held these, too."""
        return replace(self, here=self.here | frozenset(roles))


def staffing_of(staff: Staff, *, empty_rosters: Iterable[str] = ()) -> Staffing:
    """Whoever is away is counted as here where somebody stands in for them."""
    active = staff.active
    here = [p for p in active if p.id not in staff.away or staff.standing_in_for(p)]
    heads = {person.id for person in active}
    return Staffing(
        frozenset(role for person in here for role in person.roles),
        frozenset(role for person in active for role in person.roles),
        frozenset(
            role
            for person in staff.everybody
            if person.status == PersonStatus.SUSPENDED
            for role in person.roles
        ),
        frozenset(str(person.email) for person in here),
        tuple(
            (str(row.code), str(row.name_zh), str(row.name_en))
            for row in sorted(staff.departments.values(), key=lambda row: (row.rank, row.code))
            if row.retired_at is None and row.head_id not in heads
        ),
        frozenset(empty_rosters),
    )
