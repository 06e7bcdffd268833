"""What the types of the calendar cannot say: periods in order, dates that exist, a week with work in it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from amends.policy.parts.calendar import CalendarPart

MOST_DAYS = 2000
"""Own closures, extra and announced days together: many years of them."""


def calendar_problems(calendar: CalendarPart) -> Iterator[str]:
    """One line each, as `amends.policy.checks` says them."""
    if not calendar.days:
        yield "calendar.week: expected at least one weekday with working periods"
    for day, spans in calendar.week.items():
        yield from _spans(f"calendar.week.{day}", spans)
    tables: dict[str, Collection[str]] = {
        "closures": calendar.closures,
        "extra_days": calendar.extra_days,
        "announced": calendar.announced,
    }
    for table, dates in tables.items():
        for written in dates:
            if not _exists(written):
                yield f"calendar.{table}.{written}: no such date"
    for written, extra in calendar.extra_days.items():
        yield from _spans(f"calendar.extra_days.{written}.periods", extra.periods)
        if written in calendar.closures:
            yield f"calendar.extra_days.{written}: closed on the same day; expected one of the two"
    for year in calendar.announced_years:
        if not any(written.startswith(f"{year}-") for written in calendar.announced):
            yield f"calendar.announced_years: none of the public holidays of {year} is entered"
    if sum(len(dates) for dates in tables.values()) > MOST_DAYS:
        yield f"calendar: expected at most {MOST_DAYS} closures, extra and announced days together"


def _spans(place: str, spans: Sequence[str]) -> Iterator[str]:
    ended = ""
    for span in spans:
        opens, _, closes = span.partition("-")
        if opens >= closes:
            yield f"{place}: expected each period to begin before it ends, got {span}"
        elif opens < ended:
            yield f"{place}: expected periods in order that do not overlap, got {', '.join(spans)}"
        ended = closes


def _exists(written: str) -> bool:
    try:
        date.fromisoformat(written)
    except ValueError:
        return False
    return True
