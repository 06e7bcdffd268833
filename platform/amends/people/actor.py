"""Who does something: passed to every operation as `by`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from amends.errors import Forbidden
from amends.people.rights import Right


class ActorKind(StrEnum):
    COMPLAINANT = "complainant"
    PERSON = "person"
    OPERATOR = "operator"
    SYSTEM = "system"
    OUTSIDE = "outside"
    """Somebody without an account whom a case asks something."""


@dataclass(frozen=True, slots=True)
class Actor:
    kind: ActorKind
    id: UUID | None = None
    name: str = ""
    email: str = ""
    language: str = "en"
    rights: frozenset[Right] = frozenset()
    department_id: UUID | None = None
    roles: tuple[str, ...] = ()
    time_zone: str = ""
    """Empty: as the organisation's."""

    def may(self, right: Right) -> bool:
        return right in self.rights

    def demand(self, right: Right) -> None:
        """Forbidden unless this actor holds `right`."""
        if right not in self.rights:
            raise Forbidden()


COMPLAINANT = Actor(ActorKind.COMPLAINANT)
SYSTEM = Actor(ActorKind.SYSTEM)
OUTSIDE = Actor(ActorKind.OUTSIDE)
