"""One's own second factor: set up, new recovery codes, removed. Each takes the password once more."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from litestar import Response, get, post

from amends.errors import DomainError
from amends.people import rates
from amends.people.demands import StillDemanded
from amends.people.letters import News
from amends.people.second_factor import (
    HasSecondFactor,
    NoSecondFactor,
    accept,
    confirm,
    factor_of,
    remove,
    renew_codes,
)
from web.account.door import Door, id_of
from web.account.entering import enrolment
from web.account.menu import profile_menu
from web.account.passwords import prove_password, who_asks
from web.edge.visit import AnyRequest, Visit, visit_of
from web.rendering import go, new_form, returned_form
from web.typed import typed_in
from web.view import FormView

Doing = Callable[[Visit, UUID, str], Awaitable[Response[Any]]]
"""What is done in the open scope, with the code that was typed."""


def routes_of(door: Door) -> list[Any]:
    signed_in = {"site": door.site, "signed_in": True}
    own_scope = {**signed_in, "own_scope": True}
    there = f"{door.prefix}/profile/second-factor"
    codes_path = f"{door.prefix}/profile/recovery-codes"

    @get(there, opt=signed_in)
    async def enrol_page(request: AnyRequest) -> Response[Any]:
        return await _enrol_page(door, request, new_form())

    @post(there, status_code=200, opt=own_scope)
    async def enrol(request: AnyRequest) -> Response[Any]:
        async def do(visit: Visit, me: UUID, code: str) -> Response[Any]:
            codes = await confirm(door.realm, me, code=code, secrets=visit.secrets, now=visit.now)
            await door.note("second-factor-on", visit, me)
            await door.tell(visit, me, News.SECOND_FACTOR_ON)
            return await _codes_page(door, request, codes)

        return await _proved(door, request, do, _enrol_page)

    @get(f"{there}/removal", opt=signed_in)
    async def removal_page(request: AnyRequest) -> Response[Any]:
        return await _prove_page(door, request, new_form(), "removal")

    @post(f"{there}/removal", status_code=200, opt=own_scope)
    async def removal(request: AnyRequest) -> Response[Any]:
        async def do(visit: Visit, me: UUID, code: str) -> Response[Any]:
            if await door.demands_factor(visit, me):
                raise StillDemanded()
            await accept(door.realm, me, code=code, secrets=visit.secrets, now=visit.now)
            await remove(door.realm, me)
            await door.note("second-factor-off", visit, me)
            await door.tell(visit, me, News.SECOND_FACTOR_OFF)
            return go(f"{door.prefix}/profile/security", done="saved")

        return await _proved(door, request, do, _prove_again("removal"))

    @get(codes_path, opt=signed_in)
    async def codes_page(request: AnyRequest) -> Response[Any]:
        return await _prove_page(door, request, new_form(), "codes")

    @post(codes_path, status_code=200, opt=own_scope)
    async def new_codes(request: AnyRequest) -> Response[Any]:
        async def do(visit: Visit, me: UUID, code: str) -> Response[Any]:
            await accept(door.realm, me, code=code, secrets=visit.secrets, now=visit.now)
            codes = await renew_codes(door.realm, me, now=visit.now)
            await door.note("recovery-codes", visit, me)
            await door.tell(visit, me, News.RECOVERY_CODES_NEW)
            return await _codes_page(door, request, codes)

        return await _proved(door, request, do, _prove_again("codes"))

    return [enrol_page, enrol, removal_page, removal, codes_page, new_codes]


Again = Callable[..., Awaitable[Response[Any]]]


async def _proved(door: Door, request: AnyRequest, do: Doing, again: Again) -> Response[Any]:
    """Password and code, each counted; refused, the page comes back."""
    typed = await typed_in(request)
    visit, actor, stored = await who_asks(door, request)
    me, tenant_id = id_of(actor), door.tenant_id(visit)
    try:
        await prove_password(door, visit, actor, stored, typed)
        await rates.count_code(me, tenant_id=tenant_id, now=visit.now)
        async with door.scope(visit):
            answer = await do(visit, me, typed.text("code"))
    except DomainError as refusal:
        form = returned_form(refusal, form_id="", values={})
        async with door.scope(visit):
            return await again(door, request, form, status=refusal.status)
    await rates.forgive_code(me, tenant_id=tenant_id, now=visit.now)
    return answer


async def _enrol_page(door: Door, request: AnyRequest, form: FormView, *, status: int = 200) -> Response[Any]:
    visit = visit_of(request)
    me = id_of(visit.staff)
    if await factor_of(door.realm, me) is not None:
        raise HasSecondFactor()
    shown = await enrolment(door, visit, me)
    return await _page(
        door, request, "account/enrol.html", status, form=form, action=request.scope["path"], **shown
    )


def _prove_again(what: str) -> Again:
    async def again(door: Door, request: AnyRequest, form: FormView, *, status: int) -> Response[Any]:
        return await _prove_page(door, request, form, what, status=status)

    return again


async def _prove_page(
    door: Door, request: AnyRequest, form: FormView, what: str, *, status: int = 200
) -> Response[Any]:
    if await factor_of(door.realm, id_of(visit_of(request).staff)) is None:
        raise NoSecondFactor()
    return await _page(
        door, request, "account/prove.html", status, form=form, what=what, action=request.scope["path"]
    )


async def _codes_page(door: Door, request: AnyRequest, codes: list[str]) -> Response[Any]:
    return await _page(door, request, "account/recovery_codes.html", 200, codes=codes)


async def _page(door: Door, request: AnyRequest, name: str, status: int, **values: object) -> Response[Any]:
    return await door.page(
        request,
        name,
        status=status,
        layout=door.layout,
        profile_menu=profile_menu(door.site, "security"),
        back_url=f"{door.prefix}/profile/security",
        email=visit_of(request).staff.email,
        **values,
    )
