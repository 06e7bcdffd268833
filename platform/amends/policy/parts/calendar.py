"""The calendar an organisation works by: its week, its days off, how days are counted. Holidays by name only.

The dates of public holidays are no part of a policy: they are looked up when a calendar version is published.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, field

from amends.policy.parts.base import Part, Sources, Text

Weekday = Annotated[str, Meta(pattern=r"^[1-7]$")]
"""ISO, Monday = 1."""
IsoDate = Annotated[str, Meta(pattern=r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
Span = Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$")]
"""`08:30-12:00`; work past midnight is two spans on two days."""
Region = Annotated[str, Meta(pattern=r"^([A-Z]{2}(-[A-Z0-9]{1,6})?)?$")]
"""A country, or a part of one: `CN`, `GB-ENG`; empty: public holidays are working days like others."""


class FirstDay(StrEnum):
    """Whether the day of the event is the first that counts (Civil Code of China, article 201: it is not)."""

    NEXT = "next"
    SAME = "same"


class DayEnds(StrEnum):
    """When the last day of a period is over (Civil Code, article 203: at 24:00, unless business ends earlier)."""

    MIDNIGHT = "midnight"
    CLOSE = "close"


class ExtraDay(Part, frozen=True, kw_only=True):
    """A date on which people work although its weekday is free."""

    name: Text
    periods: tuple[Span, ...] = ()
    """Empty: the hours of the weekday, or of the week's first working day where that one is free."""


class AnnouncedDay(Part, frozen=True, kw_only=True):
    """A public holiday as it was announced, or a day that makes up for one (调休)."""

    name: Text
    works: bool = False
    """Worked, though its weekday is free."""


Year = Annotated[int, Meta(ge=2000, le=2200)]


def _usual_week() -> dict[Weekday, tuple[Span, ...]]:
    return {str(day): ("09:00-18:00",) for day in range(1, 6)}


class CalendarPart(Part, frozen=True, kw_only=True):
    week: dict[Weekday, tuple[Span, ...]] = field(default_factory=_usual_week)
    """Working periods by weekday, in order; a weekday that is absent is free."""
    holidays: Region = ""
    closures: dict[IsoDate, Text] = field(default_factory=dict)
    """Days on which this organisation is closed, and why; they outweigh everything else."""
    extra_days: dict[IsoDate, ExtraDay] = field(default_factory=dict)
    """They outweigh public holidays."""
    announced: dict[IsoDate, AnnouncedDay] = field(default_factory=dict)
    """Entered by hand for a year that no package knows yet; they outweigh what packages say."""
    announced_years: tuple[Year, ...] = ()
    """Those entered in full: they count as known."""
    first_day: FirstDay = FirstDay.NEXT
    day_ends: DayEnds = DayEnds.MIDNIGHT
    roll: bool = True
    """A period of calendar days that ends on a free day lasts until the next working day (Civil Code, article 203)."""
    source: Sources = ()

    @property
    def days(self) -> tuple[int, ...]:
        """ISO weekdays on which people work."""
        return tuple(sorted(int(day) for day, spans in self.week.items() if spans))
