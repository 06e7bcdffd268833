"""What a replay is given of a case: its row, what people did to it and when, and what else is known of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from amends.complaints.facts import answers_of, yes
from amends.complaints.tables import Complaint
from amends.deadlines.ledger import Entry
from amends.policy.conditions import Facts

REPEATED = "case.repeated"
"""No fact of conditions: that chains tell of repeats."""


class Done(NamedTuple):
    """A line of its history."""

    act: str
    at: datetime
    detail: Mapping[str, Any]
    elsewhere: bool = False
    """In the case it was merged into."""


class Stood(NamedTuple):
    """A line of a ledger that people wrote: stood still, ran on, extended."""

    clock: str
    entry: Entry


@dataclass(slots=True)
class Recorded:
    """With what is asked of its row again and again."""

    row: Complaint
    past: Sequence[Done]
    """In the order in which it was written down."""
    ledgers: Sequence[Stood] = ()
    """By when it took effect."""
    elsewhere: Facts = field(default_factory=dict)
    """What its own row does not say: department, outcomes."""
    last_alike: datetime | None = None
    """When the same complainant came last with the same kind of matter; asked only where it tells somebody."""
    answers: Mapping[str, str] = field(init=False)
    lasting: Facts = field(init=False)
    """What nothing that is done to it changes."""
    around: tuple[object, ...] = field(init=False)
    """Who it depends on who is told: its department, who works on it, whom it is about."""
    assigned: bool = field(init=False)
    received_at: datetime = field(init=False)
    lodged_at: datetime = field(init=False)

    def __post_init__(self) -> None:
        row = self.row
        self.answers = answers_of(row)
        self.lasting = {
            "case.channel": str(row.channel),
            "case.language": str(row.language),
            "case.anonymous": yes(not row.complainant_name),
        }
        self.around = (row.department_id, row.assignee_id, row.about)
        self.assigned = row.assignee_id is not None
        self.received_at, self.lodged_at = row.received_at, row.lodged_at

    @property
    def first_kind(self) -> str:
        """Before anybody converted it."""
        changed = (str(each.detail["kind"]["from"]) for each in self.past if each.act == "convert")
        return next(changed, str(self.row.kind))

    @property
    def first_category(self) -> str:
        """Before anybody changed it."""
        return next(
            (str(each.detail["category"]["from"]) for each in self.past if _regraded(each, "category")),
            str(self.row.category),
        )


def _regraded(done: Done, what: str) -> bool:
    return done.act == "regrade" and what in done.detail
