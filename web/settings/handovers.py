"""Whether this organisation takes complaints over from others here, and what they read about that."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post

from amends.database.scope import execute
from amends.errors import DomainError
from amends.handovers.takers import LONGEST, settle
from web.edge.visit import AnyRequest, visit_of
from web.rendering import go, new_form, returned_form
from web.settings.frame import MANAGE, settings_page
from web.typed import typed_in
from web.view import FormView

_HERE = "/portal/settings/handovers"


@get(_HERE, opt=MANAGE)
async def handovers(request: AnyRequest) -> Response[Any]:
    tenant = visit_of(request).tenant
    form = new_form(
        takes_over="yes" if tenant.takes_over else "",
        about_zh=str(tenant.takes_over_zh or ""),
        about_en=str(tenant.takes_over_en or ""),
    )
    return await _page(request, form)


@post(_HERE, status_code=200, opt=MANAGE)
async def save(request: AnyRequest) -> Response[Any]:
    visit, typed = visit_of(request), await typed_in(request)
    await execute("SAVEPOINT act")
    try:
        await settle(
            visit.tenant,
            on=typed.is_on("takes_over"),
            about_zh=typed.text("about_zh"),
            about_en=typed.text("about_en"),
            by=visit.staff,
            now=visit.now,
        )
    except DomainError as refusal:
        await execute("ROLLBACK TO SAVEPOINT act")
        form = returned_form(refusal, form_id="", values=typed.values())
        return await _page(request, form, status=refusal.status)
    return go(_HERE, done="saved")


async def _page(request: AnyRequest, form: FormView, *, status: int = 200) -> Response[Any]:
    return await settings_page(
        request,
        "settings/handovers.html",
        key="handovers",
        status=status,
        form=form,
        longest=LONGEST,
        in_trial=visit_of(request).tenant.in_trial,
    )


routes: list[Any] = [handovers, save]
