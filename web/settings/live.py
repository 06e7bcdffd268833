"""Going live: what is deleted and what stays is shown, the organisation is named, the password given again."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post

from amends.database.scope import tenant_scope
from amends.errors import DomainError, Invalid
from amends.people import rates
from amends.people.secrets import password_fits
from amends.people.sessions import stored_password
from amends.tenancy.operations import tenant_by_id
from amends.tenancy.trial import Tried, go_live, tried
from web.edge.visit import AnyRequest, Visit, visit_of
from web.formats import iso, moment_text, number_text
from web.i18n import current_language, gettext
from web.portal.frame import admitted
from web.rendering import go, new_form, returned_form, zone_of
from web.settings.addresses import LIVE
from web.settings.first_steps import progress
from web.settings.frame import MANAGE, settings_page
from web.typed import Typed, typed_in
from web.view import FormView


@get(LIVE, opt=MANAGE)
async def live_page(request: AnyRequest) -> Response[Any]:
    return await _page(request, new_form())


@post(LIVE, status_code=200, opt={**MANAGE, "own_scope": True})
async def begin(request: AnyRequest) -> Response[Any]:
    """Sent twice, the second one finds it done: it is live, and that is what is shown."""
    typed = await typed_in(request)
    async with admitted(request) as visit:
        if not (await tenant_by_id(visit.tenant.id)).in_trial:
            return go(LIVE)
        _, stored = await stored_password(email=visit.staff.email)
    try:
        await _same_person(visit, typed, stored)
        async with tenant_scope(visit.tenant.id):
            name = typed.text("typed_name")
            await go_live(visit.tenant, name=name, by=visit.staff, now=visit.now)
    except DomainError as refusal:
        async with admitted(request):
            return await _refused(request, refusal, typed)
    return go(LIVE, done="live")


async def _same_person(visit: Visit, typed: Typed, stored: str | None) -> None:
    """Whoever finds a browser left open wipes nothing."""
    email = visit.staff.email.lower()
    await rates.count_try(rates.PASSWORD, email, tenant_id=visit.tenant.id, now=visit.now)
    if not await password_fits(typed.text("password"), stored):
        raise Invalid({"password": "This is not your present password."})


async def _refused(request: AnyRequest, refusal: DomainError, typed: Typed) -> Response[Any]:
    form = returned_form(refusal, form_id="", values=typed.values())
    return await _page(request, form, status=refusal.status)


async def _page(request: AnyRequest, form: FormView, *, status: int = 200) -> Response[Any]:
    visit = visit_of(request)
    tenant = visit.tenant
    held = await tried() if tenant.in_trial else Tried()
    live_at = tenant.live_at
    return await settings_page(
        request,
        "settings/live.html",
        key="live",
        status=status,
        form=form,
        name=tenant.name_in(current_language()),
        live_text=moment_text(live_at, zone=zone_of(visit)) if live_at is not None else "",
        live_iso=iso(live_at) if live_at is not None else "",
        wiped=[
            (gettext("Complaints"), number_text(held.complaints)),
            (gettext("Files"), number_text(held.files)),
            (gettext("Letters and notices about them"), number_text(held.letters)),
            (gettext("Entries of the history"), number_text(held.entries)),
        ],
        **await progress(visit),
    )


routes: list[Any] = [live_page, begin]
