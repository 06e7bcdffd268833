"""How alike two complaints are, and by what: the complainant, answers that tell one matter from others, the words. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from math import prod
from typing import Final

from amends.complaints.questions import is_readable
from amends.policy.document import Policy

PERSON: Final = 0.5
MARK: Final = 0.6
CATEGORY: Final = 0.2
WORDS: Final = 0.9
"""What each ground is worth by itself, of 1; words as far as they are the same. Each further one halves what was missing, or
so: `1 - (1 - a)(1 - b)`."""

_SHORTEST: Final = 3
_SYLLABIC = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Traits:
    """What of a complaint is compared with others; `marks`: by field, as `marks_in` writes them."""

    email: str = ""
    phone: str = ""
    category: str = ""
    marks: Mapping[str, str] = field(default_factory=dict)
    words: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """By which grounds two are alike. `words`: the part of their words that both have, from 0 to 1."""

    email: bool
    phone: bool
    category: bool
    marks: tuple[str, ...]
    words: float

    @property
    def score(self) -> float:
        """From 0, nothing in common, towards 1."""
        grounds = [PERSON] if self.email or self.phone else []
        grounds += [CATEGORY] if self.category else []
        grounds += [MARK for _ in self.marks]
        return 1 - prod(1 - each for each in (*grounds, WORDS * self.words))

    def reaches(self, percent: int) -> bool:
        return round(self.score * 100) >= percent


def likeness(one: Traits, other: Traits) -> Likeness:
    """The same whichever of the two comes first."""
    marks = sorted(code for code, key in one.marks.items() if key and other.marks.get(code) == key)
    return Likeness(
        email=bool(one.email) and one.email == other.email,
        phone=bool(one.phone) and one.phone == other.phone,
        category=bool(one.category) and one.category == other.category,
        marks=tuple(marks),
        words=_common(pieces(one.words), pieces(other.words)),
    )


def marks_in(policy: Policy, answers: Mapping[str, str]) -> dict[str, str]:
    """Of the answers to fields that tell one matter from others, without what is only a way of writing: AB 12-3 is ab123."""
    keys = {code: _plain(answer) for code, answer in answers.items() if _identifies(policy, code)}
    return {code: key for code, key in keys.items() if _tells_apart(key)}


def marks_read_by(policy: Policy, marks: Mapping[str, str], roles: Collection[str]) -> dict[str, str]:
    """Nobody learns from a likeness what an answer says that is not shown to them."""
    return {
        code: key
        for code, key in marks.items()
        if code in policy.fields and is_readable(policy.fields[code], roles)
    }


def pieces(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters where a script writes no words apart, else the words: letters make so few pairs that
    any two long texts share half of them."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    runs = _SYLLABIC.findall(plain)
    pairs = {a + b for run in runs for a, b in pairwise(run)} | {run for run in runs if len(run) == 1}
    return frozenset(pairs) | frozenset(_WORD.findall(_SYLLABIC.sub(" ", plain)))


def _common(one: frozenset[str], other: frozenset[str]) -> float:
    """Jaccard's: what both have of what either has."""
    either = len(one | other)
    return len(one & other) / either if either else 0.0


def _identifies(policy: Policy, code: str) -> bool:
    return code in policy.fields and policy.fields[code].identifies


def _tells_apart(key: str) -> bool:
    """Not "unknown", "none", "n/a", whatever the language: numbers, plates and addresses have a digit or a numeral."""
    return len(key) >= _SHORTEST and any(each.isnumeric() for each in key)


def _plain(answer: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFKC", answer).casefold() if each.isalnum())
