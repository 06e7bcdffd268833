"""A case becomes something else: what that would change in its promises, and the act itself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from amends.complaints import converting
from amends.complaints.desk import Desk
from amends.complaints.tables import Complaint
from amends.database.rows import select_one
from amends.database.scope import execute
from amends.errors import DomainError, NotFound
from amends.escalation.after_regrading import convert_and_raise
from amends.people.actor import Actor
from amends.people.rights import Right
from amends.policy.document import Policy
from amends.policy.kinds import kind_of
from tenants.desks import desk_of
from web.edge.visit import AnyRequest, Visit, visit_of
from web.i18n import current_language
from web.kinds import kind_text
from web.portal.case_grade import changes_view
from web.portal.frame import portal_page
from web.rendering import go, new_form, returned_form
from web.typed import asked, typed_in
from web.view import FormView

_URL = "/portal/cases/{complaint_id:uuid}/kind"
_MAY = {"right": Right.ADMIT}
_SHOWN = frozenset({409, 422})


@get(_URL, opt=_MAY)
async def look(request: AnyRequest, complaint_id: FromPath[UUID]) -> Response[Any]:
    return await _page(request, complaint_id, new_form(kind=asked(request, "kind")[:80]))


@post(_URL, status_code=200, opt=_MAY)
async def change(request: AnyRequest, complaint_id: FromPath[UUID]) -> Response[Any]:
    visit, typed = visit_of(request), await typed_in(request)
    _, desk = await _case(visit, complaint_id)
    given = {name: typed.text(name) for name in ("kind", "reason", "seen")}
    await execute("SAVEPOINT act")
    try:
        await convert_and_raise(desk, complaint_id, **given, by=visit.staff, now=visit.now)
    except DomainError as refusal:
        await execute("ROLLBACK TO SAVEPOINT act")
        if refusal.status not in _SHOWN:
            raise
        form = returned_form(refusal, form_id="", values=typed.values())
        return await _page(request, complaint_id, form, status=refusal.status)
    return go(f"/portal/cases/{complaint_id}", done="saved")


def kind_url(row: Complaint, policy: Policy, reader: Actor) -> str:
    """Where a case becomes something else; "" for whoever may not, and where it may become nothing."""
    may = reader.may(Right.ADMIT) and reader.id not in row.about and converting.possible(policy, row)
    return f"/portal/cases/{row.id}/kind" if may else ""


async def _case(visit: Visit, complaint_id: UUID) -> tuple[Complaint, Desk]:
    row = await select_one(Complaint, "WHERE id = $1", complaint_id)
    if row is None:
        raise NotFound()
    return row, await desk_of(visit.tenant, visit.settings, row)


async def _page(
    request: AnyRequest, complaint_id: UUID, form: FormView, *, status: int = 200
) -> Response[Any]:
    """What was chosen, in the address or in the form that came back, says what the page shows would change."""
    visit = visit_of(request)
    row, desk = await _case(visit, complaint_id)
    chosen, ready = str(form.value("kind")), dict[str, Any](ready=False)
    if chosen and "kind" not in form.errors:
        try:
            wanted, found = await converting.preview(desk, complaint_id, kind=chosen, now=visit.now)
            ready = {
                "ready": True,
                "seen": converting.mark(row, wanted, found),
                "level": _levels(row, wanted, desk.policy),
                "changes": changes_view(found, desk.policy, visit),
            }
        except DomainError as refusal:
            if refusal.status not in _SHOWN:
                raise
            form, status = returned_form(refusal, form_id="", values=dict(form.values)), refusal.status
    return await portal_page(
        request,
        "portal/case_kind.html",
        area="queue",
        status=status,
        url=f"/portal/cases/{row.id}",
        number=str(row.number),
        now_text=kind_text(desk.policy, str(row.kind)),
        chosen=chosen,
        chosen_text=kind_text(desk.policy, chosen),
        about_you=visit.staff.id in row.about,
        kinds=[(code, kind_text(desk.policy, code)) for code in converting.possible(desk.policy, row)],
        confidential=kind_of(desk.policy, chosen).confidential and not row.confidential,
        form=form,
        **ready,
    )


def _levels(row: Complaint, wanted: converting.Wanted, policy: Policy) -> str:
    """ "old → new", or "" where it stays."""
    if wanted.grade.level == row.level:
        return ""
    codes = (str(row.level), wanted.grade.level)
    return " → ".join(policy.levels[code].name.in_language(current_language()) for code in codes)


routes: list[Any] = [look, change]
