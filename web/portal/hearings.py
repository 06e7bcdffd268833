"""A hearing, for whom it is of: what the complaint says of them, when they are heard, and their own account."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from amends.complaints.desk import Desk
from amends.complaints.tables import Complaint
from amends.database.rows import select_one
from amends.errors import NotFound
from amends.investigation import calling
from amends.investigation.queries import accounts_of
from amends.people.rights import Right
from web.edge.visit import AnyRequest, Visit, visit_of
from web.formats import iso, moment_text, near_moment_text
from web.portal.frame import portal_page
from web.portal.sub_page import READ, Form, SubPage, desk_of_case
from web.rendering import new_form, zone_of
from web.typed import Typed
from web.view import FormView

_HEARING = "/portal/hearings/{hearing_id:uuid}"


@get(_HEARING, opt=READ)
async def look(request: AnyRequest, hearing_id: FromPath[UUID]) -> Response[Any]:
    return await _page(request, hearing_id, new_form())


async def _page(request: AnyRequest, hearing_id: UUID, form: FormView, *, status: int = 200) -> Response[Any]:
    """Of the case its number and no more: what else stands in it is not for them."""
    visit = visit_of(request)
    notice = await calling.own_notice(hearing_id, by=visit.staff)
    case = await select_one(Complaint, "WHERE id = $1", notice.complaint_id)
    if case is None:
        raise NotFound()
    zone = zone_of(visit)
    given = await accounts_of(notice.complaint_id, person_id=notice.person_id)
    may = case.closed_at is None
    return await portal_page(
        request,
        "portal/hearing.html",
        status=status,
        case_number=str(case.number),
        url=f"/portal/hearings/{hearing_id}",
        content=str(notice.content),
        venue=str(notice.venue),
        hear_text=moment_text(notice.hear_at, zone=zone),
        hear_iso=iso(notice.hear_at),
        hearer=await calling.hearer_of(notice),
        accounts=[
            {
                "account": str(row.account),
                "at_text": near_moment_text(row.heard_at, zone=zone, now=visit.now),
                "at_iso": iso(row.heard_at),
            }
            for row in given
        ],
        may=may,
        form=form,
        problem="" if may else form.message,
        not_sent=form.written(),
    )


async def _desk(visit: Visit, hearing_id: UUID) -> Desk:
    notice = await calling.own_notice(hearing_id, by=visit.staff)
    return await desk_of_case(visit, notice.complaint_id)


async def _account(desk: Desk, hearing_id: UUID, typed: Typed, visit: Visit) -> None:
    account = typed.text("account")
    await calling.give_account(desk, hearing_id, account=account, by=visit.staff, now=visit.now)


FORMS = {"account": Form(Right.READ_CASES, _account)}
routes: list[Any] = [look, *SubPage("hearing", _HEARING, _page, FORMS, desk=_desk).routes()]
