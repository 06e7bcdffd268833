"""Corrective actions: what is to be done and looked at, and one of them with its book."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from amends.complaints.confidence import readable_among
from amends.complaints.desk import Desk
from amends.correctives import operations as actions
from amends.correctives.queries import View, cases_of, entries_of, listing, one_action
from amends.correctives.rules import may_check, may_finish
from amends.correctives.tables import ActionKind, ActionState
from amends.people.queries import active_people
from amends.people.rights import Right
from tenants.desks import desk_in_force
from web.edge.visit import AnyRequest, Visit, visit_of
from web.i18n import gettext
from web.i18n import mark as _
from web.portal.action_view import action_row, entry_view, planned
from web.portal.frame import portal_page
from web.portal.sub_page import READ, Form, SubPage
from web.rendering import new_form, zone_of
from web.typed import Typed, asked
from web.view import FormView

_ACTION = "/portal/actions/{action_id:uuid}"
_LISTS = {View.OPEN: _("Open"), View.MINE: _("Mine"), View.OVER: _("Over")}
_NOTHING = {
    View.OPEN: (
        _("No corrective action is open"),
        _("They are begun on the page of a complaint’s causes: what is done so that it does not come to it again."),
    ),
    View.MINE: (
        _("None is yours"),
        _("What you are to do, or to look whether it worked, stands here."),
    ),
    View.OVER: (_("None is over yet"), _("What worked or was given up stays here.")),
}  # fmt: skip


@get("/portal/actions", opt=READ)
async def listed(request: AnyRequest) -> Response[Any]:
    visit, show, number = visit_of(request), asked(request, "show"), asked(request, "page")
    view = View(show) if show in set(View) else View.OPEN
    page = max(int(number[:6]), 1) if number.isdecimal() else 1
    found = await listing(view, reader=visit.staff, page=page)
    title, text = _NOTHING[view]
    return await portal_page(
        request,
        "portal/actions.html",
        area="actions",
        lists=[
            {"url": _address(each), "text": gettext(words), "current": each is view, "count": None}
            for each, words in _LISTS.items()
        ],
        show=view.value,
        actions=[action_row(each, visit) for each in found.actions],
        newer_url=_address(view, found.page - 1) if found.page > 1 else "",
        older_url=_address(view, found.page + 1) if found.more else "",
        nothing_title=gettext(title),
        nothing_text=gettext(text),
    )


def _address(view: View, page: int = 1) -> str:
    return "/portal/actions?" + urlencode({"show": view.value, **({"page": page} if page > 1 else {})})


@get(_ACTION, opt=READ)
async def look(request: AnyRequest, action_id: FromPath[UUID]) -> Response[Any]:
    return await _page(request, action_id, new_form())


async def _page(request: AnyRequest, action_id: UUID, form: FormView, *, status: int = 200) -> Response[Any]:
    visit, action = visit_of(request), await one_action(action_id)
    cases = await cases_of(action_id)
    known = await readable_among([each.id for each in cases], visit.staff)
    concerned = frozenset[UUID]().union(*(each.concerned for each in cases))
    free = visit.guest is None and visit.staff.id not in concerned
    handles = free and visit.staff.may(Right.HANDLE)
    is_open, is_done = action.state == ActionState.OPEN, action.state == ActionState.DONE
    acts = {
        "done": is_open and free and may_finish(action.facts, visit.staff.id, visit.staff.rights),
        "check": is_done and free and may_check(action.facts, visit.staff.id, visit.staff.rights),
        "replanning": is_open and handles,
        "link": (is_open or is_done) and handles,
        "cancellation": (is_open or is_done) and handles,
    }
    offered = [name for name, may in acts.items() if may]
    people = await active_people() if "replanning" in offered else []
    zone = zone_of(visit)
    own = form.for_act("replanning")
    days = {
        "due_on": action.due_at.astimezone(zone).date().isoformat(),
        "check_on": action.check_due_at.astimezone(zone).date().isoformat(),
        "owner": str(action.owner_id or ""),
        "checker": str(action.checker_id or ""),
    }
    return await portal_page(
        request,
        "portal/action.html",
        area="actions",
        status=status,
        action=action_row(action, visit),
        measures=action.measures,
        plans=action.plans,
        changes_process=action.kind == ActionKind.PROCESS,
        cases=[
            {"url": f"/portal/cases/{each.id}", "number": each.number, "subject": each.subject}
            for each in cases
            if each.id in known
        ],
        entries=[entry_view(each, visit) for each in await entries_of(action_id)],
        acts=offered,
        about_you=visit.staff.id in concerned,
        waits_for_another=is_done and "check" not in offered and visit.staff.id == action.owner_id,
        form=form,
        replan=own if own.failed else FormView(form_id=own.form_id, act=own.act, values=days),
        problem="" if form.act in offered else form.message,
        not_sent=form.written(),
        people=[(str(each.id), str(each.name)) for each in people if each.id not in concerned],
    )


async def _finish(desk: Desk, action_id: UUID, typed: Typed, visit: Visit) -> None:
    words = {"note": typed.text("note"), "process_change": typed.text("process_change")}
    await actions.finish(desk, action_id, **words, by=visit.staff, now=visit.now)


async def _check(desk: Desk, action_id: UUID, typed: Typed, visit: Visit) -> None:
    effective = {"yes": True, "no": False}.get(typed.text("effective"))
    plan, note = planned(typed), typed.text("note")
    await actions.check(
        desk, action_id, effective=effective, note=note, plan=plan, by=visit.staff, now=visit.now
    )


async def _replan(desk: Desk, action_id: UUID, typed: Typed, visit: Visit) -> None:
    plan, reason = planned(typed), typed.text("reason")
    seen = int(typed.text("seen")) if typed.text("seen").isdecimal() else None
    await actions.replan(desk, action_id, plan=plan, reason=reason, seen=seen, by=visit.staff, now=visit.now)


async def _link(desk: Desk, action_id: UUID, typed: Typed, visit: Visit) -> None:
    await actions.link(desk, action_id, number=typed.text("number"), by=visit.staff, now=visit.now)


async def _cancel(desk: Desk, action_id: UUID, typed: Typed, visit: Visit) -> None:
    await actions.cancel(desk, action_id, reason=typed.text("reason"), by=visit.staff, now=visit.now)


async def _desk(visit: Visit, _action: UUID) -> Desk:
    """An action may be several cases': what is in force counts."""
    return await desk_in_force(visit.tenant, visit.settings)


async def _may_finish(_desk: Desk, action_id: UUID, visit: Visit) -> None:
    await actions.demand_finisher(action_id, visit.staff)


async def _may_check(_desk: Desk, action_id: UUID, visit: Visit) -> None:
    await actions.demand_checker(action_id, visit.staff)


FORMS = {
    "done": Form(Right.READ_CASES, _finish, demand=_may_finish),
    "check": Form(Right.READ_CASES, _check, demand=_may_check),
    "replanning": Form(Right.HANDLE, _replan),
    "link": Form(Right.HANDLE, _link),
    "cancellation": Form(Right.HANDLE, _cancel),
}
routes: list[Any] = [listed, look, *SubPage("action", _ACTION, _page, FORMS, desk=_desk).routes()]
