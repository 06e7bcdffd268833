"""Why a promise is due when it is: every local day from the event to the end, counted or skipped, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from amends.deadlines.calendar import Calendar, Free
from amends.deadlines.due import (
    IN_TIME,
    ON_A_CALENDAR,
    counts_first,
    due,
    end_of_last,
    in_utc,
    last_day,
    nominal_day,
    rolled,
)
from amends.deadlines.period import Period, Unit
from amends.policy.parts.base import Text
from amends.policy.parts.calendar import DayEnds, FirstDay

_INSTANT = timedelta(microseconds=1)
_LONG = (Unit.WEEKS, Unit.MONTHS, Unit.YEARS)
"""Their days are not told one by one."""
_WHILE_OPEN = (Unit.SAME_DAY, Unit.WORKING_HOURS)
_AFTER_THE_EVENT = (Unit.NEXT_DAY, Unit.NEXT_WORKING_DAY)


class EndRule(StrEnum):
    """What fixes the hour of a due time."""

    AT_ONCE = "at-once"
    RUNNING_HOURS = "running-hours"
    WORKING_HOURS = "working-hours"
    END_OF_DAY = "end-of-day"
    CLOSE_OF_BUSINESS = "close-of-business"


class SkipReason(StrEnum):
    DAY_OF_EVENT = "day-of-the-event"
    NOT_A_WORKING_DAY = "not-a-working-day"
    PUBLIC_HOLIDAY = "public-holiday"
    CLOSED = "closed"
    AFTER_CLOSING = "after-closing"


_REASONS = {why: SkipReason(why) for why in Free}


@dataclass(frozen=True, slots=True)
class Skipped:
    day: date
    reason: SkipReason
    name: Text | None = None
    """Of the holiday, or why the organisation was closed."""


@dataclass(frozen=True, slots=True)
class MadeUp:
    day: date
    name: Text


@dataclass(frozen=True, slots=True)
class Explanation:
    start: datetime
    due: datetime
    period: Period
    zone: str
    ends: EndRule
    counted: tuple[date, ...] = ()
    """As many local dates as the period has days; the last one is the day it ends on."""
    skipped: tuple[Skipped, ...] = ()
    moved_from: date | None = None
    """The last calendar day, when it was no working day and the period therefore ends later."""
    made_up: tuple[MadeUp, ...] = ()
    """Those counted that are worked although their weekday is free."""
    uncovered: tuple[int, ...] = ()
    """Years reckoned with although nobody had published their public holidays."""

    @property
    def unit(self) -> Unit:
        return self.period.unit

    def as_plain(self) -> dict[str, object]:
        """The same in JSON's own types, for the ledger and the pages."""
        plain: dict[str, object] = {
            "start": _written(self.start),
            "due": _written(self.due),
            "period": str(self.period),
            "unit": str(self.unit),
            "amount": self.period.amount,
            "zone": self.zone,
            "ends": str(self.ends),
            "counted": [day.isoformat() for day in self.counted],
            "skipped": [_skipped(skip) for skip in self.skipped],
            "moved_from": self.moved_from.isoformat() if self.moved_from else None,
        }
        if self.made_up:
            plain["made_up"] = [{"day": m.day.isoformat(), "name": _both(m.name)} for m in self.made_up]
        if self.uncovered:
            plain["uncovered"] = list(self.uncovered)
        return plain


def explain(start: datetime, period: Period, calendar: Calendar) -> Explanation:
    """The due time with every local day from the event to it, counted or skipped, and why."""
    start, unit, zone = in_utc(start), period.unit, calendar.zone.key
    if unit in IN_TIME or unit is Unit.WORKING_HOURS:
        end = due(start, period, calendar)
    if unit in IN_TIME:
        return Explanation(
            start, end, period, zone, EndRule.AT_ONCE if end == start else EndRule.RUNNING_HOURS
        )
    asked_from = first = calendar.day_of(start)
    if unit is Unit.WORKING_HOURS:
        # Work may end at midnight, which belongs to the day it ends.
        last = calendar.day_of(end - _INSTANT)
    elif unit in ON_A_CALENDAR:
        asked_from = nominal_day(start, period, calendar)
        last = rolled(asked_from, calendar)
    else:
        last = last_day(start, period, calendar)
    if unit is not Unit.WORKING_HOURS:
        end = end_of_last(last, unit, calendar)
    counted, skipped = _told(start, first, last, asked_from, unit, calendar)
    asks = calendar.roll or unit not in ON_A_CALENDAR
    return Explanation(
        start,
        end,
        period,
        zone,
        _end_rule(unit, last, calendar),
        () if unit in _LONG else counted,
        skipped,
        asked_from if unit in ON_A_CALENDAR and asked_from != last else None,
        _made_up(counted, asked_from, calendar) if calendar.worked else (),
        calendar.uncovered(asked_from, last) if asks else (),
    )


def _told(
    start: datetime, first: date, last: date, asked_from: date, unit: Unit, calendar: Calendar
) -> tuple[tuple[date, ...], tuple[Skipped, ...]]:
    """From the day of the event on; of a period of calendar days only its end must be a working day."""
    counted: list[date] = []
    skipped: list[Skipped] = []
    begin, any_day = first.toordinal(), unit in ON_A_CALENDAR and not calendar.roll
    if event := _event_skipped(start, last, unit, calendar):
        skipped.append(event)
        begin += 1
    for ordinal in range(begin, last.toordinal() + 1):
        day = date.fromordinal(ordinal)
        off = None if any_day or day < asked_from else calendar.why_free(day)
        if off is None:
            counted.append(day)
        else:
            skipped.append(Skipped(day, _REASONS[off.why], off.name))
    return tuple(counted), tuple(skipped)


def _made_up(counted: Sequence[date], asked_from: date, calendar: Calendar) -> tuple[MadeUp, ...]:
    return tuple(
        MadeUp(day, name) for day in counted if day >= asked_from and (name := calendar.made_up(day))
    )


def _event_skipped(start: datetime, last: date, unit: Unit, calendar: Calendar) -> Skipped | None:
    today = calendar.day_of(start)
    if unit in _WHILE_OPEN:
        late = today < last and calendar.works_on(today) and start >= calendar.close_of(today)
        return Skipped(today, SkipReason.AFTER_CLOSING) if late else None
    if unit not in _AFTER_THE_EVENT and counts_first(start, calendar):
        return None
    over = calendar.first_day is FirstDay.SAME and unit not in _AFTER_THE_EVENT
    return Skipped(today, SkipReason.AFTER_CLOSING if over else SkipReason.DAY_OF_EVENT)


def _end_rule(unit: Unit, last: date, calendar: Calendar) -> EndRule:
    if unit is Unit.WORKING_HOURS:
        return EndRule.WORKING_HOURS
    at_closing = calendar.day_ends is DayEnds.CLOSE and calendar.works_on(last)
    return EndRule.CLOSE_OF_BUSINESS if unit is Unit.SAME_DAY or at_closing else EndRule.END_OF_DAY


def _skipped(skip: Skipped) -> dict[str, object]:
    plain: dict[str, object] = {"day": skip.day.isoformat(), "reason": str(skip.reason)}
    return plain | {"name": _both(skip.name)} if skip.name is not None else plain


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _written(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")
