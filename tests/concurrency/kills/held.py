"""What the database and the store hold of one organisation, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime


def in_seconds(moment: datetime) -> str:
    """As pages, programs and the database may be compared."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


@dataclass(frozen=True, kw_only=True)
class HeldPromise:
    id: str
    kind: str
    due: str
    ended: bool
    broken: bool
    """By the rule, now that everything has fallen due."""


@dataclass(frozen=True, kw_only=True)
class HeldClock:
    """By the policy, for a case of this category and level."""

    starts: str
    ends: str
    also_ends: frozenset[str] = frozenset()
    repeats: bool = False
    outlives: bool = False


@dataclass(kw_only=True)
class HeldCase:
    id: str
    number: str
    code: str
    subject: str
    state: str
    acts: list[str] = field(default_factory=list)
    """The chain, in order, without what the clock wrote."""
    clock: list[tuple[str, str]] = field(default_factory=list)
    """What the clock wrote: (act, promise); of a warning with the part of the time that had gone."""
    allegations: list[str] = field(default_factory=list)
    messages: list[tuple[str, str]] = field(default_factory=list)
    """(kind, text)."""
    remedies: list[tuple[str, str, bool]] = field(default_factory=list)
    """(id, text, whether carried out)."""
    files: list[str] = field(default_factory=list)
    """SHA-256 of the originals."""
    promises: list[HeldPromise] = field(default_factory=list)
    clocks: dict[str, HeldClock] = field(default_factory=dict)
    escalated: set[tuple[str, str, str]] = field(default_factory=set)
    """(trigger, promise, when): others were told as its chain says, beside its clocks. Several steps that come to it at once
    because of one promise are told in one letter."""


@dataclass(frozen=True, kw_only=True)
class HeldNotice:
    id: str
    case: str
    event: str
    channel: str
    person: str
    """"" for the complainant."""
    message_id: str
    sent: bool
    folded: str = ""
    """The notice that says it instead."""


@dataclass(frozen=True, kw_only=True)
class Debt:
    """A row of the outbox; `key` names its cause and whom it is for."""

    key: str
    notice: str
    settled: bool
    dead: bool

    @property
    def by_digest(self) -> bool:
        """What waited for a digest leaves in it, which has a way out of its own."""
        return self.key.startswith("digest:")


@dataclass(kw_only=True)
class Held:
    cases: list[HeldCase] = field(default_factory=list)
    notices: list[HeldNotice] = field(default_factory=list)
    outbox: list[Debt] = field(default_factory=list)
    """What is a notice's."""
    asked: dict[str, list[str]] = field(default_factory=dict)
    """By case, the letters of its surveys: they follow from the clock, not from what anybody did."""
    waiting: int = 0
    """Due rows that have not fired, though everything is due."""
    broken_history: list[str] = field(default_factory=list)
    """What `amends audit verify` finds, against the seals outside."""
    referenced: list[str] = field(default_factory=list)
    """Objects that rows point at."""
    stored: list[str] = field(default_factory=list)
    """Objects in the store, after the sweep."""
    damaged: list[str] = field(default_factory=list)
    """Objects that are missing or have other bytes than the row says."""
    sign_ins: dict[str, int] = field(default_factory=dict)
