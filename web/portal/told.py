"""One notice of a case, read on demand."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from amends.complaints.queries import case_file
from amends.notices.told import words
from amends.people.rights import Right
from tenants.desks import desk_of
from web.edge.visit import AnyRequest, visit_of
from web.portal.case_view import CaseView
from web.portal.frame import portal_page
from web.portal.told_view import words_view
from web.rendering import zone_of


@get("/portal/cases/{complaint_id:uuid}/notices/{notice_id:uuid}", opt={"right": Right.READ_CASES})
async def notice(
    request: AnyRequest, complaint_id: FromPath[UUID], notice_id: FromPath[UUID]
) -> Response[Any]:
    visit = visit_of(request)
    file = await case_file(complaint_id)
    said = await words(complaint_id, notice_id)
    desk = await desk_of(visit.tenant, visit.settings, file.row)
    view = CaseView(file, desk, 0, visit.staff, zone_of(visit), visit.now)
    return await portal_page(
        request,
        "portal/notice.html",
        area="queue",
        case_url=view.url,
        case_number=file.row.number,
        notice=words_view(view, said),
    )


routes: list[Any] = [notice]
