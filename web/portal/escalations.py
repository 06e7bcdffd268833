"""Open incidents, and escalations that reached nobody whom the policy names: a list to work off for those who can mend
why.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from amends.escalation.gaps import Gap, deal_with, demand_gap, open_gaps
from amends.escalation.incidents import open_incidents
from amends.people.rights import Right
from tenants.desks import policy_of
from web.edge.visit import AnyRequest, Visit, visit_of
from web.formats import iso, near_moment_text
from web.i18n import current_language, gettext
from web.i18n import mark as _
from web.portal.frame import portal_page
from web.portal.incident_view import open_incident_view
from web.portal.people.acting import acted
from web.rendering import new_form, zone_of
from web.typed import Typed
from web.view import FormView

_READ = {"right": Right.READ_CASES, "guests": False}
_OPT = {"right": Right.MANAGE_PEOPLE}
REASONS = {
    "nobody": _("Nobody holds the role, or is on duty."),
    "suspended": _("Whoever holds the role is suspended."),
    "away": _("Whoever holds the role is away, and nobody stands in."),
    "same": _("Those told before did not answer, and nobody comes after them."),
    "concerned": _("The complaint is about whoever holds the role."),
}


@get("/portal/escalations", opt=_READ)
async def escalations(request: AnyRequest) -> Response[Any]:
    return await _page(request, new_form())


@post("/portal/escalations/{gap_id:uuid}/dealing", status_code=200, opt=_OPT)
async def dealing(request: AnyRequest, gap_id: FromPath[UUID]) -> Response[Any]:
    async def do(visit: Visit, typed: Typed) -> None:
        await deal_with(gap_id, note=typed.text("note"), by=visit.staff, now=visit.now)

    async def again(form: FormView, status: int) -> Response[Any]:
        own = FormView(
            form_id=form.form_id.removesuffix(f"-{gap_id}"),
            act=str(gap_id),
            values=form.values,
            errors=form.errors,
        )
        return await _page(request, own, status=status)

    await demand_gap(gap_id)
    return await acted(request, do, again=again, location="/portal/escalations")


async def _page(request: AnyRequest, form: FormView, *, status: int = 200) -> Response[Any]:
    visit = visit_of(request)
    return await portal_page(
        request,
        "portal/escalations.html",
        area="queue",
        status=status,
        gaps=[await _view(gap, visit) for gap in await open_gaps()],
        incidents=[open_incident_view(each, visit) for each in await open_incidents()],
        form=form,
    )


async def _view(gap: Gap, visit: Visit) -> dict[str, Any]:
    policy = await policy_of(gap.policy_version_id)
    steps = {code: step for chain in policy.chains.values() for code, step in chain.steps.items()}
    step = steps.get(gap.step)
    may = visit.staff.may(Right.MANAGE_PEOPLE) and visit.staff.id not in gap.about
    return {
        "id": str(gap.id),
        "may_deal": may,
        "case_url": f"/portal/cases/{gap.complaint_id}",
        "number": gap.number,
        "subject": gap.subject,
        "step_text": step.name.in_language(current_language()) if step is not None else gap.step,
        "reason_text": gettext(REASONS[gap.reason]),
        "at_text": near_moment_text(gap.noted_at, zone=zone_of(visit), now=visit.now),
        "at_iso": iso(gap.noted_at),
    }


routes: list[Any] = [escalations, dealing]
