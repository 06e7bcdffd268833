"""The second step of signing in: a code, or setting one up where it is demanded. No session exists before it is done."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import UUID

import segno
from litestar import Response, get, post
from markupsafe import Markup

from amends.errors import DomainError
from amends.people import rates, steps
from amends.people.letters import News
from amends.people.second_factor import Way, WrongCode, accept, confirm, factor_of, key_to_enrol
from amends.people.totp import address
from web.account.door import Door
from web.edge.visit import AnyRequest, Visit, visit_of
from web.i18n import gettext
from web.rendering import go, new_form, page, returned_form
from web.typed import typed_in
from web.view import FormView


def routes_of(door: Door) -> list[Any]:
    open_door = {"site": door.site}
    own_scope = {"site": door.site, "own_scope": True}

    @get(f"{door.sign_in_page}/code", opt=open_door)
    async def code_page(request: AnyRequest) -> Response[Any]:
        if await _whose(door, request) is None:
            return _begin_again(door)
        return _code_page(door, request, new_form(), door.next_of(request))

    @post(f"{door.sign_in_page}/code", status_code=200, opt=own_scope)
    async def enter_code(request: AnyRequest) -> Response[Any]:
        typed = await typed_in(request)
        return await _enter(door, request, code=typed.text("code"), next_url=door.local(typed.text("next")))

    @get(f"{door.sign_in_page}/second-factor", opt=open_door)
    async def enrol_page(request: AnyRequest) -> Response[Any]:
        owner_id = await _whose(door, request)
        if owner_id is None:
            return _begin_again(door)
        if await factor_of(door.realm, owner_id) is not None:
            return go(f"{door.sign_in_page}/code?next={quote(door.next_of(request))}")
        shown = await enrolment(door, visit_of(request), owner_id)
        return _enrol_page(door, request, new_form(), door.next_of(request), shown)

    @post(f"{door.sign_in_page}/second-factor", status_code=200, opt=own_scope)
    async def enrol(request: AnyRequest) -> Response[Any]:
        typed = await typed_in(request)
        return await _enrol(door, request, code=typed.text("code"), next_url=door.local(typed.text("next")))

    return [code_page, enter_code, enrol_page, enrol]


async def enrolment(door: Door, visit: Visit, owner_id: UUID) -> dict[str, object]:
    """What the page shows to be scanned or typed; the key itself never stands in an address or a log."""
    key = await key_to_enrol(door.realm, owner_id, secrets=visit.secrets, now=visit.now)
    text = address(key, account=await door.account_of(owner_id), issuer=door.issuer(visit))
    title = gettext("QR code for your authenticator app")
    drawn = segno.make(text, error="m").svg_inline(
        scale=5, border=3, light="#fff", dark="#000", title=title, svgclass="qr"
    )
    return {"qr": Markup(drawn), "key": " ".join(key[at : at + 4] for at in range(0, len(key), 4))}  # noqa: S704


async def _enter(door: Door, request: AnyRequest, *, code: str, next_url: str) -> Response[Any]:
    visit = visit_of(request)
    async with door.scope(visit):
        owner_id = await _whose(door, request)
    if owner_id is None:
        return _begin_again(door)
    try:
        await rates.count_code(owner_id, tenant_id=door.tenant_id(visit), now=visit.now)
        async with door.scope(visit):
            way = await accept(door.realm, owner_id, code=code, secrets=visit.secrets, now=visit.now)
            await _take_step(door, request)
            answer = await door.let_in(request, owner_id, next_url, second_factor=str(way))
            if way is Way.RECOVERY:
                await door.tell(visit, owner_id, News.RECOVERY_CODE_USED)
    except DomainError as refusal:
        await _note_failure(door, visit, owner_id)
        form = returned_form(refusal, form_id="", values={})
        return _code_page(door, request, form, next_url, status=refusal.status)
    await rates.forgive_code(owner_id, tenant_id=door.tenant_id(visit), now=visit.now)
    return answer


async def _enrol(door: Door, request: AnyRequest, *, code: str, next_url: str) -> Response[Any]:
    visit = visit_of(request)
    async with door.scope(visit):
        owner_id = await _whose(door, request)
    if owner_id is None:
        return _begin_again(door)
    try:
        await rates.count_code(owner_id, tenant_id=door.tenant_id(visit), now=visit.now)
        async with door.scope(visit):
            codes = await confirm(door.realm, owner_id, code=code, secrets=visit.secrets, now=visit.now)
            await _take_step(door, request)
            answer = page(request, "account/recovery_codes_first.html", codes=codes, next_url=next_url)
            await door.note("second-factor-on", visit, owner_id)
            await door.give_session(request, owner_id, answer)
            await door.tell(visit, owner_id, News.SECOND_FACTOR_ON)
    except DomainError as refusal:
        await _note_failure(door, visit, owner_id)
        form = returned_form(refusal, form_id="", values={})
        async with door.scope(visit):
            if await factor_of(door.realm, owner_id) is not None:
                return go(f"{door.sign_in_page}/code?next={quote(next_url)}")
            shown = await enrolment(door, visit, owner_id)
        return _enrol_page(door, request, form, next_url, shown, status=refusal.status)
    await rates.forgive_code(owner_id, tenant_id=door.tenant_id(visit), now=visit.now)
    return answer


async def _whose(door: Door, request: AnyRequest) -> UUID | None:
    return await steps.whose(door.realm, request.cookies.get(door.step_cookie), now=visit_of(request).now)


async def _take_step(door: Door, request: AnyRequest) -> None:
    token = request.cookies.get(door.step_cookie, "")
    if not await steps.use(door.realm, token, now=visit_of(request).now):
        raise WrongCode()


async def _note_failure(door: Door, visit: Visit, owner_id: UUID) -> None:
    async with door.scope(visit):
        await door.note("second-step-failed", visit, owner_id)


def _begin_again(door: Door) -> Response[Any]:
    answer = go(door.sign_in_page, done="step-over")
    answer.delete_cookie(door.step_cookie)
    return answer


def _code_page(
    door: Door, request: AnyRequest, form: FormView, next_url: str, *, status: int = 200
) -> Response[Any]:
    return page(
        request,
        "account/code.html",
        status=status,
        form=form,
        next_url=next_url,
        action=f"{door.sign_in_page}/code",
        sign_in_url=door.sign_in_page,
    )


def _enrol_page(
    door: Door,
    request: AnyRequest,
    form: FormView,
    next_url: str,
    shown: dict[str, object],
    *,
    status: int = 200,
) -> Response[Any]:
    return page(
        request,
        "account/enrol_first.html",
        status=status,
        form=form,
        next_url=next_url,
        action=f"{door.sign_in_page}/second-factor",
        sign_in_url=door.sign_in_page,
        **shown,
    )
