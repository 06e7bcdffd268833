"""When somebody works: their own hours, or the organisation's. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from amends.errors import Invalid
from amends.policy.document import Hours


def hours_of(stored: str | None, organisation: Hours) -> Hours:
    return msgspec.json.decode(stored, type=Hours) if stored else organisation


def chosen_hours(days: Iterable[str], opens: str, closes: str) -> Hours | None:
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
    return Hours(days=tuple(chosen), opens=opens, closes=closes)


def stored_hours(hours: Hours | None) -> str | None:
    return msgspec.json.encode(hours).decode() if hours is not None else None
