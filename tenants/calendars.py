"""Calendar versions: published with every date in them, read back by id, kept in memory since they never change."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from datetime import datetime
from typing import TypeVar
from uuid import UUID, uuid4

import msgspec

from amends.audit.operations import record
from amends.database.rows import insert_all, new_row, select_all, select_beside, select_one
from amends.database.scope import current_tenant, execute, fetch_one
from amends.deadlines.calendar import Calendar, calendar_of, calendar_without_holidays
from amends.deadlines.resolved import ResolvedCalendar, resolved
from amends.errors import DomainError
from amends.people.actor import Actor, ActorKind
from amends.policy.document import Policy
from amends.policy.parts.calendar import CalendarPart
from amends.tenancy.tables import Tenant
from tenants.holidays import public_days
from tenants.tables import CalendarVersion

YEARS_AHEAD = 2
"""Nobody publishes holidays for longer than that; what follows from rules may still be changed by a law."""

Key = TypeVar("Key", bound=Hashable)
_KEPT = 512
_published: OrderedDict[UUID, Calendar] = OrderedDict()
_derived: OrderedDict[tuple[UUID, str], Calendar] = OrderedDict()
"""Of policies whose cases are older than the first calendar: by policy version and time zone."""


class NoCalendar(DomainError):
    code = "no-calendar"
    status = 500
    message = "This calendar was never published."


def years_wanted(now: datetime) -> range:
    """Last year's too: complaints are recorded that were received before."""
    return range(now.year - 1, now.year + YEARS_AHEAD + 1)


def resolve(part: CalendarPart, zone: str, years: range) -> ResolvedCalendar:
    """With the public holidays that are known today; the only thing that asks for them."""
    return resolved(part, zone, public_days(part.holidays, years))


async def publish_first_calendar(tenant: Tenant, part: CalendarPart, *, by: Actor, now: datetime) -> None:
    """Of a new organisation, whose history begins with its being made."""
    document = resolve(part, str(tenant.time_zone), years_wanted(now))
    await put_in_force(tenant, await write(document, by=by, now=now))


async def publish(
    tenant: Tenant, part: CalendarPart, *, by: Actor, now: datetime, reason: str = ""
) -> CalendarVersion:
    """What is lodged from now on is reckoned by it; cases that are open keep theirs."""
    document = resolve(part, str(tenant.time_zone), years_wanted(now))
    version = await write(document, by=by, now=now, reason=reason)
    await put_in_force(tenant, version)
    detail = {"calendar": version.number, "years": list(document.covered)}
    await record(act="calendar-published", by=by, now=now, detail=detail, personal={"reason": reason or None})
    return version


async def publish_if_changed(
    tenant: Tenant, part: CalendarPart, *, by: Actor, now: datetime, reason: str = ""
) -> UUID:
    """When a policy is published or the time zone changes: the one in force where it says the same already.

    Years that became known meanwhile are no change of the organisation's: those are renewed by an act of their own.
    """
    version = await version_in_force(tenant)
    if version is not None and says(document_of(version), part, str(tenant.time_zone)):
        return UUID(str(version.id))
    return UUID(str((await publish(tenant, part, by=by, now=now, reason=reason)).id))


def says(document: ResolvedCalendar, part: CalendarPart, zone: str) -> bool:
    """Whether an organisation's own part of a published calendar is this."""
    # Public days are laid under the organisation's own anew: what differs then is its own.
    bare = resolved(part, zone, public_days("", ()))
    free = {day: off for day, off in document.free.items() if off.own or off.entered}
    worked = {day: on for day, on in document.worked.items() if on.own or on.entered}
    if part.holidays and not set(part.announced_years) <= set(document.covered):
        return False
    return msgspec.structs.replace(document, free=free, worked=worked, covered=bare.covered) == bare


async def write(
    document: ResolvedCalendar,
    *,
    by: Actor,
    now: datetime,
    reason: str = "",
    extends: CalendarVersion | None = None,
) -> CalendarVersion:
    """The next number; two who publish at once wait for each other."""
    await execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"calendar:{current_tenant()}")
    last = await fetch_one("SELECT coalesce(max(number), 0) AS number FROM calendar_version")
    version = new_row(
        CalendarVersion,
        id=uuid4(),
        number=(last["number"] if last else 0) + 1,
        document=msgspec.json.encode(document).decode(),
        extends_id=extends.id if extends else None,
        published_at=now,
        published_by=by.id if by.kind is ActorKind.PERSON else None,
        reason=reason or None,
    )
    await insert_all([version])
    return version


async def put_in_force(tenant: Tenant, version: CalendarVersion) -> None:
    await execute("UPDATE tenant SET calendar_version_id = $2 WHERE id = $1", tenant.id, version.id)
    tenant.calendar_version_id = version.id


async def version_in_force(tenant: Tenant) -> CalendarVersion | None:
    if tenant.calendar_version_id is None:
        return None
    return await select_one(CalendarVersion, "WHERE id = $1", tenant.calendar_version_id)


async def versions() -> list[CalendarVersion]:
    """The newest first."""
    return list(await select_all(CalendarVersion, "ORDER BY number DESC"))


async def versions_by() -> list[tuple[CalendarVersion, str]]:
    """The newest first, each with the name of who published it; "" of what came about by itself."""
    who = """coalesce((SELECT p.name FROM person p
        WHERE p.tenant_id = calendar_version.tenant_id AND p.id = calendar_version.published_by), '')"""
    return [
        (version, str(name))
        for version, name in await select_beside(CalendarVersion, who, "ORDER BY number DESC")
    ]


def document_of(version: CalendarVersion) -> ResolvedCalendar:
    return msgspec.json.decode(str(version.document), type=ResolvedCalendar)


async def calendar_for(
    version_id: UUID | None, policy_version_id: UUID, policy: Policy, zone: str
) -> Calendar:
    """What a case is reckoned by; without a version, its policy's own week."""
    if version_id is None:
        key = (policy_version_id, zone)
        found = _derived.get(key) or calendar_without_holidays(policy.calendar, zone)
        return _keep(_derived, key, found)
    calendar = _published.get(version_id)
    if calendar is None:
        version = await select_one(CalendarVersion, "WHERE id = $1", version_id)
        if version is None:
            raise NoCalendar()
        calendar = calendar_of(document_of(version))
    return _keep(_published, version_id, calendar)


def _keep(kept: OrderedDict[Key, Calendar], key: Key, calendar: Calendar) -> Calendar:
    """The one met longest ago makes room."""
    kept[key] = calendar
    kept.move_to_end(key)
    while len(kept) > _KEPT:
        kept.popitem(last=False)
    return calendar
