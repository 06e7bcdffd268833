"""Who operates the platform: listed, added with a link to choose a password, removed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from amends.access.grants import end_grant
from amends.access.queries import known_grants
from amends.database.scope import platform_scope, tenant_scope
from amends.errors import DomainError, Invalid
from amends.people import rates
from amends.people.secrets import SHORTEST_PASSWORD, check_strength, hash_password
from amends.tenancy.operations import tenant_by_id
from amends.tenancy.operator_accounts import (
    LINK_LASTS,
    Account,
    account,
    accounts,
    add_operator,
    choose_first_password,
    invited_operator,
    link_again,
    remove_operator,
)
from tenants.desks import desk_in_force
from web.edge.admission import admit
from web.edge.visit import AnyRequest, Site, Visit, visit_of
from web.i18n import LANGUAGE_NAMES
from web.operator.forms import known_slug, typed
from web.operator.moments import moment_view
from web.rendering import go, new_form, page, returned_form
from web.view import FormView

HOME = "/operator/operators"
_SIGNED_IN = {"site": Site.OPERATOR, "signed_in": True}
_LINK = "/operator/invitation/{token:str}"
_OPEN = {"site": Site.OPERATOR, "own_scope": True, "limits": (rates.SIGN_IN_ADDRESS,)}


@get(HOME, opt=_SIGNED_IN)
async def list_operators(request: AnyRequest) -> Response[Any]:
    return await _page(request, new_form(language="zh"))


@post(HOME, status_code=200, opt=_SIGNED_IN)
async def add(request: AnyRequest) -> Response[Any]:
    visit, values = visit_of(request), await typed(request)
    try:
        _, token = await add_operator(
            email=values.get("email", ""),
            name=values.get("name", ""),
            language=values.get("language", ""),
            by=visit.staff,
            now=visit.now,
        )
    except Invalid as refusal:
        form = returned_form(refusal, form_id=values.get("form_id", ""), values=dict(values))
        return await _page(request, form, status=refusal.status)
    return _link_page(request, values.get("name", ""), token)


@post(f"{HOME}/{{operator_id:uuid}}/link", status_code=200, opt=_SIGNED_IN)
async def new_link(request: AnyRequest, operator_id: FromPath[UUID]) -> Response[Any]:
    visit = visit_of(request)
    name = (await account(operator_id)).name
    return _link_page(request, name, await link_again(operator_id, by=visit.staff, now=visit.now))


@get(f"{HOME}/{{operator_id:uuid}}/removal", opt=_SIGNED_IN)
async def ask_removal(request: AnyRequest, operator_id: FromPath[UUID]) -> Response[Any]:
    return await _removal_page(request, operator_id, new_form())


@post(f"{HOME}/{{operator_id:uuid}}/removal", status_code=200, opt={**_SIGNED_IN, "own_scope": True})
async def remove(request: AnyRequest, operator_id: FromPath[UUID]) -> Response[Any]:
    """Their grants are over with them; that is then written into the organisations' histories, each in its scope."""
    visit = visit_of(request)
    async with platform_scope():
        await admit(request.route_handler.opt, visit, request.scope)
    try:
        async with platform_scope():
            await remove_operator(operator_id, by=visit.staff, now=visit.now)
    except DomainError as refusal:
        if refusal.status != 422:
            raise
        async with platform_scope():
            form = returned_form(refusal, form_id="", values={})
            return await _removal_page(request, operator_id, form, status=refusal.status)
    await _end_grants(operator_id, visit)
    return go(HOME, done="operator-removed")


@get(_LINK, opt={"site": Site.OPERATOR})
async def first_password_page(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
    name = await invited_operator(known_slug(token), now=visit_of(request).now)
    return _password_page(request, token, name, new_form())


@post(_LINK, status_code=200, opt=_OPEN)
async def first_password(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
    """Hashed outside any transaction."""
    visit, values = visit_of(request), await typed(request)
    async with platform_scope():
        name = await invited_operator(known_slug(token), now=visit.now)
    try:
        check_strength(values.get("password", ""))
        if values.get("password") != values.get("password_again"):
            raise Invalid({"password_again": "The two passwords differ."})
    except Invalid as refusal:
        form = returned_form(refusal, form_id="", values={})
        return _password_page(request, token, name, form, status=refusal.status)
    hashed = await hash_password(values["password"])
    async with platform_scope():
        await choose_first_password(token, password_hash=hashed, now=visit.now)
    return go("/operator/sign-in", done="saved")


async def _end_grants(operator_id: UUID, visit: Visit) -> None:
    """So that the organisations' histories say so."""
    async with platform_scope():
        still_open = await known_grants(operator_id=operator_id, open_at=visit.now)
    for grant in still_open:
        async with tenant_scope(grant.tenant_id):
            desk = await desk_in_force(await tenant_by_id(grant.tenant_id), visit.settings)
            await end_grant(desk, grant.id, by=visit.staff, now=visit.now, removed=True)


async def _page(request: AnyRequest, form: FormView, *, status: int = 200) -> Response[Any]:
    visit = visit_of(request)
    return page(
        request,
        "operator/operators.html",
        status=status,
        area="operators",
        form=form,
        operators=[_view(each, visit) for each in await accounts()],
        languages=list(LANGUAGE_NAMES.items()),
    )


def _view(account: Account, visit: Visit) -> dict[str, Any]:
    return {
        "url": f"{HOME}/{account.id}",
        "name": account.name,
        "email": account.email,
        "me": account.id == visit.staff.id,
        "waits": account.waits,
        "second_factor": account.second_factor,
        "seen": moment_view(account.seen_at, now=visit.now),
        "created": moment_view(account.created_at, now=visit.now),
    }


def _link_page(request: AnyRequest, name: str, token: str) -> Response[Any]:
    settings = visit_of(request).settings
    return page(
        request,
        "operator/operator_link.html",
        area="operators",
        name=name,
        link=f"{settings.address()}/operator/invitation/{token}",
        hours=int(LINK_LASTS.total_seconds() // 3600),
        back_url=HOME,
    )


async def _removal_page(
    request: AnyRequest, operator_id: UUID, form: FormView, *, status: int = 200
) -> Response[Any]:
    found = await account(operator_id)
    return page(
        request,
        "operator/operator_removal.html",
        status=status,
        area="operators",
        form=form,
        operator=_view(found, visit_of(request)),
        back_url=HOME,
    )


def _password_page(
    request: AnyRequest, token: str, name: str, form: FormView, *, status: int = 200
) -> Response[Any]:
    return page(
        request,
        "operator/first_password.html",
        status=status,
        form=form,
        name=name,
        action=f"/operator/invitation/{token}",
        shortest=SHORTEST_PASSWORD,
    )


routes: list[Any] = [
    list_operators, add, new_link, ask_removal, remove, first_password_page, first_password,
]  # fmt: skip
