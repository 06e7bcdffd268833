"""The front door and the form."""

from __future__ import annotations

from typing import Any

from litestar import get, post
from litestar.response import Redirect, Response, Template

from amends.complaints.access import access_code
from amends.complaints.desk import Desk
from amends.complaints.intake import Channel
from amends.complaints.lodging import lodge
from amends.errors import DomainError, NotFound
from amends.evidence.kinds import ACCEPT
from amends.people.actor import COMPLAINANT
from amends.people.rates import LODGING
from tenants.desks import desk_in_force, desk_of
from web.edge.visit import AnyRequest, Site, visit_of
from web.house import page_values
from web.promises import promise_view
from web.public.access import case_cookie, held_case, own_case_of
from web.public.forms import category_choices, category_view, kept_files, lodgement_of, text_of, typed
from web.public.views import channels_view, home_view, recourse_view
from web.rendering import go, new_form, organisation, page, returned_form, zone_of
from web.view import FormView


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
        **home_view(desk),
        **page_values(visit.house, "welcome", "introduction"),
    )


@get("/complaints/new")
async def new_complaint(request: AnyRequest) -> Template:
    desk = await _desk(request)
    return _form_page(request, desk, new_form(category=request.query_params.get("category", "")))


@get("/complaints/new/fields")
async def category_fields(request: AnyRequest) -> Template:
    desk = await _desk(request)
    view = category_view(desk, request.query_params.get("category", ""))
    return page(request, "public/_category_fields.html", form=FormView(), **view)


@post("/complaints", status_code=200, opt={"limits": (LODGING,), "uploads": True, "sent_again": True})
async def lodge_complaint(request: AnyRequest) -> Response[Any]:
    visit, values, desk = visit_of(request), await typed(request), await _desk(request)
    form_id = text_of(values, "form_id")
    if values.get("continue") and visit.stale is None:
        return _form_page(request, desk, FormView(form_id=form_id, values=values))
    try:
        for problem in (visit.stale, visit.upload_problem):
            if problem is not None:
                raise problem
        lodged = await lodge(
            desk,
            lodgement_of(values, channel=Channel.WEB, language=visit.language),
            form_id=form_id,
            by=COMPLAINANT,
            now=visit.now,
            evidence=visit.uploads,
        )
    except DomainError as refusal:
        form = returned_form(refusal, form_id=form_id, values=values)
        return _form_page(request, desk, form, status=refusal.status)
    answer = go("/complaints/lodged")
    answer.set_cookie(
        case_cookie(visit, complaint_id=lodged.complaint_id, code_number=lodged.access_code_number)
    )
    return answer


@get("/complaints/lodged")
async def lodged_complaint(request: AnyRequest) -> Template:
    """Number, code and times; may be reloaded as long as the browser holds the case's cookie."""
    visit = visit_of(request)
    complaint_id = held_case(request)
    if complaint_id is None:
        raise NotFound()
    own = await own_case_of(request, complaint_id)
    row, zone = own.complaint, zone_of(visit)
    code = access_code(visit.settings.secret, complaint_id=row.id, number=int(row.access_code_number))
    return page(
        request,
        "public/lodged.html",
        number=row.number,
        access_code=code,
        track_url=f"/complaints/{row.id}",
        email=row.complainant_email or "",
        promises=[
            promise_view(item, zone=zone, now=visit.now) for item in own.promises if not item.cancelled
        ],
        recourse=recourse_view(await desk_of(visit.tenant, visit.settings, row)),
        **page_values(visit.house, "after_lodging"),
    )


def _form_page(request: AnyRequest, desk: Desk, form: FormView, *, status: int = 200) -> Template:
    visit = visit_of(request)
    return page(
        request,
        "public/lodge.html",
        status=status,
        form=form,
        categories=category_choices(desk),
        kept=kept_files(visit, visit.uploads),
        accept=ACCEPT,
        **page_values(visit.house, "before_writing"),
        **category_view(desk, str(form.value("category"))),
    )


async def _desk(request: AnyRequest) -> Desk:
    visit = visit_of(request)
    return await desk_in_force(visit.tenant, visit.settings)


routes: list[Any] = [home, new_complaint, category_fields, lodge_complaint, lodged_complaint]
