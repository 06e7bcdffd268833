"""One arrival: what it is, whose cases are there, and what becomes of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath
from litestar.response import Stream

from amends.arrivals import settling
from amends.arrivals.queries import cases_of_sender, file_of, files_of, one, source_file, source_of
from amends.arrivals.rules import OPEN, Kind, Standing
from amends.arrivals.tables import Arrival
from amends.complaints.desk import Desk
from amends.complaints.intake import Channel, Lodgement
from amends.complaints.listing import listed, numbered
from amends.errors import Invalid
from amends.evidence.scanning import said_of
from amends.mailin.folding import fold
from amends.people.rights import Right
from amends.policy.document import Policy
from amends.policy.parts.kinds import Place
from tenants.desks import desk_in_force
from web.categories import category_view
from web.downloads import attachment
from web.edge.visit import AnyRequest, Visit, visit_of
from web.formats import size_text
from web.i18n import LANGUAGE_NAMES, gettext
from web.portal.arrivals.tray import RECORD
from web.portal.arrivals.words import CHANNELS, TRAY, line, signs_view
from web.portal.frame import admitted, portal_page
from web.portal.intake import CHANNELS as OF_STAFF
from web.portal.intake import FIELDS
from web.portal.queue import case_line, desks_of
from web.portal.sub_page import Form, SubPage, desk_of_case
from web.public.forms import lodgement_of
from web.questions import MoreAsked, fields_view, not_asked_yet
from web.rendering import new_form
from web.typed import Typed
from web.view import FormView
from web.wording import channel_text

_ONE = f"{TRAY}/{{arrival_id:uuid}}"


@get(_ONE, opt=RECORD)
async def look(request: AnyRequest, arrival_id: FromPath[UUID]) -> Response[Any]:
    return await _page(request, arrival_id, new_form())


@get(f"{_ONE}/files/{{place:int}}", opt={**RECORD, "own_scope": True})
async def download(request: AnyRequest, arrival_id: FromPath[UUID], place: FromPath[int]) -> Stream:
    async with admitted(request) as visit:
        file = await file_of(arrival_id, place)
    return await attachment(visit, file)


@get(f"{_ONE}/source", opt={**RECORD, "own_scope": True})
async def source(request: AnyRequest, arrival_id: FromPath[UUID]) -> Stream:
    """The message as it came, byte for byte."""
    async with admitted(request) as visit:
        file = await source_file(arrival_id)
    return await attachment(visit, file)


async def _page(request: AnyRequest, arrival_id: UUID, form: FormView, *, status: int = 200) -> Response[Any]:
    visit, row = visit_of(request), await one(arrival_id)
    desk = await desk_in_force(visit.tenant, visit.settings)
    files, kept = files_of(row), source_of(row)
    scans = await said_of([each.object_name for each in (*files, *([kept] if kept is not None else []))])
    said, folded = fold(str(row.body))
    own = form.for_act("complaint")
    complaint = own if own.values else replace(own, values=_begun(row, desk))
    return await portal_page(
        request,
        "portal/arrival.html",
        area="arrivals",
        status=status,
        form=form,
        complaint=complaint,
        url=f"{TRAY}/{arrival_id}",
        arrival=line(row, visit),
        body=said,
        folded=folded,
        signs=signs_view(row),
        files=[
            {"url": f"{TRAY}/{arrival_id}/files/{place}", "name": file.name, "size_text": size_text(int(file.copy_size or file.size)),
             "scan": scans.get(file.object_name, "")}
            for place, file in enumerate(files)
        ],
        source_url=f"{TRAY}/{arrival_id}/source" if kept is not None else "",
        source_scan=scans.get(kept.object_name, "") if kept is not None else "",
        open=row.standing in OPEN,
        dismissed=row.standing == Standing.DISMISSED,
        problem=form.message if row.standing not in OPEN else "",
        not_sent=form.written(),
        cases=await _cases(row, desk, visit),
        channels=[(channel.value, channel_text(channel)) for channel in OF_STAFF],
        languages=list(LANGUAGE_NAMES.items()),
        **_matter(desk, _typed(complaint), visit),
    )  # fmt: skip


async def _cases(row: Arrival, desk: Desk, visit: Visit) -> list[Any]:
    """Where it may belong, as lines of the queue."""
    if row.standing not in OPEN:
        return []
    rows = await listed(await cases_of_sender(row, visit.staff, zone=desk.zone))
    desks = await desks_of(visit, rows)
    return [case_line(each, desks[each.policy_version_id], visit) for each in rows]


def _begun(row: Arrival, desk: Desk) -> dict[str, object]:
    return {
        "channel": CHANNELS.get(Kind(row.kind), Channel.PHONE).value,
        "language": desk.language,
        "subject": str(row.subject),
        "narrative": fold(str(row.body))[0],
        "name": str(row.sender_name),
        "email": str(row.sender_email),
        "phone": str(row.sender_phone),
    }


def _matter(desk: Desk, typed: Typed, visit: Visit) -> dict[str, Any]:
    """The category and its questions, as in a call that is recorded."""
    return {
        "category_label": gettext("Category"),
        "swapped": False,
        **category_view(desk.policy, typed.text, url=FIELDS),
        **fields_view(desk, _lodgement(desk.policy, typed, visit), url=FIELDS),
    }


def _lodgement(policy: Policy, typed: Typed, visit: Visit) -> Lodgement:
    language = typed.text("language")
    given = lodgement_of(policy, typed, language=language or visit.language, place=Place.PORTAL)
    channel = typed.text("channel")
    return replace(given, channel=Channel(channel) if channel in OF_STAFF else Channel.PHONE)


def _typed(form: FormView) -> Typed:
    """What stands in the form."""
    return Typed({name: [str(each) for each in value] if isinstance(value, list) else [str(value)] for name, value in form.values.items()})  # fmt: skip


async def _make_complaint(desk: Desk, arrival_id: UUID, typed: Typed, visit: Visit) -> None:
    given = _lodgement(desk.policy, typed, visit)
    if given.language not in LANGUAGE_NAMES:
        raise Invalid({"language": "Please choose a language."})
    if typed.is_on("continue") or not_asked_yet(desk.policy, given, typed):
        raise MoreAsked()
    await settling.make_complaint(desk, arrival_id, given=given, by=visit.staff, now=visit.now)


async def _put_into_case(_: Desk, arrival_id: UUID, typed: Typed, visit: Visit) -> None:
    """By its number; whoever may not read it is told what is said of one that is not there."""
    complaint_id = await numbered(typed.text("number"), visit.staff)
    if complaint_id is None:
        raise Invalid({"number": "There is no complaint with this number."})
    desk = await desk_of_case(visit, complaint_id)
    await settling.put_into_case(desk, arrival_id, complaint_id, by=visit.staff, now=visit.now)


async def _hold(desk: Desk, arrival_id: UUID, typed: Typed, visit: Visit) -> None:
    await settling.hold(
        desk,
        arrival_id,
        reason=typed.text("reason"),
        until=typed.day("until"),
        by=visit.staff,
        now=visit.now,
    )


async def _dismiss(desk: Desk, arrival_id: UUID, typed: Typed, visit: Visit) -> None:
    await settling.dismiss(desk, arrival_id, reason=typed.text("reason"), by=visit.staff, now=visit.now)


async def _take_up(desk: Desk, arrival_id: UUID, _: Typed, visit: Visit) -> None:
    await settling.take_up_again(desk, arrival_id, by=visit.staff, now=visit.now)


async def _desk(visit: Visit, _: UUID) -> Desk:
    """A complaint that is lodged begins under what is in force."""
    return await desk_in_force(visit.tenant, visit.settings)


FORMS = {
    "complaint": Form(Right.RECORD, _make_complaint),
    "message": Form(Right.RECORD, _put_into_case),
    "hold": Form(Right.RECORD, _hold),
    "dismissal": Form(Right.RECORD, _dismiss),
    "return": Form(Right.RECORD, _take_up),
}
routes: list[Any] = [look, download, source, *SubPage("arrivals", _ONE, _page, FORMS, _desk).routes()]
