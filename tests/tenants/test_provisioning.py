"""Onboarding is all or nothing, and whatever follows happens behind the new organisation's own wall."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from amends.audit.tables import HistoryEntry
from amends.complaints.lodging import lodge
from amends.database.scope import platform_scope, tenant_scope
from amends.errors import Invalid
from amends.people.actor import COMPLAINANT, SYSTEM
from amends.people.tables import Department
from amends.policy.parse import dumps
from amends.tenancy.operations import NewTenant, tenant_by_slug
from amends.tenancy.tables import Tenant
from tenants.calendars import document_of, version_in_force
from tenants.desks import desk_in_force
from tenants.provisioning import create_tenant
from tenants.tables import PolicyVersion
from tenants.templates import pickable_templates
from tenants.versions import published_versions, version_by_number
from tests.world import MONDAY, World, add_organisation, lodgement, new_form_id

WANTED = NewTenant("lighthouse", "灯塔", "Lighthouse", "service", "Europe/London", "en", "400-3000")


async def onboard(
    world: World, wanted: NewTenant = WANTED, *, admin_email: str = "ada@example.com"
) -> Tenant:
    async with platform_scope():
        return await create_tenant(
            wanted,
            admin_email=admin_email,
            admin_name="Ada",
            settings=world.settings,
            by=SYSTEM,
            now=MONDAY,
        )


async def exists(slug: str) -> bool:
    async with platform_scope():
        return await Tenant.exists().where(Tenant.slug == slug)


async def test_the_first_policy_is_the_templates_and_whole(world: World) -> None:
    tenant = await onboard(world)
    template = pickable_templates()["service"].policy
    async with tenant_scope(tenant.id):
        [version] = await PolicyVersion.objects()
        desk = await desk_in_force(tenant, world.settings)
        departments = {str(row.code) for row in await Department.objects()}
        acts = [str(entry.act) for entry in await HistoryEntry.objects().order_by(HistoryEntry.seq)]
    assert (version.number, version.template, version.template_version) == (1, "service", template.version)
    calendar = msgspec.structs.replace(template.calendar, holidays="GB")
    assert dumps(desk.policy) == dumps(msgspec.structs.replace(template, calendar=calendar))
    assert departments == template.departments.keys()
    assert acts == ["onboard", "invite"]


@pytest.mark.parametrize(
    ("zone", "variants", "region", "own"),
    [
        ("Asia/Shanghai", {}, "CN", {}),
        ("Asia/Chongqing", {}, "CN", {}),
        ("Asia/Kolkata", {}, "IN", {"calendar": {"holidays": "IN"}}),
        ("America/New_York", {}, "US", {"calendar": {"holidays": "US"}}),
        ("Europe/London", {"profile": "G6"}, "GB-ENG", {}),
        ("Europe/Paris", {"profile": "G7"}, "US", {}),
        ("Etc/UTC", {}, "", {"calendar": {"holidays": ""}}),
    ],
)
async def test_public_holidays_are_those_of_its_country(
    world: World, zone: str, variants: dict[str, str], region: str, own: dict[str, object]
) -> None:
    async with platform_scope():
        tenant = await create_tenant(
            replace(WANTED, time_zone=zone),
            admin_email="ada@example.com",
            admin_name="Ada",
            settings=world.settings,
            by=SYSTEM,
            now=MONDAY,
            variants=variants,
        )
    async with tenant_scope(tenant.id):
        [version] = await published_versions()
        found = await version_by_number(version.number)
        calendar = await version_in_force(tenant)
    assert calendar is not None
    assert document_of(calendar).holidays == found.state.policy().calendar.holidays == region
    assert found.state.own.layer == own


@pytest.mark.parametrize("template", sorted(pickable_templates()))
async def test_every_template_takes_a_complaint_at_once(world: World, template: str) -> None:
    organisation = await add_organisation(world.settings, replace(WANTED, template=template))
    async with organisation.at_desk() as desk:
        for category in desk.policy.categories:
            given = lodgement(desk.policy, category=category)
            await lodge(desk, given, form_id=new_form_id(), by=COMPLAINANT, now=MONDAY)
    lodged = await organisation.complaints()
    assert len(lodged) == len({row.number for row in lodged}) == len(desk.policy.categories)


async def test_a_refused_invitation_leaves_nothing(world: World) -> None:
    with pytest.raises(Invalid) as refusal:
        await onboard(world, admin_email="ada")
    assert refusal.value.fields == {"admin_email": "This is not an e-mail address."}
    assert not await exists("lighthouse")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"slug": "harbour"}, "slug"),
        ({"slug": "www"}, "slug"),
        ({"slug": "Light house"}, "slug"),
        ({"name_zh": " "}, "name_zh"),
        ({"template": "base"}, "template"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"language": "fr"}, "language"),
        ({"contact_email": "nowhere"}, "contact_email"),
        ({"colour": "red; } body { display: none"}, "colour"),
    ],
)
async def test_what_does_not_fit_is_named(world: World, changes: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        await onboard(world, replace(WANTED, **changes))  # type: ignore[arg-type]
    assert list(refusal.value.fields) == [field]
    assert await exists("harbour")
    assert not await exists("lighthouse")


async def test_two_organisations_are_apart_from_the_first_moment(world: World) -> None:
    await onboard(world)
    async with platform_scope():
        harbour = await tenant_by_slug("harbour")
    async with tenant_scope(harbour.id):
        assert await PolicyVersion.count() == 1
