"""All deadlines on one page: what administrators change most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Response, get, post

from amends.errors import DomainError, Invalid
from amends.policy.editing import Conflict
from tenants.drafts import DraftConflict, save
from tenants.working import DraftGone, Work, at_work
from web.edge.visit import AnyRequest, visit_of
from web.rendering import go, returned_form
from web.settings.addresses import POLICY
from web.settings.frame import MANAGE
from web.settings.policy.carrying import carried
from web.settings.policy.deadlines_view import deadlines_view, read_deadlines, typed_deadlines
from web.settings.policy.frame import policy_page
from web.settings.policy.item_view import conflict_views
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
    form = returned_form(refusal, form_id="", values=typed.values())
    if isinstance(refusal, DraftConflict | DraftGone):  # it goes on from what is there by now
        form = FormView(values={**_goes_on(form.values, refusal), "seen": ""}, message=form.message)
    conflicts = refusal.conflicts if isinstance(refusal, DraftConflict) else ()
    now = refusal.work if isinstance(refusal, DraftConflict) else work
    return await _page(request, now, form, status=refusal.status, conflicts=conflicts)


def _goes_on(typed: Mapping[str, object], refusal: DomainError) -> Mapping[str, object]:
    """What was not touched here is what the other one made of it."""
    if not isinstance(refusal, DraftConflict):
        return typed
    base, now = (typed_deadlines(state.document) for state in (refusal.base, refusal.work.state))
    return carried(typed, base, now)


async def _page(
    request: AnyRequest, work: Work, form: FormView, *, status: int = 200, conflicts: Sequence[Conflict] = ()
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
        conflicts=conflict_views(conflicts, work.state.document),
        url=DEADLINES,
    )


routes: list[Any] = [deadlines_page, change_deadlines]
