"""Promises in plain words, in the reader's language: what, until when, and why then."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from amends.deadlines import rules
from amends.deadlines.operations import facts
from amends.deadlines.period import Period, Unit, parse_period
from amends.deadlines.tables import Promise
from web.formats import day_text, iso, moment_text
from web.i18n import current_language, gettext, ngettext
from web.wording import clock_text


def promise_view(promise: Promise, *, zone: ZoneInfo, now: datetime) -> dict[str, str]:
    """For _promises.html: text, due, why, derived state."""
    return {
        "text": clock_text(str(promise.kind)),
        "due_text": due_text(promise.due_at, zone=zone),
        "due_iso": iso(promise.due_at),
        "why": why(msgspec.json.decode(promise.explanation), zone=zone),
        "state": str(rules.state(facts(promise), now)),
    }


def due_text(due: datetime, *, zone: ZoneInfo) -> str:
    """A due time at midnight is the end of the day before it, and is called that."""
    local = due.astimezone(zone)
    if local.time() == time():
        return gettext("by the end of %(day)s") % {"day": day_text(local.date() - timedelta(days=1))}
    return moment_text(due, zone=zone)


def period_text(period: Period) -> str:
    """`3 working days`."""
    amount = period.amount
    match period.unit:
        case Unit.NOW:
            return gettext("at once")
        case Unit.SAME_DAY:
            return gettext("the same day")
        case Unit.NEXT_WORKING_DAY:
            return gettext("the next working day")
        case Unit.HOURS:
            text = ngettext("%(count)s hour", "%(count)s hours", amount)
        case Unit.WORKING_DAYS:
            text = ngettext("%(count)s working day", "%(count)s working days", amount)
        case Unit.CALENDAR_DAYS:
            text = ngettext("%(count)s day", "%(count)s days", amount)
    return text % {"count": amount}


def why(explanation: dict[str, Any], *, zone: ZoneInfo) -> str:
    """One sentence or three: from when, how long, what was left out."""
    start = datetime.fromisoformat(explanation["start"])
    values = {
        "period": period_text(parse_period(explanation["period"])),
        "start": moment_text(start, zone=zone),
    }
    parts = [gettext("%(period)s from %(start)s.") % values]
    free = [item["day"] for item in explanation["skipped"] if item["reason"] == "not-a-working-day"]
    if any(item["reason"] == "day-of-the-event" for item in explanation["skipped"]):
        parts.append(gettext("The day it arrived does not count."))
    if any(item["reason"] == "after-closing" for item in explanation["skipped"]):
        parts.append(gettext("It arrived after closing time, so the next working day counts."))
    if free:
        parts.append(gettext("Not working days: %(days)s.") % {"days": _days(free)})
    if explanation["moved_from"]:
        day = day_text(date.fromisoformat(explanation["moved_from"]))
        parts.append(gettext("%(day)s is no working day, so it moves to the next one.") % {"day": day})
    return ("" if current_language() == "zh" else " ").join(parts)


def _days(days: list[str]) -> str:
    shown = [day_text(date.fromisoformat(day)) for day in days[:6]]
    more = len(days) - len(shown)
    text = ("、" if current_language() == "zh" else ", ").join(shown)
    return text + (gettext(" and %(count)s more") % {"count": more} if more > 0 else "")
