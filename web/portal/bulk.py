"""Several cases at once: first what would become of each, then each done by itself, and taken back where that can be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from amends.complaints.case import take_by
from amends.complaints.confidence import demand_readable
from amends.complaints.listing import QueueRow, listed, listing, only_readable
from amends.errors import DomainError, Forbidden, Invalid
from amends.macros.operations import macros_for
from amends.people.queries import assignable, departments
from amends.people.rights import Right
from amends.policy.document import Policy
from amends.workbench import bulk
from amends.workbench.tags import in_use
from tenants.desks import policy_of, version_in_force
from web.edge.visit import AnyRequest, Visit, visit_of
from web.i18n import current_language, gettext
from web.portal.bulk_acts import BULK_ACTS, BulkAct
from web.portal.case_view import choices
from web.portal.frame import admitted, portal_page
from web.portal.queue import case_line, desks_of
from web.portal.queue_asked import looking_of, read_asked
from web.portal.sub_page import desk_of_case
from web.refusals import why_text
from web.rendering import go, new_form, returned_form
from web.typed import Typed, asked, typed_in
from web.view import FormView

_OWN: Final = {"right": Right.READ_CASES, "guests": False}
_BY_CODE: Final = {act.code: act for act in BULK_ACTS}


class _OnlyLooking(Exception):
    """Ends a transaction in which it was tried, so that nothing of it stays."""


@get("/portal/bulk", opt=_OWN)
async def choose(request: AnyRequest) -> Response[Any]:
    """The chosen cases stand in the address, or the list all of which is meant: the page can be reloaded, and the way back
    is the browser's."""
    visit = visit_of(request)
    if asked(request, "all") == "yes":
        return await _page(request, await _whole_list(request, visit), new_form())
    chosen = [str(each) for each in request.query_params.getall("case", [])]
    return await _page(request, await _readable(visit, chosen), new_form())


async def _whole_list(request: AnyRequest, visit: Visit) -> Sequence[QueueRow]:
    policy = await policy_of(version_in_force(visit.tenant))
    wanted = read_asked(request, policy)
    found = await listing(
        wanted.view,
        looking=looking_of(visit, policy),
        narrowed=wanted.narrowed(policy, visit),
        sort=wanted.sort,
        size=bulk.MOST,
    )
    return found.rows


def _route(act: BulkAct) -> Any:
    @post(
        f"/portal/bulk/{act.code}",
        status_code=200,
        opt={"right": act.right, "guests": False, "own_scope": True},
        name=f"portal:bulk-{act.code}",
    )
    async def handler(request: AnyRequest) -> Response[Any]:
        visit, typed = visit_of(request), await typed_in(request)
        async with admitted(request):
            cases = [row.id for row in await _readable(visit, typed.text("cases").split())]
        try:
            if not cases:
                raise Invalid({}, message="Please choose at least one case in the list.")
            if typed.is_on("go"):
                return await _carry_out(request, act, cases, typed)
            return await _preview(request, act, cases, typed)
        except Invalid as refusal:
            form = _returned(refusal, typed, act)
            async with admitted(request):
                return await _page(request, await listed(cases), form, status=refusal.status)

    return handler


@get("/portal/bulk/{run_id:uuid}", opt=_OWN)
async def result(request: AnyRequest, run_id: FromPath[UUID]) -> Response[Any]:
    visit = visit_of(request)
    run = await bulk.own_run(run_id, by=visit.staff)
    act, lines = _BY_CODE[str(run.act)], await bulk.lines_of(run_id, reader=visit.staff)
    return await portal_page(
        request,
        "portal/bulk_done.html",
        area="queue",
        url=f"/portal/bulk/{run_id}",
        title=gettext(act.title),
        lines=[
            {
                "url": f"/portal/cases/{line.complaint_id}",
                "number": line.number,
                "subject": line.subject,
                "refused": line.refused,
                "undone": line.undone,
            }
            for line in lines
        ],
        done=sum(not line.refused for line in lines),
        missing=await bulk.not_reached(run),
        undoable=_may_undo(act, visit) and any(not line.refused and not line.undone for line in lines),
        told_again=act.undone_by is not None,
        form=new_form(),
    )


@post("/portal/bulk/{run_id:uuid}/undo", status_code=200, opt={**_OWN, "own_scope": True})
async def undo(request: AnyRequest, run_id: FromPath[UUID]) -> Response[Any]:
    """Case by case; what somebody has changed since stays as it is, and the page says so."""
    visit, kept = visit_of(request), 0
    async with admitted(request):
        run = await bulk.own_run(run_id, by=visit.staff)
        act, lines = _BY_CODE[str(run.act)], await bulk.lines_of(run_id, reader=visit.staff)
    if act.undo is None or not _may_undo(act, visit):
        raise Forbidden()
    for line in lines:
        try:
            async with admitted(request):
                desk = await desk_of_case(visit, line.complaint_id)
                await take_by(desk, line.complaint_id, visit.staff)
                if await bulk.take_back(run_id, line.complaint_id, now=visit.now):
                    await act.undo(desk, line.complaint_id, line.before, visit)
        except DomainError:
            kept += 1
    return go(f"/portal/bulk/{run_id}", done="taken-back-partly" if kept else "taken-back")


