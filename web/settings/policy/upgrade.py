"""A later version of the industry template: what it would bring, what stays one's own, what somebody must choose."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post

from amends.errors import DomainError
from amends.policy.editing import Conflict
from amends.policy.places import dotted
from tenants.drafts import DraftConflict
from tenants.upgrading import UpgradeUndecided, looked_at, offered, upgrade
from tenants.working import at_work
from web.edge.visit import AnyRequest, visit_of
from web.i18n import gettext
from web.rendering import go, new_form, returned_form
from web.settings.addresses import POLICY_DRAFT, POLICY_UPGRADE
from web.settings.frame import MANAGE
from web.settings.policy.difference_view import difference_views
from web.settings.policy.files import choices_in
from web.settings.policy.frame import policy_page
from web.settings.policy.places_told import conflict_views
from web.typed import typed_in
from web.view import FormView


@get(POLICY_UPGRADE, opt=MANAGE)
async def upgrade_page(request: AnyRequest) -> Response[Any]:
    return await _page(request, new_form())


@post(POLICY_UPGRADE, status_code=200, opt=MANAGE)
async def go_over(request: AnyRequest) -> Response[Any]:
    """Into the draft; nothing is in force before that is published."""
    visit, typed = visit_of(request), await typed_in(request)
    try:
        await upgrade(
            visit.tenant,
            version=typed.text("version"),
            choices=choices_in(typed),
            seen=typed.text("seen"),
            by=visit.staff,
            now=visit.now,
        )
    except UpgradeUndecided as refusal:
        form = FormView(values=typed.values(), errors=_to_choose(refusal.conflicts))
        return await _page(request, form, status=refusal.status)
    except DraftConflict as refusal:
        form = returned_form(refusal, form_id="", values=typed.values())
        return await _page(request, form, status=refusal.status, more=refusal.conflicts)
    except DomainError as refusal:
        form = returned_form(refusal, form_id="", values=typed.values())
        return await _page(request, form, status=refusal.status)
    return go(POLICY_DRAFT, done="draft-saved")


def _to_choose(conflicts: tuple[Conflict, ...]) -> dict[str, str]:
    return {f"keep.{dotted(each.keys)}": gettext("Please choose one of the two.") for each in conflicts}


async def _page(
    request: AnyRequest, form: FormView, *, status: int = 200, more: tuple[Conflict, ...] = ()
) -> Response[Any]:
    """`more`: what somebody put into the draft meanwhile and the template says otherwise."""
    work = await at_work(visit_of(request).tenant)
    later = offered(work.state)
    found = looked_at(work.state, later) if later is not None else None
    asked = [*(found.conflicts if found is not None else ()), *more]
    return await policy_page(
        request,
        "settings/policy/upgrade.html",
        tab="overview",
        status=status,
        work=work,
        form=form,
        adopted=work.state.adopted.version,
        later=later.version if later is not None else "",
        brought=difference_views(work.state.document, found.document) if found is not None else [],
        kept=difference_views(found.inherited, found.document) if found is not None else [],
        conflicts=conflict_views(asked, work.state),
        url=POLICY_UPGRADE,
    )


routes: list[Any] = [upgrade_page, go_over]
