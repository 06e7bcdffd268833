"""Where a complainant may turn next, and until when: some bodies take a case up for so long after it was closed
(CPL-12, FCA-06, PRO-15)."""

from __future__ import annotations

from datetime import datetime

from amends.complaints.case import Case
from amends.deadlines.calendar import Calendar
from amends.deadlines.due import due
from amends.deadlines.period import Period, Unit
from amends.policy.document import Text

_UNTIL = Text(zh="{until}前提出", en="until {until}")


def of_months(months: int) -> Period | None:
    return Period(months, Unit.MONTHS) if months else None


def in_months(within: Period | None) -> int:
    """For an organisation's own list, which knows months alone: 0 of days and weeks, which no such body counts in."""
    if within is None:
        return 0
    return within.amount * {Unit.MONTHS: 1, Unit.YEARS: 12}.get(within.unit, 0)


def taken_until(within: Period | None, closed_at: datetime | None, calendar: Calendar) -> datetime | None:
    """None: as long as it is open, or the body names no time."""
    return due(closed_at, within, calendar) if within is not None and closed_at is not None else None


def recourse_words(case: Case) -> str:
    """For a letter, one below the other, in the reader's language; with the day, once the case is closed."""
    desk, language = case.desk, str(case.row.language)
    if desk.bodies is not None:
        named = [(body.words(language), of_months(body.months)) for body in desk.bodies]
    else:
        ranked = sorted(desk.policy.recourse.items(), key=lambda item: (item[1].rank, item[0]))
        named = [
            (f"{body.name.in_language(language)} ({body.contact.in_language(language)})", body.within)
            for _, body in ranked
        ]
    return "\n".join(f"· {words}{_limit(case, within, language)}" for words, within in named)


def _limit(case: Case, within: Period | None, language: str) -> str:
    until = taken_until(within, case.row.closed_at, case.desk.calendar)
    if until is None:
        return ""
    between = "，" if language.startswith("zh") else ", "
    return between + _UNTIL.in_language(language).format(until=case.desk.local(until, language))
