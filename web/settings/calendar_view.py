"""A published calendar in the reader's words: its facts, its days off and made-up days, what renewing would move."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from amends.deadlines.calendar import Calendar
from amends.deadlines.resolved import ResolvedCalendar
from amends.policy.document import Policy
from amends.policy.parts.calendar import DayEnds, FirstDay
from tenants.calendar_affected import Affected
from tenants.calendar_corrections import Correction
from tenants.calendars import document_of
from tenants.tables import CalendarVersion
from web.formats import iso, moment_text, short_day_text, territory_text
from web.i18n import current_language, gettext
from web.i18n import mark as _
from web.promises import due_text, still_text
from web.settings.addresses import CALENDAR
from web.wording import clock_text

MOST_MOVING = 200
_ONE_DAY = timedelta(days=1)
_ITEMS = {"zh": "、", "en": ", "}
_DAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))


def in_force_facts(version: CalendarVersion, who: str, *, zone: ZoneInfo) -> list[tuple[str, str]]:
    document = document_of(version)
    years = joined(document.covered) if document.holidays else ""
    return [
        (gettext("Calendar"), gettext("number %(number)s") % {"number": version.number}),
        (gettext("Published"), moment_text(version.published_at, zone=zone)),
        (gettext("By"), who or gettext("Amends, by itself")),
        (gettext("Why"), str(version.reason or "")),
        (gettext("Time zone"), document.zone),
        (gettext("Public holidays of"), _region(document.holidays)),
        (gettext("Years known"), years if years or not document.holidays else gettext("none")),
        (gettext("How days are counted"), _counting(document)),
    ]


def _region(code: str) -> str:
    """A country as the reader calls it, and which part of it."""
    if not code:
        return gettext("nowhere: they are days like others")
    country, _dash, part = code.partition("-")
    name = territory_text(country)
    return gettext("%(country)s, %(part)s") % {"country": name, "part": part} if part else name


def _counting(document: ResolvedCalendar) -> str:
    same, closing = document.first_day is FirstDay.SAME, document.day_ends is DayEnds.CLOSE
    sentences = [
        gettext("The day of the event counts.") if same else gettext("The day of the event does not count."),
        gettext("The last day ends at closing time.")
        if closing
        else gettext("The last day ends at midnight."),
        gettext("Calendar days that end on a day off end on the next working day.")
        if document.roll
        else gettext("Calendar days may end on a day off."),
    ]
    return ("" if current_language() == "zh" else " ").join(sentences)


def coverage(document: ResolvedCalendar, *, now: datetime) -> str:
    """What is missing of this year and the next, in a sentence; "" when nothing is."""
    here = now.astimezone(ZoneInfo(document.zone)).year
    missing = [year for year in (here, here + 1) if document.holidays and year not in document.covered]
    if not missing:
        return ""
    text = gettext(
        "The public holidays of %(years)s are not in this calendar: until they are, its weekdays are counted as usual."
    )
    sentences = [text % {"years": joined(missing)}]
    if document.holidays == "CN":
        sentences.append(gettext("China announces them in November of the year before."))
    sentences.append(gettext("They can be entered by hand before that, in the policy under Calendar."))
    return ("" if current_language() == "zh" else " ").join(sentences)


def week_rows(calendar: Calendar) -> list[tuple[str, str]]:
    return [
        (gettext(name), _periods(periods) or gettext("closed"))
        for name, periods in zip(_DAYS, calendar.week, strict=True)
    ]


def _periods(periods: Iterable[tuple[int, int]]) -> str:
    return joined(f"{_time(opens)}–{_time(closes)}" for opens, closes in periods)


def _time(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def year_tabs(document: ResolvedCalendar | None, chosen: int, *, now: datetime) -> list[dict[str, Any]]:
    known = {int(day[:4]) for day in (*document.free, *document.worked)} if document else set()
    years = sorted({now.year, now.year + 1, chosen, *known, *(document.covered if document else ())})
    return [
        {"url": f"{CALENDAR}?year={year}", "text": str(year), "current": year == chosen, "count": None}
        for year in years
    ]


def days_of(document: ResolvedCalendar, year: int) -> list[dict[str, str]]:
    """Days in a row that are called the same stand in one line."""
    found = sorted(_told(document, year))
    lines: list[tuple[date, date, str, str]] = []
    for day, kind, name in found:
        if lines and lines[-1][2:] == (kind, name) and day - lines[-1][1] == _ONE_DAY:
            lines[-1] = (lines[-1][0], day, kind, name)
        else:
            lines.append((day, day, kind, name))
    return [
        {"when": _span(first, last), "iso": first.isoformat(), "kind": kind, "name": name}
        for first, last, kind, name in lines
    ]


def _told(document: ResolvedCalendar, year: int) -> Iterator[tuple[date, str, str]]:
    language, start = current_language(), str(year)
    for written, off in document.free.items():
        if written.startswith(start):
            kind = "closed" if off.own else "holiday"
            yield date.fromisoformat(written), kind, off.name.in_language(language)
    for written, on in document.worked.items():
        if written.startswith(start):
            periods = joined(span.replace("-", "–") for span in on.periods)
            name = gettext("%(name)s: %(periods)s") % {
                "name": on.name.in_language(language),
                "periods": periods,
            }
            yield date.fromisoformat(written), "worked", name


def _span(first: date, last: date) -> str:
    one, other = short_day_text(first), short_day_text(last)
    return one if first == last else gettext("%(first)s to %(last)s") % {"first": one, "last": other}


def moving_views(moving: Sequence[Affected], policy: Policy, *, zone: ZoneInfo) -> list[dict[str, str]]:
    """What stands still has no date, neither now nor then: it is reckoned with the new years when it runs on."""
    return [
        {
            "number": each.number,
            "url": f"/portal/cases/{each.complaint_id}",
            "clock": clock_text(policy, each.move.before.kind),
            **_dates(each, zone),
        }
        for each in moving
    ]


def _dates(each: Affected, zone: ZoneInfo) -> dict[str, str]:
    since = each.move.before.paused_since
    if since is not None:
        still = {"old_text": still_text(since, zone=zone), "old_iso": iso(since.astimezone(zone))}
        return {**still, "new_text": "", "new_iso": ""}
    return {
        "old_text": due_text(each.old_due, zone=zone),
        "old_iso": iso(each.old_due.astimezone(zone)),
        "new_text": due_text(each.new_due, zone=zone),
        "new_iso": iso(each.new_due.astimezone(zone)),
    }


def correction_views(found: Sequence[Correction]) -> list[dict[str, Any]]:
    return [
        {
            "when": f"{short_day_text(date.fromisoformat(each.day))} {each.day[:4]}"
            if current_language() == "en"
            else f"{each.day[:4]}年{short_day_text(date.fromisoformat(each.day))}",
            "name": each.name.in_language(current_language()),
            "free": each.free,
        }
        for each in found
    ]


def version_views(
    listed: Sequence[tuple[CalendarVersion, str]], in_force: UUID | None, *, zone: ZoneInfo
) -> list[dict[str, Any]]:
    numbers = {version.id: version.number for version, _who in listed}
    return [
        {
            "number": version.number,
            "in_force": version.id == in_force,
            "published_text": moment_text(version.published_at, zone=zone),
            "published_iso": iso(version.published_at.astimezone(zone)),
            "who": who or gettext("Amends, by itself"),
            "reason": str(version.reason or ""),
            "extends": numbers.get(version.extends_id, ""),
            "years": joined(document_of(version).covered),
        }
        for version, who in listed
    ]


def joined(items: Iterable[object]) -> str:
    return _ITEMS[current_language()].join(str(item) for item in items)
