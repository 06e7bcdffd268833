"""Own names for an organisation's pages: claimed, proved by DNS, taken back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from amends.database.scope import execute, tenant_scope
from amends.errors import DomainError
from amends.tenancy.domains import (
    NotProved,
    Purpose,
    ask,
    claim,
    claim_of,
    claims,
    link_to,
    note_answer,
    remove,
)
from amends.tenancy.lookups import Lookups
from amends.tenancy.operations import tenant_by_id
from web.edge.visit import AnyRequest, visit_of
from web.portal.frame import admitted
from web.rendering import go, new_form, returned_form
from web.settings.addresses import DOMAIN
from web.settings.dns_view import claim_view
from web.settings.frame import MANAGE, settings_page
from web.typed import typed_in
from web.view import FormView


@get(DOMAIN, opt=MANAGE)
async def domain_page(request: AnyRequest) -> Response[Any]:
    return await _page(request, new_form())


@post(DOMAIN, status_code=200, opt=MANAGE)
async def add(request: AnyRequest) -> Response[Any]:
    visit, typed = visit_of(request), await typed_in(request)
    await execute("SAVEPOINT act")
    try:
        await claim(
            Purpose.PAGES,
            typed.text("host"),
            base_domain=visit.settings.base_domain,
            by=visit.staff,
            now=visit.now,
        )
    except DomainError as refusal:
        await execute("ROLLBACK TO SAVEPOINT act")
        form = returned_form(refusal, form_id=typed.text("form_id"), values=typed.values())
        return await _page(request, form, status=refusal.status)
    return go(DOMAIN, done="saved")


@post(f"{DOMAIN}/{{claim_id:uuid}}/check", status_code=200, opt={**MANAGE, "own_scope": True})
async def check(request: AnyRequest, claim_id: FromPath[UUID]) -> Response[Any]:
    """DNS is asked between two scopes."""
    async with admitted(request) as visit:
        claimed = await claim_of(claim_id)
    said = await ask(claimed, Lookups(visit.settings.dns_server))
    refusal: DomainError = NotProved()
    try:
        async with tenant_scope(visit.tenant.id):
            if await note_answer(claimed, said, by=visit.staff, now=visit.now):
                return go(DOMAIN, done="checked")
    except DomainError as taken:
        refusal = taken
    async with admitted(request):
        form = returned_form(refusal, form_id="", values={}, act="check")
        return await _page(request, form, status=refusal.status)


@post(f"{DOMAIN}/{{claim_id:uuid}}/links", status_code=200, opt=MANAGE)
async def choose(request: AnyRequest, claim_id: FromPath[UUID]) -> Response[Any]:
    """Letters link to this name from now on; to the deployment's when they did before."""
    visit, claimed = visit_of(request), await claim_of(claim_id)
    host = str(claimed.host)
    await link_to(None if visit.tenant.own_host == host else host, by=visit.staff, now=visit.now)
    return go(DOMAIN, done="saved")


@post(f"{DOMAIN}/{{claim_id:uuid}}/removal", status_code=200, opt=MANAGE)
async def take_back(request: AnyRequest, claim_id: FromPath[UUID]) -> Response[Any]:
    visit = visit_of(request)
    await remove(await claim_of(claim_id), by=visit.staff, now=visit.now)
    return go(DOMAIN, done="domain-removed")


async def _page(request: AnyRequest, form: FormView, *, status: int = 200) -> Response[Any]:
    visit = visit_of(request)
    tenant = await tenant_by_id(visit.tenant.id)
    return await settings_page(
        request,
        "settings/domain.html",
        key="domain",
        status=status,
        form=form,
        usual=f"{tenant.slug}.{visit.settings.base_domain}",
        target=visit.settings.base_domain,
        own_host=str(tenant.own_host or ""),
        claims=[claim_view(each, visit) for each in await claims(Purpose.PAGES)],
    )


routes: list[Any] = [domain_page, add, check, choose, take_back]
