"""What the people outside know for sure: each act they were told of, each they were refused, and nothing else.

Whoever gets no answer sends the same form again until there is one, so in the end every act is one or the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

LODGING = ("lodge", "acknowledge")
"""What lodging leaves in the history: the page that shows the number acknowledges the complaint."""


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What somebody was told who lodged a complaint; `dues`: when the promises shown are due, in ISO form."""

    number: str
    code: str
    subject: str
    dues: frozenset[str]
    mail: str = ""
    """Their address; without one they are told on its page, on paper or by telephone."""
    file: str = ""
    """The SHA-256 of what they sent along."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """`act` as the history calls it; `text` is what only this act says, "" where it says nothing of its own."""

    case: str
    act: str
    text: str = ""
    file: str = ""
    to: str = ""
    """Whom a case was given to, other than by themselves; which remedy was carried out."""


@dataclass
class Ledger:
    """One organisation's."""

    lodged: list[Receipt] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    unanswered: Counter[str] = field(default_factory=Counter)
    """Sendings that got no answer, by what came instead."""
    our_fault: list[str] = field(default_factory=list)
    """Requests answered with 500 instead of 503, by their number in the log."""
    resolved: int = 0
    """Forms that were answered only when sent again."""
    signed_in: Counter[str] = field(default_factory=Counter)
    """How often each member of staff was let in, by address."""

    def tell(self, told: Told) -> None:
        """A remedy is carried out once, whoever says so as well."""
        if told.act != "remedy-carried-out" or all(each.to != told.to for each in self.told):
            self.told.append(told)

    def of(self, case: str) -> Iterator[Told]:
        return (each for each in self.told if each.case == case)

    @property
    def acts(self) -> int:
        return len(self.lodged) + len(self.told)
