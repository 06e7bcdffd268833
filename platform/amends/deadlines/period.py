"""How long a promise runs: an amount and a unit, written `24 h`, `3 wd`, `now` in a policy."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    NOW = "now"
    """At once; due when it starts."""
    HOURS = "h"
    """Running hours, nights and holidays included."""
    WORKING_DAYS = "wd"
    """Working days of the tenant's calendar; the day of the event does not count."""
    CALENDAR_DAYS = "d"
    """Calendar days; the day of the event does not count."""
    SAME_DAY = "same day"
    """Until close of business on the day it starts (the next working day, if that one is none)."""
    NEXT_WORKING_DAY = "next wd"


@dataclass(frozen=True, slots=True)
class Period:
    amount: int
    unit: Unit

    def __str__(self) -> str:
        return str(self.unit) if self.unit in _WITHOUT_AMOUNT else f"{self.amount} {self.unit}"


_WITHOUT_AMOUNT = (Unit.NOW, Unit.SAME_DAY, Unit.NEXT_WORKING_DAY)


def parse_period(text: str) -> Period:
    """Read `2 h`, `3 wd`, `7 d`, `now`, `same day`, `next wd`; ValueError says what was expected."""
    for unit in _WITHOUT_AMOUNT:
        if text == unit:
            return Period(0, unit)
    match = re.fullmatch(r"([1-9]\d{0,3}) (h|wd|d)", text)
    if match is None:
        raise ValueError(f"expected a period such as '24 h', '3 wd', '7 d', 'now', 'same day', got {text!r}")
    return Period(int(match[1]), Unit(match[2]))
