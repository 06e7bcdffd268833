"""Recording that somebody is away, and that they are back."""

from __future__ import annotations

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Response, get, post
from litestar.params import FromPath

from amends.people.absences import end_absence, record_absence
from amends.people.staff import Staff, staff_alone
from amends.people.tables import Person
from web.edge.visit import AnyRequest, Visit, visit_of
from web.i18n import gettext
from web.portal.frame import portal_page
from web.portal.people.acting import MANAGE, PERSON, acted, address, crumbs, day, person_of
from web.portal.people.words import kind_choices
from web.rendering import new_form
from web.typed import Typed
from web.view import FormView


@get(PERSON + "/absences", opt=MANAGE)
async def absence_form(request: AnyRequest, person_id: FromPath[UUID]) -> Response[Any]:
    visit = visit_of(request)
    today = visit.now.astimezone(ZoneInfo(str(visit.tenant.time_zone))).date()
    return await _page(request, await person_of(person_id), new_form(first_day=today.isoformat()))


@post(PERSON + "/absences", status_code=200, opt=MANAGE)
async def absence(request: AnyRequest, person_id: FromPath[UUID]) -> Response[Any]:
    row = await person_of(person_id)

    async def again(form: FormView, status: int) -> Response[Any]:
        return await _page(request, row, form, status=status)

    async def do(visit: Visit, typed: Typed) -> None:
        await record_absence(
            person_id,
            kind=typed.text("kind"),
            note=typed.text("note"),
            first_day=day(typed, "first_day"),
            last_day=day(typed, "last_day"),
            zone=ZoneInfo(str(visit.tenant.time_zone)),
            by=visit.staff,
            now=visit.now,
        )

    return await acted(request, do, again=again, location=address(person_id))


@post(PERSON + "/absences/{absence_id:uuid}/end", status_code=200, opt=MANAGE)
async def end(request: AnyRequest, person_id: FromPath[UUID], absence_id: FromPath[UUID]) -> Response[Any]:
    row = await person_of(person_id)

    async def again(form: FormView, status: int) -> Response[Any]:
        return await _page(request, row, FormView(form_id=form.form_id, message=form.message), status=status)

    async def do(visit: Visit, _typed: Typed) -> None:
        await end_absence(person_id, absence_id, by=visit.staff, now=visit.now)

    return await acted(request, do, again=again, location=address(person_id))


async def _page(request: AnyRequest, row: Person, form: FormView, *, status: int = 200) -> Response[Any]:
    everybody = await staff_alone(visit_of(request).now)
    return await portal_page(
        request,
        "portal/person_absence.html",
        area="people",
        status=status,
        crumbs=crumbs(row),
        form=form,
        who=str(row.name),
        url=address(row.id),
        action=f"{address(row.id)}/absences",
        kinds=kind_choices(),
        deputy_text=_deputy_text(row, everybody),
    )


def _deputy_text(row: Person, everybody: Staff) -> str:
    """Whoever records an absence should know whether somebody will look after the work."""
    deputy = everybody.name_of(row.deputy_id)
    if deputy:
        return gettext("Meanwhile %(deputy)s hears of what is due on this person’s cases.") % {
            "deputy": deputy
        }
    return gettext("Nobody is named as deputy: the supervisor, then the department, will hear instead.")


routes: list[Any] = [absence_form, absence, end]
