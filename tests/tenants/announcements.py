"""China's holidays as far as a test wants them announced, whatever release of the package is installed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from chinese_calendar import constants
from chinese_calendar.constants import Holiday

NEW_YEAR, SPRING, NATIONAL = Holiday.new_years_day, Holiday.spring_festival, Holiday.national_day


def days(first: date, number: int) -> list[date]:
    return [first + timedelta(days=n) for n in range(number)]


OF_2026 = {
    **dict.fromkeys(days(date(2026, 1, 1), 3), NEW_YEAR.value),
    **dict.fromkeys(days(date(2026, 2, 15), 9), SPRING.value),
    **dict.fromkeys(days(date(2026, 10, 1), 7), NATIONAL.value),
}
MADE_UP_2026 = {date(2026, 2, 28): SPRING.value, date(2026, 10, 10): NATIONAL.value}
OF_2027 = {
    **dict.fromkeys(days(date(2027, 1, 1), 3), NEW_YEAR.value),
    **dict.fromkeys(days(date(2027, 2, 5), 8), SPRING.value),
    **dict.fromkeys(days(date(2027, 10, 1), 7), NATIONAL.value),
}
MADE_UP_2027 = {date(2027, 2, 20): SPRING.value}


def announce(monkeypatch: pytest.MonkeyPatch, *years: int, but: Iterable[date] = (), **more: str) -> None:
    """`but`: days that are free no longer; `more`: ISO dates without dashes, as `d20260306="New Year's Day"`."""
    free = {day: name for day, name in (OF_2026 | OF_2027).items() if day.year in years}
    added = {date.fromisoformat(key[1:]): name for key, name in more.items()}
    worked = {day: name for day, name in (MADE_UP_2026 | MADE_UP_2027).items() if day.year in years}
    monkeypatch.setattr(constants, "holidays", {d: n for d, n in (free | added).items() if d not in set(but)})
    monkeypatch.setattr(constants, "workdays", worked)
