"""What settings hold: texts in both languages, opening hours, outside bodies. Plain values without behaviour of others."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

MINUTES_A_DAY = 24 * 60
Minute = Annotated[int, Meta(ge=0, le=MINUTES_A_DAY)]


class Both(Struct, frozen=True, omit_defaults=True):
    """A text in both languages; either may be missing, and the other stands in for it meanwhile."""

    zh: str = ""
    en: str = ""

    def told(self, language: str) -> Told:
        """In the reader's language; in the other one, and saying so, while that is missing."""
        first, other = ("zh", "en") if language.startswith("zh") else ("en", "zh")
        chosen = first if getattr(self, first) or not getattr(self, other) else other
        return Told(getattr(self, chosen), chosen)

    @property
    def missing(self) -> str:
        """The one language in which it says nothing; "" when both or neither do."""
        if bool(self.zh) == bool(self.en):
            return ""
        return "en" if self.zh else "zh"

    def __bool__(self) -> bool:
        return bool(self.zh or self.en)


class Told(Struct, frozen=True):
    """A text and the language it is in, which need not be the reader's."""

    text: str
    language: str

    def __bool__(self) -> bool:
        return bool(self.text)


class Period(Struct, frozen=True, order=True):
    """Open from one minute of the day to another; 1440 is midnight at its end."""

    opens: Minute
    closes: Minute


Day = tuple[Period, ...]
"""A day's periods in order; none is closed."""
Week = tuple[Day, Day, Day, Day, Day, Day, Day]
"""From Monday."""
CLOSED: Day = ()
CLOSED_WEEK: Week = (CLOSED, CLOSED, CLOSED, CLOSED, CLOSED, CLOSED, CLOSED)


class OtherDay(Struct, frozen=True, omit_defaults=True):
    """A date on which other hours count than its weekday's."""

    day: date
    periods: Day = CLOSED
    note: Both = Both()


class OutsideBody(Struct, frozen=True, omit_defaults=True):
    """Where a complainant may turn next."""

    id: UUID
    name: Both
    purpose: Both = Both()
    phone: str = ""
    website: str = ""
    address: Both = Both()
    months: int = 0
    """For so long after it was closed it takes a case up; 0: it names no time."""

    def words(self, language: str) -> str:
        """As a letter names it, with how to reach it."""
        reached = (self.phone, self.website, " ".join(self.address.told(language).text.split()))
        known = ", ".join(part for part in reached if part)
        name = self.name.told(language).text
        return f"{name} ({known})" if known else name
