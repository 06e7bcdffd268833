"""What is weak in an organisation's configuration as it stands: its policy, its people, its calendar, what reached nobody."""

from __future__ import annotations

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


async def health(tenant: Tenant, policy: Policy, *, now: datetime) -> Health:
    """Needs the tenant's scope."""
    settings = (await in_force(tenant)).settings
    notice = bool(settings.privacy.zh or settings.privacy.en)
    people = await _staffing(policy, now)
    return Health(
        [*unmanned(policy, people), *weaknesses(policy, notice=notice)],
        [*await _gaps(), *await _calendar(tenant, now)],
    )


async def _staffing(policy: Policy, now: datetime) -> Staffing:
    empty = await without_anybody(policy.rosters, now, now + AHEAD)
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
