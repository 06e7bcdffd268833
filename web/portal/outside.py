"""Whom outside a case asks something: what they were asked and answered, and asking somebody more."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from amends.complaints.desk import Desk
from amends.complaints.queries import CaseFile
from amends.errors import Invalid
from amends.outside import operations
from amends.outside.operations import Question, facts_of, shares_of
from amends.outside.rules import Shares, Stand, parties, stand
from amends.outside.tables import OutsideRequest
from amends.people.rights import Right
from web.edge.visit import AnyRequest, Visit
from web.formats import iso, near_moment_text, relative_text
from web.i18n import current_language, gettext
from web.i18n import mark as _
from web.portal.beside import beside
from web.portal.frame import portal_page
from web.portal.sub_page import READ, Form, SubPage
from web.promises import due_text
from web.rendering import new_form, zone_of
from web.typed import Typed
from web.view import FormView

_OUTSIDE = "/portal/cases/{complaint_id:uuid}/outside"
_STANDS = {
    Stand.WAITING: (_("waiting for their answer"), "calm", "clock"),
    Stand.LATE: (_("not answered in time"), "bad", "circle-x"),
    Stand.SILENT: (_("silent"), "bad", "circle-x"),
    Stand.ANSWERED: (_("answered"), "good", "circle-check"),
    Stand.DECLINED: (_("cannot answer"), "warn", "circle-x"),
    Stand.ENDED: (_("not needed any more"), "", "circle-dot"),
}


@get(_OUTSIDE, opt=READ)
async def look(request: AnyRequest, complaint_id: FromPath[UUID]) -> Response[Any]:
    return await _page(request, complaint_id, new_form())


async def _page(
    request: AnyRequest, complaint_id: UUID, form: FormView, *, status: int = 200
) -> Response[Any]:
    here = await beside(request, complaint_id)
    visit, file, may = here.visit, here.file, here.may(Right.HANDLE)
    known, language = parties(here.desk.policy), current_language()
    ranked = sorted(known.items(), key=lambda item: (item[1].rank, item[0]))
    names = {code: each.name.in_language(language) for code, each in ranked}
    found = await operations.requests_of(complaint_id)
    return await portal_page(
        request,
        "portal/outside.html",
        area="queue",
        status=status,
        **here.values("outside", form, offered=may),
        may=may,
        may_ask=may and file.row.closed_at is None,
        requests=[_request(each, file, names, visit) for each in found],
        kinds=list(names.items()),
        files=[(str(each.id), str(each.name)) for each in file.evidence],
        complainant=str(file.row.complainant_name or ""),
    )


def _request(row: OutsideRequest, file: CaseFile, names: dict[str, str], visit: Visit) -> dict[str, Any]:
    facts, zone = facts_of(row), zone_of(visit)
    word, kind, icon = _STANDS[stand(facts, visit.now)]
    shares = shares_of(row)
    shared = [str(each.name) for each in file.evidence if each.id in shares.files]
    theirs = [each for each in file.evidence if each.outside_id == row.id]
    over_at = row.answered_at or row.ended_at
    seen = [gettext("what was said")] if shares.narrative else []
    seen += [gettext("the complainant’s name")] if shares.complainant else []
    return {
        "id": str(row.id),
        "party": str(row.party),
        "kind_text": names.get(str(row.kind), str(row.kind)),
        "email": str(row.email),
        "question": str(row.question),
        "shared_text": ("、" if current_language() == "zh" else ", ").join([*seen, *shared]),
        "state_text": gettext(word),
        "state_kind": kind,
        "state_icon": icon,
        "open": facts.open,
        "due_text": due_text(row.due_at, zone=zone),
        "due_iso": iso(row.due_at),
        "relative_text": relative_text(row.due_at, now=visit.now) if facts.open else "",
        "opened_text": near_moment_text(row.opened_at, zone=zone, now=visit.now) if row.opened_at else "",
        "over_text": near_moment_text(over_at, zone=zone, now=visit.now) if over_at else "",
        "over_iso": iso(over_at) if over_at else "",
        "answered_by": str(row.answered_by or ""),
        "answer": str(row.answer or ""),
        "ended_reason": str(row.ended_reason or ""),
        "files": [
            {"url": f"/portal/cases/{file.row.id}/evidence/{each.id}", "name": str(each.name)}
            for each in theirs
        ],
    }


async def _ask(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    given = typed.all("evidence")
    try:
        files = tuple(UUID(each) for each in given if each)
    except ValueError:
        raise Invalid({"evidence": "Please choose files of this complaint."}) from None
    shares = Shares(
        narrative="narrative" in typed.all("shares"),
        complainant="complainant" in typed.all("shares"),
        files=files,
    )
    asked = Question(
        kind=typed.text("kind"),
        party=typed.text("party"),
        email=typed.text("email"),
        language=typed.text("language"),
        question=typed.text("question"),
        shares=shares,
    )
    await operations.ask(desk, complaint_id, asked=asked, by=visit.staff, now=visit.now)


def _which(typed: Typed) -> UUID:
    request_id = typed.uuid("request")
    if request_id is None:
        raise Invalid({"request": "Please choose one of the list."})
    return request_id


async def _send_again(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    email = typed.text("email")
    await operations.send_again(desk, complaint_id, _which(typed), email=email, by=visit.staff, now=visit.now)


async def _end(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    reason = typed.text("reason")
    await operations.end(desk, complaint_id, _which(typed), reason=reason, by=visit.staff, now=visit.now)


FORMS = {
    "request": Form(Right.HANDLE, _ask),
    "link": Form(Right.HANDLE, _send_again, about="request"),
    "end": Form(Right.HANDLE, _end, about="request"),
}
routes: list[Any] = [look, *SubPage("outside", _OUTSIDE, _page, FORMS).routes()]
