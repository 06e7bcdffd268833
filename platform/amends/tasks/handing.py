"""What was to be told was brought instead: by a visit, or by somebody sent for it (S-DS-12). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from amends.complaints.texts import Texts


class Hand(StrEnum):
    VISIT = "visit"
    """One of the staff went there."""
    ENVOY = "envoy"
    """Somebody was commissioned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """`messenger` brought it, `to_whom` took it. How it was received is the outcome of the task."""

    way: str
    messenger: str
    to_whom: str
    on: date | None

    def checked(self, texts: Texts, *, since: date, today: date) -> Handed:
        if self.way not in set(Hand):
            texts.wrong["hand"] = "Please say by whom it was brought."
        if self.on is None:
            texts.wrong["handed_on"] = "Please give a date such as 2026-05-31."
        elif not since <= self.on <= today:
            texts.wrong["handed_on"] = "It cannot have been brought on that day."
        return Handed(
            way=self.way,
            messenger=texts.line("messenger", self.messenger),
            to_whom=texts.line("to_whom", self.to_whom),
            on=self.on,
        )
