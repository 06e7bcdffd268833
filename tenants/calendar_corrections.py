"""A calendar published anew because it says something else today: another zone, another week, holidays corrected by law.

What is lodged from then on is reckoned by it. Cases that are open keep theirs: what they were promised was promised.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from amends.complaints.texts import prose
from amends.deadlines.resolved import ResolvedCalendar
from amends.errors import DomainError
from amends.people.actor import Actor
from amends.people.rights import Right
from amends.policy.parts.base import Text
from amends.tenancy.operations import tenant_by_id
from amends.tenancy.tables import Tenant
from tenants.calendar_renewal import LONGEST_REASON, SeenBefore
from tenants.calendars import (
    document_of,
    publish,
    publish_if_changed,
    resolve,
    version_in_force,
    years_wanted,
)
from tenants.desks import policy_of
from tenants.desks import version_in_force as policy_in_force
from tenants.tables import CalendarVersion
from tenants.turns import alone


class NothingToPublish(DomainError):
    code = "calendar-says-the-same"
    message = "The calendar in force says the same already."


@dataclass(frozen=True, slots=True)
class Correction:
    """A public day that is told otherwise today."""

    day: str
    name: Text
    free: bool
    """Today it is a holiday; otherwise a day like its weekday, or one made up."""


async def corrections(tenant: Tenant, *, now: datetime) -> list[Correction]:
    """Days of published years that the packages tell otherwise today."""
    version = await version_in_force(tenant)
    if version is None:
        return []
    before = document_of(version)
    after = await _today(tenant, now=now)
    return _corrected(before, after)


async def publish_anew(
    tenant: Tenant, *, seen: int, reason: str, by: Actor, now: datetime
) -> CalendarVersion:
    """`seen`: the number of the calendar that was in force when somebody decided so; 0: none."""
    by.demand(Right.MANAGE_SETTINGS)
    reason = prose("reason", reason, longest=LONGEST_REASON, needed="Please say why.")
    fresh = await alone(tenant)
    version = await version_in_force(fresh)
    if (int(version.number) if version else 0) != seen:
        raise SeenBefore()
    if version is not None and not await corrections(fresh, now=now):
        raise NothingToPublish()
    policy = await policy_of(policy_in_force(fresh))
    return await publish(tenant, policy.calendar, by=by, now=now, reason=reason)


async def follow_time_zone(tenant: Tenant, *, by: Actor, now: datetime) -> None:
    """After its settings were saved: days begin and end elsewhere for what is lodged from now on."""
    tenant = await tenant_by_id(tenant.id)
    version = await version_in_force(tenant)
    if version is not None and document_of(version).zone != tenant.time_zone:
        policy = await policy_of(policy_in_force(tenant))
        await publish_if_changed(tenant, policy.calendar, by=by, now=now)


async def _today(tenant: Tenant, *, now: datetime) -> ResolvedCalendar:
    policy = await policy_of(policy_in_force(tenant))
    return resolve(policy.calendar, str(tenant.time_zone), years_wanted(now))


def _corrected(before: ResolvedCalendar, after: ResolvedCalendar) -> list[Correction]:
    """Own days apart, which only a new policy changes."""
    years = {str(year) for year in set(before.covered) & set(after.covered)}
    names = {**_public(before), **_public(after)}
    return [
        Correction(day, names[day], day in after.free)
        for day in sorted(names)
        if day[:4] in years and _said(before, day) != _said(after, day)
    ]


def _public(calendar: ResolvedCalendar) -> dict[str, Text]:
    free = {day: each.name for day, each in calendar.free.items() if not each.own}
    return free | {day: each.name for day, each in calendar.worked.items() if not each.own}


def _said(calendar: ResolvedCalendar, day: str) -> tuple[bool, bool]:
    return day in calendar.free, day in calendar.worked
