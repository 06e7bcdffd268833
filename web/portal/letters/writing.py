"""A letter is begun on a case: from which of the policy's papers or notices, is chosen here."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from amends.complaints.queries import case_file
from amends.letters.drafting import begin
from amends.letters.wording import patterns
from amends.people.rights import Right
from tenants.desks import desk_of
from web.edge.visit import AnyRequest, Visit, visit_of
from web.portal.case_asks import facts_of_file
from web.portal.frame import portal_page
from web.portal.letters.acting import acted
from web.portal.letters.views import letter_url, patterns_view
from web.rendering import new_form
from web.typed import Typed
from web.view import FormView

_NEW = "/portal/cases/{complaint_id:uuid}/letters/new"
_WRITE = {"right": Right.HANDLE}


@get(_NEW, opt=_WRITE)
async def choose(request: AnyRequest, complaint_id: FromPath[UUID]) -> Response[Any]:
    return await _page(request, complaint_id, new_form())


@post(_NEW, status_code=200, opt=_WRITE)
async def begun(request: AnyRequest, complaint_id: FromPath[UUID]) -> Response[Any]:
    made: list[UUID] = []

    async def do(visit: Visit, typed: Typed) -> None:
        file = await case_file(complaint_id)
        desk = await desk_of(visit.tenant, visit.settings, file.row)
        made.append(
            await begin(desk, complaint_id, pattern=typed.text("pattern"), by=visit.staff, now=visit.now)
        )

    async def again(form: FormView, status: int) -> Response[Any]:
        return await _page(request, complaint_id, form, status=status)

    def location() -> str:
        return letter_url(made[0]) if made else f"/portal/cases/{complaint_id}"

    return await acted(request, do, act="", again=again, location=location, done="")


async def _page(
    request: AnyRequest, complaint_id: UUID, form: FormView, *, status: int = 200
) -> Response[Any]:
    visit, file = visit_of(request), await case_file(complaint_id)
    desk = await desk_of(visit.tenant, visit.settings, file.row)
    offered = patterns(desk.policy, facts_of_file(desk.policy, file))
    return await portal_page(
        request,
        "portal/letter_new.html",
        area="letters",
        status=status,
        form=form,
        case={"url": f"/portal/cases/{complaint_id}", "number": file.row.number, "subject": file.row.subject},
        groups=[] if visit.staff.id in file.row.about else patterns_view(offered, desk.policy),
        about_you=visit.staff.id in file.row.about,
    )


routes: list[Any] = [choose, begun]
