"""A forgotten password: asking for a link, and using it. Every answer to asking is the same."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from amends.database.scope import tenant_scope
from amends.errors import DomainError, Invalid
from amends.people import rates, resets
from amends.people.secrets import SHORTEST_PASSWORD, hash_password
from tenants.desks import desk_in_force
from web.account.passwords import chosen_password
from web.edge.visit import AnyRequest, visit_of
from web.rendering import go, new_form, page, returned_form
from web.typed import typed_in
from web.view import FormView

_FORGOTTEN = "/portal/forgotten-password"
_BY_ADDRESS = {"own_scope": True, "limits": (rates.RESET,)}


@get(_FORGOTTEN)
async def forgotten_page(request: AnyRequest) -> Response[Any]:
    return page(request, "account/forgotten.html", form=new_form())


@post(_FORGOTTEN, status_code=200, opt=_BY_ADDRESS)
async def forgotten(request: AnyRequest) -> Response[Any]:
    visit, typed = visit_of(request), await typed_in(request)
    email = typed.text("email").strip().lower()[:320]
    try:
        if not email:
            raise Invalid({"email": "Please fill this in."})
        await rates.count_try(rates.RESET_ACCOUNT, email, tenant_id=visit.tenant.id, now=visit.now)
    except DomainError as refusal:
        form = returned_form(refusal, form_id="", values=typed.values())
        return page(request, "account/forgotten.html", status=refusal.status, form=form)
    async with tenant_scope(visit.tenant.id):
        await resets.ask(email=email, address=visit.address, secret=visit.settings.secret, now=visit.now)
    return go("/portal/sign-in", done="reset-asked")


@get("/portal/reset/{token:str}")
async def reset_page(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
    visit = visit_of(request)
    person = await resets.resettable(token=token, secrets=visit.secrets, now=visit.now)
    return _page(request, new_form(), email=str(person.email))


@post("/portal/reset/{token:str}", status_code=200, opt=_BY_ADDRESS)
async def reset(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
    """On to the sign-in page, not in: the second factor is asked for there."""
    visit, typed = visit_of(request), await typed_in(request)
    async with tenant_scope(visit.tenant.id):
        person = await resets.resettable(token=token, secrets=visit.secrets, now=visit.now)
    try:
        password_hash = await hash_password(chosen_password(typed))
    except Invalid as refusal:
        form = returned_form(refusal, form_id="", values={})
        return _page(request, form, email=str(person.email), status=refusal.status)
    async with tenant_scope(visit.tenant.id):
        desk = await desk_in_force(visit.tenant, visit.settings)
        await resets.set_new_password(
            desk, token=token, secrets=visit.secrets, password_hash=password_hash, now=visit.now
        )
    return go("/portal/sign-in", done="password-set")


def _page(request: AnyRequest, form: FormView, *, email: str, status: int = 200) -> Response[Any]:
    return page(
        request,
        "account/reset.html",
        status=status,
        form=form,
        email=email,
        action=request.scope["path"],
        shortest=SHORTEST_PASSWORD,
    )


routes: list[Any] = [forgotten_page, forgotten, reset_page, reset]
