"""Advice about one record of a sender's domain."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    OWN = "own"
    SPF = "spf"
    DKIM = "dkim"
    DMARC = "dmarc"
    MX = "mx"


class State(StrEnum):
    GOOD = "good"
    MISSING = "missing"
    INCOMPLETE = "incomplete"
    """There is one, and it does not say what it should."""
    TWICE = "twice"
    UNKNOWN = "unknown"
    """Nobody answered in time."""
    TOO_MANY = "too-many"
    """It asks receivers for more than they look up, so they take none of it."""
    LEADS_NOWHERE = "leads-nowhere"
    """It is as it should be, and what it points to is not there: the operators have to mend that."""
    CLOSED = "closed"
    """It says that there is no mail at all."""


@dataclass(frozen=True, slots=True)
class Advice:
    """`add` is the record to add or to put in place of `found`; "" where there is nothing to add."""

    kind: Kind
    state: State
    name: str
    type: str
    add: str = ""
    found: str = ""


def absent(known: bool) -> State:
    """Nobody answering is not there being none."""
    return State.MISSING if known else State.UNKNOWN
