"""What is to leave the house with somebody else's approval: read as it would leave, approved, sent back or withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Response, get
from litestar.params import FromPath

from amends.approvals import operations
from amends.approvals.people import roles_of
from amends.approvals.queries import given_to, need_in, requests_of, roles_given, typed_in
from amends.approvals.rules import awaited, why_not
from amends.approvals.tables import ApprovalGiven, ApprovalRequest, State
from amends.complaints.case import Case
from amends.complaints.desk import Desk
from amends.errors import Invalid
from amends.people.actor import Actor
from amends.people.rights import Right
from amends.remedies.wording import role_words
from web.edge.visit import AnyRequest, Visit
from web.formats import iso, near_moment_text, relative_text, second_text
from web.i18n import current_language, gettext
from web.i18n import mark as _
from web.letters import event_text
from web.portal.acts import ACTS, Act
from web.portal.approval_view import act_name
from web.portal.beside import Beside, beside
from web.portal.frame import portal_page
from web.portal.sub_page import READ, Form, SubPage
from web.promises import due_text
from web.rendering import new_form, zone_of
from web.typed import Typed
from web.view import FormView

_APPROVAL = "/portal/cases/{complaint_id:uuid}/approval"
_STATES = {
    State.ASKED: (_("waits for approval"), "warn", "hourglass"),
    State.APPROVED: (_("approved and done"), "good", "check"),
    State.SENT_BACK: (_("sent back"), "warn", "undo-2"),
    State.WITHDRAWN: (_("withdrawn"), "", "x"),
    State.LAPSED: (_("lapsed: the complaint is not as it was"), "bad", "circle-x"),
}
_MEANINGS = {"approved": _("approved")}


@get(_APPROVAL, opt=READ)
async def look(request: AnyRequest, complaint_id: FromPath[UUID]) -> Response[Any]:
    return await _page(request, complaint_id, new_form())


async def _page(
    request: AnyRequest, complaint_id: UUID, form: FormView, *, status: int = 200
) -> Response[Any]:
    here = await beside(request, complaint_id)
    found = await requests_of(complaint_id)
    given = await given_to(found)
    shown = [await _shown(row, given[row.id], here) for row in found]
    code, _, about = form.act.partition(":")
    offered = any(each["id"] == about and code in each["acts"] for each in shown)
    return await portal_page(
        request,
        "portal/approval.html",
        area="queue",
        status=status,
        **here.values("approval", form, offered=offered),
        requests=shown,
    )


async def _shown(row: ApprovalRequest, given: Sequence[ApprovalGiven], here: Beside) -> dict[str, Any]:
    visit, need, state = here.visit, need_in(row), State(str(row.state))
    zone, language, policy = zone_of(visit), current_language(), here.desk.policy
    still = awaited(need, roles_given(given)) if state is State.ASKED else ()
    word, kind, icon = _STATES[state]
    return {
        "id": str(row.id),
        "act_text": act_name(str(row.act)),
        "event_text": event_text(str(row.event)),
        "subject": str(row.subject),
        "body": str(row.body),
        "sha256": str(row.sha256),
        "state_text": gettext(word),
        "state_kind": kind,
        "state_icon": icon,
        "open": state is State.ASKED,
        "asked_by": here.file.names.get(row.asked_by, ""),
        "asked_text": near_moment_text(row.asked_at, zone=zone, now=visit.now),
        "asked_iso": iso(row.asked_at),
        "due_text": due_text(row.due_at, zone=zone),
        "due_iso": iso(row.due_at),
        "relative_text": relative_text(row.due_at, now=visit.now),
        "awaited_text": role_words(policy, still).in_language(language) if still else "",
        "signed": need.signature,
        "given": [signed_text(each, zone) for each in given],
        "reason": str(row.reason or ""),
        "acts": await _acts(row, given, here) if state is State.ASKED else [],
    }


def signed_text(row: ApprovalGiven, zone: ZoneInfo) -> str:
    """Who, when, and what their signature means, as it stands beside what they signed."""
    return gettext("%(name)s, %(moment)s: %(meaning)s%(how)s") % {
        "name": row.name,
        "moment": _exactly(row.given_at, zone),
        "meaning": gettext(_MEANINGS[str(row.meaning)]),
        "how": gettext(", signed electronically") if row.signed else "",
    }


def _exactly(moment: datetime, zone: ZoneInfo) -> str:
    offset = moment.astimezone(zone).strftime("%z")
    return f"{second_text(moment, zone=zone)} (UTC{offset[:3]}:{offset[3:]})"


async def _acts(row: ApprovalRequest, given: Sequence[ApprovalGiven], here: Beside) -> list[str]:
    visit, found = here.visit, []
    if not here.may(Right.READ_CASES):
        return []
    roles = await roles_of(Case(here.desk, here.file.row), visit.staff, now=visit.now)
    given_by = roles_given(given)
    if why_not(need_in(row), given_by, author=row.asked_by, by=visit.staff.id, roles=roles) is None:
        found += ["given", "return"]
    return [*found, "withdrawal"] if visit.staff.may(_act(row).right) else found


def _act(row: ApprovalRequest) -> Act:
    return next(act for act in ACTS if act.code == row.act)


def _which(typed: Typed) -> UUID:
    request_id = typed.uuid("request")
    if request_id is None:
        raise Invalid({"request": "Please choose one of the list."})
    return request_id


async def _approve(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    async def again(desk: Desk, author: Actor, row: ApprovalRequest) -> None:
        await _act(row).do(desk, complaint_id, Typed(typed_in(row)), replace(visit, actor=author, uploads=[]))

    await operations.approve(
        desk,
        complaint_id,
        _which(typed),
        sha256=typed.text("sha256"),
        signed=typed.text("password") != "",
        again=again,
        by=visit.staff,
        now=visit.now,
    )


async def _send_back(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    reason = typed.text("reason")
    await operations.send_back(
        desk, complaint_id, _which(typed), reason=reason, by=visit.staff, now=visit.now
    )


async def _withdraw(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    reason = typed.text("reason")

    def demand(row: ApprovalRequest) -> None:
        visit.staff.demand(_act(row).right)

    await operations.withdraw(
        desk, complaint_id, _which(typed), reason=reason, demand=demand, by=visit.staff, now=visit.now
    )


FORMS = {
    # Whoever holds a role that the policy names, whatever else they may do.
    "given": Form(Right.READ_CASES, _approve, about="request", signs=True),
    "return": Form(Right.READ_CASES, _send_back, about="request"),
    "withdrawal": Form(Right.READ_CASES, _withdraw, about="request"),
}
routes: list[Any] = [look, *SubPage("approval", _APPROVAL, _page, FORMS).routes()]
