"""A draft tried on what really happened: started, followed, stopped, and what it found."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Template

from amends.database.scope import fetch
from amends.errors import DomainError
from amends.policy.parse import PolicyError
from tenants.desks import policy_of, version_in_force
from tenants.simulations import ask, cancel, finished, latest, result_of
from tenants.tables import Simulation
from tenants.working import DraftGone, Work, at_work, state_seen
from web.edge.visit import AnyRequest, visit_of
from web.rendering import go, new_form, returned_form
from web.settings.addresses import POLICY_SIMULATION
from web.settings.frame import MANAGE
from web.settings.policy.frame import policy_page
from web.settings.policy.simulation_view import result_view, run_view
from web.typed import typed_in
from web.view import FormView

_USUAL_DAYS = "90"
_DIGITS = 6


@get(POLICY_SIMULATION, opt=MANAGE)
async def simulation_page(request: AnyRequest) -> Response[Any]:
    return await _page(request, new_form(days=_USUAL_DAYS))


@get(f"{POLICY_SIMULATION}/now", opt={**MANAGE, "by_itself": True})
async def simulation_now(request: AnyRequest) -> Response[Any]:
    """How far it is; the whole page once it is over, and for whoever asks without a script."""
    visit, row = visit_of(request), await latest()
    if "hx-request" not in request.headers:
        return go(POLICY_SIMULATION)
    run = run_view(row, (await at_work(visit.tenant)).seen, visit) if row is not None else None
    headers = {} if run and run["under_way"] else {"HX-Refresh": "true"}
    return Template("settings/policy/_simulation_now.html", context={"run": run}, headers=headers)


@post(POLICY_SIMULATION, status_code=200, opt=MANAGE)
async def start_simulation(request: AnyRequest) -> Response[Any]:
    visit, typed = visit_of(request), await typed_in(request)
    days = typed.text("days").strip()
    wanted = int(days) if days.isdecimal() and len(days) <= _DIGITS else 0
    try:
        await ask(visit.tenant, days=wanted, by=visit.staff, now=visit.now)
    except PolicyError as refusal:  # what is wrong stands on the page of the draft
        return await _page(request, new_form(days=days), status=refusal.status, unsound=True)
    except DomainError as refusal:
        form = returned_form(refusal, form_id="", values=typed.values())
        return await _page(request, form, status=refusal.status)
    return go(POLICY_SIMULATION)


@post(f"{POLICY_SIMULATION}/{{simulation_id:uuid}}/cancellation", status_code=200, opt=MANAGE)
async def stop_simulation(request: AnyRequest, simulation_id: FromPath[UUID]) -> Response[Any]:
    visit = visit_of(request)
    await cancel(simulation_id, by=visit.staff, now=visit.now)
    return go(POLICY_SIMULATION)


async def _page(
    request: AnyRequest, form: FormView, *, status: int = 200, unsound: bool = False
) -> Response[Any]:
    visit = visit_of(request)
    work, row, last = await at_work(visit.tenant), await latest(), await finished()
    return await policy_page(
        request,
        "settings/policy/simulation.html",
        tab="draft",
        status=status,
        work=work,
        form=form,
        unsound=unsound,
        run=run_view(row, work.seen, visit) if row is not None else None,
        kept=run_view(last, work.seen, visit) if last is not None else None,
        result=await _result(request, last, work) if last is not None else None,
    )


async def _result(request: AnyRequest, row: Simulation, work: Work) -> dict[str, Any]:
    visit, found = visit_of(request), result_of(row)
    before = await policy_of(version_in_force(visit.tenant))
    try:
        after = (await state_seen(str(row.draft_seen), work)).policy()
    except (DraftGone, PolicyError):
        after = before  # names that only that draft knew are shown as their codes
    people = await fetch("SELECT id, name FROM person WHERE id = ANY($1::uuid[])", list(found.people))
    return result_view(
        found, before, after, {str(each["id"]): each["name"] for each in people}, visit, page=_wanted(request)
    )


def _wanted(request: AnyRequest) -> int:
    """Of the list of complaints; whatever is no number is the first page."""
    typed = request.query_params.get("page", "")
    return int(typed) if typed.isdecimal() and len(typed) <= _DIGITS else 1


routes: list[Any] = [simulation_page, simulation_now, start_simulation, stop_simulation]
