"""The draft: what it changes, what is wrong with it, what its publisher should know; publish it or throw it away."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post

from amends.errors import DomainError
from amends.policy.parse import PolicyError
from tenants.checking import checked
from tenants.drafts import DraftConflict, bring_up_to_date, conflicts_with_force, discard
from tenants.publishing import publish
from tenants.simulations import finished, result_of
from tenants.working import Work, at_work
from web.edge.visit import AnyRequest, Visit, visit_of
from web.rendering import go, new_form, returned_form
from web.settings.addresses import POLICY, POLICY_DRAFT
from web.settings.frame import MANAGE
from web.settings.policy.difference_view import difference_views
from web.settings.policy.files import choices_in, conflict_errors
from web.settings.policy.frame import policy_page
from web.settings.policy.places_told import checks_view, conflict_views
from web.settings.policy.simulation_view import run_view, summary_view
from web.settings.policy.variants import variant_changes
from web.settings.policy.weak import weak_view
from web.typed import typed_in
from web.view import FormView


@get(POLICY_DRAFT, opt=MANAGE)
async def draft_page(request: AnyRequest) -> Response[Any]:
    return await _page(request, new_form())


@post(f"{POLICY_DRAFT}/publication", status_code=200, opt=MANAGE)
async def put_in_force(request: AnyRequest) -> Response[Any]:
    visit, typed = visit_of(request), await typed_in(request)
    try:
        await publish(
            visit.tenant, seen=typed.text("seen"), reason=typed.text("reason"), by=visit.staff, now=visit.now
        )
    except PolicyError as refusal:  # what is wrong stands on the page
        return await _page(request, FormView(values=typed.values()), status=refusal.status)
    except DomainError as refusal:
        form = returned_form(refusal, form_id="", values=typed.values())
        return await _page(request, form, status=refusal.status)
    return go(POLICY, done="policy-published")


@post(f"{POLICY_DRAFT}/removal", status_code=200, opt=MANAGE)
async def throw_away(request: AnyRequest) -> Response[Any]:
    visit, typed = visit_of(request), await typed_in(request)
    try:
        await discard(visit.tenant, seen=typed.text("seen"), by=visit.staff, now=visit.now)
    except DomainError as refusal:
        form = returned_form(refusal, form_id="", values={})
        return await _page(request, form, status=refusal.status)
    return go(POLICY, done="draft-discarded")


@post(f"{POLICY_DRAFT}/renewal", status_code=200, opt=MANAGE)
async def renew(request: AnyRequest) -> Response[Any]:
    """It goes on from the version that was published meanwhile; where both changed one value, somebody chose."""
    visit, typed = visit_of(request), await typed_in(request)
    try:
        choices = choices_in(typed)
        await bring_up_to_date(visit.tenant, choices, seen=typed.text("seen"), by=visit.staff, now=visit.now)
    except DraftConflict as refusal:
        form = FormView(values=typed.values(), errors=conflict_errors(refusal))
        return await _page(request, form, status=refusal.status)
    except DomainError as refusal:
        form = returned_form(refusal, form_id="", values=typed.values())
        return await _page(request, form, status=refusal.status)
    return go(POLICY_DRAFT, done="saved")


async def _page(request: AnyRequest, form: FormView, *, status: int = 200) -> Response[Any]:
    visit = visit_of(request)
    work = await at_work(visit.tenant)
    before = work.in_force.state
    return await policy_page(
        request,
        "settings/policy/draft.html",
        tab="draft",
        status=status,
        work=work,
        form=form,
        parts=difference_views(before.document, work.state.document) if work.exists else [],
        variants=variant_changes(before, work.state),
        checks=checks_view(await checked(work.state, in_force=before), work.state) if work.exists else {},
        weak=await weak_view(visit, work.state, before) if work.exists else {},
        conflicts=conflict_views(conflicts_with_force(work), work.state),
        next_number=work.in_force.number + 1,
        simulated=await _simulated(work, visit) if work.exists else None,
    )


async def _simulated(work: Work, visit: Visit) -> dict[str, Any] | None:
    """What the last simulation found, for whoever is about to publish."""
    row = await finished()
    if row is None:
        return None
    return {**run_view(row, work.seen, visit), "figures": summary_view(result_of(row))}


routes: list[Any] = [draft_page, put_in_force, throw_away, renew]
