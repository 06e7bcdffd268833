"""Macros: the list with what one is made with, and one to change."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from amends.macros import operations as macros
from amends.macros.operations import Draft, macros_for, may_change, one_macro
from amends.macros.tables import Macro
from amends.people.queries import assignable, departments
from amends.people.rights import Right
from amends.snippets.operations import SHARING, snippets_for
from web.edge.visit import AnyRequest, Visit, visit_of
from web.i18n import current_language, gettext
from web.portal.frame import portal_page
from web.portal.letters.acting import acted
from web.portal.macro_view import does
from web.rendering import new_form
from web.typed import Typed
from web.view import FormView

HOME: Final = "/portal/macros"
_ONE: Final = HOME + "/{macro_id:uuid}"
_READ: Final = {"right": Right.READ_CASES, "guests": False}
_WRITE: Final = {**_READ, "right": Right.NOTE}
_ACTS: Final = "acts"


@get(HOME, opt=_READ)
async def listed(request: AnyRequest) -> Response[Any]:
    return await _list(request, new_form())


@post(HOME, status_code=200, opt=_WRITE)
async def add(request: AnyRequest) -> Response[Any]:
    async def do(visit: Visit, typed: Typed) -> None:
        await macros.add(_draft(typed), by=visit.staff, now=visit.now)

    async def again(form: FormView, status: int) -> Response[Any]:
        return await _list(request, form, status=status)

    return await acted(request, do, act=_ACTS, again=again, location=lambda: HOME, done="saved")


@get(_ONE, opt=_READ)
async def one(request: AnyRequest, macro_id: FromPath[UUID]) -> Response[Any]:
    return await _page(request, macro_id, new_form())


@post(f"{_ONE}/{_ACTS}", status_code=200, opt=_READ)
async def change(request: AnyRequest, macro_id: FromPath[UUID]) -> Response[Any]:
    async def do(visit: Visit, typed: Typed) -> None:
        seen = typed.text("seen")
        await macros.change(macro_id, _draft(typed), seen=seen, by=visit.staff, now=visit.now)

    async def again(form: FormView, status: int) -> Response[Any]:
        return await _page(request, macro_id, form, status=status)

    return await acted(request, do, act=_ACTS, again=again, location=lambda: HOME, done="saved")


@post(f"{_ONE}/removal", status_code=200, opt=_READ)
async def remove(request: AnyRequest, macro_id: FromPath[UUID]) -> Response[Any]:
    """The page of the removed one is where it can be had back."""

    async def do(visit: Visit, _: Typed) -> None:
        await macros.remove(macro_id, by=visit.staff, now=visit.now)

    async def again(form: FormView, status: int) -> Response[Any]:
        return await _page(request, macro_id, form, status=status)

    here = f"{HOME}/{macro_id}"
    return await acted(request, do, act="removal", again=again, location=lambda: here, done="saved")


@post(f"{_ONE}/return", status_code=200, opt=_READ)
async def bring_back(request: AnyRequest, macro_id: FromPath[UUID]) -> Response[Any]:
    async def do(visit: Visit, _: Typed) -> None:
        await macros.bring_back(macro_id, by=visit.staff)

    async def again(form: FormView, status: int) -> Response[Any]:
        return await _page(request, macro_id, form, status=status)

    return await acted(request, do, act="return", again=again, location=lambda: HOME, done="saved")


def _draft(typed: Typed) -> Draft:
    return Draft(
        name=typed.text("name"),
        department_id=typed.uuid("department"),
        assignee_id=typed.uuid("assignee"),
        tags_on=typed.text("tags_on"),
        tags_off=typed.text("tags_off"),
        snippet_id=typed.uuid("snippet"),
        note=typed.text("note"),
        shared=typed.is_on("shared"),
    )


async def _list(request: AnyRequest, form: FormView, *, status: int = 200) -> Response[Any]:
    visit = visit_of(request)
    return await portal_page(
        request,
        "portal/macros.html",
        area="articles",
        status=status,
        macros=[
            {
                "name": str(row.name),
                "does": await does(row, visit),
                "shared": row.owner_id is None,
                "url": f"{HOME}/{row.id}" if may_change(row, visit.staff) else "",
            }
            for row in await macros_for(visit.staff)
        ],
        choices=await _choices(visit),
        may_write=visit.staff.may(Right.NOTE),
        may_share=visit.staff.may(SHARING),
        form=form,
    )


async def _page(request: AnyRequest, macro_id: UUID, form: FormView, *, status: int = 200) -> Response[Any]:
    visit = visit_of(request)
    row = await one_macro(macro_id, visit.staff)
    failed = form.for_act(_ACTS).failed
    if not form.failed:
        form = FormView(form_id=form.form_id, act=_ACTS, values=_as_typed(row))
    return await portal_page(
        request,
        "portal/macro.html",
        area="articles",
        status=status,
        url=f"{HOME}/{macro_id}",
        name=str(row.name),
        now_does=await does(row, visit) if failed or not may_change(row, visit.staff) else [],
        seen=int(row.changes),
        removed=row.removed_at is not None,
        may=may_change(row, visit.staff),
        shared_text=gettext("Everybody here uses it.")
        if row.owner_id is None
        else gettext("Only you use it."),
        choices=await _choices(visit),
        form=form,
    )


def _as_typed(row: Macro) -> dict[str, object]:
    ids = {"department": row.department_id, "assignee": row.assignee_id, "snippet": row.snippet_id}
    texts = {name: str(getattr(row, name)) for name in ("name", "tags_on", "tags_off", "note")}
    return {**texts, **{name: str(each or "") for name, each in ids.items()}}


async def _choices(visit: Visit) -> dict[str, list[tuple[str, str]]]:
    language = current_language()
    return {
        "departments": [
            (str(row.id), row.name_in(language)) for row in await departments() if row.retired_at is None
        ],
        "people": [(str(each.person.id), str(each.person.name)) for each in await assignable(visit.now)],
        "snippets": [(str(row.id), str(row.name)) for row in await snippets_for(visit.staff)],
    }


routes: list[Any] = [listed, add, one, change, remove, bring_back]
