"""A calendar published anew with the years whose public holidays became known, and the promises that relied on them.

Nothing moves by itself: an administrator sees which promises would, and moves them in one act. Years that were
published stay as they were published. Cases pinned to older calendars keep them, with the same years added.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from msgspec.structs import replace

from amends.audit.operations import Act, record, record_all
from amends.complaints.desk import Desk
from amends.complaints.texts import prose
from amends.config import Settings
from amends.database.rows import select_all
from amends.database.scope import execute
from amends.deadlines.calendar import calendar_of
from amends.deadlines.moving import move_promises
from amends.deadlines.reopening import look_anew_when_over
from amends.deadlines.resolved import PublicDays, ResolvedCalendar, extended, resolved
from amends.deadlines.tables import Promise
from amends.errors import DomainError
from amends.people.actor import Actor
from amends.people.rights import Right
from amends.policy.parts.calendar import CalendarPart
from amends.tenancy.tables import Tenant
from tenants.calendar_affected import Affected, affected_by, pins_of
from tenants.calendar_letters import NewDate, tell_of_new_dates
from tenants.calendars import document_of, put_in_force, version_in_force, versions, write, years_wanted
from tenants.desks import desk_pinned, policy_of
from tenants.desks import version_in_force as policy_in_force
from tenants.holidays import public_days
from tenants.tables import CalendarVersion
from tenants.turns import alone, take_cases

LONGEST_REASON = 1000


class NothingToRenew(DomainError):
    code = "nothing-to-renew"
    message = "No further year is known: the calendar in force says all there is."


class SeenBefore(DomainError):
    code = "calendar-changed"
    message = "The calendar was published meanwhile. Please look again at what would move."


@dataclass(frozen=True, slots=True)
class Renewal:
    """What publishing anew would bring: by the id of each calendar that cases rest on, the same with more years."""

    in_force: CalendarVersion
    years: tuple[int, ...]
    extensions: Mapping[UUID, ResolvedCalendar]
    affected: Sequence[Affected]

    @property
    def moving(self) -> list[Affected]:
        return [each for each in self.affected if each.moves]


async def renewal(tenant: Tenant, *, now: datetime) -> Renewal | None:
    """The preview; changes nothing. None while no further year is known and no promise waits for one that is."""
    in_force = await version_in_force(tenant)
    if in_force is None:
        return None
    known = _Known((await policy_of(policy_in_force(tenant))).calendar, now=now)
    before = {version.id: document_of(version) for version in await versions()}
    after = {key: extended(each, known.of(each)) for key, each in before.items()}
    affected = await affected_by(
        {key: calendar_of(each) for key, each in before.items()},
        {key: calendar_of(each) for key, each in after.items()},
        now=now,
    )
    resting = {in_force.id, *(each.calendar_id for each in affected)}
    extensions = {key: after[key] for key in resting if after[key].covered != before[key].covered}
    if not extensions and not affected:
        return None
    years = set(after[in_force.id].covered) - set(before[in_force.id].covered)
    return Renewal(in_force, tuple(sorted(years)), extensions, affected)


async def renew(
    tenant: Tenant, settings: Settings, *, seen: int, reason: str, by: Actor, now: datetime
) -> Renewal:
    """Publish, pin open cases to it, move what relied on the years, write it down and tell the complainants.

    `seen`: the number of the calendar the preview was made from.
    """
    by.demand(Right.MANAGE_SETTINGS)
    reason = prose("reason", reason, longest=LONGEST_REASON, needed="Please say why.")
    fresh = await alone(tenant)
    found = await renewal(fresh, now=now)
    if found is None:
        raise NothingToRenew()
    if int(found.in_force.number) != seen:
        raise SeenBefore()
    await take_cases({each.complaint_id for each in found.affected}, resting_on=found.extensions)
    found = await renewal(fresh, now=now) or found
    written = await _publish(tenant, found, reason=reason, by=by, now=now)
    await move_promises([each.move for each in found.affected], now=now)
    await _look_anew(tenant, settings, [written[key].id for key in found.extensions])
    await _record(found, written, reason=reason, by=by, now=now)
    await _tell(tenant, settings, found.moving, written, now=now)
    return found


class _Known:
    """What the packages know today, asked once a region, and what the organisation entered for its own."""

    def __init__(self, entered: CalendarPart, *, now: datetime) -> None:
        self._entered, self._years = entered, years_wanted(now)
        self._days: dict[str, PublicDays] = {}

    def of(self, document: ResolvedCalendar) -> ResolvedCalendar:
        region = document.holidays
        if region not in self._days:
            self._days[region] = public_days(region, self._years)
        part = CalendarPart(week=document.week, holidays=region)
        if region == self._entered.holidays:
            entered = self._entered
            part = replace(part, announced=entered.announced, announced_years=entered.announced_years)
        return resolved(part, document.zone, self._days[region])


async def _publish(
    tenant: Tenant, found: Renewal, *, reason: str, by: Actor, now: datetime
) -> dict[UUID, CalendarVersion]:
    """By the id of the calendar before: the one that extends it, or itself. The one in force gets the highest number."""
    written = {version.id: version for version in await versions()}
    for key in sorted(found.extensions, key=lambda key: (key == found.in_force.id, written[key].number)):
        document, extends = found.extensions[key], written[key]
        written[key] = await write(document, by=by, now=now, reason=reason, extends=extends)
        await execute(
            """UPDATE complaint SET calendar_version_id = $2
            WHERE calendar_version_id = $1 AND (closed_at IS NULL OR id = ANY($3::uuid[]))""",
            key,
            written[key].id,
            [each.complaint_id for each in found.affected],
        )
    await put_in_force(tenant, written[found.in_force.id])
    return written


async def _look_anew(tenant: Tenant, settings: Settings, calendars: Collection[UUID]) -> None:
    """How long a promise may stand still is counted by the calendar, too."""
    rows = await select_all(
        Promise,
        """WHERE ended_at IS NULL AND paused_since IS NOT NULL AND complaint_id IN (
            SELECT id FROM complaint WHERE calendar_version_id = ANY($1::uuid[]))""",
        list(calendars),
    )
    cases = await pins_of({row.complaint_id for row in rows})
    desks: dict[tuple[UUID, UUID | None], Desk] = {}
    for row in rows:
        case = cases[row.complaint_id]
        pins = case["policy_version_id"], case["calendar_version_id"]
        desks[pins] = desks.get(pins) or await desk_pinned(tenant, settings, *pins)
        await look_anew_when_over(desks[pins], row)


async def _record(
    found: Renewal, written: Mapping[UUID, CalendarVersion], *, reason: str, by: Actor, now: datetime
) -> None:
    detail: dict[str, object] = {
        "calendar": written[found.in_force.id].number,
        "years": list(found.years),
        "moved": len(found.moving),
    }
    await record(act="calendar-renewed", by=by, now=now, detail=detail, personal={"reason": reason or None})
    ordered = sorted(found.moving, key=lambda each: each.complaint_id)
    await record_all(
        [
            Act("calendar-moved", by, complaint_id, _moved(list(group), written))
            for complaint_id, group in groupby(ordered, key=lambda each: each.complaint_id)
        ],
        now=now,
    )


async def _tell(
    tenant: Tenant,
    settings: Settings,
    moving: Sequence[Affected],
    written: Mapping[UUID, CalendarVersion],
    *,
    now: datetime,
) -> None:
    dates = [
        NewDate(
            complaint_id=each.complaint_id,
            policy_version_id=each.policy_version_id,
            calendar_id=written[each.calendar_id].id,
            clock=each.move.before.kind,
            before=each.old_due,
            after=each.new_due,
        )
        for each in moving
        if not each.stands_still
    ]
    await tell_of_new_dates(tenant, settings, dates, now=now)


def _moved(group: Sequence[Affected], written: Mapping[UUID, CalendarVersion]) -> dict[str, object]:
    return {
        "calendar": written[group[0].calendar_id].number,
        "promises": [
            {"clock": each.move.before.kind, "from": each.old_due, "to": each.new_due} for each in group
        ],
    }
