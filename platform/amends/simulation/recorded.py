"""What a replay is given of a case: its row, what people did to it and when, and what else is known of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from amends.complaints.tables import Complaint
from amends.deadlines.ledger import Entry
from amends.policy.conditions import Facts


@dataclass(frozen=True, slots=True)
class Done:
    """A line of its history."""

    act: str
    at: datetime
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stood:
    """A line of a ledger that people wrote: stood still, ran on, extended."""

    clock: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class Recorded:
    row: Complaint
    past: Sequence[Done]
    """In the order in which it was written down."""
    ledgers: Sequence[Stood] = ()
    """By when it took effect."""
    elsewhere: Facts = field(default_factory=dict)
    """What its own row does not say: department, outcomes."""

    @property
    def first_category(self) -> str:
        """Before anybody changed it."""
        return next(
            (str(each.detail["category"]["from"]) for each in self.past if _regraded(each, "category")),
            str(self.row.category),
        )


def _regraded(done: Done, what: str) -> bool:
    return done.act == "regrade" and what in done.detail
