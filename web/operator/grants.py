"""Asking to look into an organisation, walking in, and ending it again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Response, post
from litestar.params import FromPath

from amends.access.grants import Asked, end_grant, grant_access
from amends.access.visits import LINK_LASTS, make_link
from amends.database.scope import enter_tenant
from amends.errors import DomainError
from amends.tenancy.operations import tenant_by_slug
from amends.tenancy.tables import Tenant, TenantStatus
from tenants.desks import desk_in_force
from web.edge.visit import AnyRequest, Site, visit_of
from web.operator.forms import known_slug, typed
from web.operator.tenant_page import tenant_page
from web.rendering import go, page, returned_form

_SIGNED_IN = {"site": Site.OPERATOR, "signed_in": True}
_ONE = "/operator/tenants/{slug:str}/grants/{grant_id:uuid}"


class Closed(DomainError):
    code = "suspended"
    status = 422
    message = "This organisation is suspended: its pages are closed to everybody."


@post("/operator/tenants/{slug:str}/grants", status_code=200, opt=_SIGNED_IN)
async def ask(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    visit, values = visit_of(request), await typed(request)
    tenant = await tenant_by_slug(known_slug(slug))
    minutes = values.get("minutes", "")
    asked = Asked(values.get("reason", ""), int(minutes[:4]) if minutes.isdecimal() else 0)
    await enter_tenant(tenant.id)
    try:
        if tenant.status == TenantStatus.SUSPENDED:
            raise Closed()
        desk = await desk_in_force(tenant, visit.settings)
        await grant_access(desk, asked, by=visit.staff, now=visit.now)
    except DomainError as refusal:
        form_id = values.get("form_id", "").removesuffix("-grant")
        form = returned_form(refusal, form_id=form_id, values=dict(values), act="grant")
        return await tenant_page(request, tenant, form, status=refusal.status, entered=True)
    return go(f"/operator/tenants/{tenant.slug}", done="granted")


@post(f"{_ONE}/entry", status_code=200, opt=_SIGNED_IN)
async def walk_in(request: AnyRequest, slug: FromPath[str], grant_id: FromPath[UUID]) -> Response[Any]:
    """A page with the way in: a form that is answered with a redirect to another host is stopped by browsers."""
    visit = visit_of(request)
    tenant = await _entered(slug)
    if tenant.status == TenantStatus.SUSPENDED:
        raise Closed()
    token = await make_link(grant_id, by=visit.staff, now=visit.now)
    host = visit.settings.address(f"{tenant.slug}.{visit.settings.base_domain}")
    return page(
        request,
        "operator/entry.html",
        area="tenants",
        name=tenant.name_in(visit.language),
        back_url=f"/operator/tenants/{tenant.slug}",
        enter_url=f"{host}/portal/operator/{token}",
        seconds=int(LINK_LASTS.total_seconds()),
    )


@post(f"{_ONE}/end", status_code=200, opt=_SIGNED_IN)
async def end(request: AnyRequest, slug: FromPath[str], grant_id: FromPath[UUID]) -> Response[Any]:
    visit = visit_of(request)
    tenant = await _entered(slug)
    await end_grant(await desk_in_force(tenant, visit.settings), grant_id, by=visit.staff, now=visit.now)
    return go(f"/operator/tenants/{tenant.slug}", done="access-ended")


async def _entered(slug: str) -> Tenant:
    tenant = await tenant_by_slug(known_slug(slug))
    await enter_tenant(tenant.id)
    return tenant


routes: list[Any] = [ask, walk_in, end]
