"""Dates, times, numbers and money as a reader of the current language writes them.

Called once a row in Python, never as a filter inside a list: formatting dates in templates is a third of a list page.
Readers are handed their own `now` and time zone; nothing here reads a clock.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, format_time, format_timedelta
from babel.numbers import format_currency, format_decimal

from web.i18n import current_language, gettext, locale_of

_SHORT = {"zh": "M月d日 HH:mm", "en": "d MMM HH:mm"}
_LONG = {"zh": "y年M月d日 HH:mm", "en": "d MMM y, HH:mm"}
_DAY = {"zh": "y年M月d日", "en": "d MMM y"}
_SHORT_DAY = {"zh": "M月d日EEE", "en": "EEE d MMM"}


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(locale_of(language))


def day_text(day: date) -> str:
    language = current_language()
    return format_date(day, _DAY[language], locale=_locale(language))


def short_day_text(day: date) -> str:
    """With its weekday and without its year: Sat 7 Mar, 3月7日周六."""
    language = current_language()
    return format_date(day, _SHORT_DAY[language], locale=_locale(language))


def moment_text(moment: datetime, *, zone: ZoneInfo) -> str:
    """Date and time with the year: for facts and letters."""
    return _moment(moment, _LONG, zone)


def short_moment_text(moment: datetime, *, zone: ZoneInfo, now: datetime) -> str:
    """Date and time for dense lists; the year only where it isn't this one."""
    same_year = moment.astimezone(zone).year == now.astimezone(zone).year
    return _moment(moment, _SHORT if same_year else _LONG, zone)


def time_text(moment: datetime, *, zone: ZoneInfo) -> str:
    return format_time(moment, "HH:mm", tzinfo=zone, locale=_locale(current_language()))


def iso(moment: datetime) -> str:
    """For <time datetime>: seconds are enough for machines."""
    return moment.isoformat(timespec="seconds")


def span_text(span: timedelta) -> str:
    """A length of time in its largest unit: 3 hours, 3小时."""
    return format_timedelta(abs(span), locale=_locale(current_language()), threshold=1.5)


def relative_text(moment: datetime, *, now: datetime) -> str:
    """How far off a moment is: in 3 hours, 2 days ago; 3小时后."""
    gap = moment - now
    if abs(gap) < timedelta(minutes=1):
        return gettext("now")
    return format_timedelta(gap, add_direction=True, locale=_locale(current_language()), threshold=1.5)


def number_text(number: int | float | Decimal) -> str:
    return format_decimal(number, locale=_locale(current_language()))


def money_text(amount: Decimal, *, currency: str = "CNY") -> str:
    return format_currency(amount, currency, locale=_locale(current_language()))


def size_text(size: int) -> str:
    """A file's size as people read it."""
    for unit, step in (("MB", 1_048_576), ("kB", 1024)):
        if size >= step:
            return f"{number_text(round(size / step, 1))} {unit}"
    return f"{size} B"


def _moment(moment: datetime, patterns: dict[str, str], zone: ZoneInfo) -> str:
    language = current_language()
    return format_datetime(moment, patterns[language], tzinfo=zone, locale=_locale(language))
