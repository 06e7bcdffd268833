"""Promises and tasks that could not be worked off, per organisation and error: looked at and put back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Template

from amends.database.scope import platform_scope
from amends.running.aside import Aside, aside, put_all_back
from amends.tenancy.operations import tenant_by_slug
from amends.tenancy.queries import names_of
from amends.tenancy.tables import Tenant
from web.edge.admission import admit
from web.edge.visit import AnyRequest, Site, visit_of
from web.formats import number_text
from web.i18n import current_language, gettext
from web.i18n import mark as _
from web.operator.forms import typed
from web.operator.moments import moment_view
from web.rendering import go, page

HOME = "/operator/set-aside"
_SIGNED_IN = {"site": Site.OPERATOR, "signed_in": True}
_KINDS = {"promise": _("Promises"), "task": _("Tasks"), "escalation": _("Escalations")}
_OLD = _("Promises or tasks")
"""Set aside by a version that did not yet keep which."""


@get(HOME, opt=_SIGNED_IN)
async def set_aside(request: AnyRequest) -> Template:
    now = visit_of(request).now
    found = await aside()
    tenants = await names_of({each.tenant_id for each in found})
    return page(
        request,
        "operator/set_aside.html",
        area="health",
        organisations=[
            _organisation(tenant_id, tenants, [each for each in found if each.tenant_id == tenant_id], now)
            for tenant_id in dict.fromkeys(each.tenant_id for each in found)
        ],
    )


@post(f"{HOME}/{{slug:str}}/back", status_code=200, opt={**_SIGNED_IN, "own_scope": True})
async def put_back(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """In the organisation's own scope, hence no scope of the request."""
    visit = visit_of(request)
    async with platform_scope():
        await admit(request.route_handler.opt, visit, request.scope)
        await typed(request)
        tenant = await tenant_by_slug(slug)
    await put_all_back(tenant.id, by=visit.staff, now=visit.now)
    return go(HOME, done="put-back")


def _organisation(
    tenant_id: UUID, tenants: Mapping[UUID, Tenant], groups: list[Aside], now: datetime
) -> dict[str, Any]:
    tenant = tenants[tenant_id]
    return {
        "id": str(tenant.slug),
        "name": tenant.name_in(current_language()),
        "url": f"/operator/tenants/{tenant.slug}",
        "back_url": f"{HOME}/{tenant.slug}/back",
        "count_text": number_text(sum(each.items for each in groups)),
        "groups": [
            {
                "kind_text": gettext(_KINDS.get(each.kind, _OLD)),
                "failure": each.failure,
                "count_text": number_text(each.items),
                "tries_text": number_text(each.tries),
                "since": moment_view(each.oldest, now=now),
            }
            for each in groups
        ],
    }


routes: list[Any] = [set_aside, put_back]
