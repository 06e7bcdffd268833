"""Complaints that look like one, side by side with it and with why: merged with it, linked, or said not to be the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from amends.complaints import merging, pairing
from amends.complaints.case import moves_in
from amends.complaints.confidence import demand_readable
from amends.complaints.desk import Desk
from amends.complaints.lifecycle import Move, State
from amends.complaints.likenesses import Alike, all_alike, paired
from amends.complaints.pairing import Standing
from amends.complaints.tables import Complaint
from amends.database.rows import select_one
from amends.errors import Invalid, NotFound
from amends.people.rights import Right
from amends.policy.document import Policy
from web.edge.visit import AnyRequest, Visit
from web.i18n import current_language
from web.portal.alike_view import alike_view, reasons, side_view
from web.portal.beside import beside
from web.portal.frame import portal_page
from web.portal.sub_page import READ, Form, SubPage, unconcerned
from web.rendering import new_form
from web.typed import Typed
from web.view import FormView

_ALIKE = "/portal/cases/{complaint_id:uuid}/alike"


@get(_ALIKE, opt=READ)
async def look(request: AnyRequest, complaint_id: FromPath[UUID]) -> Response[Any]:
    return await _page(request, complaint_id, new_form())


async def _page(
    request: AnyRequest, complaint_id: UUID, form: FormView, *, status: int = 200
) -> Response[Any]:
    here = await beside(request, complaint_id)
    visit, desk, row = here.visit, here.desk, here.file.row
    found = await all_alike(desk, row, visit.staff)
    said = await paired(complaint_id, visit.staff)
    may = here.may(Right.REGRADE)
    offered = {str(each.row.id) for each in found} if may else set[str]()
    return await portal_page(
        request,
        "portal/alike.html",
        area="queue",
        status=status,
        **here.values("alike", form, offered=form.act.partition(":")[2] in offered),
        may=may,
        own=side_view(row, desk.policy, visit),
        alike=[
            {
                **alike_view(each, desk.policy, visit),
                "merges": may and _merged(row, each.row, desk) is not None,
                "merging": _filled(form, each, desk.policy),
            }
            for each in found
        ],
        is_group=len(found) + 1 >= desk.policy.handling.joint_from,
        linked=[side_view(each, desk.policy, visit) for each in said[Standing.RELATED]],
        apart=[side_view(each, desk.policy, visit) for each in said[Standing.DISTINCT]],
    )


def _filled(form: FormView, found: Alike, policy: Policy) -> FormView:
    """With why they look alike as the reason, unless it came back as it was typed."""
    own = form.for_act(f"merging:{found.row.id}")
    if own.failed:
        return own
    comma = "，" if current_language() == "zh" else ", "
    why = comma.join(reasons(found.by, policy))
    return FormView(form_id=own.form_id, act=own.act, values={"reason": why})


def _merged(row: Complaint, other: Complaint, desk: Desk) -> tuple[Complaint, Complaint] | None:
    """Which would go into which: the later into the earlier one, where that has not ended; None: the two cannot be one."""
    later, earlier = sorted((row, other), key=lambda each: each.lodged_at, reverse=True)
    for gone, into in ((later, earlier), (earlier, later)):
        if not merging.unfit(gone, into) and Move.MERGE in _moves(desk.policy, gone):
            return gone, into
    return None


def _moves(policy: Policy, row: Complaint) -> Mapping[Move, State]:
    return moves_in(policy, State(row.state), str(row.kind))


def _other(typed: Typed) -> UUID:
    other_id = typed.uuid("other")
    if other_id is None:
        raise Invalid({"other": "Please choose another complaint."})
    return other_id


async def _merge(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    other_id = _other(typed)
    await demand_readable(other_id, visit.staff)
    row, other = [await select_one(Complaint, "WHERE id = $1", each) for each in (complaint_id, other_id)]
    if row is None or other is None:
        raise NotFound()
    gone, into = _merged(row, other, desk) or (row, other)
    await merging.merge(
        desk,
        gone.id,
        number=str(into.number),
        reason=typed.text("reason"),
        by=visit.staff,
        now=visit.now,
    )


async def _link(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    await pairing.link(desk, complaint_id, _other(typed), by=visit.staff, now=visit.now)


async def _dismiss(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    await pairing.dismiss(desk, complaint_id, _other(typed), by=visit.staff, now=visit.now)


async def _take_back(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    await pairing.take_back(desk, complaint_id, _other(typed), by=visit.staff, now=visit.now)


FORMS = {
    act: Form(Right.REGRADE, do, about="other", demand=unconcerned)
    for act, do in (("merging", _merge), ("link", _link), ("dismissal", _dismiss), ("undoing", _take_back))
}
routes: list[Any] = [look, *SubPage("alike", _ALIKE, _page, FORMS).routes()]
