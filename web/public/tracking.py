"""The complainant's own page: opened by number and code, and what may be done on it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response, Stream, Template

from amends.audit.queries import history_of
from amends.complaints.closing import reopen, withdraw
from amends.complaints.desk import Desk
from amends.complaints.handling import agree, dispute
from amends.complaints.recovery import send_code_again
from amends.complaints.submissions import once
from amends.complaints.tracking import OwnCase, opened
from amends.correspondence.operations import write_from_complainant
from amends.database.scope import execute, tenant_scope
from amends.deadlines.entries import Ledgers, ledgers_of_promises
from amends.errors import DomainError, Invalid, NotFound
from amends.evidence.kinds import ACCEPT
from amends.evidence.operations import shown
from amends.handovers.offering import answer_on_page
from amends.notices.opening import PARAMETER, note_opening
from amends.people.actor import COMPLAINANT
from amends.people.rates import LODGING, LOST_CODE, TRACKING
from amends.remedies.carrying_out import confirm, dispute_remedy
from tenants.desks import desk_in_force, desk_of
from web.downloads import attachment
from web.edge.visit import AnyRequest, visit_of
from web.public.access import COOKIE, case_cookie, own_case_of
from web.public.forms import kept_files, text_of, typed
from web.public.handovers import handover_of, handover_view, is_offered
from web.public.survey import survey_url
from web.public.uploading import FILES
from web.public.views import case_view
from web.rendering import go, new_form, page, returned_form
from web.view import FormView

_ACT = {"limits": (LODGING,), "sent_again": True}
_ACT_WITH_FILES = {**_ACT, "uploads": True}
_OFFERED = {"message": "message", "withdrawal": "withdraw", "reopening": "reopen"}
"""What `may` holds when the page shows the form of an act."""


@get("/track")
async def track(request: AnyRequest) -> Template:
    if mark := request.query_params.get(PARAMETER, ""):
        await note_opening(mark, secrets=visit_of(request).secrets, now=visit_of(request).now)
    return page(request, "public/track.html", form=new_form(number=request.query_params.get("number", "")))


@post("/track", status_code=200, opt={"limits": (TRACKING,)})
async def open_by_code(request: AnyRequest) -> Response[Any]:
    visit, values = visit_of(request), await typed(request)
    try:
        row = await opened(
            number=text_of(values, "number"), code=text_of(values, "code"), secrets=visit.secrets
        )
    except DomainError as refusal:
        form = returned_form(refusal, form_id=text_of(values, "form_id"), values=values)
        return page(request, "public/track.html", status=refusal.status, form=form)
    answer = go(f"/complaints/{row.id}")
    answer.set_cookie(case_cookie(visit, complaint_id=row.id, code_number=int(row.access_code_number)))
    return answer


@post("/track/leave", status_code=200)
async def leave() -> Response[Any]:
    """On a borrowed phone: the page closes behind the complainant."""
    answer = go("/")
    answer.delete_cookie(COOKIE)
    return answer


@get("/lost-code")
async def lost_code(request: AnyRequest) -> Template:
    number = request.query_params.get("number", "")
    return page(
        request, "public/lost_code.html", form=new_form(number=number), sent="done" in request.query_params
    )


@post("/lost-code", status_code=200, opt={"limits": (LOST_CODE,)})
async def send_code(request: AnyRequest) -> Response[Any]:
    visit, values = visit_of(request), await typed(request)
    desk = await desk_in_force(visit.tenant, visit.settings)
    await send_code_again(
        desk, number=text_of(values, "number"), email=text_of(values, "email"), now=visit.now
    )
    return go("/lost-code", done="yes")


@get("/complaints/{complaint_id:uuid}")
async def own_page(request: AnyRequest, complaint_id: FromPath[UUID]) -> Template:
    return await _case_page(request, await own_case_of(request, complaint_id), new_form())


@post("/complaints/{complaint_id:uuid}/message", status_code=200, opt=_ACT_WITH_FILES)
async def add_message(request: AnyRequest, complaint_id: FromPath[UUID]) -> Response[Any]:
    visit = visit_of(request)

    async def write(desk: Desk, values: dict[str, object]) -> None:
        if visit.upload_problem is not None:
            raise visit.upload_problem
        await write_from_complainant(
            desk,
            complaint_id,
            body=text_of(values, "body"),
            by=COMPLAINANT,
            now=visit.now,
            evidence=visit.uploads,
        )

    return await _act(request, complaint_id, "message", write, done="sent")


@post("/complaints/{complaint_id:uuid}/answer", status_code=200, opt=_ACT)
async def answer_result(request: AnyRequest, complaint_id: FromPath[UUID]) -> Response[Any]:
    visit = visit_of(request)

    async def answer(desk: Desk, values: dict[str, object]) -> None:
        if values.get("answer") == "accept":
            await agree(desk, complaint_id, by=COMPLAINANT, now=visit.now)
        else:
            await dispute(desk, complaint_id, reason=text_of(values, "reason"), by=COMPLAINANT, now=visit.now)

    return await _act(request, complaint_id, "answer", answer, done="sent")


@post("/complaints/{complaint_id:uuid}/remedy-confirmation", status_code=200, opt=_ACT)
async def confirm_remedy(request: AnyRequest, complaint_id: FromPath[UUID]) -> Response[Any]:
    now = visit_of(request).now

    async def have(desk: Desk, values: dict[str, object]) -> None:
        await confirm(desk, complaint_id, _remedy_of(values), by=COMPLAINANT, now=now)

    return await _act(request, complaint_id, "received", have, done="sent", about="remedy")


@post("/complaints/{complaint_id:uuid}/remedy-dispute", status_code=200, opt=_ACT)
async def object_to_remedy(request: AnyRequest, complaint_id: FromPath[UUID]) -> Response[Any]:
    now = visit_of(request).now

    async def lack(desk: Desk, values: dict[str, object]) -> None:
        reason = text_of(values, "reason")
        await dispute_remedy(desk, complaint_id, _remedy_of(values), reason=reason, by=COMPLAINANT, now=now)

    return await _act(request, complaint_id, "missing", lack, done="sent", about="remedy")


@post("/complaints/{complaint_id:uuid}/handover", status_code=200, opt=_ACT)
async def answer_handover(request: AnyRequest, complaint_id: FromPath[UUID]) -> Response[Any]:
    now = visit_of(request).now

    async def answer(desk: Desk, values: dict[str, object]) -> None:
        which, agrees = handover_of(values.get("handover")), values.get("answer") == "yes"
        await answer_on_page(desk, complaint_id, which, agrees=agrees, by=COMPLAINANT, now=now)

    return await _act(request, complaint_id, "handover", answer, done="sent", about="handover")


@post("/complaints/{complaint_id:uuid}/withdrawal", status_code=200, opt=_ACT)
async def withdraw_complaint(request: AnyRequest, complaint_id: FromPath[UUID]) -> Response[Any]:
    now = visit_of(request).now

    async def take_back(desk: Desk, values: dict[str, object]) -> None:
        await withdraw(desk, complaint_id, reason=text_of(values, "reason"), by=COMPLAINANT, now=now)

    return await _act(request, complaint_id, "withdrawal", take_back, done="withdrawn")


@post("/complaints/{complaint_id:uuid}/reopening", status_code=200, opt=_ACT)
async def reopen_complaint(request: AnyRequest, complaint_id: FromPath[UUID]) -> Response[Any]:
    now = visit_of(request).now

    async def take_up(desk: Desk, values: dict[str, object]) -> None:
        await reopen(desk, complaint_id, reason=text_of(values, "reason"), by=COMPLAINANT, now=now)

    return await _act(request, complaint_id, "reopening", take_up, done="sent")


@get("/complaints/{complaint_id:uuid}/evidence/{evidence_id:uuid}", opt={"own_scope": True})
async def download(request: AnyRequest, complaint_id: FromPath[UUID], evidence_id: FromPath[UUID]) -> Stream:
    visit = visit_of(request)
    async with tenant_scope(visit.tenant.id):
        await own_case_of(request, complaint_id)
        file = await shown(evidence_id, complaint_id=complaint_id)
    return await attachment(visit, file)


async def _act(
    request: AnyRequest,
    complaint_id: UUID,
    act: str,
    do: Callable[[Desk, dict[str, object]], Awaitable[None]],
    *,
    done: str,
    about: str = "",
) -> Response[Any]:
    """One act on the visitor's own complaint, once per form; refused, the page comes back with what was typed.

    `about`: the field that says which of several things it is done to; each has a form of its own, <act>:<its id>.
    """
    visit, values = visit_of(request), await typed(request)
    place = f"{act}:{text_of(values, about)}" if about else act
    own = await own_case_of(request, complaint_id)
    form_id = text_of(values, "form_id")
    await execute("SAVEPOINT act")
    try:
        if visit.stale is not None:
            raise visit.stale
        content = (values, [item.sha256 for item in visit.uploads])
        purpose = f"{act}:{complaint_id}"
        taken = await once(form_id=form_id, purpose=purpose, content=content, now=visit.now, leads_to=done)
        if taken.before is None:
            await do(await desk_of(visit.tenant, visit.settings, own.complaint), values)
    except NotFound:
        raise
    except DomainError as refusal:
        # The page must show the case as it was: what the act wrote before it was refused is undone first.
        await execute("ROLLBACK TO SAVEPOINT act")
        form = returned_form(refusal, form_id=form_id.removesuffix(f"-{place}"), values=values, act=place)
        return await _case_page(request, own, form, status=refusal.status)
    return go(f"/complaints/{complaint_id}", done=done)


def _remedy_of(values: dict[str, object]) -> UUID:
    try:
        return UUID(text_of(values, "remedy"))
    except ValueError:
        raise Invalid({"reason": "Please choose a remedy."}) from None


def _answerable(form: FormView, result: dict[str, Any] | None) -> bool:
    """Whether the form of a remedy came back that is still on the page."""
    _, _, remedy = form.act.partition(":")
    remedies = result["remedies"] if result is not None else []
    return any(each["id"] == remedy and each["answerable"] for each in remedies)


async def _case_page(request: AnyRequest, own: OwnCase, form: FormView, *, status: int = 200) -> Template:
    visit = visit_of(request)
    desk = await desk_of(visit.tenant, visit.settings, own.complaint)
    entries = await history_of(own.complaint.id)
    moved = any(row.first_due_at is not None or row.paused_since is not None for row in own.promises)
    ledgers = await ledgers_of_promises([row.id for row in own.promises]) if moved else Ledgers()
    handover = await handover_view(own.complaint.id, entries)
    view = case_view(own, desk, visit, entries, ledgers)
    offered = view["answer_wanted"] if form.act == "answer" else _OFFERED.get(form.act) in view["may"]
    offered = offered or _answerable(form, view["result"]) or is_offered(form, handover)
    return page(
        request,
        "public/case.html",
        status=status,
        form=form,
        problem="" if offered else form.message or next(iter(form.errors.values()), ""),
        not_sent=form.written(),
        accept=ACCEPT,
        upload_url=FILES,
        kept=kept_files(visit, visit.uploads),
        handover=handover,
        survey_url=await survey_url(own, now=visit.now),
        **view,
    )


routes: list[Any] = [
    track, open_by_code, leave, lost_code, send_code, own_page, add_message, answer_result, confirm_remedy,
    object_to_remedy, withdraw_complaint,
    answer_handover, reopen_complaint, download,
]  # fmt: skip
