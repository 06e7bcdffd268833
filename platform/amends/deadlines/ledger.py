"""The ledger of a promise: what befell it after its start, in the order it was written. Pure.

The start is the promise itself: its beginning, its period and the calendar it is reckoned by.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from amends.deadlines.period import Period, parse_period


class EntryKind(StrEnum):
    PAUSED = "paused"
    """Its detail: `pause`, the reason's code in the policy."""
    RESUMED = "resumed"
    """`by_clock` where nobody did it: the longest time was over."""
    EXTENDED = "extended"
    """`period`, counted from the due time before, or `until`, the last local day; `from` and `to` are the due times."""
    RETARGETED = "retargeted"
    """`period` instead of `period_before`, both from the start; `from` and `to` are the due times; `anew`: it was not owed
    before this."""
    MET = "met"
    CANCELLED = "cancelled"
    REOPENED = "reopened"
    MOVED = "moved"
    """Its case was merged into another or taken out again: `left` and `joined` are their numbers."""
    BOUND = "bound"
    """An outside body wants its answer `by` then, or no longer wants one (none); `office` says which, `from` and `to` are the
    due times."""


ENDS = frozenset({EntryKind.MET, EntryKind.CANCELLED})


@dataclass(frozen=True, slots=True)
class Entry:
    kind: EntryKind
    at: datetime
    """When it took effect, not when it was written."""
    reason: str = ""
    detail: Mapping[str, object] = field(default_factory=dict)

    @property
    def pause(self) -> str:
        """The reason's code, of an entry that begins a pause."""
        return str(self.detail.get("pause", ""))

    @property
    def period(self) -> Period | None:
        written = self.detail.get("period")
        return parse_period(str(written)) if written else None

    @property
    def until(self) -> date | None:
        written = self.detail.get("until")
        return date.fromisoformat(str(written)) if written else None

    @property
    def by(self) -> datetime | None:
        written = self.detail.get("by")
        return datetime.fromisoformat(str(written)) if written else None


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch in which a promise stood still."""

    code: str
    since: datetime
    over: datetime | None
    """None: it stands still."""


def pauses(entries: Sequence[Entry]) -> list[Pause]:
    found: list[Pause] = []
    for entry in entries:
        if entry.kind is EntryKind.PAUSED:
            found.append(Pause(entry.pause, entry.at, None))
        elif entry.kind is EntryKind.RESUMED:
            found[-1] = Pause(found[-1].code, found[-1].since, entry.at)
    return found


def bound(entries: Sequence[Entry]) -> datetime | None:
    """The outside body's date that holds, if any does: the one written last."""
    return next((entry.by for entry in reversed(entries) if entry.kind is EntryKind.BOUND), None)


def extensions(entries: Sequence[Entry]) -> int:
    return sum(entry.kind is EntryKind.EXTENDED for entry in entries)


def first_period(entries: Sequence[Entry], period: Period) -> Period:
    """What was promised at the start, where `period` is what the promise's explanation says now."""
    for entry in entries:
        if entry.kind is EntryKind.RETARGETED:
            return parse_period(str(entry.detail["period_before"]))
    return period
