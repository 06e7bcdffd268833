"""Who works here, and invitations."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Response, get, post

from amends.complaints.submissions import once
from amends.database.scope import execute
from amends.errors import DomainError, Invalid
from amends.people.operations import invite
from amends.people.queries import departments, everybody
from amends.people.rights import Right, Role
from amends.people.tables import Person
from tenants.desks import desk_in_force
from web.edge.visit import AnyRequest, Visit, visit_of
from web.i18n import LANGUAGE_NAMES, current_language
from web.portal.frame import portal_page
from web.rendering import go, new_form, returned_form
from web.typed import Typed, typed_in
from web.view import FormView
from web.wording import role_text

_MANAGE = {"right": Right.MANAGE_PEOPLE}


@get("/portal/people", opt=_MANAGE)
async def people(request: AnyRequest) -> Response[Any]:
    return await _page(request, new_form(language=str(visit_of(request).tenant.language)))


@post("/portal/people", status_code=200, opt=_MANAGE)
async def invite_somebody(request: AnyRequest) -> Response[Any]:
    visit, typed = visit_of(request), await typed_in(request)
    form_id = typed.text("form_id")
    await execute("SAVEPOINT act")
    try:
        taken = await once(form_id=form_id, purpose="invite", content=typed.values(), now=visit.now)
        if taken.before is None:
            await _invite(typed, visit)
    except DomainError as refusal:
        await execute("ROLLBACK TO SAVEPOINT act")
        form = returned_form(refusal, form_id=form_id, values=_values(typed))
        return await _page(request, form, status=refusal.status)
    return go("/portal/people", done="invited")


async def _invite(typed: Typed, visit: Visit) -> None:
    department_id = typed.uuid("department")
    if typed.text("department") and department_id is None:
        raise Invalid({"department": "Please choose a department."})
    if typed.text("language") not in LANGUAGE_NAMES:
        raise Invalid({"language": "Please choose a language."})
    await invite(
        await desk_in_force(visit.tenant, visit.settings),
        email=typed.text("email"),
        name=typed.text("name"),
        roles=typed.all("roles"),
        department_id=department_id,
        language=typed.text("language"),
        secret=visit.settings.secret,
        by=visit.staff,
        now=visit.now,
    )


def _values(typed: Typed) -> dict[str, object]:
    return {**typed.values(), "roles": list(typed.all("roles"))}


async def _page(request: AnyRequest, form: FormView, *, status: int = 200) -> Response[Any]:
    language = current_language()
    names = {row.id: row.name_in(language) for row in await departments()}
    return await portal_page(
        request,
        "portal/people.html",
        area="people",
        status=status,
        form=form,
        people=[_person(row, names) for row in await everybody()],
        roles=[(role.value, role_text(role)) for role in Role],
        departments=[(str(key), name) for key, name in names.items()],
        languages=list(LANGUAGE_NAMES.items()),
    )


def _person(row: Person, names: dict[UUID, str]) -> dict[str, str]:
    comma = "、" if current_language() == "zh" else ", "
    return {
        "name": str(row.name),
        "email": str(row.email),
        "roles_text": comma.join(role_text(role) for role in row.roles),
        "department_text": names.get(row.department_id, ""),
        "status": str(row.status),
    }


routes: list[Any] = [people, invite_somebody]
