"""One task: what is to be told and to whom, and what may be done to it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from amends.complaints.confidence import demand_readable
from amends.complaints.desk import Desk
from amends.complaints.queries import pinned_versions
from amends.complaints.submissions import once
from amends.complaints.tables import Complaint
from amends.database.rows import select_one
from amends.database.scope import execute
from amends.errors import DomainError, Invalid
from amends.notices.tables import NoticeRow
from amends.notices.texts import CODE_LATER
from amends.people.queries import assignable
from amends.people.rights import Right
from amends.representation.rules import represented
from amends.tasks import acts
from amends.tasks.acts import Done
from amends.tasks.handing import Handed
from amends.tasks.queries import TaskLine, one_task
from amends.tasks.tables import TaskKind
from tenants.desks import desk_in_force, desk_pinned
from web.edge.visit import AnyRequest, Visit, visit_of
from web.i18n import gettext
from web.portal.forms import file_problem
from web.portal.frame import portal_page
from web.portal.task_view import task_view
from web.public.forms import kept_files
from web.rendering import go, new_form, returned_form
from web.roles import roles_in_force
from web.typed import Typed, typed_in
from web.view import FormView

_READ = {"right": Right.READ_CASES, "guests": False}
_TASK = "/portal/tasks/{task_id:uuid}"
_SHOWN_ON_THE_PAGE = frozenset({409, 422})

Do = Callable[[Desk, UUID, Typed, Visit], Awaitable[None]]


@get(_TASK, opt=_READ)
async def task(request: AnyRequest, task_id: FromPath[UUID]) -> Response[Any]:
    return await _page(request, task_id, new_form())


async def _page(request: AnyRequest, task_id: UUID, form: FormView, *, status: int = 200) -> Response[Any]:
    visit, found = visit_of(request), await one_task(task_id)
    await roles_in_force(visit)
    await _demand_known(found, visit)
    view = task_view(found, visit)
    case = await select_one(Complaint, "WHERE id = $1", found.complaint_id) if found.complaint_id else None
    people = await assignable(visit.now) if view.may_give else []
    own = form.for_act("handover")
    doable = acts.may_do(found.assignee_id, found.role, visit.staff)
    theirs = doable and not view.about_you and visit.guest is None
    return await portal_page(
        request,
        "portal/task.html",
        area="tasks",
        status=status,
        task=view,
        form=form,
        problem="" if form.act in _open_acts(found) else form.message,
        notice=await _notice(found),
        contact=_contact(case, visit.now),
        people=[(str(each.person.id), str(each.person.name)) for each in people],
        handover=own
        if own.failed
        else FormView(form_id=own.form_id, act=own.act, values={"assignee": str(found.assignee_id or "")}),
        over=found.over,
        may_photograph=theirs and not found.over and bool(view.case_url),
        may_reopen=theirs and found.over,
        kept=kept_files(visit, visit.uploads),
        today=visit.now.astimezone(visit.zone).date().isoformat(),
    )


def _open_acts(found: TaskLine) -> frozenset[str]:
    return frozenset({"reopening"}) if found.over else frozenset({"done", PHOTOS, "handover", "cancellation"})


async def _notice(found: TaskLine) -> dict[str, str] | None:
    """What is to be read out or told. The access code is nobody's to read but the complainant's."""
    if found.kind == TaskKind.CAUSE_NOTICE:
        return {"subject": "", "body": found.facts["body"], "language": ""}
    if found.notice_id is None:
        return None
    row = await select_one(NoticeRow, "WHERE id = $1", found.notice_id)
    assert row is not None, "the database keeps a task's notice"
    body = str(row.body).replace(
        CODE_LATER, gettext("(the access code, which only the complainant may know)")
    )
    return {"subject": str(row.subject), "body": body, "language": str(row.language)}


def _contact(case: Complaint | None, now: datetime) -> dict[str, str]:
    """Of the complainant, or of whoever speaks for them."""
    if case is None:
        return {}
    other = represented(case.represented)
    if other is not None and other.speaks(now):
        name = other.recipient(str(case.complainant_name or gettext("anonymous"))).name
        return {"name": name, "phone": other.phone, "email": other.email, "address": other.postal}
    return {
        "name": str(case.complainant_name or gettext("anonymous")),
        "phone": str(case.complainant_phone or ""),
        "email": str(case.complainant_email or ""),
        "address": str(case.complainant_address or ""),
    }


def _handed(typed: Typed) -> Handed | None:
    """None: it was told the way the task says."""
    if not typed.text("hand"):
        return None
    return Handed(
        way=typed.text("hand"),
        messenger=typed.text("messenger"),
        to_whom=typed.text("to_whom"),
        on=typed.day("handed_on"),
    )


async def _finish(desk: Desk, task_id: UUID, typed: Typed, visit: Visit) -> None:
    done = Done(outcome=typed.text("outcome"), posted_on=typed.day("posted_on"), handed=_handed(typed))
    await acts.finish(desk, task_id, done=done, by=visit.staff, now=visit.now)


async def _photograph(desk: Desk, task_id: UUID, _: Typed, visit: Visit) -> None:
    if wrong := file_problem(visit):
        raise Invalid(wrong)
    await acts.add_photos(desk, task_id, files=visit.uploads, by=visit.staff, now=visit.now)


async def _give(desk: Desk, task_id: UUID, typed: Typed, visit: Visit) -> None:
    assignee_id = typed.uuid("assignee")
    if typed.text("assignee") and assignee_id is None:
        raise Invalid({"assignee": "This person cannot handle complaints."})
    await acts.give(desk, task_id, assignee_id=assignee_id, by=visit.staff, now=visit.now)


async def _cancel(desk: Desk, task_id: UUID, typed: Typed, visit: Visit) -> None:
    await acts.cancel(desk, task_id, reason=typed.text("reason"), by=visit.staff, now=visit.now)


async def _reopen(desk: Desk, task_id: UUID, typed: Typed, visit: Visit) -> None:
    await acts.reopen(desk, task_id, reason=typed.text("reason"), by=visit.staff, now=visit.now)


PHOTOS = "photos"
ACTS: dict[str, Do] = {
    "done": _finish, PHOTOS: _photograph, "handover": _give, "cancellation": _cancel, "reopening": _reopen,
}  # fmt: skip


_ALLOWING = {"handover": Right.ASSIGN}
"""Beside handling cases."""


async def _demand_known(found: TaskLine, visit: Visit) -> None:
    """Of a confidential case a department sees what it has to do itself, and no more."""
    nobodys = found.assignee_id is None and found.role is None
    theirs = nobodys and found.department_id is not None and found.department_id == visit.staff.department_id
    if found.complaint_id is not None and not theirs:
        await demand_readable(found.complaint_id, visit.staff)


async def _perform(request: AnyRequest, task_id: UUID, act: str) -> Response[Any]:
    """Do it once, however often the form is sent; refused, the task's page comes back with what was typed."""
    visit, typed = visit_of(request), await typed_in(request)
    found = await one_task(task_id)
    await _demand_known(found, visit)
    acts.demand_may(found.assignee_id, found.role, visit.staff, right=_ALLOWING.get(act))
    form_id = typed.text("form_id")
    await execute("SAVEPOINT act")
    try:
        content = (
            (typed.values(), [item.sha256 for item in visit.uploads]) if act == PHOTOS else typed.values()
        )
        taken = await once(form_id=form_id, purpose=f"task-{act}:{task_id}", content=content, now=visit.now)
        if taken.before is None:
            await ACTS[act](await _desk(found, visit), task_id, typed, visit)
    except DomainError as refusal:
        await execute("ROLLBACK TO SAVEPOINT act")
        if refusal.status not in _SHOWN_ON_THE_PAGE:
            raise
        plain_id = form_id.removesuffix(f"-{act}")
        form = returned_form(refusal, form_id=plain_id, values=typed.values(), act=act)
        return await _page(request, task_id, form, status=refusal.status)
    if act == PHOTOS:  # there may be more to take
        return go(f"/portal/tasks/{task_id}", done="saved")
    return go(_back(found, typed), done="saved")


async def _desk(found: TaskLine, visit: Visit) -> Desk:
    if found.complaint_id is None:
        return await desk_in_force(visit.tenant, visit.settings)
    return await desk_pinned(visit.tenant, visit.settings, *await pinned_versions(found.complaint_id))


def _back(found: TaskLine, typed: Typed) -> str:
    """Where somebody came from: the case, or the list."""
    on_case = typed.text("from") == "case" and found.complaint_id is not None
    return f"/portal/cases/{found.complaint_id}" if on_case else "/portal/tasks"


def _route(act: str) -> Any:
    opt = {**_READ, "uploads": True} if act == PHOTOS else _READ

    @post(f"{_TASK}/{act}", status_code=200, opt=opt, name=f"portal:task-{act}")
    async def handler(request: AnyRequest, task_id: FromPath[UUID]) -> Response[Any]:
        return await _perform(request, task_id, act)

    return handler


routes: list[Any] = [task, *(_route(act) for act in ACTS)]
