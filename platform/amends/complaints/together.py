"""Several people complain at once through one of them: how many they are, who, and what one of them has lodged already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from amends.complaints.texts import LONGEST_PARAGRAPH, Texts

FEWEST: Final = 2
MOST: Final = 99_999
_LONGEST_NUMBER = 60


@dataclass(frozen=True, slots=True)
class Together:
    """As it was typed."""

    people: str
    names: str = ""
    number: str = ""
    """Nobody is told whether there is such a complaint: staff look at it."""


def checked_together(given: Together, texts: Texts) -> Together:
    people = given.people.strip()
    if not (people.isdecimal() and FEWEST <= int(people[:6]) <= MOST):
        texts.wrong["together_people"] = "Please give the number in digits: two or more."
    return Together(
        people,
        texts.prose("together_names", given.names, required=False, longest=LONGEST_PARAGRAPH),
        texts.line("together_number", given.number, required=False)[:_LONGEST_NUMBER],
    )


def kept(given: Together) -> str:
    """For `complaint.together`."""
    found = {"people": int(given.people), "names": given.names, "number": given.number.upper()}
    return msgspec.json.encode(found).decode()


def together_of(row: object) -> Mapping[str, Any]:
    """Of what `complaint.together` holds; empty of somebody who complains alone."""
    return dict(msgspec.json.decode(str(row))) if row else {}
