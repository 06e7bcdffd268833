"""The settings that are plain fields: one page for each group of declarations, made from them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from litestar import Response, get, post

from amends.errors import DomainError
from amends.organisation.declarations import of_page
from amends.organisation.declaring import Page
from amends.organisation.operations import SettingsChanged, save, seen
from amends.organisation.queries import in_force
from amends.organisation.reading import read, typed_of
from amends.organisation.values import OtherDay
from amends.tenancy.operations import tenant_by_id
from tenants.calendar_corrections import follow_time_zone
from web.edge.visit import AnyRequest, visit_of
from web.formats import day_text, short_day_text
from web.house import hours_text, shown
from web.i18n import current_language
from web.rendering import go, new_form, returned_form
from web.settings.fields import field_views, in_force_now, labels_of, missing_views, preview_views
from web.settings.frame import MANAGE, settings_page
from web.settings.menu import url_of
from web.typed import Typed, typed_in
from web.view import FormView

PAGES = (Page.NAMES, Page.CONTACTS, Page.HOURS, Page.TEXTS, Page.LEGAL)
PREVIEWED = (Page.TEXTS, Page.LEGAL)


def _routes(page: Page) -> list[Any]:
    @get(url_of(page), opt=MANAGE)
    async def show(request: AnyRequest) -> Response[Any]:
        return await show_page(request, page, new_form(**await _typed_before(request, page)))

    @post(url_of(page), status_code=200, opt=MANAGE)
    async def change(request: AnyRequest) -> Response[Any]:
        return await _change(request, page)

    return [show, change]


async def _change(request: AnyRequest, page: Page) -> Response[Any]:
    visit, typed = visit_of(request), await typed_in(request)
    try:
        values = read(page, typed.last())
        if typed.text("preview"):
            return await show_page(request, page, _again(typed), preview=typed.last())
        await save(page, values, seen_before=typed.text("seen"), by=visit.staff, now=visit.now)
        await follow_time_zone(visit.tenant, by=visit.staff, now=visit.now)
    except DomainError as refusal:
        form = returned_form(refusal, form_id="", values=typed.values())
        beside = typed.last() if isinstance(refusal, SettingsChanged) else None
        return await show_page(request, page, form, status=refusal.status, beside=beside)
    return go(url_of(page), done="saved")


def _again(typed: Typed) -> FormView:
    return FormView(values=typed.values())


async def _typed_before(request: AnyRequest, page: Page) -> dict[str, str]:
    settings = (await in_force(visit_of(request).tenant)).settings
    found: dict[str, str] = {}
    for key in of_page(page):
        found |= typed_of(key, getattr(settings, key))
    return found


async def show_page(
    request: AnyRequest,
    page: Page,
    form: FormView,
    *,
    status: int = 200,
    beside: Mapping[str, str] | None = None,
    preview: Mapping[str, str] | None = None,
) -> Response[Any]:
    """`beside`: what was typed while somebody else saved, to be shown beside what is in force by now.

    A form of act "day" is about a day with other hours: the page's own fields are then as they are in force.
    """
    tenant = visit_of(request).tenant
    if beside is not None:  # saved after this request had begun
        tenant = await tenant_by_id(tenant.id)
    settings = (await in_force(tenant)).settings
    day_form = form.for_act("day")
    if day_form.failed:
        form = new_form(**await _typed_before(request, page))
    state = form.value("seen") if preview is not None else seen(page, settings)
    return await settings_page(
        request,
        "settings/hours.html" if page is Page.HOURS else "settings/form.html",
        key=page,
        status=status,
        form=form,
        fields=field_views(page),
        labels=labels_of(page),
        seen=state,
        missing=missing_views(page, settings),
        now_in_force=in_force_now(page, settings, beside) if beside is not None else [],
        preview=preview_views(page, preview) if preview is not None else [],
        previewed=page in PREVIEWED,
        day_form=day_form,
        other_days=[day_view(day) for day in settings.other_days],
    )


def day_view(day: OtherDay) -> dict[str, Any]:
    return {
        "day": f"{short_day_text(day.day)} {day.day.year}"
        if current_language() == "en"
        else day_text(day.day),
        "day_iso": day.day.isoformat(),
        "times": hours_text(day.periods),
        "note": shown(day.note),
    }


routes: list[Any] = [route for page in PAGES for route in _routes(page)]
