"""What staff say of an outside body, checked. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from amends.bodies.rules import moment_of
from amends.complaints.texts import Texts
from amends.deadlines.calendar import BeyondTheCalendar, Calendar
from amends.errors import Invalid


@dataclass(frozen=True, slots=True)
class Matter:
    office: str
    number: str = ""
    answer_by: datetime | None = None
    """None: it names no time."""


def checked_matter(given: Matter, *, received_at: datetime, texts: Texts) -> Matter:
    """What is wrong stands in `texts`, by the names of the form's fields."""
    if given.answer_by is not None and given.answer_by <= received_at:
        texts.wrong["answer_by"] = "This is before the complaint was received."
    return Matter(
        texts.line("office", given.office, needed="Please say which office."),
        texts.line("office_number", given.number, required=False),
        given.answer_by,
    )


def answer_by(day: date | None, at: str, calendar: Calendar) -> datetime | None:
    """Of a day without a time, its end; Invalid for what is none, by the names of the form's fields."""
    at = at.strip()
    if day is None:
        if at:
            raise Invalid({"answer_by": "Please give the day, too."})
        return None
    try:
        return moment_of(day, _time(at) if at else None, calendar)
    except (BeyondTheCalendar, OverflowError):
        raise Invalid({"answer_by": "Please give a date in the next years."}) from None


def _time(written: str) -> time:
    try:
        return time.fromisoformat(written).replace(tzinfo=None)
    except ValueError:
        raise Invalid({"answer_by_time": "Please give a time such as 14:30."}) from None
