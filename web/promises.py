"""A promise in plain words: until when, what has become of it, and why just then.

Days are the organisation's. A due time at midnight is said as the end of the day before it, as people mean it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from amends.deadlines.explain import SkipReason
from amends.deadlines.operations import facts
from amends.deadlines.period import Period, Unit
from amends.deadlines.rules import Promise as Facts
from amends.deadlines.rules import PromiseState, state
from amends.deadlines.tables import Promise
from web.formats import day_text, iso, moment_text, relative_text, short_day_text
from web.i18n import current_language, gettext, ngettext
from web.i18n import mark as _
from web.wording import clock_text

_SKIPPED = {
    SkipReason.DAY_OF_EVENT: _("the day it began"),
    SkipReason.NOT_A_WORKING_DAY: _("not a working day"),
    SkipReason.AFTER_CLOSING: _("after closing time"),
}
_ONE_DAY = timedelta(days=1)
_SENTENCES = {"zh": "", "en": " "}
_PARTS = {"zh": "；", "en": "; "}
_ITEMS = {"zh": "、", "en": ", "}


@dataclass(frozen=True, slots=True)
class PromiseView:
    kind: str
    text: str
    state: str
    """amends.deadlines.rules.PromiseState"""
    due_text: str
    due_iso: str
    relative_text: str
    """How far off, or how long ago, it is due."""
    ended_text: str
    reckoning: Sequence[str]
    """Unit, days counted, days skipped and the reason: a sentence each."""

    @property
    def why(self) -> str:
        return _SENTENCES[current_language()].join(self.reckoning)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPromise:
    """One line of a list, without its reckoning."""

    text: str
    state: str
    due_text: str
    due_iso: str
    relative_text: str


def promise_view(row: Promise, *, zone: ZoneInfo, now: datetime) -> PromiseView:
    return PromiseView(
        kind=str(row.kind),
        text=clock_text(row.kind),
        state=state(facts(row), now),
        due_text=due_text(row.due_at, zone=zone),
        due_iso=iso(row.due_at.astimezone(zone)),
        relative_text=relative_text(row.due_at, now=now),
        ended_text=moment_text(row.ended_at, zone=zone) if row.ended_at is not None else "",
        reckoning=reckoning(msgspec.json.decode(str(row.explanation)), zone=zone),
    )


def open_promise_view(promise: Facts, *, zone: ZoneInfo, now: datetime) -> OpenPromise:
    return OpenPromise(
        text=clock_text(promise.kind),
        state=state(promise, now),
        due_text=due_text(promise.due_at, zone=zone),
        due_iso=iso(promise.due_at.astimezone(zone)),
        relative_text=relative_text(promise.due_at, now=now),
    )


def next_promise(views: Sequence[PromiseView]) -> PromiseView | None:
    """The open one that is due first."""
    still_open = (PromiseState.RUNNING, PromiseState.AT_RISK, PromiseState.BROKEN_RUNNING)
    return min(
        (view for view in views if view.state in still_open), key=lambda view: view.due_iso, default=None
    )


def due_text(due: datetime, *, zone: ZoneInfo) -> str:
    local = due.astimezone(zone)
    if local.time() == time():
        return gettext("by the end of %(day)s") % {"day": day_text(local.date() - _ONE_DAY)}
    return gettext("by %(moment)s") % {"moment": moment_text(due, zone=zone)}


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


def reckoning(explanation: Mapping[str, Any], *, zone: ZoneInfo) -> list[str]:
    """The ledger of a promise, told to somebody who was not there."""
    start = datetime.fromisoformat(explanation["start"])
    sentences = [_rule(Unit(explanation["unit"]), int(explanation["amount"]), moment_text(start, zone=zone))]
    counted = [date.fromisoformat(day) for day in explanation["counted"]]
    if counted:
        sentences.append(gettext("Counted: %(days)s.") % {"days": _days(counted)})
    skipped = _by_reason(explanation["skipped"])
    if skipped:
        parts = _PARTS[current_language()].join(
            gettext("%(days)s (%(reason)s)") % {"days": _days(days), "reason": gettext(_SKIPPED[reason])}
            for reason, days in skipped.items()
        )
        sentences.append(gettext("Not counted: %(days)s.") % {"days": parts})
    if explanation["moved_from"]:
        moved = {"day": short_day_text(date.fromisoformat(explanation["moved_from"]))}
        sentences.append(
            gettext("The last day, %(day)s, is not a working day, so the next working day counts.") % moved
        )
    return sentences


def _rule(unit: Unit, amount: int, start: str) -> str:
    values = {"number": amount, "start": start}
    match unit:
        case Unit.NOW:
            return gettext("At once, when it began on %(start)s.") % values
        case Unit.HOURS:
            return ngettext(
                "%(number)d hour from %(start)s, nights and days off included.",
                "%(number)d hours from %(start)s, nights and days off included.",
                amount,
            ) % values  # fmt: skip
        case Unit.WORKING_DAYS:
            return ngettext(
                "%(number)d working day, begun on %(start)s.", "%(number)d working days, begun on %(start)s.", amount
            ) % values  # fmt: skip
        case Unit.CALENDAR_DAYS:
            return ngettext(
                "%(number)d day, begun on %(start)s.", "%(number)d days, begun on %(start)s.", amount
            ) % values  # fmt: skip
        case Unit.SAME_DAY:
            return (
                gettext(
                    "Until closing time of the working day on which, or after which, it began (%(start)s)."
                )
                % values
            )
        case Unit.NEXT_WORKING_DAY:
            return gettext("Until the end of the next working day, begun on %(start)s.") % values


def _by_reason(skipped: Sequence[Mapping[str, str]]) -> dict[SkipReason, list[date]]:
    found: dict[SkipReason, list[date]] = {}
    for skip in skipped:
        found.setdefault(SkipReason(skip["reason"]), []).append(date.fromisoformat(skip["day"]))
    return found


def _days(days: Sequence[date]) -> str:
    """Days in a row are told as their first and last."""
    runs: list[list[date]] = []
    for day in days:
        if runs and day - runs[-1][-1] == _ONE_DAY:
            runs[-1].append(day)
        else:
            runs.append([day])
    return _ITEMS[current_language()].join(_run(run) for run in runs)


def _run(days: Sequence[date]) -> str:
    first, last = short_day_text(days[0]), short_day_text(days[-1])
    return first if len(days) == 1 else gettext("%(first)s to %(last)s") % {"first": first, "last": last}
