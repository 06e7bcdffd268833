"""Clocks: what is promised, from when, until what; levels and categories say for how long."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from amends.deadlines.period import Period
from amends.policy.parts.base import FieldCode, Part, PauseCode, RoleCode, Sources, Text
from amends.policy.parts.conditions import Condition


class ClockKind(StrEnum):
    """Codes of the clocks that pages and letters speak of by themselves; a policy may have any others beside them."""

    ACKNOWLEDGE = "acknowledge"
    RESPOND = "respond"
    DECIDE = "decide"
    """Whether the complaint is accepted, refused or forwarded."""
    RESOLVE = "resolve"
    UPDATE = "update"
    EXECUTE = "execute"


class CaseEvent(StrEnum):
    """What starts and ends clocks."""

    RECEIVED = "received"
    AWARE = "aware"
    """The organisation learnt of it (day 0 of legal reports): at the latest when it was received."""
    ACKNOWLEDGED = "acknowledged"
    RESPONDED = "responded"
    """A person said something about this case to the complainant."""
    TOLD = "told"
    """Anything about this case was said to the complainant by a person."""
    ADMITTED = "admitted"
    """It was accepted, refused or forwarded, and the complainant told."""
    ACCEPTED = "accepted"
    OFFERED = "offered"
    AGREED = "agreed"
    DECIDED = "decided"
    """The result was told."""
    DISPUTED = "disputed"
    """The complainant does not accept what was proposed or decided: a second stage begins."""
    EXECUTED = "executed"
    """All remedies were carried out."""
    CLOSED = "closed"
    REOPENED = "reopened"
    """The case is taken up again; beside what this starts, the promise to resolve and repeating ones begin anew."""
    RECORDED = "recorded"
    """Staff recorded that it was done."""


class Basis(StrEnum):
    STATUTORY = "statutory"
    INTERNAL = "internal"


class Pause(Part, frozen=True, kw_only=True):
    """A reason for which a clock may stand still."""

    name: Text
    rank: int = 0
    longest: Period | None = None
    """In all, per clock; none: as long as the reason lasts."""
    told: bool = True
    """Both sides are told when it begins and ends."""
    for_complainant: bool = False
    """It is the complainant who is waited for: such cases are in a list of their own."""
    source: Sources = ()


class Extension(Part, frozen=True, kw_only=True):
    """A new due time; always with a reason (PRO-13, FCA-04)."""

    most: Annotated[int, Meta(ge=1, le=20)] = 1
    longest: Period | None = None
    """Each time; none: as agreed with the complainant."""
    approved_by: RoleCode = ""
    told: bool = True
    source: Sources = ()


class Clock(Part, frozen=True, kw_only=True):
    name: Text
    rank: int = 0
    basis: Basis = Basis.INTERNAL
    starts: CaseEvent = CaseEvent.RECEIVED
    from_field: FieldCode = ""
    """A date field that says when the starting event was, if it is answered."""
    ends: CaseEvent = CaseEvent.RECORDED
    also_ends: tuple[CaseEvent, ...] = ()
    """What makes it needless: whichever comes first ends it."""
    repeats: bool = False
    """It starts anew each time it ends, until the case does."""
    public: bool = True
    """Shown to the complainant."""
    pauses: tuple[PauseCode, ...] = ()
    extension: Extension | None = None
    warn_at: tuple[Annotated[int, Meta(ge=1, le=99)], ...] = (80,)
    """Per cent of the time, beside the breach itself."""
    again_every: Period | None = None
    """Once broken, said again each time this passes."""
    source: Sources = ()


class ClockUse(Part, frozen=True, kw_only=True):
    """How long a clock runs for a level or a category."""

    period: Period
    starts: CaseEvent | None = None
    """Otherwise as the clock says."""
    when: Condition | None = None
    source: Sources = ()
