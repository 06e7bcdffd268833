"""A case that is an incident: who sees to it, the plan, what was done, and its end."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from amends.complaints.desk import Desk
from amends.errors import Invalid
from amends.escalation import incident_acts
from amends.people.queries import assignable
from amends.people.rights import Right
from web.edge.visit import AnyRequest, Visit
from web.portal.beside import beside
from web.portal.frame import portal_page
from web.portal.incident_view import incident_view
from web.portal.sub_page import READ, Form, SubPage
from web.rendering import local_input, new_form, zone_of
from web.typed import Typed
from web.view import FormView

_INCIDENT = "/portal/cases/{complaint_id:uuid}/incident"


@get(_INCIDENT, opt=READ)
async def incident(request: AnyRequest, complaint_id: FromPath[UUID]) -> Response[Any]:
    return await _page(request, complaint_id, new_form())


async def _page(
    request: AnyRequest, complaint_id: UUID, form: FormView, *, status: int = 200
) -> Response[Any]:
    here = await beside(request, complaint_id)
    visit, file = here.visit, here.file
    shown = await incident_view(here.view, visit)
    people = await assignable(visit.now) if {"owner", "declaration"} & set(shown["acts"]) else []
    return await portal_page(
        request,
        "portal/incident.html",
        area="queue",
        status=status,
        **here.values("incident", form, offered=form.act in shown["acts"]),
        planning=_planning(form, shown["plan"]),
        people=[
            (str(each.person.id), str(each.person.name))
            for each in people
            if each.person.id not in file.row.about
        ],
        now_text=local_input(visit.now, zone_of(visit)),
        **shown,
    )


def _planning(form: FormView, plan: str) -> FormView:
    """Filled with the plan there is."""
    own = form.for_act("plan")
    return own if own.failed else FormView(form_id=own.form_id, act=own.act, values={"plan": plan})


def _owner(typed: Typed) -> UUID | None:
    chosen = typed.uuid("owner")
    if typed.text("owner") and chosen is None:
        raise Invalid({"owner": "This person cannot handle complaints."})
    return chosen


async def _begin(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    await incident_acts.begin(
        desk,
        complaint_id,
        owner_id=_owner(typed),
        plan=typed.text("plan"),
        by=visit.staff,
        now=visit.now,
    )


async def _entrust(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    await incident_acts.entrust(
        desk,
        complaint_id,
        owner_id=_owner(typed),
        seen=typed.text("seen"),
        by=visit.staff,
        now=visit.now,
    )


async def _plan(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    await incident_acts.plan(
        desk,
        complaint_id,
        text=typed.text("plan"),
        seen=typed.text("seen"),
        by=visit.staff,
        now=visit.now,
    )


async def _note(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    await incident_acts.note(
        desk,
        complaint_id,
        content=typed.text("content"),
        at=typed.moment("at", zone_of(visit)),
        by=visit.staff,
        now=visit.now,
    )


async def _end(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    await incident_acts.end(
        desk,
        complaint_id,
        reason=typed.text("reason"),
        seen=typed.text("seen"),
        by=visit.staff,
        now=visit.now,
    )


async def _leads(desk: Desk, complaint_id: UUID, visit: Visit) -> None:
    await incident_acts.demand_leads(desk, complaint_id, by=visit.staff)


ACTS: dict[str, Form] = {
    # Beside those who give cases to somebody, the incident's owner, whatever their role.
    "declaration": Form(Right.ASSIGN, _begin, demand=_leads),
    "owner": Form(Right.READ_CASES, _entrust, demand=_leads),
    "plan": Form(Right.READ_CASES, _plan, demand=_leads),
    "note": Form(Right.NOTE, _note),
    "end": Form(Right.READ_CASES, _end, demand=_leads),
}

_SUB_PAGE = SubPage("incident", _INCIDENT, _page, ACTS)
routes: list[Any] = [incident, *_SUB_PAGE.routes()]
