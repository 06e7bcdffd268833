"""The conditions a complaint is taken up under: each met or not, and what follows from that."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from amends.acceptance.operations import Answer, answer
from amends.complaints.desk import Desk
from amends.people.rights import Right
from web.edge.visit import AnyRequest, Visit
from web.portal.acceptance_view import acceptance_view
from web.portal.beside import beside
from web.portal.case_asks import facts_of_file
from web.portal.frame import portal_page
from web.portal.sub_page import READ, Form, SubPage
from web.rendering import new_form
from web.typed import Typed
from web.view import FormView

_ACCEPTANCE = "/portal/cases/{complaint_id:uuid}/acceptance"
_SAYS = {"yes": True, "no": False}


@get(_ACCEPTANCE, opt=READ)
async def acceptance(request: AnyRequest, complaint_id: FromPath[UUID]) -> Response[Any]:
    return await _page(request, complaint_id, new_form())


async def _page(
    request: AnyRequest, complaint_id: UUID, form: FormView, *, status: int = 200
) -> Response[Any]:
    here = await beside(request, complaint_id)
    policy = here.desk.policy
    shown = await acceptance_view(policy, here.file, facts_of_file(policy, here.file), form, here.visit)
    return await portal_page(
        request,
        "portal/acceptance.html",
        area="queue",
        status=status,
        **here.values("acceptance", form, offered=shown["may_answer"] or not form.failed),
        **shown,
    )


async def _answer(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    """`met.<code>`: yes or no; what is left open sends nothing, and its note stays unsaid."""
    notes = typed.part("note")
    answers = {
        code: Answer(_SAYS[said], notes.get(code, ""))
        for code, said in typed.part("met").items()
        if said in _SAYS
    }
    await answer(desk, complaint_id, answers=answers, by=visit.staff, now=visit.now)


_SUB_PAGE = SubPage("acceptance", _ACCEPTANCE, _page, {"answers": Form(Right.ADMIT, _answer)})
routes: list[Any] = [acceptance, *_SUB_PAGE.routes()]
