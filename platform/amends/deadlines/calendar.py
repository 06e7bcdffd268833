"""The calendar of an organisation: on which local days and at which hours it works, and why not on others.

Days are local dates of its time zone; 24:00 of a day is the midnight that begins the following one. Counting working
days or hours looks a year's table up and never walks from day to day, however long the period.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from amends.deadlines.resolved import PublicDays, ResolvedCalendar, resolved
from amends.deadlines.worktime import WorkTime, work_time
from amends.errors import DomainError
from amends.policy.parts.base import Text
from amends.policy.parts.calendar import CalendarPart, DayEnds, FirstDay

LONGEST_YEARS = 200
"""What takes longer is no promise: somebody mistyped the amount, or the week has next to no working time."""
_LAST_YEAR = 9990
_DAY = timedelta(days=1)
_MIDNIGHT = time()
MINUTES_A_DAY = 24 * 60

Periods = Sequence[tuple[int, int]]
"""Of one day, in order: the minutes of the day at which each begins and ends."""


class BeyondTheCalendar(DomainError):
    code = "beyond-the-calendar"
    status = 422
    message = "By this calendar that would take centuries: nobody can reckon when it ends."
    hint = "Choose a shorter time, or give the calendar more working hours."


class Free(StrEnum):
    """Why nobody works on a day."""

    WEEKDAY = "not-a-working-day"
    HOLIDAY = "public-holiday"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Off:
    why: Free
    name: Text | None = None


@dataclass(frozen=True, slots=True)
class Worked:
    """A day on which people work although its weekday or a holiday says otherwise."""

    name: Text
    periods: Periods


_BY_THE_WEEK = Off(Free.WEEKDAY)


class Calendar:
    """`week` from Monday; `covered`: the years whose public holidays are known, None where none are wanted."""

    def __init__(
        self,
        zone: ZoneInfo,
        week: Sequence[Periods],
        *,
        free: Mapping[date, Off] | None = None,
        worked: Mapping[date, Worked] | None = None,
        covered: Collection[int] | None = None,
        first_day: FirstDay = FirstDay.NEXT,
        day_ends: DayEnds = DayEnds.MIDNIGHT,
        roll: bool = True,
    ) -> None:
        if len(week) != 7 or not any(week):
            raise ValueError("a calendar needs at least one working day, from 1 (Monday) to 7 (Sunday)")
        self.zone, self.week = zone, tuple(tuple(periods) for periods in week)
        self.free, self.worked = dict(free or {}), dict(worked or {})
        self.covered = None if covered is None else frozenset(covered)
        self.first_day, self.day_ends, self.roll = first_day, day_ends, roll
        for periods in (*self.week, *(day.periods for day in self.worked.values())):
            _in_order(periods)
        self._working: dict[int, list[int]] = {}
        self._times: dict[int, WorkTime] = {}

    def periods_on(self, day: date) -> Periods:
        if day in self.free:
            return ()
        extra = self.worked.get(day)
        return extra.periods if extra is not None else self.week[day.weekday()]

    def works_on(self, day: date) -> bool:
        return bool(self.periods_on(day))

    def why_free(self, day: date) -> Off | None:
        """None on a working day. A weekend within a holiday is told as the holiday."""
        off = self.free.get(day)
        if off is not None or self.week[day.weekday()] or day in self.worked:
            return off
        return _BY_THE_WEEK

    def made_up(self, day: date) -> Text | None:
        """What a day is called that is worked only because it was said so."""
        extra = self.worked.get(day)
        return extra.name if extra is not None and not self.week[day.weekday()] else None

    def uncovered(self, first: date, last: date) -> tuple[int, ...]:
        """The years between two days whose public holidays nobody had published."""
        if self.covered is None:
            return ()
        return tuple(year for year in range(first.year, last.year + 1) if year not in self.covered)

    def day_of(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def end_of(self, day: date) -> datetime:
        if day.year > _LAST_YEAR:
            raise BeyondTheCalendar()
        return self._moment(day + _DAY, _MIDNIGHT)

    def close_of(self, day: date) -> datetime:
        """Its end where nobody works on it."""
        periods = self.periods_on(day)
        return self.at(day, periods[-1][1]) if periods else self.end_of(day)

    def last_moment(self, day: date) -> datetime:
        """When a period is over whose last day this is."""
        return self.close_of(day) if self.day_ends is DayEnds.CLOSE else self.end_of(day)

    def at(self, day: date, minute: int) -> datetime:
        if minute == MINUTES_A_DAY:
            return self.end_of(day)
        return self._moment(day, time(minute // 60, minute % 60))

    def working_day_from(self, day: date) -> date:
        """That day, or the first working day after it."""
        return day if self.works_on(day) else self.working_day_after(day)

    def working_day_after(self, day: date, *, number: int = 1) -> date:
        """The n-th working day after that day."""
        year, table = day.year, self._working_days(day.year)
        last = _last_year(year)
        place = bisect_right(table, day.toordinal()) + number - 1
        while place >= len(table):
            place -= len(table)
            year = _next(year, last)
            table = self._working_days(year)
        return date.fromordinal(table[place])

    def working_days_between(self, after: date, until: date) -> int:
        """How many come after the one day and not after the other."""
        if until <= after:
            return 0
        begun, ended = self._working_days(after.year), self._working_days(until.year)
        number = bisect_right(ended, until.toordinal()) - bisect_right(begun, after.toordinal())
        return number + sum(len(self._working_days(year)) for year in range(after.year, until.year))

    def worked_between(self, start: datetime, end: datetime) -> timedelta:
        """How much was worked between two moments (in UTC)."""
        if end <= start:
            return timedelta()
        (first, begun), (last, ended) = self._work_time_at(start), self._work_time_at(end)
        whole = sum((self._work_time(year).total for year in range(first, last)), timedelta())
        return whole + ended.until(end) - begun.until(start)

    def after_work(self, start: datetime, worked: timedelta) -> datetime:
        """When as much time was worked since `start` (in UTC); `worked` is more than nothing."""
        year, table = self._work_time_at(start)
        wanted, last = table.until(start) + worked, _last_year(year)
        while wanted > table.total:
            wanted -= table.total
            year = _next(year, last)
            table = self._work_time(year)
        return table.moment(wanted)

    def _work_time_at(self, moment: datetime) -> tuple[int, WorkTime]:
        year = moment.year
        table = self._times.get(year) or self._work_time(year)
        if table.begun <= moment < table.over:
            return year, table
        year += (
            1 if moment >= table.over else -1
        )  # where the work is done it is another year still, or already
        return year, self._work_time(year)

    def _working_days(self, year: int) -> list[int]:
        """Their ordinals, in order; made when first asked for."""
        table = self._working.get(year)
        if table is None:
            works = [bool(periods) for periods in self.week]
            first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
            days = {ordinal for ordinal in range(first, last + 1) if works[(ordinal - 1) % 7]}
            days |= {day.toordinal() for day in self.worked if day.year == year}
            days -= {day.toordinal() for day in self.free if day.year == year}
            table = self._working[year] = sorted(days)
        return table

    def _work_time(self, year: int) -> WorkTime:
        table = self._times.get(year)
        if table is None:
            days = (date.fromordinal(ordinal) for ordinal in self._working_days(year))
            table = self._times[year] = work_time(
                self.at(date(year, 1, 1), 0),
                self.end_of(date(year, 12, 31)),
                (
                    (self.at(day, opens), self.at(day, closes))
                    for day in days
                    for opens, closes in self.periods_on(day)
                ),
            )
        return table

    def _moment(self, day: date, at: time) -> datetime:
        # A local time the clocks skip means the moment of the change; one they repeat means the first of the two.
        return datetime.combine(day, at, tzinfo=self.zone).astimezone(UTC)


def _last_year(begun: int) -> int:
    return min(begun + LONGEST_YEARS, _LAST_YEAR)


def _next(year: int, last: int) -> int:
    if year >= last:
        raise BeyondTheCalendar()
    return year + 1


def calendar_of(document: ResolvedCalendar) -> Calendar:
    return Calendar(
        zone_named(document.zone),
        [_periods(document.week.get(str(day), ())) for day in range(1, 8)],
        free={
            date.fromisoformat(written): Off(Free.CLOSED if day.own else Free.HOLIDAY, day.name)
            for written, day in document.free.items()
        },
        worked={
            date.fromisoformat(written): Worked(day.name, _periods(day.periods))
            for written, day in document.worked.items()
        },
        covered=document.covered if document.holidays else None,
        first_day=document.first_day,
        day_ends=document.day_ends,
        roll=document.roll,
    )


def calendar_without_holidays(part: CalendarPart, zone: str) -> Calendar:
    """Of a policy alone: for cases that were lodged before calendars were published."""
    return calendar_of(replace(resolved(part, zone, PublicDays()), holidays=""))


def zone_named(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as unknown:  # ZoneInfo lets a folder's name through as an OSError
        raise ValueError(f"unknown time zone {name!r}") from unknown


def _periods(spans: Sequence[str]) -> Periods:
    return tuple((_minute(span[:5]), _minute(span[6:])) for span in spans)


def _minute(written: str) -> int:
    return int(written[:2]) * 60 + int(written[3:])


def _in_order(periods: Periods) -> None:
    before = 0
    for opens, closes in periods:
        if not before <= opens < closes <= MINUTES_A_DAY:
            raise ValueError(
                f"working periods must be in order, opening time before closing time, got {list(periods)}"
            )
        before = closes
