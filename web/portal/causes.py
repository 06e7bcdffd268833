"""Why it came to a case: its causes, whom they were told, and what is done so that it does not come to it again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get
from litestar.params import FromPath

from amends.causes import operations as causes
from amends.causes.tables import Branch, Cause, Depth
from amends.complaints.desk import Desk
from amends.correctives import operations as actions
from amends.correctives.queries import actions_of
from amends.errors import Invalid
from amends.people.queries import active_people
from amends.people.rights import Right
from amends.tasks.queries import tasks_of
from web.edge.visit import AnyRequest, Visit
from web.formats import iso, near_moment_text
from web.i18n import current_language, gettext
from web.i18n import mark as _
from web.portal.action_view import KINDS, action_row, planned
from web.portal.beside import beside
from web.portal.case_view import CaseView
from web.portal.frame import portal_page
from web.portal.sub_page import READ, Form, SubPage
from web.rendering import new_form
from web.typed import Typed
from web.view import FormView

_CAUSES = "/portal/cases/{complaint_id:uuid}/causes"
DEPTHS = {
    Depth.DIRECT: _("Direct: a slip, an attitude, a faulty product"),
    Depth.INDIRECT: _("Indirect: management, process, training"),
    Depth.ROOT: _("Root: organisation, culture, strategy"),
}
_SHORT = {Depth.DIRECT: _("Direct cause"), Depth.INDIRECT: _("Indirect cause"), Depth.ROOT: _("Root cause")}
BRANCHES = {
    Branch.PEOPLE: _("People"),
    Branch.METHODS: _("Methods"),
    Branch.EQUIPMENT: _("Equipment"),
    Branch.MATERIALS: _("Materials"),
    Branch.SURROUNDINGS: _("Surroundings"),
    Branch.MANAGEMENT: _("Management"),
}


@get(_CAUSES, opt=READ)
async def look(request: AnyRequest, complaint_id: FromPath[UUID]) -> Response[Any]:
    return await _page(request, complaint_id, new_form())


async def _page(
    request: AnyRequest, complaint_id: UUID, form: FormView, *, status: int = 200
) -> Response[Any]:
    here = await beside(request, complaint_id)
    visit, file, view, may = here.visit, here.file, here.view, here.may(Right.HANDLE)
    people = await active_people() if may else []
    found = await causes.causes_of(complaint_id)
    answers = {each.id: each.outcome for each in await tasks_of(complaint_id)} if found else {}
    language = current_language()
    return await portal_page(
        request,
        "portal/causes.html",
        area="queue",
        status=status,
        **here.values("causes", form, offered=may),
        may=may,
        causes=[_cause(each, view, visit, answers) for each in found],
        branches=_fishbone(found),
        actions=[action_row(each, visit) for each in await actions_of(complaint_id)],
        depths=[(str(code), gettext(text)) for code, text in DEPTHS.items()],
        branch_names=[(str(code), gettext(text)) for code, text in BRANCHES.items()],
        departments=[
            (str(each.id), each.name_in(language)) for each in file.departments if each.retired_at is None
        ],
        kinds=[(str(code), gettext(text)) for code, text in KINDS.items()],
        people=[(str(each.id), str(each.name)) for each in people if each.id not in file.row.about],
        most_whys=causes.MOST_WHYS,
        today=visit.now.astimezone(visit.zone).date().isoformat(),
    )


def _cause(cause: Cause, view: CaseView, visit: Visit, answers: dict[UUID, str]) -> dict[str, Any]:
    department = next((each for each in view.file.departments if each.id == cause.department_id), None)
    return {
        "id": str(cause.id),
        "depth_text": gettext(_SHORT[Depth(cause.depth)]),
        "branch_text": gettext(BRANCHES[Branch(cause.branch)]) if cause.branch else "",
        "content": str(cause.content),
        "whys": msgspec.json.decode(str(cause.whys), type=list[str]),
        "department_text": department.name_in(current_language()) if department is not None else "",
        "party": str(cause.party),
        "struck_text": str(cause.struck_reason or ""),
        "told_text": near_moment_text(cause.told_at, zone=view.zone, now=visit.now) if cause.told_at else "",
        "told_iso": iso(cause.told_at) if cause.told_at else "",
        "answer": answers.get(cause.task_id, "") if cause.task_id else "",
    }


def _fishbone(found: Any) -> list[dict[str, Any]]:
    """By branch, what still stands; nothing where no branch was named."""
    standing = [each for each in found if each.struck_at is None and each.branch]
    if not standing:
        return []
    return [
        {
            "text": gettext(text),
            "contents": [str(each.content) for each in standing if each.branch == branch],
        }
        for branch, text in BRANCHES.items()
    ]


async def _add(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    department_id = typed.uuid("department")
    if typed.text("department") and department_id is None:
        raise Invalid({"department": "Please choose a department."})
    whys = typed.part("why")
    await causes.add(
        desk,
        complaint_id,
        depth=typed.text("depth"),
        branch=typed.text("branch"),
        content=typed.text("content"),
        whys=[whys.get(str(place), "") for place in range(1, causes.MOST_WHYS + 1)],
        department_id=department_id,
        party=typed.text("party"),
        by=visit.staff,
        now=visit.now,
    )


def _which(typed: Typed) -> UUID:
    cause_id = typed.uuid("cause")
    if cause_id is None:
        raise Invalid({"cause": "Please choose a cause."})
    return cause_id


async def _strike(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    reason = typed.text("reason")
    await causes.strike(desk, complaint_id, _which(typed), reason=reason, by=visit.staff, now=visit.now)


async def _tell(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    body = typed.text("body")
    await causes.tell_department(desk, complaint_id, _which(typed), body=body, by=visit.staff, now=visit.now)


async def _begin(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    await actions.begin(desk, complaint_id, plan=planned(typed), by=visit.staff, now=visit.now)


FORMS = {
    "addition": Form(Right.HANDLE, _add),
    "striking": Form(Right.HANDLE, _strike, about="cause"),
    "notice": Form(Right.HANDLE, _tell, about="cause"),
    "action": Form(Right.HANDLE, _begin),
}
routes: list[Any] = [look, *SubPage("causes", _CAUSES, _page, FORMS).routes()]
