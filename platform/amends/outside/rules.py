"""How a request to somebody outside stands, and what follows from their silence. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from amends.deadlines.calendar import Calendar
from amends.deadlines.due import due
from amends.policy.document import Policy, Text
from amends.policy.parts.outside import OutsideParty, Silence

USUAL: Mapping[str, OutsideParty] = MappingProxyType(
    {"other": OutsideParty(name=Text(zh="其他外部单位", en="Somebody else outside"))}
)
"""Of a policy published before it could name any."""


class Stand(StrEnum):
    WAITING = "waiting"
    LATE = "late"
    SILENT = "silent"
    """Late, and their silence has had its consequence."""
    ANSWERED = "answered"
    DECLINED = "declined"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """What they may see beside the question: what was said, the complainant's name, some files."""

    narrative: bool = False
    complainant: bool = False
    files: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    due_at: datetime
    silent_at: datetime
    answered_at: datetime | None = None
    declined: bool = False
    ended_at: datetime | None = None

    @property
    def open(self) -> bool:
        return self.answered_at is None and self.ended_at is None


@dataclass(frozen=True, slots=True)
class Times:
    due_at: datetime
    silent_at: datetime


def stand(request: Facts, now: datetime) -> Stand:
    """Derived each time it is asked."""
    if request.answered_at is not None:
        return Stand.DECLINED if request.declined else Stand.ANSWERED
    if request.ended_at is not None:
        return Stand.ENDED
    if now > request.silent_at:
        return Stand.SILENT
    return Stand.LATE if now > request.due_at else Stand.WAITING


def parties(policy: Policy) -> Mapping[str, OutsideParty]:
    return policy.outside_parties or USUAL


def times(party: OutsideParty, asked_at: datetime, calendar: Calendar) -> Times:
    due_at = due(asked_at, party.within, calendar)
    silent_at = due(asked_at, party.silent_after, calendar) if party.silent_after is not None else due_at
    return Times(due_at, max(due_at, silent_at))


def follows(request: Facts, silence: str, now: datetime, *, reminded: bool) -> Silence | None:
    """What their silence leads to now; None: they have answered, nobody waits any more, or it is too early. Whoever was
    reminded once and stays silent is decided without."""
    if not request.open or now < request.silent_at:
        return None
    return Silence.DECIDE if silence == Silence.REMIND and reminded else Silence(silence)
