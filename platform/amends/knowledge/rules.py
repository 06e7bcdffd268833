"""What an article has to say, who may take it into use, until when it holds, and what differs between two texts. Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final
from uuid import UUID

from amends.people.rights import Right

LONGEST_REVIEW: Final = 60
"""Months."""
_AROUND: Final = 2
"""Unchanged lines shown about a change."""
_MISSING: Final = "Complainants read it in either language: please fill this in."
_EITHER: Final = "Please give a title and a text in one language at least."


class State(StrEnum):
    """Of what is being written; what is in use stays so until something else is approved."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    APPROVED = "approved"
    RETIRED = "retired"


class Audience(StrEnum):
    STAFF = "staff"
    COMPLAINANTS = "complainants"


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """All that somebody writes of an article; what is approved is this."""

    audience: str
    categories: tuple[str, ...]
    title_zh: str
    title_en: str
    body_zh: str
    body_en: str
    review_months: int

    def in_language(self, language: str) -> tuple[str, str]:
        """Title and body, of the other language where this one is missing."""
        both = {"zh": (self.title_zh, self.body_zh), "en": (self.title_en, self.body_en)}
        own = both.pop(language)
        return own if all(own) else next((each for each in both.values() if all(each)), own)


class Change(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    LEFT_OUT = "left-out"
    """Here stand lines that are the same in both."""


@dataclass(frozen=True, slots=True)
class Line:
    change: Change
    text: str = ""


def lacking(content: Content) -> dict[str, str]:
    """By field, what keeps it from being proposed."""
    texts = {name: getattr(content, name) for name in ("title_zh", "body_zh", "title_en", "body_en")}
    if content.audience == Audience.COMPLAINANTS:
        return {name: _MISSING for name, text in texts.items() if not text}
    whole = (content.title_zh and content.body_zh) or (content.title_en and content.body_en)
    return {} if whole else {"title_zh": _EITHER}


def may_approve(by: UUID | None, rights: Collection[Right], authors: Collection[UUID]) -> bool:
    """Somebody else than whoever wrote on it since it was approved last."""
    return Right.APPROVE_ARTICLES in rights and by is not None and by not in authors


def months_later(day: date, months: int) -> date:
    """The same day of the month, or its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def compare(old: str, new: str) -> list[Line]:
    """Line by line, what is the same only near what is not; nothing where nothing differs."""
    before, after = old.splitlines(), new.splitlines()
    groups = SequenceMatcher(None, before, after, autojunk=False).get_grouped_opcodes(_AROUND)
    found: list[Line] = []
    last = 0
    for group in groups:
        if group[0][1] > last:
            found.append(Line(Change.LEFT_OUT))
        for tag, one, two, three, four in group:
            found += _lines(tag, before[one:two], after[three:four])
        last = group[-1][2]
    if found and last < len(before):
        found.append(Line(Change.LEFT_OUT))
    return found


def _lines(tag: str, before: list[str], after: list[str]) -> Iterator[Line]:
    if tag == "equal":
        yield from (Line(Change.SAME, text) for text in before)
        return
    yield from (Line(Change.REMOVED, text) for text in before)
    yield from (Line(Change.ADDED, text) for text in after)
