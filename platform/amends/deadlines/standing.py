"""How a promise stands after all its ledger says. Pure: the same entries always come to the same row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from amends.deadlines.calendar import Calendar
from amends.deadlines.ledger import ENDS, Entry, EntryKind, Pause, extensions, pauses
from amends.deadlines.period import Period
from amends.deadlines.reckoned import due_after

_NOTHING = timedelta()


class Standing(NamedTuple):
    due_at: datetime
    """While it stands still: when it would be due had it never stopped the last time."""
    paused_since: datetime | None = None
    """Also of one that ended while it stood still."""
    ended_at: datetime | None = None
    cancelled: bool = False
    late_by_regrading: bool = False
    extensions_used: int = 0
    paused_total: timedelta = _NOTHING
    """By the clock on the wall, in the pauses that are over."""
    period: Period | None = None
    """What holds from the start now: of the level it has."""


def standing(started_at: datetime, period: Period, calendar: Calendar, entries: Sequence[Entry]) -> Standing:
    """`period`: what was promised at the start (`ledger.first_period`)."""
    stood = pauses(entries)
    last = next((e for e in reversed(entries) if e.kind in ENDS or e.kind is EntryKind.REOPENED), None)
    ended = last if last is not None and last.kind in ENDS else None
    now_period = _period(entries, period)
    due_at = due_after(started_at, now_period, calendar, entries)
    return Standing(
        due_at=due_at,
        paused_since=_since(stood),
        ended_at=ended.at if ended else None,
        cancelled=ended is not None and ended.kind is EntryKind.CANCELLED,
        late_by_regrading=_late_by_regrading(started_at, period, calendar, entries, due_at),
        extensions_used=extensions(entries),
        paused_total=sum((each.over - each.since for each in stood if each.over is not None), _NOTHING),
        period=now_period,
    )


def _since(stood: Sequence[Pause]) -> datetime | None:
    return stood[-1].since if stood and stood[-1].over is None else None


def _period(entries: Sequence[Entry], first: Period) -> Period:
    given = (entry.period for entry in reversed(entries) if entry.kind is EntryKind.RETARGETED)
    return next((period for period in given if period is not None), first)


def _late_by_regrading(
    started_at: datetime, period: Period, calendar: Calendar, entries: Sequence[Entry], due_at: datetime
) -> bool:
    """The level was changed and it was late by that alone; until it gets a due time that had not passed then."""
    late, changed_at = False, None
    for place, entry in enumerate(entries):
        if entry.kind is EntryKind.RETARGETED:
            before = entries[:place]
            at = min(entry.at, _since(pauses(before)) or entry.at)
            was = due_after(started_at, _period(before, period), calendar, before)
            new = due_after(started_at, _period(entries[: place + 1], period), calendar, before)
            # `anew`: the change itself made it owed, whatever its time before.
            late, changed_at = new < at and (late or was >= at or bool(entry.detail.get("anew"))), at
    if not late or changed_at is None:
        return False
    return due_at < changed_at
