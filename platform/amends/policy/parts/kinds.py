"""Kinds of case beside the complaint: what each is, where it may be chosen, what it may become."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from amends.policy.parts.base import ClockCode, KindCode, Named, Text
from amends.policy.parts.clocks import ClockUse


class Place(StrEnum):
    """Where a kind may be chosen."""

    PUBLIC = "public"
    """The public form, and connected systems."""
    PORTAL = "portal"
    """Staff who take something in."""


class Complainant(StrEnum):
    USUAL = "usual"
    """As the house rules say."""
    NAMED = "named"
    """With a name and a way to answer."""
    ANONYMOUS = "anonymous"
    """A name may be left out, whatever the house rules say."""
    NONE = "none"
    """Nobody complained: found by the organisation itself. Nobody is told anything or waited for."""


class Kind(Named, frozen=True, kw_only=True):
    help: Text | None = None
    """For whoever chooses between several."""
    offered: tuple[Place, ...] = (Place.PUBLIC, Place.PORTAL)
    complainant: Complainant = Complainant.USUAL
    counts: bool = True
    """As a complaint: one that does not makes no later complaint a repeat."""
    confidential: bool = False
    """Read by those alone who handle it or hold the right to."""
    converts_to: tuple[KindCode, ...] = ()
    clocks: dict[ClockCode, ClockUse] = msgspec.field(default_factory=dict)
    """Instead of those of level and category, but for what the law asks; none: as those say."""
