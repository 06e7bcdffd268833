"""A macro on a case: which there are, what one would do, and doing it: one transaction, all of it or nothing."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from amends.complaints.about import AboutYou
from amends.complaints.queries import CaseFile
from amends.complaints.submissions import FormReused, once
from amends.complaints.tables import Complaint
from amends.database.rows import select_one
from amends.errors import DomainError, NotFound
from amends.macros.operations import ChangedMeanwhile, macros_for, one_macro
from amends.macros.running import MacroGone, SnippetGone, message_of
from amends.people.rights import Right
from web.edge.visit import AnyRequest, Visit, visit_of
from web.portal.frame import admitted, portal_page
from web.portal.macro_view import MacroRefused, does, nobody, run_macro
from web.portal.sub_page import desk_of_case
from web.refusals import why_text
from web.rendering import go, new_form, returned_form
from web.typed import typed_in
from web.view import FormView

_ALL: Final = "/portal/cases/{complaint_id:uuid}/macros"
_ONE: Final = _ALL + "/{macro_id:uuid}"
_READ: Final = {"right": Right.READ_CASES, "guests": False}
_SHOWN: Final = (MacroRefused, MacroGone, ChangedMeanwhile, FormReused)


class _OnlyLooking(Exception):
    """Ends a transaction in which it was tried, so that nothing of it stays."""


@get(_ALL, opt=_READ)
async def to_choose(request: AnyRequest, complaint_id: FromPath[UUID]) -> Response[Any]:
    visit, case = visit_of(request), await _case(complaint_id)
    return await portal_page(
        request,
        "portal/macro_choice.html",
        area="queue",
        case_url=f"/portal/cases/{complaint_id}",
        case_number=str(case.number),
        macros=[
            {
                "name": str(row.name),
                "does": await does(row, visit),
                "url": f"/portal/cases/{complaint_id}/macros/{row.id}",
            }
            for row in await macros_for(visit.staff)
        ],
    )


@get(_ONE, opt={**_READ, "own_scope": True})
async def preview(
    request: AnyRequest, complaint_id: FromPath[UUID], macro_id: FromPath[UUID]
) -> Response[Any]:
    return await _preview(request, complaint_id, macro_id, new_form())


@post(_ONE, status_code=200, opt={**_READ, "own_scope": True})
async def carry_out(
    request: AnyRequest, complaint_id: FromPath[UUID], macro_id: FromPath[UUID]
) -> Response[Any]:
    typed = await typed_in(request)
    form_id = typed.text("form_id")
    try:
        async with admitted(request) as visit:
            if visit.concerned:
                raise AboutYou()
            await one_macro(macro_id, visit.staff)
            purpose = f"macro-{macro_id}:{complaint_id}"
            taken = await once(form_id=form_id, purpose=purpose, content=typed.values(), now=visit.now)
            if taken.before is None:
                desk = await desk_of_case(visit, complaint_id)
                await run_macro(desk, complaint_id, macro_id, visit, seen=typed.text("seen"))
    except _SHOWN as refusal:
        form = returned_form(refusal, form_id=form_id, values={})
        return await _preview(request, complaint_id, macro_id, form, status=409)
    return go(f"/portal/cases/{complaint_id}", done="saved")


async def _preview(
    request: AnyRequest, complaint_id: UUID, macro_id: UUID, form: FormView, *, status: int = 200
) -> Response[Any]:
    refused = await _tried(request, complaint_id, macro_id)
    async with admitted(request) as visit:
        macro, case = await one_macro(macro_id, visit.staff), await _case(complaint_id)
        try:
            message = await message_of(macro, complaint_id, nobody=nobody, by=visit.staff)
        except SnippetGone:
            message = ""
        return await portal_page(
            request,
            "portal/macro_preview.html",
            area="queue",
            status=status,
            url=f"/portal/cases/{complaint_id}/macros/{macro_id}",
            case_url=f"/portal/cases/{complaint_id}",
            case_number=str(case.number),
            name=str(macro.name),
            seen=int(macro.changes),
            does=await does(macro, visit, message=message),
            refused=why_text(refused) if refused is not None else "",
            form=form,
        )


async def _tried(request: AnyRequest, complaint_id: UUID, macro_id: UUID) -> DomainError | None:
    """Why it would be refused; None: it would be done. Done whole, and rolled back."""
    try:
        async with admitted(request) as visit:
            macro = await one_macro(macro_id, visit.staff)
            desk = await desk_of_case(visit, complaint_id)
            await run_macro(desk, complaint_id, macro_id, visit, seen=str(macro.changes))
            raise _OnlyLooking
    except _OnlyLooking:
        return None
    except (MacroRefused, MacroGone) as refusal:
        return refusal


def macros_url(file: CaseFile, visit: Visit) -> str:
    """ "" for whoever does nothing here."""
    mine = visit.guest is None and visit.staff.id not in file.row.about
    return f"/portal/cases/{file.row.id}/macros" if mine and visit.staff.may(Right.NOTE) else ""


async def _case(complaint_id: UUID) -> Complaint:
    case = await select_one(Complaint, "WHERE id = $1", complaint_id)
    if case is None:
        raise NotFound()
    return case


routes: list[Any] = [to_choose, preview, carry_out]
