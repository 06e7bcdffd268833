"""Letters given up, over all organisations: looked at, tried again, set aside. Never whose, never what they say."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Template

from amends.database.scope import platform_scope
from amends.errors import Invalid
from amends.notices.dead_letters import counted, dead_letter, listing
from amends.notices.redelivery import AT_ONCE, set_aside, try_again, try_all_again
from web.edge.admission import admit
from web.edge.visit import AnyRequest, Site, Visit, visit_of
from web.formats import number_text
from web.operator.dead_letters_view import (
    HOME,
    address,
    asked_for,
    filters,
    letter_view,
    letter_views,
    preview,
)
from web.operator.forms import typed
from web.rendering import go, new_form, page, returned_form
from web.view import FormView

_SIGNED_IN = {"site": Site.OPERATOR, "signed_in": True}
_ACTING = {**_SIGNED_IN, "own_scope": True}
"""Letters are tried again in their organisations' scopes, one after the other."""


@get(HOME, opt=_SIGNED_IN)
async def dead_letters(request: AnyRequest) -> Template:
    now = visit_of(request).now
    wanted = await asked_for(request)
    found = await listing(wanted.wanted, before=wanted.before)
    letters = await letter_views(found.letters, now=now)
    return page(
        request,
        "operator/dead_letters.html",
        area="dead-letters",
        letters=letters,
        again_url=address(wanted, path=f"{HOME}/again"),
        newest_url=address(wanted) if wanted.before else "",
        older_url=address(wanted, before=found.letters[-1]) if found.more else "",
        **await filters(wanted, now=now),
    )


@get(f"{HOME}/again", opt=_SIGNED_IN)
async def preview_again(request: AnyRequest) -> Template:
    """What would be tried again, before it is."""
    wanted = await asked_for(request)
    counts = await counted(wanted.wanted, now=visit_of(request).now)
    return page(
        request,
        "operator/dead_letters_again.html",
        area="dead-letters",
        back_url=address(wanted),
        most=AT_ONCE,
        most_text=number_text(AT_ONCE),
        **await preview(wanted, counts),
    )


@post(f"{HOME}/again", status_code=200, opt=_ACTING)
async def all_again(request: AnyRequest) -> Response[Any]:
    visit, values = await _let_in(request)
    async with platform_scope():
        wanted = await asked_for(request, values)
    await try_all_again(wanted.wanted, by=visit.staff, now=visit.now)
    return go(address(wanted), done="tried-again")


@get(f"{HOME}/{{letter_id:uuid}}", opt=_SIGNED_IN)
async def show_letter(request: AnyRequest, letter_id: FromPath[UUID]) -> Template:
    return await _letter_page(request, letter_id, new_form())


@post(f"{HOME}/{{letter_id:uuid}}/again", status_code=200, opt=_ACTING)
async def one_again(request: AnyRequest, letter_id: FromPath[UUID]) -> Response[Any]:
    visit, _ = await _let_in(request)
    async with platform_scope():
        letter = await dead_letter(letter_id)
    await try_again([letter], by=visit.staff, now=visit.now)
    return go(HOME, done="tried-again")


@post(f"{HOME}/{{letter_id:uuid}}/aside", status_code=200, opt=_ACTING)
async def one_aside(request: AnyRequest, letter_id: FromPath[UUID]) -> Response[Any]:
    visit, values = await _let_in(request)
    async with platform_scope():
        letter = await dead_letter(letter_id)
    try:
        await set_aside(letter, reason=values.get("reason", ""), by=visit.staff, now=visit.now)
    except Invalid as refusal:
        form_id = values.get("form_id", "").removesuffix("-aside")
        form = returned_form(refusal, form_id=form_id, values=dict(values), act="aside")
        async with platform_scope():
            return await _letter_page(request, letter_id, form, status=refusal.status)
    return go(HOME, done="set-aside")


async def _let_in(request: AnyRequest) -> tuple[Visit, dict[str, str]]:
    visit = visit_of(request)
    async with platform_scope():
        await admit(request.route_handler.opt, visit, request.scope)
    return visit, await typed(request)


async def _letter_page(
    request: AnyRequest, letter_id: UUID, form: FormView, *, status: int = 200
) -> Template:
    letter = await dead_letter(letter_id)
    shown = await letter_view(letter, now=visit_of(request).now)
    return page(
        request,
        "operator/dead_letter.html",
        status=status,
        area="dead-letters",
        letter=shown,
        form=form,
    )


routes: list[Any] = [dead_letters, preview_again, all_again, show_letter, one_again, one_aside]
