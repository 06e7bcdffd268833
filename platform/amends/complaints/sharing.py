"""Who of those who could take a new case gets it. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Hand:
    """Somebody who could take it: is here, may handle it, holds what it asks for, and is not whom it is about."""

    person_id: UUID
    open_cases: int
    last_given_at: datetime | None = None
    """When a case was given to them last; None: never."""


@dataclass(frozen=True, slots=True)
class Shared:
    """`among`: how many could have taken it."""

    person_id: UUID
    open_cases: int
    among: int

    @property
    def detail(self) -> dict[str, object]:
        """For the history: why they."""
        return {"open_cases": self.open_cases, "among": self.among}


def least_loaded(hands: Collection[Hand]) -> Shared | None:
    """Whoever has the fewest open cases; of several, whoever got none for longest. None: there is nobody."""
    if not hands:
        return None
    taker = min(hands, key=lambda hand: (hand.open_cases, hand.last_given_at or _NEVER, hand.person_id))
    return Shared(taker.person_id, taker.open_cases, len(hands))
