"""What outside bodies passed on: their numbers, their dates, and that they were answered."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from amends.bodies import operations
from amends.bodies.binding import matters_of
from amends.bodies.given import Matter, answer_by
from amends.bodies.rules import Stand, day_and_time, stand
from amends.bodies.tables import BodyMatter
from amends.complaints.desk import Desk
from amends.errors import Invalid
from amends.people.queries import people_named
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

_BODIES = "/portal/cases/{complaint_id:uuid}/bodies"
_STANDS = {
    Stand.OPEN: (_("no date named"), "", "circle-dot"),
    Stand.WAITING: (_("waits for our answer"), "calm", "clock"),
    Stand.LATE: (_("not answered in time"), "bad", "circle-x"),
    Stand.ANSWERED: (_("answered"), "good", "circle-check"),
    Stand.ANSWERED_LATE: (_("answered late"), "warn", "circle-check"),
}


@get(_BODIES, opt=READ)
async def look(request: AnyRequest, complaint_id: FromPath[UUID]) -> Response[Any]:
    return await _page(request, complaint_id, new_form())


async def _page(
    request: AnyRequest, complaint_id: UUID, form: FormView, *, status: int = 200
) -> Response[Any]:
    here = await beside(request, complaint_id)
    may = here.may(Right.HANDLE)
    found = await matters_of(complaint_id)
    names = await people_named(row.answered_by for row in found if row.answered_by)
    return await portal_page(
        request,
        "portal/bodies.html",
        area="queue",
        status=status,
        **here.values("bodies", form, offered=may),
        may=may,
        matters=[_matter(row, here, names) for row in found],
        offices=office_names(here.desk),
    )


def office_names(desk: Desk) -> list[str]:
    """Those the organisation names, to choose from; any other may be typed."""
    language = current_language()
    if desk.bodies is not None:
        return [body.name.told(language).text for body in desk.bodies]
    ranked = sorted(desk.policy.recourse.items(), key=lambda item: (item[1].rank, item[0]))
    return [body.name.in_language(language) for _, body in ranked]


def _matter(row: BodyMatter, here: Beside, names: dict[UUID, str]) -> dict[str, Any]:
    zone, now, own = zone_of(here.visit), here.visit.now, row.complaint_id == here.file.row.id
    is_now = stand(row.answer_by, row.answered_at, now)
    word, kind, icon = _STANDS[is_now]
    day, at = day_and_time(row.answer_by, here.desk.calendar) if row.answer_by is not None else (None, None)
    return {
        "id": str(row.id),
        "office": str(row.office),
        "number": str(row.number),
        "state_text": gettext(word),
        "state_kind": kind,
        "state_icon": icon,
        "open": row.answered_at is None and own,
        "elsewhere_url": "" if own else f"/portal/cases/{row.complaint_id}/bodies",
        "due_text": due_text(row.answer_by, zone=zone) if row.answer_by is not None else "",
        "due_iso": iso(row.answer_by) if row.answer_by is not None else "",
        "relative_text": relative_text(row.answer_by, now=now)
        if is_now in (Stand.WAITING, Stand.LATE)
        else "",
        "day": day.isoformat() if day is not None else "",
        "time": f"{at:%H:%M}" if at is not None else "",
        "answer": str(row.answer or ""),
        "answered_text": near_moment_text(row.answered_at, zone=zone, now=now) if row.answered_at else "",
        "answered_iso": iso(row.answered_at) if row.answered_at else "",
        "answered_by": names.get(row.answered_by, "") if row.answered_by else "",
    }


def matter_typed(desk: Desk, typed: Typed) -> Matter:
    """Of this page's form, and of the one by which a complaint is recorded."""
    by = answer_by(typed.day("answer_by"), typed.text("answer_by_time"), desk.calendar)
    return Matter(typed.text("office"), typed.text("office_number"), by)


async def _add(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    given = matter_typed(desk, typed)
    await operations.write_down(desk, complaint_id, given=given, by=visit.staff, now=visit.now)


def _which(typed: Typed) -> UUID:
    matter_id = typed.uuid("matter")
    if matter_id is None:
        raise Invalid({"matter": "Please choose one of the list."})
    return matter_id


async def _change(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    await operations.change(
        desk,
        complaint_id,
        _which(typed),
        given=matter_typed(desk, typed),
        reason=typed.text("reason"),
        by=visit.staff,
        now=visit.now,
    )


async def _answer(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    words = typed.text("answer")
    await operations.answer(desk, complaint_id, _which(typed), words=words, by=visit.staff, now=visit.now)


FORMS = {
    "body": Form(Right.HANDLE, _add, demand=unconcerned),
    "date": Form(Right.HANDLE, _change, about="matter", demand=unconcerned),
    "answer": Form(Right.HANDLE, _answer, about="matter", demand=unconcerned),
}
routes: list[Any] = [look, *SubPage("bodies", _BODIES, _page, FORMS).routes()]
