"""How long a promise runs: an amount and a unit, written `24 h`, `3 wd`, `now` in a policy."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache


class Unit(StrEnum):
    NOW = "now"
    """At once; due when it starts."""
    MINUTES = "min"
    HOURS = "h"
    """Running hours, nights and holidays included; minutes likewise."""
    WORKING_HOURS = "wh"
    """Time within the working periods of the tenant's calendar."""
    WORKING_DAYS = "wd"
    """Working days of the tenant's calendar; the day of the event does not count."""
    CALENDAR_DAYS = "d"
    """Calendar days; the day of the event does not count."""
    WEEKS = "w"
    MONTHS = "mo"
    """Until the corresponding day of a later month, or that month's last day; years likewise."""
    YEARS = "y"
    SAME_DAY = "same day"
    """Until close of business on the day it starts (the next working day, if that one is none)."""
    NEXT_DAY = "next day"
    NEXT_WORKING_DAY = "next wd"


class Period(tuple[int, Unit]):
    """An amount and a unit. No dataclass: msgspec reads one from a table, and a policy writes a period as text."""

    __slots__ = ()

    def __new__(cls, amount: int, unit: Unit) -> Period:
        return super().__new__(cls, (amount, unit))

    def __getnewargs__(self) -> tuple[int, Unit]:
        return (self.amount, self.unit)

    @property
    def amount(self) -> int:
        return self[0]

    @property
    def unit(self) -> Unit:
        return self[1]

    def __repr__(self) -> str:
        return f"Period({self})"

    def __str__(self) -> str:
        return str(self.unit) if self.unit in _WITHOUT_AMOUNT else f"{self.amount} {self.unit}"


_WITHOUT_AMOUNT = (Unit.NOW, Unit.SAME_DAY, Unit.NEXT_DAY, Unit.NEXT_WORKING_DAY)
_WITH_AMOUNT = re.compile(r"([1-9]\d{0,3}) (min|h|wh|wd|d|w|mo|y)")
_MOST = {Unit.MONTHS: 1200, Unit.YEARS: 100}


@lru_cache(maxsize=1024)
def parse_period(text: str) -> Period:
    """Read `30 min`, `2 h`, `4 wh`, `3 wd`, `7 d`, `2 w`, `6 mo`, `1 y`, `now`, `same day`, `next day`, `next wd`."""
    for unit in _WITHOUT_AMOUNT:
        if text == unit:
            return Period(0, unit)
    match = _WITH_AMOUNT.fullmatch(text)
    period = Period(int(match[1]), Unit(match[2])) if match else None
    if period is None or period.amount > _MOST.get(period.unit, period.amount):
        raise ValueError(f"expected a period such as '24 h', '3 wd', '7 d', 'now', 'same day', got {text!r}")
    return period
