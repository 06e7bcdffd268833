"""Dates, times, numbers and money as a reader of the current language writes them.

Called once a row in Python, never as a filter inside a list: formatting dates in templates is a third of a list page.
Readers are handed their own `now` and time zone; nothing here reads a clock. What a `<time>` says on hover is asked by
the macro `when` itself, in the zone the page is made for, and remembered.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time, format_timedelta, get_timezone_name
from babel.numbers import format_currency, format_decimal, get_currency_name

from web.i18n import current_language, gettext, locale_of, mark

_SHORT = {"zh": ("M月d日", " "), "en": ("d MMM", " ")}
"""The day, and what stands between it and the time."""
_LONG = {"zh": ("y年M月d日", " "), "en": ("d MMM y", ", ")}
_DAY = {"zh": "y年M月d日", "en": "d MMM y"}
_MONTH = {"zh": "y年M月", "en": "MMM y"}
_A_DAY = 86400
_SHORT_DAY = {"zh": "M月d日EEE", "en": "EEE d MMM"}
_WHOLE_DAY = {"zh": "y年M月d日EEEE", "en": "EEEE d MMMM y"}
_NEAR = {-1: mark("yesterday %(time)s"), 0: mark("today %(time)s"), 1: mark("tomorrow %(time)s")}

_UTC = ZoneInfo("UTC")
_zone: ContextVar[ZoneInfo] = ContextVar("amends_zone", default=_UTC)
"""The zone of the page being made; its times are named in it on hover."""


def set_zone(zone: ZoneInfo) -> None:
    """Name times in this zone for the rest of the current task (the edge calls it once a request)."""
    _zone.set(zone)


@contextmanager
def reading_in(zone: ZoneInfo) -> Iterator[None]:
    """Name times in another zone for a while."""
    token = _zone.set(zone)
    try:
        yield
    finally:
        _zone.reset(token)


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(locale_of(language))


def day_text(day: date) -> str:
    language = current_language()
    return _day_text(day, _DAY[language], language)


def short_day_text(day: date) -> str:
    """With its weekday and without its year: Sat 7 Mar, 3月7日周六."""
    language = current_language()
    return _day_text(day, _SHORT_DAY[language], language)


def short_date_text(day: date) -> str:
    """Without its year: 7 Mar, 3月7日."""
    language = current_language()
    return _day_text(day, _SHORT[language][0], language)


def month_text(day: date) -> str:
    """The month it lies in: Mar 2026, 2026年3月."""
    language = current_language()
    return _day_text(day, _MONTH[language], language)


def moment_text(moment: datetime, *, zone: ZoneInfo) -> str:
    """Date and time with the year: for facts and letters."""
    return _moment(moment, _LONG, zone)


def short_moment_text(moment: datetime, *, zone: ZoneInfo, now: datetime) -> str:
    """Date and time for dense lists; the year only where it isn't this one."""
    same_year = moment.astimezone(zone).year == now.astimezone(zone).year
    return _moment(moment, _SHORT if same_year else _LONG, zone)


def second_text(moment: datetime, *, zone: ZoneInfo) -> str:
    """To the second, for whoever compares with a log."""
    return _moment(moment, _LONG, zone, time="%H:%M:%S")


def time_text(moment: datetime, *, zone: ZoneInfo) -> str:
    return format_time(moment, "HH:mm", tzinfo=zone, locale=_locale(current_language()))


def near_moment_text(moment: datetime, *, zone: ZoneInfo, now: datetime) -> str:
    """`yesterday 14:05` for the days around today, the date for all others: news and lists of what just happened."""
    local = moment.astimezone(zone)
    away = (local.date() - now.astimezone(zone).date()).days
    if away not in _NEAR:
        return short_moment_text(moment, zone=zone, now=now)
    return gettext(_NEAR[away]) % {"time": f"{local:%H:%M}"}


def exact_text(moment_iso: str) -> str:
    """What `<time>` says on hover: weekday, day, second and zone of a `datetime` attribute; of a day, its weekday."""
    zone = _zone.get()
    return _exact(moment_iso, current_language(), zone.key)


def iso(moment: datetime) -> str:
    """For <time datetime>: seconds are enough for machines."""
    return moment.isoformat(timespec="seconds")


def span_text(span: timedelta) -> str:
    """A length of time in its largest unit: 3 hours, 3小时."""
    return format_timedelta(abs(span), locale=_locale(current_language()), threshold=1.5)


def relative_text(moment: datetime, *, now: datetime) -> str:
    """How far off a moment is: in 3 hours, 2 days ago; 3小时后."""
    seconds = (moment - now).total_seconds()
    if abs(seconds) < 60:
        return gettext("now")
    step = 60 if abs(seconds) < _A_DAY else 3600
    return _gap_text(int(seconds / step) * step, current_language())


def ago_text(moment: datetime, *, now: datetime) -> str:
    """How far off a moment is, to the second: 4 seconds ago; 4秒前."""
    gap = moment - now
    if abs(gap) < timedelta(seconds=1):
        return gettext("now")
    return format_timedelta(gap, add_direction=True, locale=_locale(current_language()), threshold=1.5)


def number_text(number: int | float | Decimal) -> str:
    return format_decimal(number, locale=_locale(current_language()))


def money_text(amount: Decimal, *, currency: str) -> str:
    return format_currency(amount, currency, locale=_locale(current_language()))


def currency_text(currency: str) -> str:
    return get_currency_name(currency, locale=_locale(current_language()))


def territory_text(code: str) -> str:
    """A country's name: 中国, China."""
    return str(_locale(current_language()).territories.get(code, code))


def size_text(size: int) -> str:
    """A file's size as people read it."""
    for unit, step in (("MB", 1_048_576), ("kB", 1024)):
        if size >= step:
            return f"{number_text(round(size / step, 1))} {unit}"
    return f"{size} B"


def _moment(
    moment: datetime, patterns: dict[str, tuple[str, str]], zone: ZoneInfo, *, time: str = "%H:%M"
) -> str:
    language, local = current_language(), moment.astimezone(zone)
    day, between = patterns[language]
    return f"{_day_text(local.date(), day, language)}{between}{local:{time}}"


# Pages name the same few days and lengths of time again and again: Babel is asked once for each.
@lru_cache(maxsize=4096)
def _day_text(day: date, pattern: str, language: str) -> str:
    return format_date(day, pattern, locale=_locale(language))


@lru_cache(maxsize=4096)
def _exact(moment_iso: str, language: str, zone_name: str) -> str:
    pattern = _WHOLE_DAY[language]
    if len(moment_iso) == len("2026-05-11"):
        return _day_text(date.fromisoformat(moment_iso), pattern, language)
    moment = datetime.fromisoformat(moment_iso)
    local = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(ZoneInfo(zone_name))
    name = get_timezone_name(local, locale=_locale(language))
    between = _LONG[language][1]
    return f"{_day_text(local.date(), pattern, language)}{between}{local:%H:%M:%S} {name}"


@lru_cache(maxsize=4096)
def _gap_text(seconds: int, language: str) -> str:
    return format_timedelta(
        timedelta(seconds=seconds),
        granularity="minute",
        add_direction=True,
        locale=_locale(language),
        threshold=1.5,
    )
