"""Days with other hours: added, replaced, taken away one by one."""

from __future__ import annotations

from typing import Any

from litestar import Response, post

from amends.errors import DomainError, Invalid
from amends.organisation.declaring import Page
from amends.organisation.operations import save
from amends.organisation.queries import in_force
from amends.organisation.reading import MOST_DAYS, read_other_day
from amends.organisation.values import OtherDay
from web.edge.visit import AnyRequest, Visit, visit_of
from web.rendering import go, returned_form
from web.settings.frame import MANAGE
from web.settings.menu import url_of
from web.settings.pages import show_page
from web.typed import typed_in

_DAYS = f"{url_of(Page.HOURS)}/days"


@post(_DAYS, status_code=200, opt=MANAGE)
async def add_day(request: AnyRequest) -> Response[Any]:
    """The same date again replaces what was said of it; days gone by are dropped."""
    visit, typed = visit_of(request), await typed_in(request)
    try:
        wanted = read_other_day(typed.last())
        today = visit.now.astimezone(visit.zone).date()
        if wanted.day < today:
            raise Invalid({"day": "This day is over."})
        kept = [day for day in await _days(visit) if day.day not in (wanted.day,) and day.day >= today]
        if len(kept) >= MOST_DAYS:
            raise Invalid({"day": "These are too many days: take some away first."})
        await _save(visit, [*kept, wanted])
    except DomainError as refusal:
        form = returned_form(refusal, form_id="", values=typed.values(), act="day")
        return await show_page(request, Page.HOURS, form, status=refusal.status)
    return go(url_of(Page.HOURS), done="saved")


@post(f"{_DAYS}/removal", status_code=200, opt=MANAGE)
async def remove_day(request: AnyRequest) -> Response[Any]:
    visit, typed = visit_of(request), await typed_in(request)
    days = await _days(visit)
    left = [day for day in days if day.day.isoformat() != typed.text("day")]
    if len(left) < len(days):  # sent twice, it is gone already
        await _save(visit, left)
    return go(url_of(Page.HOURS), done="saved")


async def _days(visit: Visit) -> tuple[OtherDay, ...]:
    return (await in_force(visit.tenant)).settings.other_days


async def _save(visit: Visit, days: list[OtherDay]) -> None:
    ordered = tuple(sorted(days, key=lambda day: day.day))
    await save(Page.HOURS, {"other_days": ordered}, seen_before=None, by=visit.staff, now=visit.now)


routes: list[Any] = [add_day, remove_day]
