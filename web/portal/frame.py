"""What every portal page shares: how much waits for the reader, and a door for handlers that open their own scope."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from litestar.response import Template

from amends.announcements.queries import at_the_top
from amends.database.scope import tenant_scope
from amends.errors import DomainError
from amends.people.rights import Right
from web.edge.admission import admit
from web.edge.visit import AnyRequest, Visit, visit_of
from web.portal.top import banners
from web.rendering import page
from web.roles import roles_in_force
from web.trial import portal_banner


async def portal_page(
    request: AnyRequest, name: str, /, *, area: str = "", status: int = 200, **values: object
) -> Template:
    """A page inside the portal; `area` is the menu entry it belongs to. Needs the tenant's scope."""
    visit = visit_of(request)
    await roles_in_force(visit)
    if visit.staff.id is not None:
        admin = visit.staff.may(Right.MANAGE_SETTINGS)
        leads = admin or visit.staff.may(Right.REOPEN)
        top = await at_the_top(
            person_id=visit.staff.id, is_admin=admin, now=visit.now, roles=visit.staff.roles, leads=leads
        )
        visit.unread, visit.tasks = top.unread, top.tasks
        visit.banners += banners(top, visit)
    if visit.tenant.in_trial:
        visit.banners.append(await portal_banner(visit))
    return page(request, name, status=status, area=area, **{"at_case": _at_case(request, visit), **values})


def _at_case(request: AnyRequest, visit: Visit) -> dict[str, Any] | None:
    """Of a page of a case; None: whom it is about, and guests, take no part in who is there."""
    complaint_id = request.path_params.get("complaint_id")
    if complaint_id is None or visit.guest is not None or visit.concerned:
        return None
    return at_case_view(complaint_id) if visit.staff.may(Right.READ_CASES) else None


def at_case_view(complaint_id: UUID) -> dict[str, Any]:
    """What portal/_here.html takes of a page that nobody has asked from yet."""
    url = f"/portal/cases/{complaint_id}/here"
    return {"id": complaint_id, "url": url, "seen": "", "asked": False}


@asynccontextmanager
async def admitted(request: AnyRequest) -> AsyncIterator[Visit]:
    """A scope of the handler's own with the visitor let in as the route's `opt` says, for `own_scope` routes."""
    visit = visit_of(request)
    try:
        async with tenant_scope(visit.tenant.id):
            await admit(request.route_handler.opt, visit, request.scope)
            yield visit
    except DomainError:
        for keep in visit.afterwards:
            await keep()
        raise
