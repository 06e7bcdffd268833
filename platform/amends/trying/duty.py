"""Who will be on duty when, read once for a stretch of time."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from amends.people.duty import shifts_between
from amends.trying.tried import DutyAt


async def duty_between(rosters: Collection[str], begins: datetime, ends: datetime) -> DutyAt:
    """As the shifts stand now; nobody before and after."""
    shifts = await shifts_between(rosters, begins, ends) if rosters else []

    def at(moment: datetime) -> dict[str, list[UUID]]:
        found: dict[str, list[UUID]] = {}
        for shift in shifts:
            if shift.begins_at <= moment < shift.ends_at:
                found.setdefault(str(shift.roster), []).append(shift.person_id)
        return found

    return at
