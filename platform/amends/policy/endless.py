"""Periods that no clock could reckon: a week with next to no working time in it, or an amount somebody mistyped. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from amends.deadlines.period import Period, Unit
from amends.policy.document import Policy

LONGEST_YEARS = 100
_WEEKS_A_YEAR = 365.25 / 7


def endless(policy: Policy) -> Iterator[str]:
    """One line each, as `amends.policy.checks` says them."""
    minutes = sum(_minutes(span) for spans in policy.calendar.week.values() for span in spans)
    days = len(policy.calendar.days)
    if not days or minutes <= 0:
        return  # said of the week itself
    for place, period in periods_in(policy, ""):
        weeks = {
            Unit.WORKING_HOURS: period.amount * 60 / minutes,
            Unit.WORKING_DAYS: period.amount / days,
            Unit.WEEKS: period.amount,
        }.get(period.unit, 0)
        if weeks > LONGEST_YEARS * _WEEKS_A_YEAR:
            yield f"{place}: {period} would take more than {LONGEST_YEARS} years of calendar.week"


def periods_in(value: object, place: str) -> Iterator[tuple[str, Period]]:
    """All of them, wherever they stand."""
    if isinstance(value, Period):
        yield place, value
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from periods_in(getattr(value, name), f"{place}.{name}" if place else name)
    elif isinstance(value, Mapping):
        for code, each in value.items():
            yield from periods_in(each, f"{place}.{code}")
    elif isinstance(value, tuple | list):
        for number, each in enumerate(value, start=1):
            yield from periods_in(each, f"{place}.{number}")


def _minutes(span: str) -> int:
    return (int(span[6:8]) - int(span[:2])) * 60 + int(span[9:11]) - int(span[3:5])
