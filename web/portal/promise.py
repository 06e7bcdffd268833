"""One promise of a case: its ledger, opened, and what may be done to its clock."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from amends.complaints.case import Case
from amends.complaints.desk import Desk
from amends.complaints.own_words import FIELD as OWN
from amends.complaints.queries import case_file, pinned_versions
from amends.complaints.submissions import once
from amends.database.scope import execute
from amends.deadlines import acts
from amends.deadlines.entries import ledgers_of
from amends.deadlines.foreseeing import fingerprint
from amends.errors import DomainError, NotFound
from amends.people.rights import Right
from tenants.desks import desk_of, desk_pinned
from web.edge.visit import AnyRequest, Visit, visit_of
from web.portal.case_view import CaseView
from web.portal.frame import portal_page
from web.portal.promise_foreseen import LOOKS, NOTHING, foreseen, refused
from web.portal.promise_view import period_in, promise_page_view
from web.rendering import go, new_form, returned_form, zone_of
from web.roles import roles_in_force
from web.typed import Typed, typed_in
from web.view import FormView

_PROMISE = "/portal/cases/{complaint_id:uuid}/promises/{promise_id:uuid}"
_SHOWN_ON_THE_PAGE = frozenset({409, 422})

Do = Callable[[Desk, UUID, UUID, Typed, Visit], Awaitable[None]]


@get(_PROMISE, opt={"right": Right.READ_CASES, "guests": False})
async def promise(
    request: AnyRequest, complaint_id: FromPath[UUID], promise_id: FromPath[UUID]
) -> Response[Any]:
    return await _page(request, complaint_id, promise_id, new_form())


async def _page(
    request: AnyRequest,
    complaint_id: UUID,
    promise_id: UUID,
    form: FormView,
    *,
    status: int = 200,
    ahead: Mapping[str, Any] = NOTHING,
) -> Response[Any]:
    visit, file = visit_of(request), await case_file(complaint_id)
    row = next((each for each in file.promises if each.id == promise_id), None)
    if row is None:
        raise NotFound()
    await roles_in_force(visit)
    desk = await desk_of(visit.tenant, visit.settings, file.row)
    written = (await ledgers_of(complaint_id)).by_promise.get(promise_id, [])
    case = CaseView(file, desk, 0, visit.staff, zone_of(visit), visit.now)
    values = promise_page_view(Case(desk, file.row), row, written, case.name_of, visit)
    return await portal_page(
        request,
        "portal/promise.html",
        area="queue",
        status=status,
        case_url=case.url,
        case_number=file.row.number,
        subject=file.row.subject,
        url=f"{case.url}/promises/{promise_id}",
        form=form,
        problem="" if form.act in values["acts"] else form.message,
        not_sent=form.written(),
        seen=fingerprint(Case(desk, file.row), row, [each.entry for each in written]),
        ahead=ahead,
        now_text=visit.now.astimezone(zone_of(visit)).strftime("%Y-%m-%dT%H:%M"),
        **values,
    )


async def _pause(desk: Desk, complaint_id: UUID, promise_id: UUID, typed: Typed, visit: Visit) -> None:
    await acts.pause(
        desk,
        complaint_id,
        promise_id,
        code=typed.text("reason"),
        since=typed.moment("since", zone_of(visit)),
        note=typed.text("note"),
        paragraph=typed.text(OWN),
        by=visit.staff,
        now=visit.now,
        seen=typed.text("seen"),
    )


async def _resume(desk: Desk, complaint_id: UUID, promise_id: UUID, typed: Typed, visit: Visit) -> None:
    await acts.resume(
        desk,
        complaint_id,
        promise_id,
        at=typed.moment("at", zone_of(visit)),
        note=typed.text("note"),
        paragraph=typed.text(OWN),
        by=visit.staff,
        now=visit.now,
        seen=typed.text("seen"),
    )


async def _extend(desk: Desk, complaint_id: UUID, promise_id: UUID, typed: Typed, visit: Visit) -> None:
    await acts.extend(
        desk,
        complaint_id,
        promise_id,
        period=period_in(typed),
        until=typed.day("until"),
        reason=typed.text("reason"),
        paragraph=typed.text(OWN),
        by=visit.staff,
        now=visit.now,
        seen=typed.text("seen"),
    )


async def _ask(desk: Desk, complaint_id: UUID, promise_id: UUID, typed: Typed, visit: Visit) -> None:
    await acts.ask_to_extend(
        desk, complaint_id, promise_id, reason=typed.text("reason"), by=visit.staff, now=visit.now
    )


ACTS: dict[str, tuple[Right, Do]] = {
    "pause": (Right.HANDLE, _pause),
    "resumption": (Right.HANDLE, _resume),
    # Whose it is to extend a promise is the policy's to say.
    "extension": (Right.READ_CASES, _extend),
    "extension-request": (Right.HANDLE, _ask),
}


async def _perform(request: AnyRequest, complaint_id: UUID, promise_id: UUID, act: str) -> Response[Any]:
    """Do it once, however often the form is sent; refused, the page comes back with what was typed."""
    visit, typed = visit_of(request), await typed_in(request)
    desk = await desk_pinned(visit.tenant, visit.settings, *await pinned_versions(complaint_id))
    form_id = typed.text("form_id")
    if act == "extension":
        await acts.demand_may_extend(desk, complaint_id, promise_id, by=visit.staff)
    await execute("SAVEPOINT act")
    try:
        purpose = f"promise-{act}:{promise_id}"
        taken = await once(form_id=form_id, purpose=purpose, content=typed.values(), now=visit.now)
        if taken.before is None:
            await ACTS[act][1](desk, complaint_id, promise_id, typed, visit)
    except DomainError as refusal:
        await execute("ROLLBACK TO SAVEPOINT act")
        if refusal.status not in _SHOWN_ON_THE_PAGE:
            raise
        plain_id = form_id.removesuffix(f"-{act}")
        form = returned_form(refusal, form_id=plain_id, values=typed.values(), act=act)
        return await _page(request, complaint_id, promise_id, form, status=refusal.status)
    return go(f"/portal/cases/{complaint_id}/promises/{promise_id}", done="saved")


async def _look(request: AnyRequest, complaint_id: UUID, promise_id: UUID, act: str) -> Response[Any]:
    """What the act would come to; nothing is written, and the form stands as it was typed."""
    visit, typed = visit_of(request), await typed_in(request)
    desk = await desk_pinned(visit.tenant, visit.settings, *await pinned_versions(complaint_id))
    form_id = typed.text("form_id").removesuffix(f"-{act}")
    try:
        ahead = await foreseen(act, desk, complaint_id, promise_id, typed, visit)
    except DomainError as refusal:
        if refusal.status not in _SHOWN_ON_THE_PAGE:
            raise
        form = returned_form(refusal, form_id=form_id, values=typed.values(), act=act)
        # Asked for while somebody types it is no failure that something is missing still.
        status = 200 if request.headers.get("HX-Request") == "true" else refusal.status
        return await _page(request, complaint_id, promise_id, form, status=status, ahead=refused(form))
    form = FormView(form_id=form_id, act=act, values=typed.values())
    return await _page(request, complaint_id, promise_id, form, ahead=ahead)


def _route(act: str, right: Right) -> Any:
    @post(f"{_PROMISE}/{act}", status_code=200, opt={"right": right}, name=f"portal:promise-{act}")
    async def handler(
        request: AnyRequest, complaint_id: FromPath[UUID], promise_id: FromPath[UUID]
    ) -> Response[Any]:
        return await _perform(request, complaint_id, promise_id, act)

    return handler


def _preview(act: str) -> Any:
    @post(
        f"{_PROMISE}/{act}/preview",
        status_code=200,
        opt={"right": ACTS[act][0]},
        name=f"portal:promise-{act}-preview",
    )
    async def handler(
        request: AnyRequest, complaint_id: FromPath[UUID], promise_id: FromPath[UUID]
    ) -> Response[Any]:
        return await _look(request, complaint_id, promise_id, act)

    return handler


routes: list[Any] = [
    promise,
    *(_route(act, right) for act, (right, _) in ACTS.items()),
    *(_preview(act) for act in LOOKS),
]
