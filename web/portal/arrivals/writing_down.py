"""Somebody writes down what arrived: a missed call, a note in a box, a letter of somebody else."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post

from amends.arrivals.receiving import NewArrival, write_down
from amends.arrivals.rules import BY_HAND, Kind
from amends.database.scope import execute
from amends.errors import DomainError, Invalid
from amends.evidence.kinds import ACCEPT
from tenants.desks import desk_in_force
from web.edge.visit import AnyRequest, Visit, visit_of
from web.portal.arrivals.tray import RECORD
from web.portal.arrivals.words import TRAY, kind_text
from web.portal.forms import file_problem
from web.portal.frame import portal_page
from web.public.forms import kept_files
from web.rendering import go, local_input, new_form, returned_form, zone_of
from web.typed import Typed, typed_in
from web.view import FormView

_NEW = f"{TRAY}/new"


@get(_NEW, opt=RECORD)
async def form(request: AnyRequest) -> Response[Any]:
    visit = visit_of(request)
    begun = new_form(kind=Kind.CALL.value, arrived_at=local_input(visit.now, zone_of(visit)))
    return await _page(request, begun)


@post(_NEW, status_code=200, opt={**RECORD, "uploads": True})
async def write(request: AnyRequest) -> Response[Any]:
    """The same form sent twice is one arrival."""
    visit, typed = visit_of(request), await typed_in(request)
    await execute("SAVEPOINT act")
    try:
        desk = await desk_in_force(visit.tenant, visit.settings)
        given = _given(typed, visit)
        await write_down(desk, given, by=visit.staff, now=visit.now)
    except DomainError as refusal:
        await execute("ROLLBACK TO SAVEPOINT act")
        form_id = typed.text("form_id")
        shown = returned_form(refusal, form_id=form_id, values=typed.values())
        return await _page(request, shown, status=refusal.status)
    return go(TRAY, done="saved")


def _given(typed: Typed, visit: Visit) -> NewArrival:
    wrong = file_problem(visit)
    arrived_at = typed.moment("arrived_at", zone_of(visit))
    if arrived_at is None:
        wrong["arrived_at"] = "Please give a date and a time."
    if typed.text("kind") not in BY_HAND:
        wrong["kind"] = "Please choose what it was."
    if wrong or arrived_at is None:
        raise Invalid(wrong)
    return NewArrival(
        key=f"form:{visit.staff.id}:{typed.text('form_id')}",
        kind=Kind(typed.text("kind")),
        arrived_at=arrived_at,
        name=typed.text("name"),
        email=typed.text("email"),
        phone=typed.text("phone"),
        other=typed.text("other"),
        subject=typed.text("subject"),
        body=typed.text("body"),
        files=visit.uploads,
    )


async def _page(request: AnyRequest, shown: FormView, *, status: int = 200) -> Response[Any]:
    visit = visit_of(request)
    return await portal_page(
        request,
        "portal/arrival_new.html",
        area="arrivals",
        status=status,
        form=shown,
        kinds=[(kind.value, kind_text(kind)) for kind in BY_HAND],
        latest=local_input(visit.now, zone_of(visit)),
        accept=ACCEPT,
        kept=kept_files(visit, visit.uploads),
    )


routes: list[Any] = [form, write]
