"""The policy in force and the draft, each as the desk of a complaint that nobody lodges."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from amends.complaints.desk import Desk
from amends.config import Settings
from amends.deadlines.calendar import calendar_of, calendar_without_holidays
from amends.policy.document import Policy
from amends.policy.parse import PolicyError
from amends.tenancy.tables import Tenant
from tenants.calendars import resolve, years_wanted
from tenants.desks import desk_in_force
from tenants.later_notices import with_later_notices
from tenants.working import Work


@dataclass(frozen=True, slots=True)
class Desks:
    in_force: Desk
    draft: Desk | None
    """None: there is none, or it is not whole (`unsound`)."""
    unsound: bool = False

    @property
    def newest(self) -> Desk:
        return self.draft or self.in_force


async def desks_to_try(tenant: Tenant, settings: Settings, work: Work, *, now: datetime) -> Desks:
    """Needs the tenant's scope."""
    desk = await desk_in_force(tenant, settings)
    if not work.exists:
        return Desks(desk, None)
    try:
        policy = with_later_notices(work.state.policy())
    except PolicyError:
        return Desks(desk, None, unsound=True)
    return Desks(desk, with_policy(desk, policy, years=years_wanted(now)))


def with_policy(desk: Desk, policy: Policy, *, years: range) -> Desk:
    """As the desk would be with it. Where it changes the week or the days off, as publishing it would make the calendar, of
    these years; without a published calendar the week is the policy's own."""
    calendar = desk.calendar
    if desk.calendar_version_id is None:
        calendar = calendar_without_holidays(policy.calendar, desk.zone)
    elif policy.calendar != desk.policy.calendar:
        calendar = calendar_of(resolve(policy.calendar, str(desk.zone), years))
    return replace(desk, policy=policy, calendar=calendar)
