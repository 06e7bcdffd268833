"""Staff come and go.

Hashing takes long on purpose, so it never happens inside a transaction; tries count though they are refused.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Response, get, post

from amends.audit.operations import record
from amends.database.scope import tenant_scope
from amends.errors import DomainError
from amends.people import rates, sessions
from amends.people.actor import SYSTEM
from amends.people.secrets import password_fits
from amends.people.sessions import SignInRefused
from web.account.staff import STAFF_DOOR
from web.edge.admission import COOKIES
from web.edge.visit import AnyRequest, Site, Visit, visit_of
from web.rendering import go, new_form, page, returned_form
from web.typed import Typed, asked, typed_in

_COOKIE = COOKIES[Site.TENANT]


@get("/portal/sign-in")
async def sign_in_page(request: AnyRequest) -> Response[Any]:
    next_url = STAFF_DOOR.local(asked(request, "next"))
    if visit_of(request).actor is not None:
        return go(next_url)
    return page(request, "portal/sign_in.html", form=new_form(), next_url=next_url)


@post("/portal/sign-in", status_code=200, opt={"own_scope": True, "limits": (rates.SIGN_IN_ADDRESS,)})
async def sign_in(request: AnyRequest) -> Response[Any]:
    typed = await typed_in(request)
    next_url = STAFF_DOOR.local(typed.text("next"))
    try:
        person_id, stored = await _recognise(visit_of(request), typed)
        return await STAFF_DOOR.after_password(request, person_id, next_url, proved=stored)
    except DomainError as refusal:
        form = returned_form(refusal, form_id="", values=typed.values())
        return page(request, "portal/sign_in.html", status=refusal.status, form=form, next_url=next_url)


@post("/portal/sign-out", status_code=200, opt={"signed_in": True})
async def sign_out(request: AnyRequest) -> Response[Any]:
    visit = visit_of(request)
    if visit.session_id is not None:
        await sessions.end_session(session_id=visit.session_id, now=visit.now)
    await record(act="sign-out", by=visit.staff, now=visit.now)
    answer = go("/portal/sign-in", done="signed-out")
    answer.delete_cookie(_COOKIE)
    return answer


async def _recognise(visit: Visit, typed: Typed) -> tuple[UUID, str | None]:
    """Who that is, and the hash that the password fitted."""
    email = typed.text("email").strip().lower()[:320]
    await rates.count_sign_in(email, address=visit.address, tenant_id=visit.tenant.id, now=visit.now)
    async with tenant_scope(visit.tenant.id):
        person_id, stored = await sessions.stored_password(email=email)
    if await password_fits(typed.text("password"), stored) and person_id is not None:
        await rates.forgive_sign_in(email, address=visit.address, tenant_id=visit.tenant.id, now=visit.now)
        return person_id, stored
    async with tenant_scope(visit.tenant.id):
        await record(
            act="sign-in-failed",
            by=SYSTEM,
            now=visit.now,
            detail={"person": person_id},
            personal={"email": email, "address": visit.address},
        )
    raise SignInRefused()


routes: list[Any] = [sign_in_page, sign_in, sign_out]
