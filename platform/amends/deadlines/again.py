"""When a promise that stays broken is spoken of once more."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from amends.deadlines.calendar import Calendar
from amends.deadlines.due import due
from amends.policy.document import Policy

_AT_SOONEST: Final = timedelta(minutes=15)


def again_at(policy: Policy, calendar: Calendar, code: str, *, now: datetime) -> datetime | None:
    """From now on: however many times were missed while nobody looked, it is said once. None: never again."""
    clock = policy.clocks.get(code)
    if clock is None or clock.again_every is None:
        return None
    return max(due(now, clock.again_every, calendar), now + _AT_SOONEST)
