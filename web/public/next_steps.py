"""What happens next to a complaint and by when, in one sentence on top of its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from amends.complaints.desk import Desk
from amends.complaints.lifecycle import ENDED, State
from amends.complaints.tables import Complaint
from amends.deadlines.rules import PromiseState
from web.formats import iso
from web.i18n import gettext
from web.promises import PromiseView, due_text

_OPEN = (
    PromiseState.RUNNING,
    PromiseState.AT_RISK,
    PromiseState.BROKEN_RUNNING,
    PromiseState.LATE_BY_REGRADING,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    text: str
    due_text: str = ""
    due_iso: str = ""
    theirs: bool = False
    """It is for the complainant to act."""


def reopen_until(row: Complaint, desk: Desk) -> datetime | None:
    """Until when the complainant may say that it is not settled; None while there is nothing to reopen."""
    if row.closed_at is None:
        return None
    return row.closed_at + timedelta(days=desk.policy.handling.reopen_within_days)


def next_step(
    row: Complaint,
    desk: Desk,
    promises: Sequence[PromiseView],
    *,
    answer_wanted: bool,
    zone: ZoneInfo,
    now: datetime,
) -> NextStep | None:
    """None once there is nothing more to come."""
    state, until = State(row.state), reopen_until(row, desk)
    if answer_wanted:
        return NextStep(text=gettext("Say below whether you accept what we propose."), theirs=True)
    if state is State.CLOSED and until is not None and now <= until:
        text = gettext("It is closed. If it is not settled after all, tell us by:")
        return NextStep(text=text, due_text=due_text(until, zone=zone), due_iso=iso(until), theirs=True)
    if state in ENDED:
        return None
    waiting = sorted((each for each in promises if each.state in _OPEN), key=lambda each: each.due_iso)
    if waiting:
        first = waiting[0]
        return NextStep(text=_owed(first), due_text=first.due_text, due_iso=first.due_iso)
    if any(each.state == PromiseState.PAUSED for each in promises):
        return NextStep(text=gettext("Our time stands still at the moment. Below you see why."))
    return NextStep(text=gettext("We work on it and write to you as soon as there is something new."))


def _owed(promise: PromiseView) -> str:
    if promise.state == PromiseState.BROKEN_RUNNING:
        return gettext("We are late with this: %(promise)s. It was due:") % {"promise": promise.text}
    return gettext("From us: %(promise)s, by:") % {"promise": promise.text}
