"""Somebody outside answers what a case asks them: by the link they were sent, without an account."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any
from uuid import UUID

from itsdangerous import BadData, URLSafeSerializer
from litestar import get, post
from litestar.datastructures import Cookie
from litestar.params import FromPath
from litestar.response import Response, Stream

from amends.complaints.submissions import once
from amends.database.scope import execute, tenant_scope
from amends.errors import DomainError, NotFound
from amends.evidence.kinds import ACCEPT
from amends.outside import opening, operations
from amends.outside.opening import Opened
from amends.outside.refusals import LinkOver
from amends.people.rates import TRACKING
from tenants.desks import desk_of
from web.downloads import attachment
from web.edge.visit import AnyRequest, Visit, visit_of
from web.formats import size_text
from web.i18n import gettext
from web.promises import due_text
from web.public.forms import kept_files
from web.rendering import go, new_form, page, returned_form
from web.typed import typed_in
from web.view import FormView

COOKIE = "amends_outside"
_LASTS = timedelta(hours=12)
_URL = "/outside/{request_id:uuid}"


@get(_URL)
async def look(request: AnyRequest, request_id: FromPath[UUID]) -> Response[Any]:
    """The key comes once, with the link; from then on a cookie holds it, and the address shows it to nobody."""
    visit, key = visit_of(request), request.query_params.get("key", "")
    if not key:
        return await _page(request, await _held(request, request_id), new_form())
    row = await opening.by_key(request_id, key, secrets=visit.secrets, now=visit.now)
    answer = go(f"/outside/{request_id}")
    answer.set_cookie(_cookie(visit, request_id, int(row.key_number)))
    return answer


@post(f"{_URL}/answer", status_code=200, opt={"limits": (TRACKING,), "uploads": True, "sent_again": True})
async def answer(request: AnyRequest, request_id: FromPath[UUID]) -> Response[Any]:
    visit, typed = visit_of(request), await typed_in(request)
    held = await _held(request, request_id)
    form_id = typed.text("form_id")
    await execute("SAVEPOINT act")
    try:
        for problem in (visit.stale, visit.upload_problem):
            if problem is not None:
                raise problem
        content = (typed.values(), [item.sha256 for item in visit.uploads])
        taken = await once(form_id=form_id, purpose=f"outside:{request_id}", content=content, now=visit.now)
        if taken.before is None:
            await operations.answer(
                await desk_of(visit.tenant, visit.settings, held.case),
                held.request,
                text=typed.text("answer"),
                name=typed.text("name"),
                declined=typed.is_on("declined"),
                files=visit.uploads,
                now=visit.now,
            )
    except NotFound:
        raise
    except DomainError as refusal:
        await execute("ROLLBACK TO SAVEPOINT act")
        form = returned_form(refusal, form_id=form_id, values=typed.values())
        return await _page(request, held, form, status=refusal.status)
    return go(f"/outside/{request_id}", done="sent")


@get(f"{_URL}/files/{{evidence_id:uuid}}", opt={"own_scope": True})
async def download(request: AnyRequest, request_id: FromPath[UUID], evidence_id: FromPath[UUID]) -> Stream:
    visit = visit_of(request)
    async with tenant_scope(visit.tenant.id):
        file = await opening.file_of(await _held(request, request_id), evidence_id)
    return await attachment(visit, file)


async def _page(request: AnyRequest, held: Opened, form: FormView, *, status: int = 200) -> Response[Any]:
    """Once it is answered or ended, of the case nothing is shown any more."""
    visit, row = visit_of(request), held.request
    over = row.answered_at is not None or row.ended_at is not None
    url = f"/outside/{row.id}"
    return page(
        request,
        "public/outside.html",
        status=status,
        url=url,
        number=str(held.case.number),
        party=str(row.party),
        question="" if over else str(row.question),
        due_text=due_text(row.due_at, zone=visit.zone),
        late=visit.now > row.due_at,
        narrative="" if over else held.narrative,
        complainant="" if over else held.complainant,
        files=[]
        if over
        else [
            {
                "url": f"{url}/files/{each.id}",
                "name": str(each.name),
                "size_text": size_text(int(each.copy_size or each.size)),
            }
            for each in held.files
        ],
        over=_over(held),
        own_answer=str(row.answer or ""),
        form=form,
        accept=ACCEPT,
        kept=kept_files(visit, visit.uploads),
    )


def _over(held: Opened) -> str:
    if held.request.answered_at is not None:
        return gettext("Thank you, your answer has arrived.")
    return gettext("Your answer is not needed any more.") if held.request.ended_at is not None else ""


async def _held(request: AnyRequest, request_id: UUID) -> Opened:
    """What the visitor's cookie opens; LinkOver for everything else, whether it exists or not."""
    visit = visit_of(request)
    try:
        held: dict[str, Any] = _signer(visit).loads(request.cookies.get(COOKIE, ""))
    except BadData:
        raise LinkOver() from None
    fresh = visit.now.timestamp() - held["at"] <= _LASTS.total_seconds()
    if not fresh or held["request"] != str(request_id):
        raise LinkOver()
    return await opening.opened(request_id, key_number=int(held["key"]))


def _cookie(visit: Visit, request_id: UUID, key_number: int) -> Cookie:
    value = {"request": str(request_id), "key": key_number, "at": int(visit.now.timestamp())}
    return Cookie(
        COOKIE,
        value=str(_signer(visit).dumps(value)),
        max_age=int(_LASTS.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=visit.settings.secure,
    )


def _signer(visit: Visit) -> URLSafeSerializer:
    return URLSafeSerializer(
        visit.secrets[::-1],  # itsdangerous signs with the last
        salt=f"outside:{visit.tenant.id}",
        signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"},
    )


routes: list[Any] = [look, answer, download]
