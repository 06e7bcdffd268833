"""Handing a case over to another organisation here: the complainant's consent, what became of it, and trying again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get
from litestar.params import FromPath

from amends.complaints.case import moves_in
from amends.complaints.desk import Desk
from amends.complaints.lifecycle import Move
from amends.complaints.lifecycle import State as CaseState
from amends.complaints.queries import CaseFile
from amends.errors import Invalid
from amends.handovers import offering
from amends.handovers.offering import Offer, Said
from amends.handovers.rules import OPEN, How, Includes, State, is_late
from amends.handovers.tables import Handover
from amends.handovers.takers import takers
from amends.people.rights import Right
from amends.policy.kinds import has_nobody
from web.edge.visit import AnyRequest, Visit
from web.formats import iso, near_moment_text
from web.i18n import current_language, gettext
from web.i18n import mark as _
from web.portal.beside import Beside, beside
from web.portal.frame import portal_page
from web.portal.sub_page import READ, Form, SubPage
from web.promises import due_text
from web.rendering import new_form, zone_of
from web.typed import Typed
from web.view import FormView

_HANDOVER = "/portal/cases/{complaint_id:uuid}/handover"
_STATES = {
    State.ASKED: (_("waiting for the complainant’s word"), "calm", "clock"),
    State.DECLINED: (_("the complainant does not want it"), "", "circle-x"),
    State.LEAVING: (_("on its way"), "calm", "send"),
    State.WAITING: (_("waiting for their answer"), "calm", "clock"),
    State.TAKEN: (_("taken over"), "good", "circle-check"),
    State.REFUSED: (_("not taken over"), "warn", "circle-x"),
    State.WITHDRAWN: (_("taken back"), "", "undo-2"),
}
_HOW = {
    How.PAGE: _("on their page"),
    How.SPOKEN: _("by word of mouth"),
    How.WRITTEN: _("in writing"),
}


@get(_HANDOVER, opt=READ)
async def look(request: AnyRequest, complaint_id: FromPath[UUID]) -> Response[Any]:
    return await _page(request, complaint_id, new_form())


async def _page(
    request: AnyRequest, complaint_id: UUID, form: FormView, *, status: int = 200
) -> Response[Any]:
    here = await beside(request, complaint_id)
    may, found = here.may(Right.ADMIT), await offering.handovers_of(complaint_id)
    may_offer = may and _forwards(here) and not any(row.state in OPEN for row in found)
    known = await takers(but=here.visit.tenant.id) if may_offer else ()
    language = current_language()
    return await portal_page(
        request,
        "portal/handover.html",
        area="queue",
        status=status,
        **here.values("handover", form, offered=may),
        may=may,
        may_offer=may_offer,
        handovers=[_handover(row, here.file, here.visit) for row in found],
        takers=[(str(each.id), each.name_in(language), each.about_in(language)) for each in known],
        files=[(str(each.id), str(each.name)) for each in here.file.evidence],
        hows=[(how.value, gettext(_HOW[how])) for how in (How.SPOKEN, How.WRITTEN)],
    )


def handover_url(file: CaseFile, visit: Visit, desk: Desk) -> str:
    """ "" where it never was and cannot be; asks the database nothing."""
    there = any(line.act.startswith("handover-") for line in file.history)
    able = visit.staff.may(Right.ADMIT) and visit.staff.id not in file.row.about and _may_move(file, desk)
    return f"/portal/cases/{file.row.id}/handover" if visit.guest is None and (there or able) else ""


def _forwards(here: Beside) -> bool:
    return _may_move(here.file, here.desk)


def _may_move(file: CaseFile, desk: Desk) -> bool:
    state, kind = CaseState(file.row.state), str(file.row.kind)
    return Move.FORWARD in moves_in(desk.policy, state, kind) and not has_nobody(desk.policy, kind)


def _handover(row: Handover, file: CaseFile, visit: Visit) -> dict[str, Any]:
    state, zone = State(row.state), zone_of(visit)
    word, kind, icon = _STATES[state]
    late = is_late(state, consent_due_at=row.consent_due_at, answer_due_at=row.answer_due_at, now=visit.now)
    includes = msgspec.json.decode(str(row.includes), type=Includes)
    due_at = row.consent_due_at if state is State.ASKED else row.answer_due_at

    def moment(at: Any) -> str:
        return near_moment_text(at, zone=zone, now=visit.now) if at is not None else ""

    return {
        "id": str(row.id),
        "party": str(row.party_zh if current_language() == "zh" else row.party_en),
        "reason": str(row.reason),
        "asked": str(row.asked_text),
        "state_text": gettext("not answered in time") if late else gettext(word),
        "state_kind": "bad" if late else kind,
        "state_icon": "circle-x" if late else icon,
        "waits_for_consent": state is State.ASKED,
        "open": state in OPEN,
        "due_text": due_text(due_at, zone=zone) if state in OPEN and due_at is not None else "",
        "due_iso": iso(due_at) if due_at is not None else "",
        "files_text": _joined(str(each.name) for each in file.evidence if each.id in includes.files),
        "prepared_text": moment(row.prepared_at),
        "consent_text": _consent(row, moment(row.consent_at)),
        "sent_text": moment(row.sent_at),
        "answered_text": moment(row.answered_at),
        "answer": str(row.answer or ""),
        "number": str(row.their_number or ""),
        "withdrawn_text": moment(row.withdrawn_at),
        "withdrawn_reason": str(row.withdrawn_reason or ""),
    }


def _consent(row: Handover, at_text: str) -> str:
    if row.consent_how is None:
        return ""
    how = gettext(_HOW[How(row.consent_how)])
    return " · ".join(filter(None, (at_text, how, str(row.consent_note or ""))))


def _joined(names: Any) -> str:
    return ("、" if current_language() == "zh" else ", ").join(names)


async def _offer(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    try:
        files = tuple(UUID(each) for each in typed.all("evidence") if each)
    except ValueError:
        raise Invalid({"evidence": "Please choose files of this complaint."}) from None
    given = Offer(
        to=typed.uuid("to"),
        reason=typed.text("reason"),
        includes=Includes(answers=typed.is_on("answers"), files=files),
    )
    await offering.offer(
        desk, complaint_id, given=given, in_trial=visit.tenant.in_trial, by=visit.staff, now=visit.now
    )


async def _consented(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    said = Said(
        says=typed.text("said"),
        how=typed.text("how"),
        note=typed.text("note"),
        evidence_id=typed.uuid("evidence"),
    )
    await offering.note_consent(desk, complaint_id, _which(typed), said=said, by=visit.staff, now=visit.now)


async def _withdraw(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    reason = typed.text("why")
    await offering.withdraw(desk, complaint_id, _which(typed), reason=reason, by=visit.staff, now=visit.now)


def _which(typed: Typed) -> UUID:
    handover_id = typed.uuid("handover")
    if handover_id is None:
        raise Invalid({"handover": "Please choose one of the list."})
    return handover_id


FORMS = {
    "offer": Form(Right.ADMIT, _offer),
    "consent": Form(Right.ADMIT, _consented, about="handover"),
    "withdrawal": Form(Right.ADMIT, _withdraw, about="handover"),
}
routes: list[Any] = [look, *SubPage("handover", _HANDOVER, _page, FORMS).routes()]
