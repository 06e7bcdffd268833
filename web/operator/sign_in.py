"""Operators come and go."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post

from amends.database.scope import platform_scope
from amends.people import rates
from amends.people.secrets import password_fits
from amends.people.sessions import SignInRefused
from amends.tenancy import operators
from web.account.operators import OPERATOR_DOOR
from web.edge.admission import COOKIES
from web.edge.visit import AnyRequest, Site, Visit, visit_of
from web.operator.forms import typed
from web.rendering import go, new_form, page, returned_form
from web.typed import asked
from web.visitors import safe_path

HOME = "/operator/tenants"
_COOKIE = COOKIES[Site.OPERATOR]
_BY_ADDRESS = {"site": Site.OPERATOR, "own_scope": True, "limits": (rates.SIGN_IN_ADDRESS,)}


@get("/operator/sign-in", opt={"site": Site.OPERATOR})
async def sign_in_page(request: AnyRequest) -> Response[Any]:
    if visit_of(request).actor is not None:
        return go(HOME)
    return page(request, "operator/sign_in.html", form=new_form(), next_url=_next(asked(request, "next")))


@post("/operator/sign-in", status_code=200, opt=_BY_ADDRESS)
async def sign_in(request: AnyRequest) -> Response[Any]:
    """In scopes of its own: tries count though they are refused, and hashing holds no transaction open."""
    visit, values = visit_of(request), await typed(request)
    email, next_url = values.get("email", "").lower(), _next(values.get("next"))
    await rates.count_sign_in(email, address=visit.address, tenant_id=None, now=visit.now)
    async with platform_scope():
        operator_id, stored = await operators.stored_password(email=email)
    if not await password_fits(values.get("password", ""), stored) or operator_id is None:
        refusal = SignInRefused(hint="Check both, or ask whoever runs this deployment.")
        form = returned_form(refusal, form_id="", values={"email": email})
        return page(request, "operator/sign_in.html", status=refusal.status, form=form, next_url=next_url)
    await rates.forgive_sign_in(email, address=visit.address, tenant_id=None, now=visit.now)
    return await OPERATOR_DOOR.after_password(request, operator_id, next_url, proved=stored)


@post("/operator/sign-out", status_code=200, opt={"site": Site.OPERATOR, "signed_in": True})
async def sign_out(request: AnyRequest) -> Response[Any]:
    visit = visit_of(request)
    await _end(request.cookies.get(_COOKIE), visit)
    answer = go("/operator/sign-in", done="signed-out")
    answer.delete_cookie(_COOKIE)
    return answer


async def _end(token: str | None, visit: Visit) -> None:
    """No session outlives a sign-out, nor the next sign-in on the same browser."""
    found = await operators.signed_in(token=token, now=visit.now) if token else None
    if found is not None:
        await operators.end_session(session_id=found.session_id, now=visit.now)


def _next(wanted: str | None) -> str:
    path = safe_path(wanted or HOME)
    return path if path.startswith(("/operator/", "/mailbox")) else HOME


routes: list[Any] = [sign_in_page, sign_in, sign_out]
