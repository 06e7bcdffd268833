"""An operator's own page, and a new password by a link from the command line."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from amends.database.scope import execute, platform_scope
from amends.errors import DomainError, Invalid
from amends.people import rates
from amends.people.profile import Profile, change_operator
from amends.people.secrets import SHORTEST_PASSWORD, hash_password
from amends.tenancy import operator_access
from web.account.door import id_of
from web.account.menu import profile_menu
from web.account.passwords import chosen_password
from web.edge.visit import AnyRequest, Site, visit_of
from web.i18n import LANGUAGE_NAMES
from web.operator.forms import zones
from web.rendering import go, new_form, page, returned_form
from web.typed import typed_in
from web.view import FormView

_CONSOLE = {"site": Site.OPERATOR}
_SIGNED_IN = {**_CONSOLE, "signed_in": True}
_FIELDS = ("name", "language", "time_zone")


@get("/operator/profile", opt=_SIGNED_IN)
async def profile(request: AnyRequest) -> Response[Any]:
    me = visit_of(request).staff
    values = {"name": me.name, "language": me.language, "time_zone": me.time_zone}
    return _profile_page(request, new_form(**values))


@post("/operator/profile", status_code=200, opt=_SIGNED_IN)
async def save_profile(request: AnyRequest) -> Response[Any]:
    visit, typed = visit_of(request), await typed_in(request)
    await execute("SAVEPOINT act")
    try:
        wanted = Profile(**{name: typed.text(name) for name in _FIELDS})
        await change_operator(id_of(visit.staff), wanted)
    except DomainError as refusal:
        await execute("ROLLBACK TO SAVEPOINT act")
        form = returned_form(refusal, form_id="", values=typed.values())
        return _profile_page(request, form, status=refusal.status)
    return go("/operator/profile", done="saved")


@get("/operator/reset/{token:str}", opt=_CONSOLE)
async def reset_page(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
    email = await operator_access.resettable(token=token, now=visit_of(request).now)
    return _reset_page(request, new_form(), email=email)


@post(
    "/operator/reset/{token:str}",
    status_code=200,
    opt={**_CONSOLE, "own_scope": True, "limits": (rates.RESET,)},
)
async def reset(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
    visit, typed = visit_of(request), await typed_in(request)
    async with platform_scope():
        email = await operator_access.resettable(token=token, now=visit.now)
    try:
        password_hash = await hash_password(chosen_password(typed))
    except Invalid as refusal:
        form = returned_form(refusal, form_id="", values={})
        return _reset_page(request, form, email=email, status=refusal.status)
    async with platform_scope():
        await operator_access.set_new_password(token=token, password_hash=password_hash, now=visit.now)
    return go("/operator/sign-in", done="password-set")


def _profile_page(request: AnyRequest, form: FormView, *, status: int = 200) -> Response[Any]:
    return page(
        request,
        "account/profile.html",
        status=status,
        layout="layouts/operator.html",
        form=form,
        action="/operator/profile",
        profile_menu=profile_menu(Site.OPERATOR, "profile"),
        email=visit_of(request).staff.email,
        staff=False,
        house_zone="UTC",
        languages=list(LANGUAGE_NAMES.items()),
        zones=zones(),
    )


def _reset_page(request: AnyRequest, form: FormView, *, email: str, status: int = 200) -> Response[Any]:
    return page(
        request,
        "account/reset.html",
        status=status,
        form=form,
        email=email,
        action=request.scope["path"],
        shortest=SHORTEST_PASSWORD,
    )


routes: list[Any] = [profile, save_profile, reset_page, reset]
