"""What is weak in the configuration as it stands, each with the way to where it is mended."""

from __future__ import annotations

from typing import Any

from litestar import get
from litestar.response import Template

from tenants.checking import checked
from tenants.health import health
from tenants.working import at_work
from web.edge.visit import AnyRequest, visit_of
from web.settings.frame import MANAGE, settings_page
from web.settings.health_view import findings_view
from web.settings.policy.places_told import checks_view


@get("/portal/settings/health", opt=MANAGE)
async def health_page(request: AnyRequest) -> Template:
    """Of the version in force: what a draft would bring stands on its own page."""
    visit = visit_of(request)
    state = (await at_work(visit.tenant)).in_force.state
    found = await health(visit.tenant, state.policy(), now=visit.now)
    return await settings_page(
        request,
        "settings/health.html",
        key="health",
        groups=findings_view(found.all, state.document),
        checks=checks_view(await checked(state), state),
    )


routes: list[Any] = [health_page]
