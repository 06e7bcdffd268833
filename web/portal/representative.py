"""Who speaks for the complainant: what shows that they may, and whether the organisation takes it for true."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Response, get
from litestar.params import FromPath

from amends.complaints.desk import Desk
from amends.complaints.queries import CaseFile
from amends.errors import Invalid
from amends.people.rights import Right
from amends.policy.kinds import has_nobody
from amends.representation import operations
from amends.representation.operations import Offer
from amends.representation.rules import Stand, stand
from amends.representation.tables import Representation
from web.edge.visit import AnyRequest, Visit
from web.formats import day_text, near_moment_text
from web.i18n import gettext
from web.i18n import mark as _
from web.portal.beside import beside
from web.portal.frame import portal_page
from web.portal.sub_page import READ, Form, SubPage, unconcerned
from web.rendering import new_form, zone_of
from web.typed import Typed
from web.view import FormView

_REPRESENTATIVE = "/portal/cases/{complaint_id:uuid}/representative"
_STANDS = {
    Stand.OFFERED: (_("to be looked at"), "warn", "hourglass"),
    Stand.ACCEPTED: (_("speaks for the complainant"), "good", "circle-check"),
    Stand.OVER: (_("the time it was given for is over"), "warn", "circle-x"),
    Stand.REFUSED: (_("refused"), "bad", "circle-x"),
    Stand.ENDED: (_("ended"), "", "circle-dot"),
}


@get(_REPRESENTATIVE, opt=READ)
async def look(request: AnyRequest, complaint_id: FromPath[UUID]) -> Response[Any]:
    return await _page(request, complaint_id, new_form())


async def _page(
    request: AnyRequest, complaint_id: UUID, form: FormView, *, status: int = 200
) -> Response[Any]:
    here = await beside(request, complaint_id)
    file, may_record = here.file, here.may(Right.RECORD)
    may_offer = may_record and file.row.closed_at is None and not file.row.represented
    found = await operations.representations_of(complaint_id)
    return await portal_page(
        request,
        "portal/representative.html",
        area="queue",
        status=status,
        **here.values("representative", form, offered=may_record),
        may=here.may(Right.HANDLE),
        may_ask=may_record,
        may_offer=may_offer and not has_nobody(here.desk.policy, str(file.row.kind)),
        representations=[_representation(row, file, here.visit) for row in found],
        files=[(str(each.id), str(each.name)) for each in file.evidence],
    )


def _representation(row: Representation, file: CaseFile, visit: Visit) -> dict[str, Any]:
    zone = zone_of(visit)
    standing = stand(accepted_at=row.accepted_at, ended_at=row.ended_at, until=row.until, now=visit.now)
    word, kind, icon = _STANDS[standing]
    shown = next((each for each in file.evidence if each.id == row.evidence_id), None)
    return {
        "id": str(row.id),
        "name": str(row.name),
        "relation": str(row.relation),
        "authority": str(row.authority),
        "email": str(row.email),
        "phone": str(row.phone),
        "postal": str(row.postal_address),
        "until_text": _last_day(row, zone),
        "state_text": gettext(word),
        "state_kind": kind,
        "state_icon": icon,
        "open": row.ended_at is None,
        "accepted": row.accepted_at is not None,
        "asked_text": _moment(row.asked_at, visit),
        "accepted_text": _moment(row.accepted_at, visit),
        "note": str(row.accepted_note or ""),
        "reason": str(row.ended_reason or ""),
        "file": {"url": f"/portal/cases/{file.row.id}/evidence/{shown.id}", "name": str(shown.name)}
        if shown is not None
        else None,
    }


def _last_day(row: Representation, zone: ZoneInfo) -> str:
    """A day ends as the next one begins."""
    return day_text((row.until - timedelta(seconds=1)).astimezone(zone).date()) if row.until else ""


def _moment(moment: datetime | None, visit: Visit) -> str:
    return near_moment_text(moment, zone=zone_of(visit), now=visit.now) if moment is not None else ""


async def _offer(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    given = Offer(
        name=typed.text("name"),
        relation=typed.text("relation"),
        authority=typed.text("authority"),
        email=typed.text("email"),
        phone=typed.text("phone"),
        postal=typed.text("postal"),
        until=typed.day("until"),
        evidence_id=_file(typed),
    )
    if typed.text("until") and given.until is None:
        raise Invalid({"until": "Please give a date such as 2026-05-31."})
    await operations.offer(desk, complaint_id, given=given, by=visit.staff, now=visit.now)


def _file(typed: Typed) -> UUID | None:
    evidence_id = typed.uuid("evidence")
    if typed.text("evidence") and evidence_id is None:
        raise Invalid({"evidence": "Please choose files of this complaint."})
    return evidence_id


def _which(typed: Typed) -> UUID:
    representation_id = typed.uuid("representation")
    if representation_id is None:
        raise Invalid({"representation": "Please choose one of the list."})
    return representation_id


async def _ask(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    items = typed.text("items")
    await operations.ask_for_proof(
        desk, complaint_id, _which(typed), items=items, by=visit.staff, now=visit.now
    )


async def _accept(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    await operations.accept(
        desk,
        complaint_id,
        _which(typed),
        note=typed.text("note"),
        evidence_id=_file(typed),
        by=visit.staff,
        now=visit.now,
    )


async def _end(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    reason = typed.text("reason")
    await operations.end(desk, complaint_id, _which(typed), reason=reason, by=visit.staff, now=visit.now)


FORMS = {
    "offer": Form(Right.RECORD, _offer, demand=unconcerned),
    "proof": Form(Right.RECORD, _ask, about="representation", demand=unconcerned),
    "acceptance": Form(Right.HANDLE, _accept, about="representation", demand=unconcerned),
    "end": Form(Right.HANDLE, _end, about="representation", demand=unconcerned),
}
routes: list[Any] = [look, *SubPage("representative", _REPRESENTATIVE, _page, FORMS).routes()]
