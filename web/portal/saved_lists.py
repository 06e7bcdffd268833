"""Lists of the queue that somebody keeps under a name, for themselves or for everybody."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from litestar import Response, post
from litestar.params import FromPath

from amends.errors import Invalid
from amends.people.rights import Right
from amends.workbench import saved
from web.edge.visit import AnyRequest, visit_of
from web.portal.queue import queue_page
from web.rendering import go, returned_form
from web.typed import Typed, typed_in

_OWN = {"right": Right.READ_CASES, "guests": False}
_LONGEST = 600
_NOT_KEPT = frozenset({"page", "done", "name", "narrow", "rows"})


@post("/portal/saved", status_code=200, opt=_OWN)
async def keep(request: AnyRequest) -> Response[Any]:
    """The same name twice is the same list, so a form sent twice keeps one."""
    visit, typed = visit_of(request), await typed_in(request)
    query = _tidy(typed.text("query"))
    try:
        await saved.save(typed.text("name"), query, by=visit.staff, now=visit.now)
    except Invalid as refusal:
        return await _again(request, refusal, typed, query, act="saved")
    return go(f"/portal?{query}", done="saved")


@post("/portal/saved/{view_id:uuid}/name", status_code=200, opt=_OWN)
async def rename(request: AnyRequest, view_id: FromPath[UUID]) -> Response[Any]:
    visit, typed = visit_of(request), await typed_in(request)
    row = await saved.own_view(view_id, by=visit.staff)
    try:
        await saved.rename(view_id, typed.text("name"), by=visit.staff)
    except Invalid as refusal:
        return await _again(request, refusal, typed, str(row.query), act="name")
    return go(f"/portal?{row.query}", done="saved")


@post("/portal/saved/{view_id:uuid}/everybody", status_code=200, opt=_OWN)
async def show_to_all(request: AnyRequest, view_id: FromPath[UUID]) -> Response[Any]:
    visit, typed = visit_of(request), await typed_in(request)
    await saved.show_to_all(view_id, typed.text("shared") == "yes", by=visit.staff)
    row = await saved.own_view(view_id, by=visit.staff)
    return go(f"/portal?{row.query}", done="saved")


@post("/portal/saved/{view_id:uuid}/removal", status_code=200, opt=_OWN)
async def remove(request: AnyRequest, view_id: FromPath[UUID]) -> Response[Any]:
    """On to the list itself with its name typed in: to have it back is one click."""
    gone = await saved.forget(view_id, by=visit_of(request).staff)
    return go(f"/portal?{gone.query}&{urlencode({'name': gone.name})}", done="list-removed")


async def _again(
    request: AnyRequest, refusal: Invalid, typed: Typed, query: str, *, act: str
) -> Response[Any]:
    """The list that was meant, with what is wrong."""
    plain_id = typed.text("form_id").removesuffix(f"-{act}")
    form = returned_form(refusal, form_id=plain_id, values=typed.values(), act=act)
    return await queue_page(request, form, query=dict(parse_qsl(query)), status=refusal.status)


def _tidy(query: str) -> str:
    pairs = parse_qsl(query[:_LONGEST])
    return urlencode([(name, text) for name, text in pairs if name not in _NOT_KEPT])


routes: list[Any] = [keep, rename, show_to_all, remove]
