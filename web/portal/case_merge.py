"""One case is merged into another of the same complainant, or taken out again: what would go over, and the act itself."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import replace
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from amends.complaints import merging
from amends.complaints.desk import Desk
from amends.complaints.lifecycle import Move, State, moves
from amends.complaints.tables import Complaint
from amends.database.rows import select_one
from amends.database.scope import execute
from amends.errors import DomainError, NotFound
from amends.people.actor import Actor
from amends.people.rights import Right
from tenants.desks import desk_of
from web.edge.visit import AnyRequest, Visit, visit_of
from web.portal.frame import portal_page
from web.promises import promise_views
from web.rendering import go, new_form, returned_form, zone_of
from web.typed import asked, typed_in
from web.view import FormView

_URL = "/portal/cases/{complaint_id:uuid}/merging"
_MAY = {"right": Right.REGRADE}
_SHOWN = frozenset({409, 422})


@get(_URL, opt=_MAY)
async def look(request: AnyRequest, complaint_id: FromPath[UUID]) -> Response[Any]:
    form = replace(new_form(), values={"number": asked(request, "number")[:50]})
    return await _page(request, complaint_id, form)


@post(_URL, status_code=200, opt=_MAY)
async def merge(request: AnyRequest, complaint_id: FromPath[UUID]) -> Response[Any]:
    visit, typed = visit_of(request), await typed_in(request)
    _, desk = await _case(visit, complaint_id)
    given = {name: typed.text(name) for name in ("number", "reason", "seen")}
    done = merging.merge(desk, complaint_id, **given, by=visit.staff, now=visit.now)
    return await _done(request, complaint_id, done, typed.values())


@post(f"{_URL}/undoing", status_code=200, opt=_MAY)
async def unmerge(request: AnyRequest, complaint_id: FromPath[UUID]) -> Response[Any]:
    visit, typed = visit_of(request), await typed_in(request)
    _, desk = await _case(visit, complaint_id)
    done = merging.unmerge(desk, complaint_id, reason=typed.text("reason"), by=visit.staff, now=visit.now)
    return await _done(request, complaint_id, done, typed.values())


def merge_url(row: Complaint, reader: Actor) -> str:
    """Where it is merged, or taken out again; "" for whoever may not, and where neither is possible."""
    may = reader.may(Right.REGRADE) and reader.id not in row.about
    possible = row.merged_into is not None or Move.MERGE in moves(State(row.state))
    return f"/portal/cases/{row.id}/merging" if may and possible else ""


def merged_into_url(row: Complaint) -> str:
    return f"/portal/cases/{row.merged_into}" if row.merged_into is not None else ""


async def _done(
    request: AnyRequest, complaint_id: UUID, done: Awaitable[None], values: dict[str, object]
) -> Response[Any]:
    await execute("SAVEPOINT act")
    try:
        await done
    except DomainError as refusal:
        await execute("ROLLBACK TO SAVEPOINT act")
        if refusal.status not in _SHOWN:
            raise
        form = returned_form(refusal, form_id="", values=values)
        return await _page(request, complaint_id, form, status=refusal.status)
    return go(f"/portal/cases/{complaint_id}", done="saved")


async def _case(visit: Visit, complaint_id: UUID) -> tuple[Complaint, Desk]:
    row = await select_one(Complaint, "WHERE id = $1", complaint_id)
    if row is None:
        raise NotFound()
    return row, await desk_of(visit.tenant, visit.settings, row)


async def _page(
    request: AnyRequest, complaint_id: UUID, form: FormView, *, status: int = 200
) -> Response[Any]:
    """The number, in the address or in the form that came back, says what the page shows would go over."""
    visit = visit_of(request)
    row, desk = await _case(visit, complaint_id)
    number, ready = str(form.value("number")), dict[str, Any]()
    if number and row.merged_into is None and "number" not in form.errors:
        try:
            found = await merging.preview(desk, complaint_id, number=number, by=visit.staff)
            ready = _would_go(found, desk, visit)
        except DomainError as refusal:
            if refusal.status not in _SHOWN:
                raise
            form, status = returned_form(refusal, form_id="", values=dict(form.values)), refusal.status
    return await portal_page(
        request,
        "portal/case_merge.html",
        area="queue",
        status=status,
        url=f"/portal/cases/{row.id}",
        number=str(row.number),
        subject=str(row.subject),
        merged_into_url=merged_into_url(row),
        possible=bool(merge_url(row, visit.staff)),
        form=form,
        other=ready,
    )


def _would_go(found: merging.Together, desk: Desk, visit: Visit) -> dict[str, Any]:
    """{number, subject, url, promises, seen: sent back with the form}."""
    into = found.into
    zone = zone_of(visit)
    return {
        "number": str(into.number),
        "subject": str(into.subject),
        "url": f"/portal/cases/{into.id}",
        "promises": promise_views(found.promises, policy=desk.policy, zone=zone, now=visit.now),
        "seen": found.fingerprint,
    }


routes: list[Any] = [look, merge, unmerge]
