"""A promise in plain words: until when, what has become of it, and why just then.

Days are the organisation's. A due time at midnight is said as the end of the day before it, as people mean it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from amends.deadlines.operations import facts
from amends.deadlines.period import Period, Unit
from amends.deadlines.recording import is_recorded
from amends.deadlines.rules import Promise as Facts
from amends.deadlines.rules import PromiseState, state
from amends.deadlines.starting import by_rank, is_public
from amends.deadlines.tables import Promise
from amends.policy.document import Policy
from web.formats import day_text, iso, moment_text, relative_text
from web.grounds import ground
from web.i18n import current_language, gettext, ngettext
from web.reckoning import reckoning
from web.wording import clock_text

_ONE_DAY = timedelta(days=1)
_SENTENCES = {"zh": "", "en": " "}


@dataclass(frozen=True, slots=True)
class PromiseView:
    id: str
    kind: str
    text: str
    state: str
    """amends.deadlines.rules.PromiseState"""
    due_text: str
    due_iso: str
    relative_text: str
    """How far off, or how long ago, it is due; "" while it stands still: nobody knows."""
    ended_text: str
    reckoning: Sequence[str]
    """Unit, days counted, days skipped and the reason, what it rests on: a sentence each."""
    recordable: bool = False
    """Open, and kept by staff recording that it was done."""
    first_due_text: str = ""
    """When it was due at first; "" where that never moved."""
    moved: Sequence[str] = ()
    """For complainants: why, a sentence each."""

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


def promise_views(
    rows: Iterable[Promise], *, policy: Policy, zone: ZoneInfo, now: datetime
) -> list[PromiseView]:
    """For staff: all of them, in the order of the policy's clocks."""
    ordered = sorted(rows, key=lambda row: (by_rank(policy, str(row.kind)), row.started_at))
    return [_view(row, policy=policy, zone=zone, now=now, outside=False) for row in ordered]


def shown_promises(
    rows: Iterable[Promise],
    *,
    policy: Policy,
    zone: ZoneInfo,
    now: datetime,
    moved: Callable[[Promise], Sequence[str]] = lambda _: (),
) -> list[PromiseView]:
    """For complainants: nothing internal and nothing called off. `moved`: why a promise has another date."""
    return [
        replace(_view(row, policy=policy, zone=zone, now=now, outside=True), moved=moved(row))
        for row in rows
        if not row.cancelled and is_public(policy, str(row.kind))
    ]


def _view(row: Promise, *, policy: Policy, zone: ZoneInfo, now: datetime, outside: bool) -> PromiseView:
    explanation = msgspec.json.decode(str(row.explanation))
    known, since = facts(row), row.paused_since
    has_become = state(known, now)
    still = has_become is PromiseState.PAUSED and since is not None
    return PromiseView(
        id=str(row.id),
        kind=str(row.kind),
        text=clock_text(policy, str(row.kind)),
        state=has_become,
        due_text=still_text(since, zone=zone) if still else due_text(row.due_at, zone=zone),
        due_iso=iso((since if still else row.due_at).astimezone(zone)),
        relative_text="" if still else relative_text(row.due_at, now=now),
        ended_text=moment_text(row.ended_at, zone=zone) if row.ended_at is not None else "",
        reckoning=[
            *reckoning(explanation, zone=zone),
            *_bound(explanation, zone=zone, outside=outside),
            *ground(explanation, policy, outside=outside),
        ],
        recordable=row.ended_at is None and is_recorded(policy, str(row.kind)),
        first_due_text=due_text(row.first_due_at, zone=zone) if row.first_due_at is not None else "",
    )


def _bound(explanation: Mapping[str, Any], *, zone: ZoneInfo, outside: bool) -> list[str]:
    """That an outside body's date is the earlier one; complainants are not told whose."""
    held = explanation.get("bound")
    if not held:
        return []
    due = due_text(datetime.fromisoformat(held["by"]), zone=zone)
    if outside or not held["office"]:
        return [gettext("An outside body wants its answer earlier, %(due)s.") % {"due": due}]
    return [gettext("%(office)s wants its answer earlier, %(due)s.") % {"office": held["office"], "due": due}]


def open_promise_view(promise: Facts, *, policy: Policy, zone: ZoneInfo, now: datetime) -> OpenPromise:
    has_become = state(promise, now)
    since = promise.paused_since if has_become is PromiseState.PAUSED else None
    return OpenPromise(
        text=clock_text(policy, promise.kind),
        state=has_become,
        due_text=due_text(promise.due_at, zone=zone) if since is None else still_text(since, zone=zone),
        due_iso=iso((since or promise.due_at).astimezone(zone)),
        relative_text="" if since is not None else relative_text(promise.due_at, now=now),
    )


def next_promise(views: Sequence[PromiseView]) -> PromiseView | None:
    """The open one that is due first."""
    still_open = (
        PromiseState.RUNNING,
        PromiseState.AT_RISK,
        PromiseState.BROKEN_RUNNING,
        PromiseState.LATE_BY_REGRADING,
    )
    return min(
        (view for view in views if view.state in still_open), key=lambda view: view.due_iso, default=None
    )


def still_text(since: datetime, *, zone: ZoneInfo) -> str:
    return gettext("stands still since %(moment)s") % {"moment": moment_text(since, zone=zone)}


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
        case Unit.NEXT_DAY:
            return gettext("the next day")
        case Unit.NEXT_WORKING_DAY:
            return gettext("the next working day")
        case Unit.MINUTES:
            text = ngettext("%(count)s minute", "%(count)s minutes", amount)
        case Unit.HOURS:
            text = ngettext("%(count)s hour", "%(count)s hours", amount)
        case Unit.WORKING_HOURS:
            text = ngettext("%(count)s working hour", "%(count)s working hours", amount)
        case Unit.WORKING_DAYS:
            text = ngettext("%(count)s working day", "%(count)s working days", amount)
        case Unit.CALENDAR_DAYS:
            text = ngettext("%(count)s day", "%(count)s days", amount)
        case Unit.WEEKS:
            text = ngettext("%(count)s week", "%(count)s weeks", amount)
        case Unit.MONTHS:
            text = ngettext("%(count)s month", "%(count)s months", amount)
        case Unit.YEARS:
            text = ngettext("%(count)s year", "%(count)s years", amount)
    return text % {"count": amount}
