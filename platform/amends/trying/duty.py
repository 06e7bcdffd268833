"""Who will be on duty when, read once for a stretch of time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from amends.people.duty import shifts_between


@dataclass(frozen=True, slots=True)
class Shifts:
    """By when they begin: roster, person, from and until. Asked for a moment, it says who is on duty then."""

    shifts: Sequence[tuple[str, UUID, datetime, datetime]] = ()
    _longest: timedelta = field(init=False)

    def __post_init__(self) -> None:
        longest = max((ends - begins for _, _, begins, ends in self.shifts), default=timedelta())
        object.__setattr__(self, "_longest", longest)

    def __call__(self, moment: datetime) -> dict[str, list[UUID]]:
        first = bisect_right(self.shifts, moment - self._longest, key=_begins)
        found: dict[str, list[UUID]] = {}
        for roster, person, _, ends in self.shifts[first : bisect_right(self.shifts, moment, key=_begins)]:
            if moment < ends:
                found.setdefault(roster, []).append(person)
        return found


def _begins(shift: tuple[str, UUID, datetime, datetime]) -> datetime:
    return shift[2]


async def duty_between(rosters: Collection[str], begins: datetime, ends: datetime) -> Shifts:
    """As the shifts stand now; nobody before and after."""
    rows = await shifts_between(rosters, begins, ends) if rosters else []
    return Shifts([(str(row.roster), row.person_id, row.begins_at, row.ends_at) for row in rows])
