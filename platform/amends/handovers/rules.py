"""What an envelope holds, how it stands, and what may still be done with it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class State(StrEnum):
    """Of the sender's side."""

    ASKED = "asked"
    """The complainant has not answered yet."""
    DECLINED = "declined"
    """They do not want it."""
    LEAVING = "leaving"
    """They do; it is on its way."""
    WAITING = "waiting"
    """It arrived and waits for an answer."""
    TAKEN = "taken"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


OPEN = frozenset({State.ASKED, State.LEAVING, State.WAITING})


class StateIn(StrEnum):
    """Of the receiver's side."""

    WAITING = "waiting"
    TAKEN = "taken"
    REFUSED = "refused"
    RECALLED = "recalled"
    """Its sender took it back, which may be before it arrived: then it never does."""


class How(StrEnum):
    """By what way consent was given or withheld."""

    PAGE = "page"
    SPOKEN = "spoken"
    WRITTEN = "written"


@dataclass(frozen=True, slots=True, kw_only=True)
class Includes:
    """What goes along beside what was said, the name and the contacts."""

    answers: bool = False
    files: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What the receiver gets of the complaint; questions and answers as text, as its own policy asks others."""

    subject: str
    narrative: str
    demand: str
    reason: str
    name: str
    email: str
    phone: str
    address: str
    reply_by: str
    language: str
    received_at: datetime
    answers: Sequence[tuple[str, str]] = field(default_factory=tuple)


def is_late(state: State, *, consent_due_at: datetime, answer_due_at: datetime | None, now: datetime) -> bool:
    """Whoever is asked, the complainant or the receiver, has not answered in time."""
    due_at = consent_due_at if state is State.ASKED else answer_due_at
    return state in OPEN and due_at is not None and now > due_at
