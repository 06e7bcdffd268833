"""Public holidays as packages know them. Read when a calendar version is published, and never again for that version.

China announces a year's holidays and made-up working days (调休) in November of the year before (`chinesecalendar`);
other countries' follow from rules (`holidays`). A year whose dates are not certain yet counts as not known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from amends.deadlines.resolved import PublicDays
from amends.errors import Invalid
from amends.policy.parts.base import Text
from amends.policy.parts.calendar import CalendarPart
from tenants.holiday_words import in_chinese

if TYPE_CHECKING:
    from holidays import HolidayBase

CHINA = "CN"
ENGLISH, CHINESE = "en_US", "zh_CN"
_UNCERTAIN = "estimated"
"""Beside a date that depends on somebody seeing the moon, in the packages' English."""


class UnknownRegion(Invalid):
    def __init__(self, region: str) -> None:
        super().__init__(
            {"calendar.holidays": "No public holidays are known for “%(region)s”."}, region=region
        )


def public_days(region: str, years: Iterable[int]) -> PublicDays:
    """Of those years that are known for certain; nothing where no region is named."""
    if not region:
        return PublicDays()
    read: Callable[[list[int]], PublicDays] = (
        _china if region == CHINA else lambda asked: _elsewhere(region, asked)
    )
    return read(sorted(set(years)))


def region_of(zone: str) -> str:
    """The country a time zone lies in, if its public holidays are known; "" where that cannot be told."""
    from babel.core import get_global

    usual = get_global("zone_aliases").get(zone, zone)
    country = str(get_global("zone_territories").get(usual, ""))
    return country if country and is_known(country) else ""


def is_known(region: str) -> bool:
    country, _, part = region.partition("-")
    return region in ("", CHINA) or (country in _countries() and (not part or part in _countries()[country]))


def problems_of_holidays(calendar: CalendarPart) -> list[str]:
    """As checks of a policy say it; a calendar that names such a region cannot be published."""
    if is_known(calendar.holidays):
        return []
    return [
        f"calendar.holidays: expected a country such as CN or a part of one such as GB-ENG, got {calendar.holidays!r}"
    ]


def _china(years: list[int]) -> PublicDays:
    # Imported where it is read: processes that publish nothing never load it.
    from chinese_calendar import constants

    names = {each.value: Text(zh=each.chinese, en=each.value) for each in constants.Holiday}
    # A year is announced as a whole, up to its National Day; a few days in January alone are no calendar of it.
    announced = {day.year for day in constants.holidays if day.month == 10}
    known = [year for year in years if year in announced]
    return PublicDays(
        covered=tuple(known),
        free={day: names[name] for day, name in constants.holidays.items() if day.year in known},
        worked={day: names[name] for day, name in constants.workdays.items() if day.year in known},
    )


def _elsewhere(region: str, years: list[int]) -> PublicDays:
    if not is_known(region):
        raise UnknownRegion(region)
    covered: list[int] = []
    free: dict[date, Text] = {}
    worked: dict[date, Text] = {}
    for year in years:
        english, chinese = _of_year(region, year, ENGLISH), _of_year(region, year, CHINESE)
        if not english or any(_UNCERTAIN in name for name in english.values()):
            continue
        said: Mapping[date, str] = chinese or {}
        covered.append(year)
        free |= {day: _both(name, said.get(day)) for day, name in english.items() if day.year == year}
        worked |= {day: MADE_UP for day in english.weekend_workdays if day.year == year}
    return PublicDays(tuple(covered), free, worked)


MADE_UP = Text(zh="补班", en="Made-up working day")


def _of_year(region: str, year: int, language: str) -> HolidayBase | None:
    """None where that language is not spoken; what is spoken in one language only is in English."""
    from holidays import country_holidays

    country, _, part = region.partition("-")
    spoken = type(country_holidays(country)).supported_languages or (ENGLISH,)
    if language not in spoken:
        return None
    return country_holidays(country, subdiv=part or None, years=year, language=language, expand=False)


def _both(english: str, chinese: str | None) -> Text:
    return Text(zh=chinese or in_chinese(english), en=english)


@cache
def _countries() -> Mapping[str, frozenset[str]]:
    from holidays import list_supported_countries

    return {country: frozenset(parts) for country, parts in list_supported_countries().items()}
