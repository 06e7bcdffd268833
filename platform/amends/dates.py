"""Dates and times as letters say them, in the language of whoever is written to. Pages have `web.formats`."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.core import Locale
from babel.dates import format_date

_DAY = {
    "zh": (Locale.parse("zh_CN"), "y年M月d日", " "),
    "en": (Locale.parse("en"), "d MMMM y", ", "),
}
"""Locales looked up once: looking one up by its name takes longer than all else about a date, and lodging dates five."""


def letter_moment(moment: datetime, *, zone: str, language: str) -> str:
    """In the organisation's zone; midnight ends the day before it, as people mean it."""
    local = moment.astimezone(ZoneInfo(zone))
    ends = local.time() == time()
    day = local.date() - timedelta(days=1) if ends else local.date()
    locale, pattern, between = _DAY["zh" if language.startswith("zh") else "en"]
    return f"{format_date(day, pattern, locale=locale)}{between}{'24:00' if ends else f'{local:%H:%M}'}"
