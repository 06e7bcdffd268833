"""Which roster and which week a page of duties is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from amends.complaints.desk import Desk
from amends.people.rights import Right
from amends.policy.parts.escalation import Roster
from tenants.desks import desk_in_force
from web.edge.visit import Visit
from web.i18n import current_language

HERE = "/portal/duty"
READ: dict[str, Any] = {"right": Right.READ_CASES, "guests": False}
MANAGE: dict[str, Any] = {"right": Right.MANAGE_DUTY}
_FARTHEST = 3700
"""Days: no page of a week that no calendar knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`roster` is "" where the policy has none."""

    desk: Desk
    rosters: Mapping[str, Roster]
    roster: str
    monday: date
    this_monday: date

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.desk.zone)

    @property
    def begins(self) -> datetime:
        return self.midnight(self.monday)

    @property
    def ends(self) -> datetime:
        return self.midnight(self.monday + timedelta(days=7))

    def midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), tzinfo=self.zone)

    def name_of(self, roster: str) -> str:
        found = self.rosters.get(roster)
        return found.name.in_language(current_language()) if found is not None else roster

    def address(self, **changed: Any) -> str:
        other = replace(self, **changed)
        asked = {"roster": other.roster}
        if other.monday != other.this_monday:
            asked["week"] = other.monday.isoformat()
        return f"{HERE}?{urlencode(asked)}"


async def asked_of(visit: Visit, *, roster: str, week: str) -> Asked:
    """Anything unknown means the first roster, and this week."""
    desk = await desk_in_force(visit.tenant, visit.settings)
    rosters = dict(sorted(desk.policy.rosters.items(), key=lambda item: (item[1].rank, item[0])))
    today = visit.now.astimezone(ZoneInfo(desk.zone)).date()
    return Asked(
        desk=desk,
        rosters=rosters,
        roster=roster if roster in rosters else next(iter(rosters), ""),
        monday=_monday(_day(week, today)),
        this_monday=_monday(today),
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _day(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        return today
    return day if abs((day - today).days) <= _FARTHEST else today
