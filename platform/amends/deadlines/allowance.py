"""For which reasons a clock may stand still, and for how long. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from amends.deadlines.ledger import Entry, EntryKind, pauses
from amends.deadlines.stretched import due_with_pauses
from amends.policy.document import Pause as Reason
from amends.policy.document import Policy

if TYPE_CHECKING:
    from amends.complaints.desk import Desk


def reasons(policy: Policy, kind: str) -> dict[str, Reason]:
    """For which a promise of this clock may stand still, by rank."""
    clock = policy.clocks.get(kind)
    known = [code for code in clock.pauses if code in policy.pauses] if clock is not None else []
    return {
        code: policy.pauses[code] for code in sorted(known, key=lambda code: (policy.pauses[code].rank, code))
    }


def allowed_until(entries: Sequence[Entry], code: str, desk: Desk, *, since: datetime) -> datetime | None:
    """How long it may stand still from `since`; None: as long as the reason lasts. What it stood still for this reason
    before counts, too: the time allowed runs on with each pause and stands still between them."""
    reason = desk.policy.pauses.get(code)
    if reason is None or reason.longest is None:
        return None
    own = [(each.since, each.over) for each in pauses(entries) if each.code == code and each.over is not None]
    begins = [begin for begin, _ in own] + [since]
    gaps = [(over, begin) for (_, over), begin in zip(own, begins[1:], strict=True)]
    return due_with_pauses(begins[0], reason.longest, desk.calendar, gaps)


def stands_still_until(desk: Desk, entries: Sequence[Entry]) -> datetime | None:
    """When a promise that stands still runs on by itself; None: it does not. Never before the pause in hand began, where
    the time allowed for its reason has become shorter meanwhile."""
    place = max(place for place, entry in enumerate(entries) if entry.kind is EntryKind.PAUSED)
    last = entries[place]
    until = allowed_until(entries[:place], last.pause, desk, since=last.at)
    return None if until is None else max(until, last.at)
