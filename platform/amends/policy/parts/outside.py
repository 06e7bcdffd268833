"""Parties outside who answer what a case asks them: merchants, suppliers, laboratories, experts, other departments."""

from __future__ import annotations

from enum import StrEnum

from amends.deadlines.period import Period, Unit
from amends.policy.parts.base import Named


class Silence(StrEnum):
    """What follows when they do not answer."""

    DECIDE = "decide"
    """It is decided on what there is; their letter says so from the beginning."""
    REMIND = "remind"
    """They are asked once more."""
    RAISE = "raise"
    """Those above whoever handles the case hear of it."""


class OutsideParty(Named, frozen=True, kw_only=True):
    within: Period = Period(5, Unit.WORKING_DAYS)
    silent_after: Period | None = None
    """From when they were asked; none: as soon as the time to answer is over."""
    silence: Silence = Silence.DECIDE
