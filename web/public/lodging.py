"""The front door and the form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import quote

import segno
from litestar import get, post
from litestar.response import Redirect, Response, Template
from markupsafe import Markup

from amends.complaints.access import access_code
from amends.complaints.case import Case
from amends.complaints.desk import Desk
from amends.complaints.intake import checked
from amends.complaints.lodging import lodge
from amends.complaints.questions import Stop
from amends.drafts.operations import Draft
from amends.errors import DomainError, Invalid, NotFound
from amends.evidence.kinds import ACCEPT
from amends.knowledge.queries import any_public
from amends.notices.tables import Channel
from amends.people.actor import COMPLAINANT
from amends.people.rates import DRAFT, LODGING
from amends.policy.events import Event
from amends.policy.parts.kinds import Place
from tenants.desks import desk_in_force, desk_of
from web.categories import category_view, found_view
from web.edge.visit import AnyRequest, Site, Visit, visit_of
from web.formats import iso, near_moment_text
from web.house import page_values
from web.i18n import gettext
from web.kinds import kinds_view
from web.promises import shown_promises
from web.public.access import case_cookie, held_case, own_case_of
from web.public.answers import FOUND, help_found
from web.public.behalf import offered_on_behalf
from web.public.drafts import draft_of, files_of, sent, typed_of
from web.public.forms import kept_files, lodgement_of
from web.public.privacy import agreed_to, notice_mark
from web.public.reviewing import review_view
from web.public.uploading import FILES
from web.public.views import channels_view, home_view, recourse_view
from web.questions import StopFirst, demand_whole, fields_view, stops_view
from web.rendering import go, new_form, organisation, page, returned_form, zone_of
from web.replying import reply_choices
from web.typed import Typed, asked, typed_in
from web.view import FormView

FIELDS = "/complaints/new/fields"


@get("/", opt={"site": Site.ANY})
async def home(request: AnyRequest) -> Template | Redirect:
    visit = visit_of(request)
    if visit.site is Site.OPERATOR:
        return go("/operator/tenants")
    desk = await desk_in_force(visit.tenant, visit.settings)
    return page(
        request,
        "public/home.html",
        channels=channels_view(organisation(visit)),
        help_there=await any_public(),
        **home_view(desk),
        **page_values(visit.house, "welcome", "introduction"),
    )


@get("/complaints/new")
async def new_complaint(request: AnyRequest) -> Template:
    desk, draft = await _desk(request), await draft_of(request)
    if draft is None:
        return await _form_page(
            request, desk, new_form(category=asked(request, "category"), reply_by=""), Typed({})
        )
    typed = typed_of(draft)
    return await _form_page(request, desk, new_form(**typed.values()), typed, draft=draft)


@get(FIELDS)
async def category_fields(request: AnyRequest) -> Template:
    """By the address alone: a category's questions before any is answered."""
    typed = Typed({"category": [asked(request, "category")]})
    return _part(request, await _desk(request), FormView(), typed)


@post(FIELDS, status_code=200)
async def category_fields_again(request: AnyRequest) -> Template:
    """As the answers given so far make them."""
    typed = await typed_in(request)
    return _part(request, await _desk(request), FormView(values=typed.values()), typed)


@get(f"{FIELDS}/found")
async def categories_found(request: AnyRequest) -> Template:
    desk, words = await _desk(request), asked(request, "category_search")
    return page(
        request,
        "public/_category_found.html",
        category_words=words,
        category_found=found_view(desk.policy, words),
        category_url=FIELDS,
    )


@post("/complaints/new/step", status_code=200, opt={"limits": (DRAFT,), "files": True})
async def step_wrong(request: AnyRequest) -> Response[dict[str, str]]:
    """What is wrong with the form so far, by the id of its field: whoever asks picks what stands in one step."""
    visit, typed, desk = visit_of(request), await typed_in(request), await _desk(request)
    given = lodgement_of(desk.policy, typed, language=visit.language)
    try:
        checked(desk.policy, given, now=visit.now, can=desk.ways)
    except Invalid as refusal:
        form = returned_form(refusal, form_id="", values={})
        return Response({form.field_id(name): text for name, text in form.errors.items()})
    return Response({})


@post("/complaints", status_code=200, opt={"limits": (LODGING,), "uploads": True, "sent_again": True})
async def lodge_complaint(request: AnyRequest) -> Response[Any]:
    visit, typed, desk = visit_of(request), await typed_in(request), await _desk(request)
    form_id = typed.text("form_id")
    if typed.is_on("continue") and visit.stale is None:
        return await _form_page(request, desk, FormView(form_id=form_id, values=typed.values()), typed)
    given = lodgement_of(desk.policy, typed, language=visit.language)
    try:
        for problem in (visit.stale, visit.upload_problem):
            if problem is not None:
                raise problem
        demand_whole(desk.policy, given, typed, now=visit.now, can=desk.ways)
        given = replace(given, agreed=agreed_to(visit, typed))
        if typed.is_on("review"):
            shown = review_view(visit, desk, given, typed)
            return page(request, "public/review.html", form=FormView(form_id=form_id), **shown)
        lodged = await lodge(
            desk, given, form_id=form_id, by=COMPLAINANT, now=visit.now, evidence=visit.uploads
        )
        await offered_on_behalf(desk, lodged.complaint_id, typed, now=visit.now)
    except DomainError as refusal:
        return await _sent_back(request, desk, refusal, typed)
    answer = go("/complaints/lodged")
    answer.set_cookie(
        case_cookie(visit, complaint_id=lodged.complaint_id, code_number=lodged.access_code_number)
    )
    await sent(request, answer)
    return answer


