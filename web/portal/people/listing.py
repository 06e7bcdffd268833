"""Everybody who works here, a page at a time, and an invitation for somebody new."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Response, get, post

from amends.errors import Invalid
from amends.people.listing import PAGE, PeopleListing, PersonRow, Show, people_listing
from amends.people.operations import invite
from amends.people.queries import departments
from tenants.desks import desk_in_force
from tenants.roles import held_in_force
from web.edge.visit import AnyRequest, Visit, visit_of
from web.formats import iso, number_text
from web.i18n import LANGUAGE_NAMES, gettext
from web.i18n import mark as _
from web.portal.frame import portal_page
from web.portal.people.acting import (
    MANAGE,
    PEOPLE,
    READ,
    acted,
    address,
    chosen,
    crumbs,
    department_choices,
    name_of,
    people_choices,
)
from web.portal.people.words import last_day_text, status_view
from web.rendering import new_form, zone_of
from web.roles import Roles, in_order, role_choices, role_name, role_names, roles_in_force
from web.typed import Typed, asked
from web.view import FormView

_FILTERS = {
    Show.WORKING: _("Everybody"),
    Show.AWAY: _("Away"),
    Show.INVITED: _("Invited"),
    Show.SUSPENDED: _("Suspended"),
    Show.LEFT: _("Left"),
}
_NOTHING = {
    Show.WORKING: (_("Nobody works here yet"), _("Invite the first person.")),
    Show.AWAY: (_("Nobody is away"), _("Absences are recorded on each person’s page.")),
    Show.INVITED: (_("No invitation is open"), _("Everybody who was invited has come.")),
    Show.SUSPENDED: (_("Nobody is suspended"), ""),
    Show.LEFT: (_("Nobody has left"), ""),
}


@get(PEOPLE, opt=READ)
async def people(request: AnyRequest) -> Response[Any]:
    visit = visit_of(request)
    held = await roles_in_force(visit)
    show, words, role, department_id, number = _asked(request, held)
    found = await people_listing(
        show, now=visit.now, words=words, role=role, department_id=department_id, page=number
    )
    names = {row.id: name_of(row) for row in await departments()}
    filtered = words or role or department_id
    nothing = (_("Nobody found"), _("Try fewer words, or another list.")) if filtered else _NOTHING[show]
    return await portal_page(
        request,
        "portal/people.html",
        area="people",
        people=[_person(row, names, held, zone_of(visit)) for row in found.rows],
        filters=[_filter(each, current=each is show) for each in Show],
        form=FormView(
            values={"show": show.value, "q": words, "role": role, "department": str(department_id or "")}
        ),
        roles=[(code, role_name(code, held)) for code in in_order(held, held)],
        departments=[(str(key), name) for key, name in names.items()],
        filtered=bool(filtered),
        newer_url=_page(request, number - 1) if number > 1 else "",
        older_url=_page(request, number + 1) if found.more else "",
        page_text=_page_text(found),
        nothing_title=gettext(nothing[0]),
        nothing_text=gettext(nothing[1]),
    )


@get(PEOPLE + "/new", opt=MANAGE)
async def invitation_form(request: AnyRequest) -> Response[Any]:
    return await _invitation_page(request, new_form(language=str(visit_of(request).tenant.language)))


@post(PEOPLE, status_code=200, opt=MANAGE)
async def invite_somebody(request: AnyRequest) -> Response[Any]:
    async def again(form: FormView, status: int) -> Response[Any]:
        return await _invitation_page(request, form, status=status)

    return await acted(request, _invite, again=again, location=PEOPLE, done="invited")


async def _invite(visit: Visit, typed: Typed) -> None:
    if typed.text("language") not in LANGUAGE_NAMES:
        raise Invalid({"language": "Please choose a language."})
    await invite(
        await desk_in_force(await held_in_force(visit.tenant), visit.settings),
        email=typed.text("email"),
        name=typed.text("name"),
        position=typed.text("position"),
        roles=typed.all("roles"),
        department_id=chosen(typed, "department", "Please choose a department."),
        supervisor_id=chosen(typed, "supervisor", "Please choose somebody who works here."),
        language=typed.text("language"),
        secret=visit.settings.secret,
        by=visit.staff,
        now=visit.now,
    )


async def _invitation_page(request: AnyRequest, form: FormView, *, status: int = 200) -> Response[Any]:
    return await portal_page(
        request,
        "portal/person_new.html",
        area="people",
        status=status,
        crumbs=crumbs(),
        form=form,
        action=PEOPLE,
        roles=role_choices(await roles_in_force(visit_of(request))),
        departments=await department_choices(),
        people=await people_choices(),
        languages=list(LANGUAGE_NAMES.items()),
    )


def _asked(request: AnyRequest, roles: Roles) -> tuple[Show, str, str, UUID | None, int]:
    """Which list, which words, role and department, which page; anything unknown means the usual."""
    show, role, number = asked(request, "show"), asked(request, "role"), asked(request, "page")
    try:
        department_id = UUID(asked(request, "department"))
    except ValueError:
        department_id = None
    return (
        Show(show) if show in set(Show) else Show.WORKING,
        asked(request, "q").strip(),
        role if role in roles else "",
        department_id,
        max(int(number[:6]), 1) if number.isdecimal() else 1,
    )


def _person(row: PersonRow, names: dict[UUID, str], roles: Roles, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "url": address(row.id),
        "name": row.name,
        "email": row.email,
        "position": row.position,
        "roles_text": role_names(row.roles, roles),
        "department_text": names.get(row.department_id, "") if row.department_id else "",
        "status": status_view(row.status, away=row.away),
        "until_text": last_day_text(row.away_until, zone) if row.away else "",
        "until_iso": iso(row.away_until) if row.away and row.away_until else "",
        "deputy": row.deputy,
        "away": row.away,
        "cases": row.cases,
        "cases_text": number_text(row.cases),
    }


def _filter(show: Show, *, current: bool) -> dict[str, Any]:
    url = PEOPLE if show is Show.WORKING else f"{PEOPLE}?show={show.value}"
    return {"url": url, "text": gettext(_FILTERS[show]), "current": current, "count": None}


def _page(request: AnyRequest, number: int) -> str:
    show, words, role, department_id, _number = _asked(request, visit_of(request).roles)
    given = {"show": show.value, "q": words, "role": role, "department": department_id, "page": number}
    return f"{PEOPLE}?{urlencode({name: value for name, value in given.items() if value})}"


def _page_text(found: PeopleListing) -> str:
    first = (found.page - 1) * PAGE + 1
    return f"{number_text(first)}–{number_text(first + len(found.rows) - 1)}" if found.rows else ""


routes: list[Any] = [people, invitation_form, invite_somebody]
