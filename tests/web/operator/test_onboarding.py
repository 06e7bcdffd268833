"""From an operator's form to an administrator who is in: the organisation, its invitation, its first password."""

from __future__ import annotations

from typing import Any

import pytest

from amends.database.scope import platform_scope, tenant_scope
from amends.notices.tables import NoticeRow
from amends.outbox.tables import Outbox
from amends.people.operations import invitation_token
from amends.people.tables import Department, Invitation, Person, PersonStatus
from amends.tenancy.operations import tenant_by_slug
from amends.tenancy.tables import OperatorAct, Tenant
from tenants.templates import pickable_templates
from tenants.versions import version_by_number
from tests.web.conftest import Arrive
from tests.web.visitor import Page, Visitor
from tests.world import PASSWORD, World

GIVEN = {
    "name_zh": "灯塔",
    "name_en": "Lighthouse",
    "slug": "lighthouse",
    "template": "service",
    "contact_phone": "400-3000",
    "time_zone": "Europe/London",
    "language": "en",
    "colour": "#2C6E49",
    "admin_name": "Ada",
    "admin_email": "ada@lighthouse.example.com",
}


async def onboard(olga: Visitor, **changes: str) -> Page:
    page = await olga.get("/operator/tenants/new")
    values: dict[str, Any] = GIVEN | changes
    return await olga.submit(page, "/operator/tenants", **values)


async def test_an_organisation_and_its_invitation_come_together(olga: Visitor) -> None:
    page = await onboard(olga)
    assert page.path == "/operator/tenants/lighthouse?done=created"
    assert "灯塔 · Lighthouse" in page.words
    assert "Organisation set up" in page.words
    async with platform_scope():
        tenant = await tenant_by_slug("lighthouse")
        acts = await OperatorAct.objects().where(OperatorAct.tenant_id == tenant.id)
    assert (tenant.colour, tenant.contact_phone) == ("#2c6e49", "400-3000")
    assert [act.act for act in acts] == ["create"]
    async with tenant_scope(tenant.id):
        [ada] = await Person.objects()
        [notice] = await NoticeRow.objects()
        [owed] = await Outbox.objects()
        assert await Department.count() > 0
    assert (ada.status, ada.roles) == (PersonStatus.INVITED, ["admin"])
    assert (notice.event, notice.address) == ("invitation", "ada@lighthouse.example.com")
    assert owed.name == "send-mail"


async def test_a_template_offers_its_variants_and_the_choice_is_published(olga: Visitor) -> None:
    adopted = pickable_templates()["service"].adopted
    (code, group), (beside, usual), *_ = adopted.ranked()
    other = next(choice for choice in group.choices if choice != group.default)
    page = await olga.get("/operator/tenants/new")
    assert "Choose a template first" in page.words
    chosen: dict[str, Any] = GIVEN
    shown = await olga.submit(page, "/operator/tenants", show="yes", **chosen)
    assert (shown.status, group.name.en in shown.words) == (200, True)
    form = shown.form("/operator/tenants").values
    assert (form[f"choice.{code}"], form[f"choice.{beside}"]) == ([group.default], [usual.default])
    assert form["name_zh"] == ["灯塔"]
    other_one: dict[str, Any] = {f"choice.{code}": "no-such-choice"}
    refused = await olga.submit(shown, "/operator/tenants", **other_one)
    assert (refused.status, set(refused.errors)) == (422, {f"choice.{code}"})
    done = await olga.submit(refused, "/operator/tenants", **{**other_one, f"choice.{code}": other})
    assert done.path == "/operator/tenants/lighthouse?done=created"
    async with platform_scope():
        tenant = await tenant_by_slug("lighthouse")
    async with tenant_scope(tenant.id):
        version = await version_by_number(1)
    assert version.state.variants == adopted.choices({code: other})


async def test_the_invited_administrator_sets_a_password_and_is_in(
    world: World, olga: Visitor, arrive: Arrive
) -> None:
    await onboard(olga)
    async with platform_scope():
        tenant = await tenant_by_slug("lighthouse")
    async with tenant_scope(tenant.id):
        [invitation] = await Invitation.objects()
    path = f"/invitation/{invitation_token(world.settings.secret, invitation.id)}"
    ada = arrive(host="lighthouse.localhost")
    page = await ada.get(path)
    assert page.status == 200
    inside = await ada.submit(page, path, password=PASSWORD, password_again=PASSWORD)
    assert inside.path.startswith("/portal")
    assert (await ada.get("/portal/people")).status == 200
    assert (await ada.get(path)).status == 404


async def test_what_was_typed_comes_back_with_an_error_at_each_field(olga: Visitor) -> None:
    page = await onboard(olga, slug="harbour", name_en="", contact_phone="", admin_email="ada", admin_name="")
    assert page.status == 422
    assert page.errors.keys() >= {"slug", "name_en", "contact_phone", "admin_name"}
    assert page.errors["slug"] == "This short name is taken."
    values = page.form("/operator/tenants").values
    assert (values["slug"], values["name_zh"], values["time_zone"]) == (
        ["harbour"],
        ["灯塔"],
        ["Europe/London"],
    )


async def test_a_wrong_address_of_the_administrator_leaves_no_half_organisation(olga: Visitor) -> None:
    page = await onboard(olga, admin_email="ada")
    assert page.errors == {"admin_email": "This is not an e-mail address."}
    async with platform_scope():
        assert not await Tenant.exists().where(Tenant.slug == "lighthouse")
        assert await OperatorAct.count().where(OperatorAct.act == "create") == 2


@pytest.mark.parametrize(
    ("field", "value"), [("template", "bakery"), ("time_zone", "Mars/Olympus"), ("colour", "red")]
)
async def test_choices_are_held_against_what_there_is(olga: Visitor, field: str, value: str) -> None:
    page = await onboard(olga, **{field: value})
    assert page.status == 422
    assert list(page.errors) == [field]


async def test_errors_speak_the_readers_language(olga: Visitor) -> None:
    olga.http.cookies.set("amends_language", "zh")
    page = await onboard(olga, slug="harbour")
    assert page.errors == {"slug": "此简称已被使用。"}


async def test_nobody_onboards_without_signing_in(console: Visitor) -> None:
    page = await console.get("/operator/sign-in")
    token = page.form("/operator/sign-in").values["_csrf_token"]
    answer = await console.send("/operator/tenants", {**GIVEN, "_csrf_token": token}, follow=False)
    assert answer.status == 303
    assert answer.response.headers["location"].startswith("/operator/sign-in")
    async with platform_scope():
        assert not await Tenant.exists().where(Tenant.slug == "lighthouse")