@get("/complaints/lodged")
async def lodged_complaint(request: AnyRequest) -> Template:
    """Number, code and times; may be reloaded as long as the browser holds the case's cookie."""
    visit = visit_of(request)
    complaint_id = held_case(request)
    if complaint_id is None:
        raise NotFound()
    own = await own_case_of(request, complaint_id)
    row = own.complaint
    desk = await desk_of(visit.tenant, visit.settings, row)
    code = access_code(visit.settings.secret, complaint_id=row.id, number=int(row.access_code_number))
    return page(
        request,
        "public/lodged.html",
        number=row.number,
        access_code=code,
        track_url=f"/complaints/{row.id}",
        qr=_leading_back(f"{desk.base_url}/track?number={quote(str(row.number))}"),
        email=_mailed_to(Case(desk, row), now=visit.now),
        promises=shown_promises(own.promises, policy=desk.policy, zone=zone_of(visit), now=visit.now),
        recourse=recourse_view(desk),
        **page_values(visit.house, "after_lodging"),
    )


def _leading_back(address: str) -> Markup:
    """A code for the phone, with the number and without the access code: addresses end up in histories and logs."""
    title = gettext("QR code of the page where you follow your complaint")
    drawn = segno.make_qr(address, error="m").svg_inline(
        scale=4, border=2, light="#fff", dark="#000", title=title, svgclass="qr"
    )
    return Markup(drawn)  # noqa: S704


def _mailed_to(case: Case, *, now: datetime) -> str:
    """ "" where they are told by another way, or by none but this page."""
    plan = case.telling(Event.LODGED, key="lodged", shown=True, words={}).planned(now)
    mailed = any(each.channel is Channel.MAIL for each in plan)
    return str(case.row.complainant_email or "") if mailed else ""


async def _sent_back(request: AnyRequest, desk: Desk, refusal: DomainError, typed: Typed) -> Template:
    form_id, values = typed.text("form_id"), typed.values()
    if isinstance(refusal, StopFirst):
        form = FormView(form_id=form_id, values=values)
        return await _form_page(request, desk, form, typed, status=refusal.status, stops=refusal.stops)
    form = returned_form(refusal, form_id=form_id, values=values)
    return await _form_page(request, desk, form, typed, status=refusal.status)


async def _form_page(
    request: AnyRequest,
    desk: Desk,
    form: FormView,
    typed: Typed,
    *,
    status: int = 200,
    stops: Sequence[Stop] = (),
    draft: Draft | None = None,
) -> Template:
    visit = visit_of(request)
    files = visit.uploads if draft is None else files_of(visit, draft)
    return page(
        request,
        "public/lodge.html",
        status=status,
        form=form,
        kept=kept_files(visit, files),
        accept=ACCEPT,
        upload_url=FILES,
        draft=_draft_view(visit, draft),
        privacy=notice_mark(visit),
        kind_label=gettext("What is it?"),
        **kinds_view(desk.policy, Place.PUBLIC),
        reply_choices=reply_choices(desk),
        stop_first=stops_view(stops),
        help_url=FOUND,
        **await help_found(desk.policy, typed),
        **page_values(visit.house, "before_writing"),
        **_matter(visit, desk, typed if typed.fields else Typed({"category": [str(form.value("category"))]})),
    )


def _draft_view(visit: Visit, draft: Draft | None) -> dict[str, str] | None:
    if draft is None:
        return None
    text = near_moment_text(draft.saved_at, zone=zone_of(visit), now=visit.now)
    return {"saved_text": text, "saved_iso": iso(draft.saved_at)}


def _part(request: AnyRequest, desk: Desk, form: FormView, typed: Typed) -> Template:
    values = _matter(visit_of(request), desk, typed)
    swapped = bool(values["category_steps"])
    return page(request, "public/_category_fields.html", form=form, **{**values, "swapped": swapped})


def _matter(visit: Visit, desk: Desk, typed: Typed) -> dict[str, Any]:
    given = lodgement_of(desk.policy, typed, language=visit.language)
    return {
        "category_label": gettext("What is it about?"),
        "swapped": False,
        **category_view(desk.policy, typed.text, url=FIELDS),
        **fields_view(desk, given, url=FIELDS),
    }


async def _desk(request: AnyRequest) -> Desk:
    visit = visit_of(request)
    return await desk_in_force(visit.tenant, visit.settings)


routes: list[Any] = [
    home,
    new_complaint,
    category_fields,
    category_fields_again,
    categories_found,
    step_wrong,
    lodge_complaint,
    lodged_complaint,
]
