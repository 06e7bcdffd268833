"""When somebody works: their own hours, or the organisation's. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from amends.errors import Invalid
from amends.policy.parts.calendar import CalendarPart


class OwnHours(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The same every working day."""

    days: tuple[int, ...] = (1, 2, 3, 4, 5)
    """ISO weekdays, Monday = 1."""
    opens: str = "09:00"
    closes: str = "18:00"


def own_hours(stored: str | None) -> OwnHours | None:
    return msgspec.json.decode(stored, type=OwnHours) if stored else None


def week_of(own: OwnHours | None, organisation: CalendarPart) -> Mapping[str, Sequence[str]]:
    """By weekday, as calendars say it; the organisation's where somebody has no hours of their own."""
    if own is None:
        return {day: spans for day, spans in organisation.week.items() if spans}
    return {str(day): (f"{own.opens}-{own.closes}",) for day in sorted(own.days)}


def chosen_hours(days: Iterable[str], opens: str, closes: str) -> OwnHours | None:
    """As a form says them; None where nothing is said and the organisation's hours count. Invalid otherwise."""
    chosen = sorted({int(day) for day in days if day in set("1234567")})
    opens, closes = opens.strip(), closes.strip()
    if not chosen and not opens and not closes:
        return None
    wrong: dict[str, str] = {}
    if not chosen:
        wrong["work_days"] = "Please choose at least one day, or leave all of it empty."
    for name, text in (("opens", opens), ("closes", closes)):
        if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text):
            wrong[name] = "Please give a time such as 09:00."
    if not wrong and opens >= closes:
        wrong["closes"] = "Work must end after it begins."
    if wrong:
        raise Invalid(wrong)
    return OwnHours(days=tuple(chosen), opens=opens, closes=closes)


def stored_hours(hours: OwnHours | None) -> str | None:
    return msgspec.json.encode(hours).decode() if hours is not None else None
