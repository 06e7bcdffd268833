"""A calendar with every date in it: what a calendar version holds, and nothing reads a holiday package afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import msgspec

from amends.policy.parts.base import Part, Text
from amends.policy.parts.calendar import CalendarPart, DayEnds, ExtraDay, FirstDay, IsoDate, Span, Weekday


class FreeDay(Part, frozen=True, kw_only=True):
    name: Text
    own: bool = False
    """The organisation's own closure, not a public holiday."""
    entered: bool = False
    """A public holiday the organisation entered, since no package knew it."""


class WorkedDay(Part, frozen=True, kw_only=True):
    name: Text
    periods: tuple[Span, ...]
    own: bool = False
    entered: bool = False


class ResolvedCalendar(Part, frozen=True, kw_only=True):
    zone: str
    week: dict[Weekday, tuple[Span, ...]]
    free: dict[IsoDate, FreeDay] = msgspec.field(default_factory=dict)
    worked: dict[IsoDate, WorkedDay] = msgspec.field(default_factory=dict)
    """Made-up and extra days."""
    holidays: str = ""
    """Whose public holidays; empty: nobody's."""
    covered: tuple[int, ...] = ()
    """Years whose public holidays were known when this was published."""
    first_day: FirstDay = FirstDay.NEXT
    day_ends: DayEnds = DayEnds.MIDNIGHT
    roll: bool = True


@dataclass(frozen=True, slots=True)
class PublicDays:
    """What is known of a region's public holidays."""

    covered: tuple[int, ...] = ()
    free: Mapping[date, Text] = field(default_factory=dict)
    worked: Mapping[date, Text] = field(default_factory=dict)
    """Made-up working days (调休)."""


def resolved(part: CalendarPart, zone: str, public: PublicDays) -> ResolvedCalendar:
    """Own closures outweigh own extra days, those outweigh what is public; what was entered outweighs the packages."""
    usual = _usual(part.week)
    free, worked = _public(part, public, usual)
    worked |= {written: _extra(part, written, extra, usual) for written, extra in part.extra_days.items()}
    free = {written: day for written, day in free.items() if written not in part.extra_days}
    free |= {written: FreeDay(name=name, own=True) for written, name in part.closures.items()}
    return ResolvedCalendar(
        zone=zone,
        week={day: part.week[day] for day in sorted(part.week) if part.week[day]},
        free=dict(sorted(free.items())),
        worked=dict(sorted((written, day) for written, day in worked.items() if written not in free)),
        holidays=part.holidays,
        covered=tuple(sorted({*public.covered, *part.announced_years})) if part.holidays else (),
        first_day=part.first_day,
        day_ends=part.day_ends,
        roll=part.roll,
    )


def extended(calendar: ResolvedCalendar, anew: ResolvedCalendar) -> ResolvedCalendar:
    """With the years `anew` knows beyond it; what was published of the others stays as it was published."""
    years = {year for year in anew.covered if year not in calendar.covered}
    usual = _usual(calendar.week)
    free = {
        w: d for w, d in anew.free.items() if not d.own and _year(w) in years and w not in calendar.worked
    }
    worked = {
        w: WorkedDay(name=d.name, periods=calendar.week.get(_weekday(w), usual), entered=d.entered)
        for w, d in anew.worked.items()
        if not d.own and _year(w) in years and w not in calendar.free
    }
    return msgspec.structs.replace(
        calendar,
        free=dict(sorted((free | calendar.free).items())),
        worked=dict(sorted((worked | calendar.worked).items())),
        covered=tuple(sorted(years | set(calendar.covered))),
    )


def _public(
    part: CalendarPart, public: PublicDays, usual: tuple[Span, ...]
) -> tuple[dict[str, FreeDay], dict[str, WorkedDay]]:
    free = {day.isoformat(): FreeDay(name=name) for day, name in public.free.items()}
    worked = {
        day.isoformat(): WorkedDay(name=name, periods=_hours(part, day, usual))
        for day, name in public.worked.items()
    }
    for written, said in part.announced.items():
        free.pop(written, None)
        if said.works:
            hours = _hours(part, date.fromisoformat(written), usual)
            worked[written] = WorkedDay(name=said.name, periods=hours, entered=True)
        else:
            free[written] = FreeDay(name=said.name, entered=True)
    return free, worked


def _extra(part: CalendarPart, written: str, extra: ExtraDay, usual: tuple[Span, ...]) -> WorkedDay:
    periods = extra.periods or _hours(part, date.fromisoformat(written), usual)
    return WorkedDay(name=extra.name, periods=periods, own=True)


def _hours(part: CalendarPart, day: date, usual: tuple[Span, ...]) -> tuple[Span, ...]:
    return part.week.get(str(day.isoweekday())) or usual


def _usual(week: Mapping[str, Sequence[str]]) -> tuple[Span, ...]:
    """The hours of the week's first working day: those of a day that makes up for one."""
    return next((tuple(week[day]) for day in sorted(week) if week[day]), ())


def _year(written: str) -> int:
    return int(written[:4])


def _weekday(written: str) -> str:
    return str(date.fromisoformat(written).isoweekday())
