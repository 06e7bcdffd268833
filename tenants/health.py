"""What is weak in an organisation's configuration: its policy, its people, its calendar, what reached nobody; and what a
draft would make worse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from amends.escalation.gaps import open_gaps
from amends.health.finding import Finding, Rule
from amends.health.of_people import unmanned
from amends.health.of_policy import weaknesses
from amends.health.staffing import Staffing, staffing_of
from amends.organisation.queries import in_force
from amends.people.duty import without_anybody
from amends.people.staff import staff
from amends.policy.document import Policy
from amends.tenancy.tables import Tenant
from tenants.calendars import document_of
from tenants.calendars import version_in_force as calendar_in_force

AHEAD = timedelta(days=14)
"""So far rosters are looked at."""


@dataclass(frozen=True, slots=True)
class Health:
    of_policy: list[Finding]
    """Of the policy asked about: the one in force, or a draft."""
    of_rest: list[Finding]
    """Of what no policy says."""

    @property
    def all(self) -> list[Finding]:
        return [*self.of_rest, *self.of_policy]


@dataclass(frozen=True, slots=True)
class Worse:
    """What a policy would bring that the one in force does not have."""

    stopping: list[Finding]
    """What keeps it from being published."""
    others: list[Finding]


async def health(tenant: Tenant, policy: Policy, *, now: datetime) -> Health:
    """Needs the tenant's scope."""
    people, notice = await _staffing([policy], now), await _has_notice(tenant)
    return Health(
        [*unmanned(policy, people), *weaknesses(policy, notice=notice)],
        [*await _gaps(), *await _calendar(tenant, now)],
    )


async def worse(tenant: Tenant, policy: Policy, before: Policy, *, now: datetime) -> Worse:
    """What is weak already keeps nobody from mending something else, and a role that comes with this policy can be held
    by nobody yet. Needs the tenant's scope."""
    people, notice = await _staffing([policy, before], now), await _has_notice(tenant)
    known = {each.mark for each in [*unmanned(before, people), *weaknesses(before, notice=notice)]}
    found = [*unmanned(policy, people), *weaknesses(policy, notice=notice)]
    fresh = [each for each in found if each.mark not in known]
    later = people.with_roles(policy.roles.keys() - before.roles.keys())
    sure = {each.mark for each in [*unmanned(policy, later), *weaknesses(policy, notice=notice)]}
    stopping = [each for each in fresh if each.stops and each.mark in sure]
    return Worse(stopping, [each for each in fresh if each not in stopping])


async def _has_notice(tenant: Tenant) -> bool:
    privacy = (await in_force(tenant)).settings.privacy
    return bool(privacy.zh or privacy.en)


async def _staffing(policies: Sequence[Policy], now: datetime) -> Staffing:
    rosters = {code for policy in policies for code in policy.rosters}
    empty = await without_anybody(sorted(rosters), now, now + AHEAD)
    return staffing_of(await staff(now), empty_rosters=empty)


async def _gaps() -> list[Finding]:
    """Until somebody has dealt with each."""
    count = len(await open_gaps())
    return [Finding(Rule.GAPS_OPEN, numbers={"count": count})] if count else []


async def _calendar(tenant: Tenant, now: datetime) -> list[Finding]:
    """Years whose public holidays nobody has published: their weekdays are counted as usual."""
    version = await calendar_in_force(tenant)
    if version is None:
        return []
    document = document_of(version)
    here = now.astimezone(ZoneInfo(document.zone)).year
    missing = [year for year in (here, here + 1) if document.holidays and year not in document.covered]
    return [Finding(Rule.CALENDAR_WITHOUT_YEAR, numbers={"year": year}) for year in missing]
