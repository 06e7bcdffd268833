"""Published calendars: whole, immutable, pinned; nothing but an act of somebody moves a date."""

from __future__ import annotations

from collections import OrderedDict
from datetime import UTC, date, datetime

import asyncpg
import pytest

from amends.database.scope import execute
from amends.deadlines.tables import Promise
from amends.errors import Invalid
from amends.people.actor import SYSTEM
from amends.policy.parts.base import Text
from amends.policy.parts.calendar import CalendarPart, ExtraDay
from tenants.calendars import (
    document_of,
    publish,
    publish_if_changed,
    resolve,
    version_in_force,
    versions,
    years_wanted,
)
from tenants.desks import desk_of
from tenants.holidays import is_known, problems_of_holidays
from tenants.tables import CalendarVersion
from tests.tenants.announcements import announce
from tests.world import MONDAY, World

PART = CalendarPart(holidays="CN", closures={"2026-03-06": Text(zh="盘点", en="Stocktaking")})


@pytest.fixture(autouse=True)
def _announced(monkeypatch: pytest.MonkeyPatch) -> None:
    announce(monkeypatch, 2026)


async def in_force(world: World) -> CalendarVersion:
    async with world.scope():
        version = await version_in_force(world.tenant)
    assert version is not None
    return version


async def resolve_by(world: World) -> Promise:
    lodged = await world.lodge()
    promises = await world.promises(lodged.complaint_id)
    return promises["resolve"]


async def test_a_new_organisation_has_a_calendar_and_its_complaints_are_pinned_to_it(world: World) -> None:
    version = await in_force(world)
    document = document_of(version)
    assert version.number == 1
    assert [version.extends_id, version.reason, version.published_by] == [None] * 3
    assert (document.zone, document.holidays, document.covered) == ("Asia/Shanghai", "CN", (2026,))
    assert document.free["2026-10-01"].name == Text(zh="国庆节", en="National Day")
    assert document.worked["2026-10-10"].periods == ("09:00-18:00",)
    lodged = await world.lodge()
    assert (await world.complaint(lodged.complaint_id)).calendar_version_id == version.id
    theirs = await world.other.lodge()
    assert (await world.other.complaint(theirs.complaint_id)).calendar_version_id not in (None, version.id)


async def test_a_later_release_of_the_package_moves_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The dates of a version are in it: 9 March became a holiday meanwhile, and 2027 was announced."""
    before = await in_force(world)
    expected = await resolve_by(world)
    announce(monkeypatch, 2026, 2027, d20260303="New Year's Day", d20260304="New Year's Day")
    monkeypatch.setattr("tenants.calendars._published", OrderedDict())
    again = await resolve_by(world)
    assert again.due_at == expected.due_at
    assert (await in_force(world)).document == before.document
    async with world.scope():
        anew = await publish(world.tenant, PART, by=world.actor("ada"), now=MONDAY, reason="A decree")
    assert (anew.number, document_of(anew).covered) == (2, (2026, 2027))
    later = await resolve_by(world)
    assert later.due_at > expected.due_at


async def test_publishing_says_who_and_why_and_open_cases_keep_theirs(world: World) -> None:
    lodged = await world.lodge()
    async with world.scope():
        version = await publish(
            world.tenant, PART, by=world.actor("ada"), now=MONDAY, reason="We count stock"
        )
    assert (version.published_by, version.reason) == (world.actor("ada").id, "We count stock")
    assert (await world.acts())[-1] == "calendar-published"
    assert (await world.complaint(lodged.complaint_id)).calendar_version_id != version.id
    assert (await world.complaint((await world.lodge()).complaint_id)).calendar_version_id == version.id


async def test_the_same_again_is_not_published_twice(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async with world.scope():
        first = await publish_if_changed(world.tenant, PART, by=SYSTEM, now=MONDAY)
        announce(monkeypatch, 2026, 2027)
        assert await publish_if_changed(world.tenant, PART, by=SYSTEM, now=MONDAY) == first
        other = CalendarPart(holidays="CN", roll=False)
        assert await publish_if_changed(world.tenant, other, by=SYSTEM, now=MONDAY) != first
        world.tenant.time_zone = "Asia/Tokyo"
        await publish_if_changed(world.tenant, other, by=SYSTEM, now=MONDAY)
        found = await versions()
    assert [version.number for version in found] == [4, 3, 2, 1]
    assert document_of(found[0]).zone == "Asia/Tokyo"


async def test_who_serves_changes_no_calendar(world: World) -> None:
    for statement in ("UPDATE calendar_version SET number = 7", "DELETE FROM calendar_version"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with world.scope():
                await execute(statement)


async def test_not_even_the_owner_changes_one_in_passing(world: World) -> None:
    for statement in ("UPDATE calendar_version SET number = 7", "DELETE FROM calendar_version"):
        with pytest.raises(asyncpg.RestrictViolationError, match="was published and stays"):
            async with world.as_owner("calendar_version") as owner:
                await owner.execute(statement)


async def test_a_complaint_from_before_is_reckoned_by_its_policys_week(world: World) -> None:
    lodged = await world.lodge()
    async with world.as_owner("complaint") as owner:
        await owner.execute("UPDATE complaint SET calendar_version_id = NULL")
    row = await world.complaint(lodged.complaint_id)
    async with world.scope():
        desk = await desk_of(world.tenant, world.settings, row)
    assert desk.calendar.works_on(date(2026, 10, 1))
    assert desk.calendar.covered is None


def test_only_years_that_are_announced_are_covered(monkeypatch: pytest.MonkeyPatch) -> None:
    """A New Year's Day that is known already makes no calendar of its year."""
    announce(monkeypatch, 2026, d20270101="New Year's Day")
    document = resolve(PART, "Asia/Shanghai", years_wanted(MONDAY))
    assert document.covered == (2026,)
    assert "2027-01-01" not in document.free


def test_elsewhere_a_year_with_uncertain_dates_is_not_covered() -> None:
    years = years_wanted(datetime(2027, 1, 1, tzinfo=UTC))
    singapore = resolve(CalendarPart(holidays="SG"), "Asia/Singapore", years)
    assert 2026 in singapore.covered
    assert 2029 not in singapore.covered
    england = resolve(CalendarPart(holidays="GB-ENG"), "Europe/London", years)
    assert england.covered == (2026, 2027, 2028, 2029)
    assert england.free["2027-12-27"].name == Text(zh="圣诞节（补假）", en="Christmas Day (observed)")
    assert england.free["2027-08-30"].name == Text(zh="夏末银行假日", en="Late Summer Bank Holiday")


def test_a_region_nobody_knows_is_refused() -> None:
    with pytest.raises(Invalid):
        resolve(CalendarPart(holidays="XX"), "Asia/Shanghai", range(2026, 2027))
    [problem] = problems_of_holidays(CalendarPart(holidays="XX"))
    assert problem.startswith("calendar.holidays: expected a country such as CN")
    assert problems_of_holidays(CalendarPart(holidays="GB-ENG")) == []
    assert [is_known(region) for region in ("", "CN", "GB-ENG", "GB-XX", "XX")] == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_own_days_outweigh_public_ones() -> None:
    part = CalendarPart(
        holidays="CN",
        closures={"2026-10-10": Text(zh="盘点", en="Stocktaking")},
        extra_days={"2026-10-01": ExtraDay(name=Text(zh="值班", en="On duty"), periods=("10:00-12:00",))},
    )
    document = resolve(part, "Asia/Shanghai", range(2026, 2027))
    assert "2026-10-01" not in document.free
    assert document.free["2026-10-10"].own
    assert "2026-10-10" not in document.worked
