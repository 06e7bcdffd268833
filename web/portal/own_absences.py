"""Saying that one is away oneself, and that one is back."""

from __future__ import annotations

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Response, get, post
from litestar.params import FromPath

from amends.errors import NotFound
from amends.people.absences import end_absence, record_absence
from amends.people.listing import absences_of
from amends.people.staff import staff_alone
from web.account.door import id_of
from web.account.menu import profile_menu
from web.edge.visit import AnyRequest, Site, Visit, visit_of
from web.i18n import gettext
from web.portal.frame import portal_page
from web.portal.people.acting import Do, acted, day, person_of
from web.portal.people.words import absence_view, kind_choices
from web.rendering import new_form
from web.typed import Typed
from web.view import FormView

_SIGNED_IN = {"signed_in": True}
_HERE = "/portal/profile/absences"


@get(_HERE, opt=_SIGNED_IN)
async def own_absences(request: AnyRequest) -> Response[Any]:
    visit = visit_of(request)
    today = visit.now.astimezone(_zone(visit)).date()
    return await _page(request, new_form(first_day=today.isoformat()))


@post(_HERE, status_code=200, opt=_SIGNED_IN)
async def be_away(request: AnyRequest) -> Response[Any]:
    async def do(visit: Visit, typed: Typed) -> None:
        await record_absence(
            id_of(visit.staff),
            kind=typed.text("kind"),
            note=typed.text("note"),
            first_day=day(typed, "first_day"),
            last_day=day(typed, "last_day"),
            zone=_zone(visit),
            by=visit.staff,
            now=visit.now,
        )

    return await _acted(request, do)


@post(f"{_HERE}/{{absence_id:uuid}}/end", status_code=200, opt=_SIGNED_IN)
async def be_back(request: AnyRequest, absence_id: FromPath[UUID]) -> Response[Any]:
    if absence_id not in {each.id for each in await absences_of(id_of(visit_of(request).staff))}:
        raise NotFound()

    async def do(visit: Visit, _typed: Typed) -> None:
        await end_absence(id_of(visit.staff), absence_id, by=visit.staff, now=visit.now)

    return await _acted(request, do)


async def _acted(request: AnyRequest, do: Do) -> Response[Any]:
    async def again(form: FormView, status: int) -> Response[Any]:
        return await _page(request, form, status=status)

    return await acted(request, do, again=again, location=_HERE)


async def _page(request: AnyRequest, form: FormView, *, status: int = 200) -> Response[Any]:
    visit = visit_of(request)
    me = id_of(visit.staff)
    return await portal_page(
        request,
        "account/absences.html",
        status=status,
        form=form,
        profile_menu=profile_menu(Site.TENANT, "absences"),
        kinds=kind_choices(),
        deputy_text=await _deputy_text(me, visit),
        absences=[
            absence_view(each, zone=_zone(visit), now=visit.now, with_reason=True)
            for each in await absences_of(me)
        ],
    )


async def _deputy_text(me: UUID, visit: Visit) -> str:
    deputy = (await staff_alone(visit.now)).name_of((await person_of(me)).deputy_id)
    if deputy:
        return gettext("Meanwhile %(deputy)s hears of what is due on your cases.") % {"deputy": deputy}
    return gettext(
        "You have no deputy: your supervisor, then your department, will hear instead. An administrator can name one."
    )


def _zone(visit: Visit) -> ZoneInfo:
    """Days of absence are the organisation's days."""
    return ZoneInfo(str(visit.tenant.time_zone))


routes: list[Any] = [own_absences, be_away, be_back]