def _may_undo(act: BulkAct, visit: Visit) -> bool:
    return act.undo is not None and (act.undone_by is None or visit.staff.may(act.undone_by))


async def _preview(request: AnyRequest, act: BulkAct, cases: Sequence[UUID], typed: Typed) -> Response[Any]:
    visit = visit_of(request)
    tried = {case: await _tried(request, act, case, typed) for case in cases}
    wrong = [refusal for refusal in tried.values() if isinstance(refusal, Invalid)]
    if len(wrong) == len(cases):
        raise wrong[0]  # it is the form that is wrong, not a case
    found = {case: why_text(refusal) if refusal is not None else "" for case, refusal in tried.items()}
    async with admitted(request):
        rows = await listed(cases)
        desks = await desks_of(visit, rows)
        return await portal_page(
            request,
            "portal/bulk_preview.html",
            area="queue",
            title=gettext(act.title),
            code=act.code,
            lines=[
                {"case": case_line(row, desks[row.policy_version_id], visit), "refused": found[row.id]}
                for row in rows
            ],
            possible=sum(not refused for refused in found.values()),
            undoable=_may_undo(act, visit),
            says=await act.says(typed, visit) if act.says is not None else [],
            given=[
                (name, text) for name, texts in typed.lasting().items() if name != "cases" for text in texts
            ],
            form=FormView(form_id=typed.text("form_id")),
        )


async def _tried(request: AnyRequest, act: BulkAct, case: UUID, typed: Typed) -> DomainError | None:
    """Why it would be refused; None: it would be done. Done whole, and rolled back."""
    visit = visit_of(request)
    try:
        async with admitted(request):
            await demand_readable(case, visit.staff)
            await act.do(await desk_of_case(visit, case), case, typed, visit)
            raise _OnlyLooking
    except _OnlyLooking:
        return None
    except DomainError as refusal:
        return refusal


async def _carry_out(request: AnyRequest, act: BulkAct, cases: Sequence[UUID], typed: Typed) -> Response[Any]:
    visit = visit_of(request)
    async with admitted(request):
        run_id = await bulk.begin(
            typed.text("form_id"), act.code, cases=len(cases), by=visit.staff, now=visit.now
        )
    for case in cases:
        try:
            async with admitted(request):
                await _one(run_id, act, case, typed, visit)
        except DomainError as refusal:
            async with admitted(request):
                if not await bulk.is_done(run_id, case):
                    await bulk.note(run_id, case, refused=why_text(refusal), before={})
    return go(f"/portal/bulk/{run_id}")


async def _one(run_id: UUID, act: BulkAct, case: UUID, typed: Typed, visit: Visit) -> None:
    desk = await desk_of_case(visit, case)
    await demand_readable(case, visit.staff)
    await take_by(desk, case, visit.staff)
    if not await bulk.is_done(run_id, case):
        await bulk.note(run_id, case, before=await act.do(desk, case, typed, visit))


async def _readable(visit: Visit, chosen: Sequence[str]) -> Sequence[QueueRow]:
    ids = []
    for text in dict.fromkeys(chosen):
        try:
            ids.append(UUID(text))
        except ValueError:
            continue
    return await listed(await only_readable(ids[: bulk.MOST], visit.staff))


async def _page(
    request: AnyRequest, rows: Sequence[QueueRow], form: FormView, *, status: int = 200
) -> Response[Any]:
    visit = visit_of(request)
    policy, desks = await policy_of(version_in_force(visit.tenant)), await desks_of(visit, rows)
    return await portal_page(
        request,
        "portal/bulk.html",
        area="queue",
        status=status,
        cases=[case_line(row, desks[row.policy_version_id], visit) for row in rows],
        acts=[act.code for act in BULK_ACTS if visit.staff.may(act.right)],
        choices=await _choices(policy, visit),
        form=form,
    )


async def _choices(policy: Policy, visit: Visit) -> dict[str, Any]:
    language = current_language()
    return {
        "departments": [
            (str(row.id), row.name_in(language)) for row in await departments() if row.retired_at is None
        ],
        "people": [(str(each.person.id), str(each.person.name)) for each in await assignable(visit.now)],
        "closing_reasons": choices(policy.closing_reasons),
        "tags": await in_use(),
        "macros": [(f"{row.id}:{row.changes}", str(row.name)) for row in await macros_for(visit.staff)],
    }


def _returned(refusal: Invalid, typed: Typed, act: BulkAct) -> FormView:
    plain_id = typed.text("form_id").removesuffix(f"-{act.code}")
    return returned_form(refusal, form_id=plain_id, values=typed.values(), act=act.code)


routes: list[Any] = [choose, *(_route(act) for act in BULK_ACTS), result, undo]
