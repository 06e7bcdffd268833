"""Further departments at one case: what each was asked, until when, and what it answered."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from amends.complaints.desk import Desk
from amends.errors import Invalid
from amends.joint import operations
from amends.joint.tables import AskedDepartment
from amends.people.rights import Right
from web.edge.visit import AnyRequest, Visit
from web.formats import iso, near_moment_text, relative_text
from web.i18n import current_language, gettext
from web.i18n import mark as _
from web.portal.beside import Beside, beside
from web.portal.frame import portal_page
from web.portal.sub_page import READ, Form, SubPage, unconcerned
from web.promises import due_text
from web.rendering import new_form, zone_of
from web.typed import Typed
from web.view import FormView

_DEPARTMENTS = "/portal/cases/{complaint_id:uuid}/departments"
_WAITING = (_("waiting for its answer"), "calm", "clock")
_LATE = (_("not answered in time"), "bad", "circle-x")
_ANSWERED = (_("answered"), "good", "circle-check")
_ENDED = (_("not needed any more"), "", "circle-dot")


@get(_DEPARTMENTS, opt=READ)
async def look(request: AnyRequest, complaint_id: FromPath[UUID]) -> Response[Any]:
    return await _page(request, complaint_id, new_form())


async def _page(
    request: AnyRequest, complaint_id: UUID, form: FormView, *, status: int = 200
) -> Response[Any]:
    here = await beside(request, complaint_id)
    file, may = here.file, here.may(Right.HANDLE)
    asked = [await _question(row, here) for row in await operations.asked_of(complaint_id)]
    language, busy = current_language(), {each["department_id"] for each in asked if each["open"]}
    free = [
        row
        for row in file.departments
        if row.retired_at is None and row.id != file.row.department_id and row.id not in busy
    ]
    return await portal_page(
        request,
        "portal/case_departments.html",
        area="queue",
        status=status,
        **here.values("departments", form, offered=may or any(each["may_answer"] for each in asked)),
        may=may,
        may_ask=may and file.row.closed_at is None and bool(free),
        owner=file.department.name_in(language),
        questions=asked,
        departments=[(str(row.id), row.name_in(language)) for row in free],
    )


async def _question(row: AskedDepartment, here: Beside) -> dict[str, Any]:
    file, visit, zone = here.file, here.visit, zone_of(here.visit)
    department = next(each for each in file.departments if each.id == row.department_id)
    word, kind, icon = _stand(row, visit)
    over_at = row.answered_at or row.ended_at
    theirs = row.is_open and here.may(Right.READ_CASES)
    return {
        "id": str(row.id),
        "department_id": row.department_id,
        "name": department.name_in(current_language()),
        "question": str(row.question),
        "state_text": gettext(word),
        "state_kind": kind,
        "state_icon": icon,
        "open": row.is_open,
        "may_answer": theirs and await operations.may_answer(row, department, visit.staff),
        "due_text": due_text(row.due_at, zone=zone),
        "due_iso": iso(row.due_at),
        "relative_text": relative_text(row.due_at, now=visit.now) if row.is_open else "",
        "over_text": near_moment_text(over_at, zone=zone, now=visit.now) if over_at else "",
        "over_iso": iso(over_at) if over_at else "",
        "who": file.names.get(row.answered_by, "") if row.answered_by else "",
        "answer": str(row.answer or ""),
        "ended_reason": str(row.ended_reason or ""),
    }


def _stand(row: AskedDepartment, visit: Visit) -> tuple[str, str, str]:
    if row.answered_at is not None:
        return _ANSWERED
    if row.ended_at is not None:
        return _ENDED
    return _LATE if row.due_at < visit.now else _WAITING


async def _ask(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    await operations.ask(
        desk,
        complaint_id,
        department_id=typed.uuid("department"),
        question=typed.text("question"),
        until=typed.day("until"),
        by=visit.staff,
        now=visit.now,
    )


def _which(typed: Typed) -> UUID:
    question_id = typed.uuid("asked")
    if question_id is None:
        raise Invalid({"asked": "Please choose one of the list."})
    return question_id


async def _answer(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    answer = typed.text("answer")
    await operations.answer(desk, complaint_id, _which(typed), answer=answer, by=visit.staff, now=visit.now)


async def _end(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    reason = typed.text("reason")
    await operations.end(desk, complaint_id, _which(typed), reason=reason, by=visit.staff, now=visit.now)


FORMS = {
    "question": Form(Right.HANDLE, _ask, demand=unconcerned),
    "answer": Form(Right.READ_CASES, _answer, about="asked", demand=unconcerned),
    "end": Form(Right.HANDLE, _end, about="asked", demand=unconcerned),
}
routes: list[Any] = [look, *SubPage("departments", _DEPARTMENTS, _page, FORMS).routes()]
