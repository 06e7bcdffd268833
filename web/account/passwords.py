"""A new password, and proving who one is before anything about signing in is changed (ASVS 7.5.3)."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post

from amends.errors import DomainError, Invalid
from amends.people import rates
from amends.people.actor import Actor
from amends.people.secrets import SHORTEST_PASSWORD, check_strength, hash_password, password_fits
from web.account.door import Door, id_of
from web.edge.visit import AnyRequest, Visit, visit_of
from web.rendering import go, new_form, returned_form
from web.typed import Typed, typed_in
from web.view import FormView


def routes_of(door: Door) -> list[Any]:
    signed_in = {"site": door.site, "signed_in": True}

    @get(f"{door.prefix}/password", opt=signed_in)
    async def password_page(request: AnyRequest) -> Response[Any]:
        return await _page(door, request, new_form())

    @post(f"{door.prefix}/password", status_code=200, opt={**signed_in, "own_scope": True})
    async def new_password(request: AnyRequest) -> Response[Any]:
        return await _change(door, request)

    return [password_page, new_password]


def chosen_password(typed: Typed) -> str:
    """The new password, typed twice; Invalid when it is too short or the two differ."""
    check_strength(typed.text("password"))
    if typed.text("password") != typed.text("password_again"):
        raise Invalid({"password_again": "The two passwords differ."})
    return typed.text("password")


async def who_asks(door: Door, request: AnyRequest) -> tuple[Visit, Actor, str | None]:
    """Whoever is signed in, and the hash of their password; the scope is closed again: hashing takes long."""
    async with door.admitted(request) as visit:
        me = visit.staff
        _, stored = await door.stored_password(me.email)
    return visit, me, stored


async def prove_password(door: Door, visit: Visit, me: Actor, stored: str | None, typed: Typed) -> None:
    """Counted before it is looked at; a session somebody left open is not enough to guess with."""
    tenant_id, who = door.tenant_id(visit), me.email.lower()
    await rates.count_try(rates.PASSWORD, who, tenant_id=tenant_id, now=visit.now)
    if not await password_fits(typed.text("old_password"), stored):
        raise Invalid({"old_password": "This is not your present password."})
    await rates.take_back(rates.PASSWORD, who, tenant_id=tenant_id, now=visit.now)


async def _change(door: Door, request: AnyRequest) -> Response[Any]:
    """Every session of theirs ends; this browser gets a new one."""
    typed = await typed_in(request)
    visit, me, stored = await who_asks(door, request)
    try:
        await prove_password(door, visit, me, stored, typed)
        chosen = await hash_password(chosen_password(typed))
    except DomainError as refusal:
        form = returned_form(refusal, form_id="", values={})
        async with door.scope(visit):
            return await _page(door, request, form, status=refusal.status)
    answer = go(door.home, done="saved")
    async with door.scope(visit):
        await door.change_password(visit, chosen)
        await door.renew_session(request, id_of(me), answer)
    return answer


async def _page(door: Door, request: AnyRequest, form: FormView, *, status: int = 200) -> Response[Any]:
    return await door.page(
        request,
        "account/password.html",
        status=status,
        layout=door.layout,
        form=form,
        action=f"{door.prefix}/password",
        shortest=SHORTEST_PASSWORD,
        email=visit_of(request).staff.email,
    )
