"""Organisations as operators see them: that they are there and well, never a complaint."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Template

from amends.database.scope import enter_tenant
from amends.errors import DomainError, Invalid, NotFound
from amends.tenancy.operations import (
    DEFAULT_COLOUR,
    resume,
    suspend,
    tenant_by_slug,
)
from amends.tenancy.tables import Tenant
from amends.tenancy.usage import count_usage
from tenants.provisioning import create_tenant, invite_admins_again
from web.edge.visit import AnyRequest, Site, Visit, visit_of
from web.i18n import LANGUAGE_NAMES
from web.operator.forms import known_slug, missing, new_tenant, typed, zones
from web.operator.new_tenant import variant_groups, variants_chosen, with_usual_choices
from web.operator.tenant_page import tenant_page
from web.operator.views import template_choices
from web.rendering import go, new_form, page, returned_form
from web.view import FormView

_SIGNED_IN = {"site": Site.OPERATOR, "signed_in": True}


@get("/operator/tenants/new", opt=_SIGNED_IN)
async def new_tenant_page(request: AnyRequest) -> Template:
    form = new_form(time_zone="Asia/Shanghai", language="zh", colour=DEFAULT_COLOUR, begin="trial")
    return _form_page(request, form)


@post("/operator/tenants", status_code=200, opt=_SIGNED_IN)
async def create(request: AnyRequest) -> Response[Any]:
    """A button of the form, and choosing another template, ask for what that template lets one choose."""
    visit, values = visit_of(request), await typed(request)
    if values.get("show"):
        return _form_page(request, FormView(form_id=values.get("form_id", ""), values=dict(values)))
    try:
        tenant = await _create(values, visit)
    except DomainError as refusal:
        form = returned_form(refusal, form_id=values.get("form_id", ""), values=dict(values))
        return _form_page(request, form, status=refusal.status)
    return go(f"/operator/tenants/{tenant.slug}", done="created")


@get("/operator/tenants/{slug:str}", opt=_SIGNED_IN)
async def show_tenant(request: AnyRequest, slug: FromPath[str]) -> Template:
    return await tenant_page(request, await tenant_by_slug(known_slug(slug)), new_form())


@post("/operator/tenants/{slug:str}/suspension", status_code=200, opt=_SIGNED_IN)
async def suspend_tenant(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    visit, values = visit_of(request), await typed(request)
    try:
        await suspend(
            slug=known_slug(slug),
            reason=values.get("reason", ""),
            by=visit.staff,
            now=visit.now,
        )
    except NotFound:
        raise
    except DomainError as refusal:
        form_id = values.get("form_id", "").removesuffix("-suspension")
        form = returned_form(refusal, form_id=form_id, values=dict(values), act="suspension")
        return await tenant_page(request, await tenant_by_slug(known_slug(slug)), form, status=refusal.status)
    return go(f"/operator/tenants/{slug}", done="suspended")


@post("/operator/tenants/{slug:str}/invitation", status_code=200, opt=_SIGNED_IN)
async def invite_admin_again(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    visit, tenant = visit_of(request), await tenant_by_slug(known_slug(slug))
    await invite_admins_again(tenant, settings=visit.settings, by=visit.staff, now=visit.now)
    return go(f"/operator/tenants/{slug}", done="invited")


@post("/operator/tenants/{slug:str}/resumption", status_code=200, opt=_SIGNED_IN)
async def resume_tenant(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    visit = visit_of(request)
    await resume(slug=known_slug(slug), by=visit.staff, now=visit.now)
    return go(f"/operator/tenants/{slug}", done="resumed")


async def _create(values: dict[str, str], visit: Visit) -> Tenant:
    """Everything that is wrong is said at once; what was written by then is rolled back with the answer."""
    empty, variants = missing(values), variants_chosen(values)
    try:
        tenant = await create_tenant(
            new_tenant(values),
            admin_email=values.get("admin_email", ""),
            admin_name=values.get("admin_name", ""),
            settings=visit.settings,
            by=visit.staff,
            now=visit.now,
            variants=variants,
        )
    except Invalid as wrong:
        raise Invalid(wrong.fields | empty) from None
    if empty:
        raise Invalid(empty)
    return tenant


@post("/operator/tenants/{slug:str}/count", status_code=200, opt=_SIGNED_IN)
async def count_now(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """Its usage, without waiting for the clock process to come by."""
    visit, tenant = visit_of(request), await tenant_by_slug(known_slug(slug))
    await enter_tenant(tenant.id)
    await count_usage(zone=str(tenant.time_zone), now=visit.now)
    return go(f"/operator/tenants/{tenant.slug}", done="counted")


def _form_page(request: AnyRequest, form: FormView, *, status: int = 200) -> Template:
    return page(
        request,
        "operator/tenant_new.html",
        status=status,
        area="tenants",
        form=with_usual_choices(form),
        templates=template_choices(),
        variants=variant_groups(str(form.value("template"))),
        zones=zones(),
        languages=list(LANGUAGE_NAMES.items()),
        host_suffix=f".{visit_of(request).settings.base_domain}",
    )


routes: list[Any] = [
    new_tenant_page, create, show_tenant, invite_admin_again, suspend_tenant,
    resume_tenant, count_now,
]  # fmt: skip
