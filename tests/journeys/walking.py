"""Three cases on which anything may be done, by whoever may do it: what `test_whatever_is_done.py` walks over.

Two are Amina's in one organisation, so that they can become one; the third is in another organisation.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from amends.complaints.lifecycle import ENDED, Move, State
from amends.complaints.tables import Complaint
from amends.config import Settings
from amends.database.rows import select_all
from amends.errors import DomainError
from amends.people.actor import Actor
from amends.tenancy.operations import NewTenant
from tests.world import MONDAY, Organisation, add_organisation, set_clock
from workers.clock import Firing

T = TypeVar("T")

CASES = 3


@dataclass(frozen=True)
class Place:
    """A case and its organisation."""

    house: Organisation
    id: UUID

    async def row(self) -> Complaint:
        return await self.house.complaint(self.id)

    async def rows(self, table: type[T], where: str = "TRUE") -> Sequence[T]:
        """Of the case, in an order that does not depend on ids made by chance."""
        clause = f"WHERE complaint_id = $1 AND {where} ORDER BY {_ORDER.get(table.__name__, 'id')}"
        async with self.house.scope():
            return await select_all(table, clause, self.id)  # type: ignore[type-var]


_ORDER = {
    "Promise": "started_at, kind, due_at",
    "Task": "created_at, kind, due_at",
    "Remedy": "offered_at, code",
    "OutsideRequest": "asked_at",
    "Cause": "added_at",
}


@dataclass
class Ground:
    """The organisations, their cases, the time it is; `left`: who works there no longer, by organisation."""

    settings: Settings
    places: Sequence[Place]
    now: datetime = MONDAY
    roles: tuple[str, ...] = ()
    """Every role of the policies: Chen's."""
    left: set[tuple[UUID, str]] = field(default_factory=set)
    done: list[str] = field(default_factory=list)
    """What was not refused."""

    @property
    def houses(self) -> list[Organisation]:
        return list({place.house.id: place.house for place in self.places}.values())

    async def do(
        self, place: Place, operation: Callable[..., Awaitable[Any]], *, by: str, **given: Any
    ) -> None:
        """A minute passes; what is refused changes nothing, as its transaction is undone."""
        self.move(timedelta(minutes=1))
        who = await self.fit(place, by)
        try:
            async with place.house.at_desk() as desk:
                await operation(desk, given.pop("of", place.id), by=who, now=self.now, **given)
        except DomainError:
            return
        self.done.append(operation.__name__)

    async def fit(self, place: Place, name: str) -> Actor:
        """Chen steps in for whoever left or is complained of, with the roles that some steps ask for."""
        if name == "amina":
            return place.house.actor(name)
        row, person = await place.row(), place.house.people[name]
        if (place.house.id, name) in self.left or person.id in row.about:
            person = place.house.people["chen"]
        return replace(person, roles=self.roles if person.name == "Chen" else ())

    def works(self, place: Place, name: str) -> bool:
        return (place.house.id, name) not in self.left

    def move(self, later: timedelta) -> None:
        self.now += later
        set_clock(self.settings, self.now)

    async def let_pass(self, later: timedelta) -> None:
        """The clock process looks until nothing is due any more."""
        self.move(later)
        firing = Firing(self.settings)
        while await firing.fire():
            pass


async def begun(settings: Settings) -> Ground:
    set_clock(settings, MONDAY)
    one = await add_organisation(
        settings, NewTenant("pier", "码头", "Pier", "service", "Asia/Shanghai", "zh", "1")
    )
    other = await add_organisation(
        settings, NewTenant("hill", "山岗", "Hill", "vehicle", "Asia/Shanghai", "en", "2")
    )
    lodged = [(house, await house.lodge()) for house in (one, one, other)]
    async with one.at_desk() as desk:
        roles = set(desk.policy.roles)
    async with other.at_desk() as desk:
        roles |= set(desk.policy.roles)
    places = [Place(house, each.complaint_id) for house, each in lodged]
    return Ground(settings, places, roles=tuple(sorted(roles)))


def is_over(row: Complaint) -> bool:
    return State(str(row.state)) in ENDED


def next_usual(state: State) -> Move | None:
    """The shortest way from here to the close."""
    return _USUAL.get(state)


_USUAL = {
    State.REGISTERED: Move.ACCEPT,
    State.REVIEW: Move.ACCEPT,
    State.ACCEPTED: Move.INVESTIGATE,
    State.REOPENED: Move.INVESTIGATE,
    State.INVESTIGATING: Move.DECIDE,
    State.SOLUTION: Move.DECIDE,
    State.DECIDED: Move.CONFIRM,
    State.EXECUTING: Move.CONFIRM,
    State.FEEDBACK: Move.CLOSE,
    State.DEADLOCK: Move.CLOSE,
    State.CLOSED: Move.REOPEN,
}
