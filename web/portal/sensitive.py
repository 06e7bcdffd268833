"""The sensitive answers of a case, on a page of their own: whoever asks for them is written down first."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Response, post
from litestar.params import FromPath

from amends.complaints import sensitive
from web.answers import answers_view
from web.edge.visit import AnyRequest
from web.portal.beside import beside
from web.portal.frame import portal_page
from web.portal.sub_page import READ
from web.rendering import new_form


@post("/portal/cases/{complaint_id:uuid}/sensitive", status_code=200, opt=READ)
async def read_sensitive(request: AnyRequest, complaint_id: FromPath[UUID]) -> Response[Any]:
    here = await beside(request, complaint_id)
    staff = here.visit.staff
    answers = await sensitive.read(here.desk, complaint_id, by=staff, now=here.visit.now)
    category = str(here.file.row.category)
    return await portal_page(
        request,
        "portal/sensitive.html",
        area="queue",
        **here.values("sensitive", new_form(), offered=True),
        answers=answers_view(here.desk.policy, category, answers, reader=staff, openly=True),
    )


routes: list[Any] = [read_sensitive]
