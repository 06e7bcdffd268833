"""What other organisations hand over to this one: a tray of envelopes, each taken as a complaint or refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath
from litestar.response import Stream

from amends.complaints.desk import Desk
from amends.complaints.intake import Channel, Lodgement
from amends.evidence.scanning import Scan, said_of
from amends.handovers import arriving
from amends.handovers.arriving import Waiting
from amends.handovers.rules import StateIn
from amends.handovers.tables import HandoverIn
from amends.people.rights import Right
from tenants.desks import desk_in_force
from web.categories import category_view
from web.downloads import attachment
from web.edge.visit import AnyRequest, Visit, visit_of
from web.formats import iso, near_moment_text, size_text
from web.i18n import current_language, gettext
from web.i18n import mark as _
from web.portal.frame import admitted, portal_page
from web.portal.intake import FIELDS
from web.portal.sub_page import Form, SubPage
from web.promises import due_text
from web.questions import MoreAsked, answers_typed, fields_view, not_asked_yet
from web.rendering import new_form, zone_of
from web.typed import Typed
from web.view import FormView

_TRAY = "/portal/handovers"
_ONE = "/portal/handovers/{handover_id:uuid}"
_ADMIT = {"right": Right.ADMIT, "guests": False}
_STATES = {
    StateIn.WAITING: (_("waiting for you"), "calm", "clock"),
    StateIn.TAKEN: (_("taken over"), "good", "circle-check"),
    StateIn.REFUSED: (_("not taken over"), "warn", "circle-x"),
    StateIn.RECALLED: (_("taken back by its sender"), "", "undo-2"),
}


@get(_TRAY, opt=_ADMIT)
async def tray(request: AnyRequest) -> Response[Any]:
    visit = visit_of(request)
    return await portal_page(
        request,
        "portal/handovers.html",
        area="handovers",
        envelopes=[_line(row, visit) for row in await arriving.tray()],
        takes_over=bool(visit.tenant.takes_over),
    )


@get(_ONE, opt=_ADMIT)
async def look(request: AnyRequest, handover_id: FromPath[UUID]) -> Response[Any]:
    return await _page(request, handover_id, new_form())


@get(f"{_ONE}/files/{{place:int}}", opt={**_ADMIT, "own_scope": True})
async def download(request: AnyRequest, handover_id: FromPath[UUID], place: FromPath[int]) -> Stream:
    async with admitted(request) as visit:
        file = await arriving.file_of(handover_id, place)
    return await attachment(visit, file)


async def _page(
    request: AnyRequest, handover_id: UUID, form: FormView, *, status: int = 200
) -> Response[Any]:
    visit, found = visit_of(request), await arriving.one(handover_id)
    desk, own = await desk_in_force(visit.tenant, visit.settings), form.for_act("take")
    offered = found.content is not None
    return await portal_page(
        request,
        "portal/handover_in.html",
        area="handovers",
        status=status,
        form=form,
        problem="" if offered else form.message,
        not_sent=form.written(),
        url=f"{_TRAY}/{handover_id}",
        envelope=_line(found.row, visit),
        content=_content(found, visit),
        files=_files(found, handover_id, await said_of([file.object_name for file in found.files])),
        **_matter(desk, found, _typed(own)),
    )


def _line(row: HandoverIn, visit: Visit) -> dict[str, Any]:
    state, zone = StateIn(row.state), zone_of(visit)
    late = state is StateIn.WAITING and visit.now > row.due_at
    word, kind, icon = _STATES[state]
    return {
        "url": f"{_TRAY}/{row.id}",
        "party": str(row.from_zh if current_language() == "zh" else row.from_en),
        "number": str(row.from_number),
        "state_text": gettext("overdue") if late else gettext(word),
        "state_kind": "bad" if late else kind,
        "state_icon": "circle-x" if late else icon,
        "arrived_text": near_moment_text(row.arrived_at, zone=zone, now=visit.now),
        "arrived_iso": iso(row.arrived_at),
        "due_text": due_text(row.due_at, zone=zone) if state is StateIn.WAITING else "",
        "due_iso": iso(row.due_at),
        "case_url": f"/portal/cases/{row.complaint_id}" if row.complaint_id else "",
        "answer": str(row.answer or ""),
    }


def _content(found: Waiting, visit: Visit) -> dict[str, Any] | None:
    content = found.content
    if content is None:
        return None
    return {
        "subject": content.subject,
        "narrative": content.narrative,
        "demand": content.demand,
        "reason": content.reason,
        "name": content.name,
        "contacts": "\n".join(filter(None, (content.email, content.phone, content.address))),
        "answers": list(content.answers),
        "received_text": near_moment_text(content.received_at, zone=zone_of(visit), now=visit.now),
    }


def _files(found: Waiting, handover_id: UUID, scans: Mapping[str, Scan]) -> list[dict[str, str]]:
    return [
        {
            "url": f"{_TRAY}/{handover_id}/files/{place}",
            "name": file.name,
            "size_text": size_text(int(file.copy_size or file.size)),
            "scan": scans.get(file.object_name, ""),
        }
        for place, file in enumerate(found.files)
    ]


def _matter(desk: Desk, found: Waiting, typed: Typed) -> dict[str, Any]:
    """The category and its questions, as in a call that is recorded."""
    given = _lodgement(desk, found, typed) or Lodgement("", "", "", channel=Channel.HANDOVER)
    return {
        "category_label": gettext("Category"),
        "swapped": False,
        **category_view(desk.policy, typed.text, url=FIELDS),
        **fields_view(desk, given, url=FIELDS),
    }


def _lodgement(desk: Desk, found: Waiting, typed: Typed) -> Lodgement | None:
    if found.content is None:
        return None
    answers = answers_typed(desk.policy, typed)
    category = category_view(desk.policy, typed.text, url=FIELDS)["category"] or typed.text("category")
    return arriving.lodgement(desk, found.row, found.content, category=category, answers=answers)


def _typed(form: FormView) -> Typed:
    """What came back, as it was typed."""
    fields: dict[str, Sequence[str]] = {
        name: [str(each) for each in value] if isinstance(value, list) else [str(value)]
        for name, value in form.values.items()
    }
    return Typed(fields)


async def _take(desk: Desk, handover_id: UUID, typed: Typed, visit: Visit) -> None:
    found = await arriving.one(handover_id)
    given = _lodgement(desk, found, typed)
    if typed.is_on("continue") or (given is not None and not_asked_yet(desk.policy, given, typed)):
        raise MoreAsked()
    await arriving.take_over(
        desk,
        handover_id,
        category=given.category if given is not None else "",
        answers=dict(given.answers) if given is not None else {},
        by=visit.staff,
        now=visit.now,
    )


async def _refuse(desk: Desk, handover_id: UUID, typed: Typed, visit: Visit) -> None:
    await arriving.refuse(desk, handover_id, reason=typed.text("reason"), by=visit.staff, now=visit.now)


async def _desk(visit: Visit, _: UUID) -> Desk:
    """A complaint that is lodged begins under what is in force."""
    return await desk_in_force(visit.tenant, visit.settings)


FORMS = {"take": Form(Right.ADMIT, _take), "refusal": Form(Right.ADMIT, _refuse)}
routes: list[Any] = [
    tray,
    look,
    download,
    *SubPage("handovers", _ONE, _page, FORMS, _desk).routes(),
]
