"""When a period ends, and why: pure arithmetic on the local dates of a tenant's calendar.

How days are counted follows the Civil Code of China, articles 200-204: hours run from the moment of the event;
the day of the event does not count; a period of days ends at 24:00 of its last day; a last day that is no
working day moves to the next one. 24:00 is the midnight that begins the following day, in the tenant's zone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from amends.deadlines.period import Period, Unit
from amends.policy.document import Hours

_DAY = timedelta(days=1)
_COUNTED = (Unit.HOURS, Unit.WORKING_DAYS, Unit.CALENDAR_DAYS)


@dataclass(frozen=True, slots=True)
class Calendar:
    zone: ZoneInfo
    days: frozenset[int]
    """ISO weekdays on which the tenant works, Monday = 1."""
    opens: time
    closes: time

    def __post_init__(self) -> None:
        if not self.days or not self.days <= set(range(1, 8)):
            raise ValueError("a calendar needs at least one working day, from 1 (Monday) to 7 (Sunday)")
        if not self.opens < self.closes:
            raise ValueError(
                f"opening time {self.opens:%H:%M} must be before closing time {self.closes:%H:%M}"
            )

    def works_on(self, day: date) -> bool:
        return day.isoweekday() in self.days

    def day_of(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def end_of(self, day: date) -> datetime:
        return self._moment(day + _DAY, time())

    def close_of(self, day: date) -> datetime:
        return self._moment(day, self.closes)

    def working_day_from(self, day: date) -> date:
        """That day, or the first working day after it."""
        while not self.works_on(day):
            day += _DAY
        return day

    def working_day_after(self, day: date, *, number: int = 1) -> date:
        """The n-th working day after that day; whole weeks are jumped, since every week is alike."""
        weeks, rest = divmod(number - 1, len(self.days))
        day += timedelta(weeks=weeks)
        for _ in range(rest + 1):
            day = self.working_day_from(day + _DAY)
        return day

    def _moment(self, day: date, at: time) -> datetime:
        # A local time the clocks skip means the moment of the change; one they repeat means the first of the two.
        return datetime.combine(day, at, tzinfo=self.zone).astimezone(UTC)


def calendar_from(hours: Hours, zone: str) -> Calendar:
    return Calendar(
        zone=zone_named(zone),
        days=frozenset(hours.days),
        opens=time.fromisoformat(hours.opens),
        closes=time.fromisoformat(hours.closes),
    )


def zone_named(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as unknown:  # ZoneInfo lets a folder's name through as an OSError
        raise ValueError(f"unknown time zone {name!r}") from unknown


class EndRule(StrEnum):
    """What fixes the hour of a due time."""

    AT_ONCE = "at-once"
    RUNNING_HOURS = "running-hours"
    END_OF_DAY = "end-of-day"
    CLOSE_OF_BUSINESS = "close-of-business"


class SkipReason(StrEnum):
    DAY_OF_EVENT = "day-of-the-event"
    NOT_A_WORKING_DAY = "not-a-working-day"
    AFTER_CLOSING = "after-closing"


@dataclass(frozen=True, slots=True)
class Skipped:
    day: date
    reason: SkipReason


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

    @property
    def unit(self) -> Unit:
        return self.period.unit

    def as_plain(self) -> dict[str, object]:
        """The same in JSON's own types, for the ledger and the pages."""
        return {
            "start": _written(self.start),
            "due": _written(self.due),
            "period": str(self.period),
            "unit": str(self.unit),
            "amount": self.period.amount,
            "zone": self.zone,
            "ends": str(self.ends),
            "counted": [day.isoformat() for day in self.counted],
            "skipped": [{"day": skip.day.isoformat(), "reason": str(skip.reason)} for skip in self.skipped],
            "moved_from": self.moved_from.isoformat() if self.moved_from else None,
        }


def due(start: datetime, period: Period, calendar: Calendar) -> datetime:
    """The last moment at which the promise is still kept, in UTC."""
    start = _in_utc(start)
    if period.unit in _COUNTED and period.amount < 1:
        raise ValueError(f"a period counts from 1, got {period}")
    last = _last_day(start, period, calendar)
    if last is None:
        return start + timedelta(hours=period.amount if period.unit is Unit.HOURS else 0)
    return calendar.close_of(last) if period.unit is Unit.SAME_DAY else calendar.end_of(last)


def explain(start: datetime, period: Period, calendar: Calendar) -> Explanation:
    """The due time with every local day from the event to it, counted or skipped, and why."""
    start, end, zone = _in_utc(start), due(start, period, calendar), calendar.zone.key
    last = _last_day(start, period, calendar)
    if last is None:
        rule = EndRule.AT_ONCE if period.unit is Unit.NOW else EndRule.RUNNING_HOURS
        return Explanation(start, end, period, zone, rule)
    first = calendar.day_of(start)
    nominal = first + _DAY * period.amount if period.unit is Unit.CALENDAR_DAYS else last
    counted: list[date] = []
    skipped: list[Skipped] = []
    for day in (first + _DAY * n for n in range((last - first).days + 1)):
        if (reason := _why_skipped(day, first, nominal, last, period.unit, calendar)) is None:
            counted.append(day)
        else:
            skipped.append(Skipped(day, reason))
    rule = EndRule.CLOSE_OF_BUSINESS if period.unit is Unit.SAME_DAY else EndRule.END_OF_DAY
    moved_from = nominal if nominal != last else None
    return Explanation(start, end, period, zone, rule, tuple(counted), tuple(skipped), moved_from)


def _last_day(start: datetime, period: Period, calendar: Calendar) -> date | None:
    """The local day on which the period ends; None where no days are counted."""
    today = calendar.day_of(start)
    match period.unit:
        case Unit.WORKING_DAYS:
            return calendar.working_day_after(today, number=period.amount)
        case Unit.CALENDAR_DAYS:
            return calendar.working_day_from(today + _DAY * period.amount)
        case Unit.SAME_DAY if calendar.works_on(today) and start < calendar.close_of(today):
            return today
        case Unit.SAME_DAY | Unit.NEXT_WORKING_DAY:
            return calendar.working_day_after(today)
        case Unit.NOW | Unit.HOURS:
            return None


def _why_skipped(
    day: date, first: date, nominal: date, last: date, unit: Unit, calendar: Calendar
) -> SkipReason | None:
    if day == first and unit is not Unit.SAME_DAY:
        return SkipReason.DAY_OF_EVENT
    rests = not calendar.works_on(day)
    if unit is Unit.CALENDAR_DAYS:  # only the last day must be a working day
        return SkipReason.NOT_A_WORKING_DAY if rests and day >= nominal else None
    if rests:
        return SkipReason.NOT_A_WORKING_DAY
    return SkipReason.AFTER_CLOSING if unit is Unit.SAME_DAY and day < last else None


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone cannot start a period")
    return moment.astimezone(UTC)


def _written(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")
