"""How a promise came about, in plain words: unit, days counted, days skipped and why, what was not known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from amends.deadlines.explain import EndRule, SkipReason
from amends.deadlines.period import Unit
from web.formats import day_text, moment_text, short_day_text
from web.i18n import current_language, gettext, ngettext
from web.i18n import mark as _

_SKIPPED = {
    SkipReason.DAY_OF_EVENT: _("the day it began"),
    SkipReason.NOT_A_WORKING_DAY: _("not a working day"),
    SkipReason.PUBLIC_HOLIDAY: _("public holiday"),
    SkipReason.CLOSED: _("closed"),
    SkipReason.AFTER_CLOSING: _("after closing time"),
}
_ONE_DAY = timedelta(days=1)
_INSTANT = timedelta(microseconds=1)
_PARTS = {"zh": "；", "en": "; "}
_ITEMS = {"zh": "、", "en": ", "}


def reckoning(explanation: Mapping[str, Any], *, zone: ZoneInfo) -> list[str]:
    """The ledger of a promise, told to somebody who was not there."""
    start = moment_text(datetime.fromisoformat(explanation["start"]), zone=zone)
    unit = Unit(explanation["unit"])
    sentences = [_rule(unit, int(explanation["amount"]), start)]
    if explanation["ends"] == EndRule.CLOSE_OF_BUSINESS and unit is not Unit.SAME_DAY:
        sentences.append(gettext("The last day ends at closing time."))
    counted = [date.fromisoformat(day) for day in explanation["counted"]]
    if counted:
        sentences.append(gettext("Counted: %(days)s.") % {"days": _days(counted)})
    if made_up := _named(explanation.get("made_up", ())):
        sentences.append(gettext("Worked although the week has that day off: %(days)s.") % {"days": made_up})
    if skipped := _named(explanation["skipped"]):
        sentences.append(gettext("Not counted: %(days)s.") % {"days": skipped})
    if explanation["moved_from"]:
        moved = {"day": short_day_text(date.fromisoformat(explanation["moved_from"]))}
        sentences.append(
            gettext("The last day, %(day)s, is not a working day, so the next working day counts.") % moved
        )
    return [*sentences, *_about_the_calendar(explanation, zone=zone)]


def _about_the_calendar(explanation: Mapping[str, Any], *, zone: ZoneInfo) -> Iterable[str]:
    if years := explanation.get("uncovered"):
        yield ngettext(
            "No holiday calendar for %(years)s was published: weekdays counted as usual.",
            "No holiday calendars for %(years)s were published: weekdays counted as usual.",
            len(years),
        ) % {"years": _items(years)}  # fmt: skip
    if moved := explanation.get("moved"):
        # At midnight the day before is meant.
        before = datetime.fromisoformat(moved["due"]).astimezone(zone) - _INSTANT
        values = {"day": day_text(before.date()), "years": _items(moved["years"])}
        yield gettext("It was %(day)s until the public holidays of %(years)s were announced.") % values


def _rule(unit: Unit, amount: int, start: str) -> str:
    return _sentence(unit, amount) % {"number": amount, "start": start}


def _sentence(unit: Unit, amount: int) -> str:
    match unit:
        case Unit.NOW:
            return gettext("At once, when it began on %(start)s.")
        case Unit.MINUTES:
            return ngettext(
                "%(number)d minute from %(start)s, nights and days off included.",
                "%(number)d minutes from %(start)s, nights and days off included.",
                amount,
            )
        case Unit.HOURS:
            return ngettext(
                "%(number)d hour from %(start)s, nights and days off included.",
                "%(number)d hours from %(start)s, nights and days off included.",
                amount,
            )
        case Unit.WORKING_HOURS:
            return ngettext(
                "%(number)d working hour, begun on %(start)s.",
                "%(number)d working hours, begun on %(start)s.",
                amount,
            )
        case Unit.WORKING_DAYS:
            return ngettext(
                "%(number)d working day, begun on %(start)s.",
                "%(number)d working days, begun on %(start)s.",
                amount,
            )
        case Unit.CALENDAR_DAYS:
            return ngettext(
                "%(number)d day, begun on %(start)s.", "%(number)d days, begun on %(start)s.", amount
            )
        case Unit.WEEKS:
            return ngettext(
                "%(number)d week, begun on %(start)s.", "%(number)d weeks, begun on %(start)s.", amount
            )
        case Unit.MONTHS:
            return ngettext(
                "%(number)d month, begun on %(start)s.", "%(number)d months, begun on %(start)s.", amount
            )
        case Unit.YEARS:
            return ngettext(
                "%(number)d year, begun on %(start)s.", "%(number)d years, begun on %(start)s.", amount
            )
        case Unit.SAME_DAY:
            return gettext(
                "Until closing time of the working day on which, or after which, it began (%(start)s)."
            )
        case Unit.NEXT_DAY:
            return gettext("Until the end of the next day, begun on %(start)s.")
        case Unit.NEXT_WORKING_DAY:
            return gettext("Until the end of the next working day, begun on %(start)s.")


def _named(days: Iterable[Mapping[str, Any]]) -> str:
    """Days of one reason and one name together: `1 to 7 Oct (National Day); 9 Oct (closed: stocktaking)`."""
    found: dict[str, list[date]] = {}
    for each in days:
        found.setdefault(_why(each), []).append(date.fromisoformat(each["day"]))
    return _PARTS[current_language()].join(
        gettext("%(days)s (%(reason)s)") % {"days": _days(together), "reason": why}
        for why, together in found.items()
    )


def _why(day: Mapping[str, Any]) -> str:
    name = str(day["name"][current_language()]) if "name" in day else ""
    if "reason" not in day or day["reason"] == SkipReason.PUBLIC_HOLIDAY:
        return name or gettext(_SKIPPED[SkipReason.PUBLIC_HOLIDAY])
    reason = gettext(_SKIPPED[SkipReason(day["reason"])])
    return gettext("%(reason)s: %(name)s") % {"reason": reason, "name": name} if name else reason


def _days(days: Sequence[date]) -> str:
    """Days in a row are told as their first and last."""
    runs: list[list[date]] = []
    for day in days:
        if runs and day - runs[-1][-1] == _ONE_DAY:
            runs[-1].append(day)
        else:
            runs.append([day])
    return _items(_run(run) for run in runs)


def _run(days: Sequence[date]) -> str:
    first, last = short_day_text(days[0]), short_day_text(days[-1])
    return first if len(days) == 1 else gettext("%(first)s to %(last)s") % {"first": first, "last": last}


def _items(items: Iterable[object]) -> str:
    return _ITEMS[current_language()].join(str(item) for item in items)
