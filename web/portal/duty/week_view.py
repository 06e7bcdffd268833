"""A week of a roster, day by day: who is on duty at which hours, and when nobody is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from amends.deadlines.calendar import Calendar, Free
from amends.people.cover import Stretch, needed, uncovered
from amends.people.tables import Absence, DutyShift, Person, PersonStatus
from web.formats import iso, short_day_text, time_text
from web.i18n import current_language, gettext
from web.i18n import mark as _
from web.portal.duty.asking import HERE, Asked

_FREE = {
    Free.WEEKDAY: _("day off"),
    Free.HOLIDAY: _("public holiday"),
    Free.CLOSED: _("closed"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Who reads the week, and when; `people` is everybody by id, `absences` are theirs around this week."""

    now: datetime
    me: UUID | None
    may_manage: bool
    people: Mapping[UUID, Person]
    absences: Sequence[Absence]


def week_view(asked: Asked, shifts: Sequence[DutyShift], reading: Reading) -> list[dict[str, Any]]:
    """By day: {text, iso, today, over, off_text, parts: list of {kind, time_text, name, …}}, in order of time."""
    gaps = gaps_of(asked, shifts, now=reading.now)
    return [_day(asked, asked.monday + timedelta(days=number), shifts, gaps, reading) for number in range(7)]


def gaps_of(asked: Asked, shifts: Sequence[DutyShift], *, now: datetime) -> list[Stretch]:
    """What is over can no more be filled."""
    begins = max(asked.begins, now.replace(second=0, microsecond=0))
    if not asked.roster or begins >= asked.ends:
        return []
    outside = asked.rosters[asked.roster].outside_hours
    wanted = needed(asked.desk.calendar, outside_hours=outside, begins=begins, ends=asked.ends)
    return uncovered(wanted, [(row.begins_at, row.ends_at) for row in shifts])


def hours_text(begins: datetime, ends: datetime, *, day: Stretch, asked: Asked) -> str:
    """What of a stretch lies within this day."""
    starts, stops = begins >= day[0], ends <= day[1]
    values = {
        "from": time_text(begins, zone=asked.zone),
        "until": "24:00" if ends == day[1] else time_text(ends, zone=asked.zone),
    }
    if starts and stops:
        whole = (begins, ends) == day
        return gettext("all day") if whole else f"{values['from']}–{values['until']}"
    if starts:
        return gettext("from %(from)s") % values
    return gettext("until %(until)s") % values if stops else gettext("all day")


def _day(
    asked: Asked, day: date, shifts: Iterable[DutyShift], gaps: Iterable[Stretch], reading: Reading
) -> dict[str, Any]:
    span = (asked.midnight(day), asked.midnight(day + timedelta(days=1)))
    parts = [*_shifts(asked, span, shifts, reading), *_gaps(asked, span, gaps, reading)]
    return {
        "text": short_day_text(day),
        "iso": day.isoformat(),
        "today": span[0] <= reading.now < span[1],
        "over": span[1] <= reading.now,
        "off_text": off_text(asked.desk.calendar, day),
        "parts": [part for _at, part in sorted(parts, key=lambda pair: pair[0])],
    }


def off_text(calendar: Calendar, day: date) -> str:
    """Why nobody works on that day, or why people do although the week has it off; else nothing."""
    language = current_language()
    made_up = calendar.made_up(day)
    if made_up is not None:
        return gettext("worked: %(name)s") % {"name": made_up.in_language(language)}
    off = calendar.why_free(day)
    if off is None:
        return ""
    return off.name.in_language(language) if off.name is not None else gettext(_FREE[off.why])


def _shifts(
    asked: Asked, day: Stretch, shifts: Iterable[DutyShift], reading: Reading
) -> Iterator[tuple[datetime, dict[str, Any]]]:
    for row in shifts:
        begins, ends = row.begins_at, row.ends_at
        if begins < day[1] and ends > day[0]:
            runs = begins <= reading.now < ends
            yield (
                max(begins, day[0]),
                {
                    "kind": "shift",
                    "time_text": hours_text(begins, ends, day=day, asked=asked),
                    "from_iso": iso(begins),
                    "name": str(reading.people[row.person_id].name),
                    "goes_on": begins < day[0],
                    "problem": problem_of(row, reading),
                    "runs": runs and day[0] <= reading.now < day[1],
                    "mine": row.person_id == reading.me,
                    "over": ends <= reading.now,
                    "url": f"{HERE}/shifts/{row.id}" if reading.may_manage and ends > reading.now else "",
                },
            )


def problem_of(row: DutyShift, reading: Reading) -> str:
    """Why somebody who is on duty may not answer."""
    status = reading.people[row.person_id].status
    if status == PersonStatus.SUSPENDED:
        return gettext("suspended")
    if status == PersonStatus.INVITED:
        return gettext("has not joined yet")
    away = any(
        each.person_id == row.person_id
        and each.begins_at < row.ends_at
        and (each.ends_at is None or each.ends_at > row.begins_at)
        for each in reading.absences
    )
    return gettext("away") if away and row.ends_at > reading.now else ""


def _gaps(
    asked: Asked, day: Stretch, gaps: Iterable[Stretch], reading: Reading
) -> Iterator[tuple[datetime, dict[str, Any]]]:
    for begins, ends in gaps:
        if begins < day[1] and ends > day[0]:
            given = {"roster": asked.roster, "begins": _typed(begins, asked), "ends": _typed(ends, asked)}
            yield (
                max(begins, day[0]),
                {
                    "kind": "gap",
                    "time_text": hours_text(begins, ends, day=day, asked=asked),
                    "from_iso": iso(begins),
                    "url": f"{HERE}/shifts/new?{urlencode(given)}" if reading.may_manage else "",
                },
            )


def _typed(moment: datetime, asked: Asked) -> str:
    """As a field of date and time writes it."""
    return f"{moment.astimezone(asked.zone):%Y-%m-%dT%H:%M}"
