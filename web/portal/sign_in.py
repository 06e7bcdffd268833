"""Staff come and go, and change their password.

Hashing takes long on purpose, so it never happens inside a transaction; tries count though they are refused.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import Cookie

from amends.audit.operations import record
from amends.database.scope import tenant_scope
from amends.errors import DomainError, Invalid
from amends.people import rates, sessions
from amends.people.actor import SYSTEM, Actor, ActorKind
from amends.people.operations import change_password
from amends.people.secrets import SHORTEST_PASSWORD, check_strength, hash_password, password_fits
from amends.people.sessions import SignInRefused
from web.edge.admission import COOKIES
from web.edge.visit import AnyRequest, Site, Visit, visit_of
from web.portal.frame import admitted, portal_page
from web.rendering import go, new_form, page, returned_form
from web.typed import Typed, asked, typed_in
from web.visitors import safe_path

HOME = "/portal"
_COOKIE = COOKIES[Site.TENANT]


@get("/portal/sign-in")
async def sign_in_page(request: AnyRequest) -> Response[Any]:
    next_url = local_path(asked(request, "next"))
    if visit_of(request).actor is not None:
        return go(next_url)
    return page(request, "portal/sign_in.html", form=new_form(), next_url=next_url)


@post("/portal/sign-in", status_code=200, opt={"own_scope": True, "limits": (rates.SIGN_IN_ADDRESS,)})
async def sign_in(request: AnyRequest) -> Response[Any]:
    typed = await typed_in(request)
    next_url = local_path(typed.text("next"))
    try:
        person_id = await _recognise(visit_of(request), typed)
    except DomainError as refusal:
        form = returned_form(refusal, form_id="", values=typed.values())
        return page(request, "portal/sign_in.html", status=refusal.status, form=form, next_url=next_url)
    return await let_in(request, person_id, next_url)


@post("/portal/sign-out", status_code=200, opt={"signed_in": True})
async def sign_out(request: AnyRequest) -> Response[Any]:
    visit = visit_of(request)
    if visit.session_id is not None:
        await sessions.end_session(session_id=visit.session_id, now=visit.now)
    await record(act="sign-out", by=visit.staff, now=visit.now)
    answer = go("/portal/sign-in", done="signed-out")
    answer.delete_cookie(_COOKIE)
    return answer


@get("/portal/password", opt={"signed_in": True})
async def password_page(request: AnyRequest) -> Response[Any]:
    return await portal_page(request, "portal/password.html", form=new_form(), shortest=SHORTEST_PASSWORD)


@post("/portal/password", status_code=200, opt={"own_scope": True, "signed_in": True})
async def new_password(request: AnyRequest) -> Response[Any]:
    """Every session of the person ends; this browser gets a new one."""
    typed = await typed_in(request)
    async with admitted(request) as visit:
        me = visit.staff
        _, stored = await sessions.stored_password(email=me.email)
    try:
        await rates.count_try(rates.PASSWORD, me.email.lower(), tenant_id=visit.tenant.id, now=visit.now)
        if not await password_fits(typed.text("old_password"), stored):
            raise Invalid({"old_password": "This is not your present password."})
        chosen = await hash_password(chosen_password(typed))
    except DomainError as refusal:
        return await _password_refused(request, refusal)
    async with tenant_scope(visit.tenant.id):
        await change_password(person_id=_id(me), password_hash=chosen, by=me, now=visit.now)
        return await _with_session(visit, _id(me), "/portal?done=saved")


def chosen_password(typed: Typed) -> str:
    """The new password, typed twice; Invalid when it is too short or the two differ."""
    check_strength(typed.text("password"))
    if typed.text("password") != typed.text("password_again"):
        raise Invalid({"password_again": "The two passwords differ."})
    return typed.text("password")


async def let_in(request: AnyRequest, person_id: UUID, next_url: str) -> Response[Any]:
    """A fresh session; one this browser had before ends."""
    visit = visit_of(request)
    before = request.cookies.get(_COOKIE)
    async with tenant_scope(visit.tenant.id):
        old = await sessions.signed_in(token=before, now=visit.now) if before else None
        if old is not None:
            await sessions.end_session(session_id=old.session_id, now=visit.now)
        await record(act="sign-in", by=Actor(ActorKind.PERSON, id=person_id), now=visit.now)
        return await _with_session(visit, person_id, next_url)


def local_path(text: str) -> str:
    """Where to go on: a path of the portal, or its front page."""
    path = safe_path(text) if text else HOME
    return path if path.startswith(HOME) and not path.startswith("/portal/sign-in") else HOME


async def _recognise(visit: Visit, typed: Typed) -> UUID:
    email = typed.text("email").strip().lower()[:320]
    await rates.count_sign_in(email, address=visit.address, tenant_id=visit.tenant.id, now=visit.now)
    async with tenant_scope(visit.tenant.id):
        person_id, stored = await sessions.stored_password(email=email)
    if await password_fits(typed.text("password"), stored) and person_id is not None:
        await rates.forgive_sign_in(email, address=visit.address, tenant_id=visit.tenant.id, now=visit.now)
        return person_id
    async with tenant_scope(visit.tenant.id):
        await record(
            act="sign-in-failed",
            by=SYSTEM,
            now=visit.now,
            detail={"person": person_id},
            personal={"email": email, "address": visit.address},
        )
    raise SignInRefused()


async def _password_refused(request: AnyRequest, refusal: DomainError) -> Response[Any]:
    form = returned_form(refusal, form_id="", values={})
    async with tenant_scope(visit_of(request).tenant.id):
        return await portal_page(
            request, "portal/password.html", status=refusal.status, form=form, shortest=SHORTEST_PASSWORD
        )


async def _with_session(visit: Visit, person_id: UUID, location: str) -> Response[Any]:
    token = await sessions.start_session(person_id=person_id, now=visit.now)
    answer = go(location)
    answer.set_cookie(
        Cookie(
            _COOKIE,
            value=token,
            max_age=int(sessions.LIFETIME.total_seconds()),
            httponly=True,
            samesite="lax",
            secure=visit.settings.secure,
        )
    )
    return answer


def _id(actor: Actor) -> UUID:
    if actor.id is None:
        raise LookupError("this actor is nobody in particular")
    return actor.id


routes: list[Any] = [sign_in_page, sign_in, sign_out, password_page, new_password]
