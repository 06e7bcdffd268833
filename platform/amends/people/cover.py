"""When a duty roster needs somebody, and when it has nobody. Pure: moments in, stretches of time out, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from amends.deadlines.calendar import Calendar

Stretch = tuple[datetime, datetime]
"""From the one moment until just before the other."""


def needed(calendar: Calendar, *, outside_hours: bool, begins: datetime, ends: datetime) -> list[Stretch]:
    """Of this time, what a roster is for: nights, weekends and holidays, or else the working hours."""
    working = list(_working(calendar, begins, ends))
    return uncovered([(begins, ends)], working) if outside_hours else working


def uncovered(wanted: Iterable[Stretch], covered: Iterable[Stretch]) -> list[Stretch]:
    """What of the one lies in none of the other, however these overlap each other."""
    others = sorted(covered)
    return [gap for begins, ends in wanted for gap in _left_of(begins, ends, others)]


def _left_of(begins: datetime, ends: datetime, covered: Iterable[Stretch]) -> Iterator[Stretch]:
    for comes, goes in covered:
        if goes <= begins or comes >= ends:
            continue
        if comes > begins:
            yield begins, comes
        begins = max(begins, goes)
    if begins < ends:
        yield begins, ends


def _working(calendar: Calendar, begins: datetime, ends: datetime) -> Iterator[Stretch]:
    day, last = calendar.day_of(begins), calendar.day_of(ends)
    while day <= last:
        if periods := calendar.periods_on(day):
            # A break in the middle of a working day is nobody's night duty.
            came, went = calendar.at(day, periods[0][0]), calendar.at(day, periods[-1][1])
            if max(came, begins) < min(went, ends):
                yield max(came, begins), min(went, ends)
        day += timedelta(days=1)
