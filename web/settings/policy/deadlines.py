"""All deadlines on one page: what administrators change most."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from litestar import Response, get, post

from amends.errors import DomainError, Invalid
from amends.policy.editing import Conflict
from tenants.drafts import save
from tenants.working import Work, at_work
from web.edge.visit import AnyRequest, visit_of
from web.rendering import go, returned_form
from web.settings.addresses import POLICY
from web.settings.frame import MANAGE
from web.settings.policy.carrying import carried
from web.settings.policy.deadlines_view import deadlines_view, read_deadlines, typed_deadlines, with_typed
from web.settings.policy.frame import policy_page
from web.settings.policy.meeting import between, met, shown_conflicts
from web.settings.policy.places_told import conflict_views
from web.settings.policy.saving import putting
from web.typed import Typed, typed_in
from web.view import FormView

DEADLINES = f"{POLICY}/deadlines"


@get(DEADLINES, opt=MANAGE)
async def deadlines_page(request: AnyRequest) -> Response[Any]:
    work = await at_work(visit_of(request).tenant)
    return await _page(request, work, FormView(values=typed_deadlines(work.state.document)))


@post(DEADLINES, status_code=200, opt=MANAGE)
async def change_deadlines(request: AnyRequest) -> Response[Any]:
    visit, typed = visit_of(request), await typed_in(request)
    work = await at_work(visit.tenant)
    try:
        changed, errors = read_deadlines(typed.fields, work.state.document)
        if errors:
            raise Invalid(errors)
        await save(visit.tenant, putting(changed), seen=typed.text("seen"), by=visit.staff, now=visit.now)
    except DomainError as refusal:
        return await _refused(request, work, typed, refusal)
    return go(DEADLINES, done="draft-saved")


async def _refused(request: AnyRequest, work: Work, typed: Typed, refusal: DomainError) -> Response[Any]:
    """Where somebody else was faster the form goes on from what is there by now."""
    form = returned_form(refusal, form_id="", values=typed.values())
    found = await met(refusal, work)
    if found is None:
        return await _page(request, work, form, status=refusal.status)
    base, now = (typed_deadlines(state.document) for state in (found.base, found.now))
    form = FormView(values={**carried(form.values, base, now), "seen": ""}, message=form.message)
    wanted = with_typed(found.now.document, form.values)
    conflicts = shown_conflicts(found, between(found.now.document, wanted))
    return await _page(request, found.work, form, status=refusal.status, conflicts=conflicts)


async def _page(
    request: AnyRequest, work: Work, form: FormView, *, status: int = 200, conflicts: Iterable[Conflict] = ()
) -> Response[Any]:
    view = deadlines_view(work.state, form.values)
    return await policy_page(
        request,
        "settings/policy/deadlines.html",
        tab="parts",
        work=work,
        status=status,
        form=form,
        grid=view,
        labels={
            f"{cell['name']}.amount": cell["label"] for level in view["levels"] for cell in level["cells"]
        },
        made_from=str(form.value("seen")) or work.seen,
        conflicts=conflict_views(conflicts, work.state),
        url=DEADLINES,
    )


routes: list[Any] = [deadlines_page, change_deadlines]
