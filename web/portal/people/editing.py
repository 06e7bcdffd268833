"""Changing what is known of somebody, and the address they sign in with."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from amends.people.changing import Wanted, change_email, change_person
from amends.people.hours import chosen_hours, own_hours, week_of
from amends.people.tables import Person
from tenants.desks import desk_in_force
from tenants.roles import held_in_force
from web.edge.visit import AnyRequest, Visit, visit_of
from web.i18n import LANGUAGE_NAMES, gettext
from web.portal.frame import portal_page
from web.portal.people.acting import (
    MANAGE,
    PERSON,
    acted,
    address,
    chosen,
    crumbs,
    department_choices,
    people_choices,
    person_of,
)
from web.portal.people.words import day_choices, week_text
from web.rendering import new_form
from web.roles import role_choices, roles_in_force
from web.typed import Typed
from web.view import FormView


@get(PERSON + "/facts", opt=MANAGE)
async def facts_form(request: AnyRequest, person_id: FromPath[UUID]) -> Response[Any]:
    row = await person_of(person_id)
    return await _facts_page(request, row, new_form(**_present(row)))


@post(PERSON + "/facts", status_code=200, opt=MANAGE)
async def facts(request: AnyRequest, person_id: FromPath[UUID]) -> Response[Any]:
    row = await person_of(person_id)

    async def again(form: FormView, status: int) -> Response[Any]:
        return await _facts_page(request, row, form, status=status)

    async def do(visit: Visit, typed: Typed) -> None:
        visit.tenant_row = await held_in_force(visit.tenant)
        roles = await roles_in_force(visit)
        await change_person(person_id, wanted=_wanted(typed), roles=roles, by=visit.staff, now=visit.now)

    return await acted(request, do, again=again, location=address(person_id))


@get(PERSON + "/email", opt=MANAGE)
async def email_form(request: AnyRequest, person_id: FromPath[UUID]) -> Response[Any]:
    row = await person_of(person_id)
    return await _email_page(request, row, new_form(email=str(row.email)))


@post(PERSON + "/email", status_code=200, opt=MANAGE)
async def email(request: AnyRequest, person_id: FromPath[UUID]) -> Response[Any]:
    row = await person_of(person_id)

    async def again(form: FormView, status: int) -> Response[Any]:
        return await _email_page(request, row, form, status=status)

    async def do(visit: Visit, typed: Typed) -> None:
        desk = await desk_in_force(visit.tenant, visit.settings)
        await change_email(desk, person_id, email=typed.text("email"), by=visit.staff, now=visit.now)

    return await acted(request, do, again=again, location=address(person_id), done="email-changed")


def _wanted(typed: Typed) -> Wanted:
    nobody = "Please choose somebody who works here."
    return Wanted(
        name=typed.text("name"),
        position=typed.text("position"),
        language=typed.text("language"),
        time_zone=typed.text("time_zone").strip(),
        roles=tuple(typed.all("roles")),
        department_id=chosen(typed, "department", "Please choose a department."),
        supervisor_id=chosen(typed, "supervisor", nobody),
        deputy_id=chosen(typed, "deputy", nobody),
        hours=chosen_hours(typed.all("work_days"), typed.text("opens"), typed.text("closes")),
    )


def _present(row: Person) -> dict[str, Any]:
    """The form says how things are, so that sending it unchanged changes nothing."""
    hours = own_hours(row.hours)
    return {
        "name": row.name,
        "position": row.position or "",
        "language": row.language,
        "time_zone": row.time_zone or "",
        "roles": list(row.roles),
        "department": str(row.department_id or ""),
        "supervisor": str(row.supervisor_id or ""),
        "deputy": str(row.deputy_id or ""),
        "work_days": [str(day) for day in hours.days] if hours else [],
        "opens": hours.opens if hours else "",
        "closes": hours.closes if hours else "",
    }


async def _facts_page(
    request: AnyRequest, row: Person, form: FormView, *, status: int = 200
) -> Response[Any]:
    visit = visit_of(request)
    desk = await desk_in_force(visit.tenant, visit.settings)
    ours = week_text(week_of(None, desk.policy.calendar))
    return await portal_page(
        request,
        "portal/person_facts.html",
        area="people",
        status=status,
        crumbs=crumbs(row),
        form=form,
        who=str(row.name),
        url=address(row.id),
        action=f"{address(row.id)}/facts",
        roles=role_choices(desk.policy.roles),
        departments=await department_choices(row.department_id),
        people=await people_choices(but=row.id, kept=(row.supervisor_id, row.deputy_id)),
        languages=list(LANGUAGE_NAMES.items()),
        days=day_choices(),
        our_hours=gettext("Left empty: %(hours)s, as the organisation.") % {"hours": ours},
        our_zone=gettext("Left empty: %(zone)s, as the organisation.") % {"zone": visit.tenant.time_zone},
    )


async def _email_page(
    request: AnyRequest, row: Person, form: FormView, *, status: int = 200
) -> Response[Any]:
    return await portal_page(
        request,
        "portal/person_email.html",
        area="people",
        status=status,
        crumbs=crumbs(row),
        form=form,
        who=str(row.name),
        email=str(row.email),
        url=address(row.id),
        action=f"{address(row.id)}/email",
    )


routes: list[Any] = [facts_form, facts, email_form, email]
