"""The calendar in force, year by year; renewing it with a preview of what would move, publishing it anew."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post

from amends.errors import DomainError
from tenants.calendar_corrections import corrections, publish_anew
from tenants.calendar_renewal import renew, renewal
from tenants.calendars import document_of, versions_by
from tenants.desks import desk_in_force
from web.edge.visit import AnyRequest, visit_of
from web.rendering import go, new_form, returned_form, zone_of
from web.settings.addresses import CALENDAR
from web.settings.calendar_view import (
    correction_views,
    coverage,
    days_of,
    in_force_facts,
    moving_views,
    version_views,
    week_rows,
    year_tabs,
)
from web.settings.frame import MANAGE, settings_page
from web.typed import Typed, typed_in
from web.view import FormView


@get(CALENDAR, opt=MANAGE)
async def calendar(request: AnyRequest) -> Response[Any]:
    return await _page(request, new_form())


@post(f"{CALENDAR}/renewal", status_code=200, opt=MANAGE)
async def renew_calendar(request: AnyRequest) -> Response[Any]:
    visit, typed = visit_of(request), await typed_in(request)
    try:
        seen, reason = _seen(typed), typed.text("reason")
        await renew(visit.tenant, visit.settings, seen=seen, reason=reason, by=visit.staff, now=visit.now)
    except DomainError as refusal:
        form = returned_form(refusal, form_id="", values=typed.values(), act="renewal")
        return await _page(request, form, status=refusal.status)
    return go(CALENDAR, done="calendar-renewed")


@post(f"{CALENDAR}/publication", status_code=200, opt=MANAGE)
async def publish_calendar(request: AnyRequest) -> Response[Any]:
    visit, typed = visit_of(request), await typed_in(request)
    try:
        seen, reason = _seen(typed), typed.text("reason")
        await publish_anew(visit.tenant, seen=seen, reason=reason, by=visit.staff, now=visit.now)
    except DomainError as refusal:
        form = returned_form(refusal, form_id="", values=typed.values(), act="publication")
        return await _page(request, form, status=refusal.status)
    return go(CALENDAR, done="calendar-published")


async def _page(request: AnyRequest, form: FormView, *, status: int = 200) -> Response[Any]:
    visit, zone = visit_of(request), zone_of(visit_of(request))
    listed = await versions_by()
    found = next((each for each in listed if each[0].id == visit.tenant.calendar_version_id), None)
    document = document_of(found[0]) if found else None
    renewing = await renewal(visit.tenant, now=visit.now)
    desk = await desk_in_force(visit.tenant, visit.settings)
    year = _year(request, visit.now.astimezone(zone).year)
    return await settings_page(
        request,
        "settings/calendar.html",
        key="calendar",
        status=status,
        form=form,
        number=int(found[0].number) if found else 0,
        facts=in_force_facts(*found, zone=zone) if found else [],
        missing=coverage(document, now=visit.now) if document and not (renewing and renewing.years) else "",
        week=week_rows(desk.calendar),
        year=year,
        years=year_tabs(document, year, now=visit.now),
        days=days_of(document, year) if document else [],
        covered=document is None or not document.holidays or year in document.covered,
        renewal_years=[str(each) for each in renewing.years] if renewing else [],
        renewing=renewing is not None,
        moving=moving_views(renewing.moving, desk.policy, zone=zone) if renewing else [],
        corrections=correction_views(await corrections(visit.tenant, now=visit.now)),
        versions=version_views(listed, visit.tenant.calendar_version_id, zone=zone),
    )


def _seen(typed: Typed) -> int:
    """The number of the calendar somebody decided about; one that nobody ever saw where it was tampered with."""
    return int(typed.text("seen")[:9]) if typed.text("seen").isdecimal() else -1


def _year(request: AnyRequest, usual: int) -> int:
    typed = request.query_params.get("year", "")
    return int(typed) if typed.isdecimal() and len(typed) == 4 and 1900 < int(typed) < 2200 else usual


routes: list[Any] = [calendar, renew_calendar, publish_calendar]
