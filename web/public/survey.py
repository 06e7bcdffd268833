"""How was it? Answered through the link of a letter, or from the page of one's own case; no script and no account."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from itsdangerous import BadData, URLSafeSerializer
from litestar import get, post
from litestar.datastructures import Cookie
from litestar.params import FromPath
from litestar.response import Response

from amends.complaints.lifecycle import State
from amends.complaints.submissions import once
from amends.complaints.tracking import OwnCase
from amends.database.scope import execute
from amends.errors import DomainError, NotFound
from amends.people.rates import TRACKING
from amends.surveys import answering, opening
from amends.surveys.answering import Answers
from amends.surveys.opening import Opened
from amends.surveys.refusals import SurveyOver
from amends.surveys.rules import CHANGED_WITHIN
from tenants.desks import desk_of
from web.edge.visit import AnyRequest, Visit, visit_of
from web.formats import moment_text
from web.public.access import own_case_of
from web.rendering import go, new_form, page, returned_form, zone_of
from web.surveys import fields_view, given_before
from web.typed import typed_in
from web.view import FormView

COOKIE = "amends_survey"
_LASTS = timedelta(hours=12)
_URL = "/survey/{survey_id:uuid}"


@get(_URL)
async def look(request: AnyRequest, survey_id: FromPath[UUID]) -> Response[Any]:
    """The key comes once, with the link; from then on a cookie holds it, and the address shows it to nobody."""
    visit, key = visit_of(request), request.query_params.get("key", "")
    if not key:
        held = await _held(request, survey_id)
        return await _page(request, held, new_form(**given_before(held.survey)))
    await opening.by_key(survey_id, key, secrets=visit.secrets, now=visit.now)
    answer = go(f"/survey/{survey_id}")
    answer.set_cookie(_cookie(visit, survey_id))
    return answer


@post(f"{_URL}/answer", status_code=200, opt={"limits": (TRACKING,), "sent_again": True})
async def answer(request: AnyRequest, survey_id: FromPath[UUID]) -> Response[Any]:
    visit, typed = visit_of(request), await typed_in(request)
    held = await _held(request, survey_id)
    form_id = typed.text("form_id")
    await execute("SAVEPOINT act")
    try:
        if visit.stale is not None:
            raise visit.stale
        taken = await once(
            form_id=form_id, purpose=f"survey:{survey_id}", content=(typed.values(), []), now=visit.now
        )
        if taken.before is None:
            given = Answers(
                scores=typed.part("scores"),
                comment=typed.text("comment"),
                call_back=typed.is_on("call_back"),
            )
            desk = await desk_of(visit.tenant, visit.settings, held.case)
            await answering.answer(desk, survey_id, given=given, now=visit.now)
    except NotFound:
        raise
    except DomainError as refusal:
        await execute("ROLLBACK TO SAVEPOINT act")
        form = returned_form(refusal, form_id=form_id, values=typed.values())
        return await _page(request, held, form, status=refusal.status)
    return go(f"/survey/{survey_id}", done="sent")


async def survey_url(own: OwnCase, *, now: datetime) -> str:
    """ "" of a case that is not closed, which costs no statement, or whose survey is over."""
    if own.state is not State.CLOSED:
        return ""
    survey = await opening.offered(own.complaint.id, now=now)
    return f"/survey/{survey.id}" if survey is not None else ""


async def _page(request: AnyRequest, held: Opened, form: FormView, *, status: int = 200) -> Response[Any]:
    visit, survey = visit_of(request), held.survey
    desk = await desk_of(visit.tenant, visit.settings, held.case)
    until = survey.answered_at + CHANGED_WITHIN if survey.answered_at is not None else None
    return page(
        request,
        "public/survey.html",
        status=status,
        url=f"/survey/{survey.id}",
        number=str(held.case.number),
        **fields_view(desk.policy, int(survey.highest)),
        changed_until_text=moment_text(until, zone=zone_of(visit)) if until is not None else "",
        form=form,
    )


async def _held(request: AnyRequest, survey_id: UUID) -> Opened:
    """What the visitor's cookies open; SurveyOver for everything else, whether it exists or not."""
    visit = visit_of(request)
    held = await opening.opened(survey_id, now=visit.now)
    if not _has_link(request, visit, survey_id):
        try:
            await own_case_of(request, held.case.id)
        except NotFound:
            raise SurveyOver() from None
    return held


def _has_link(request: AnyRequest, visit: Visit, survey_id: UUID) -> bool:
    try:
        held: dict[str, Any] = _signer(visit).loads(request.cookies.get(COOKIE, ""))
    except BadData:
        return False
    fresh = visit.now.timestamp() - held["at"] <= _LASTS.total_seconds()
    return fresh and bool(held["survey"] == str(survey_id))


def _cookie(visit: Visit, survey_id: UUID) -> Cookie:
    value = {"survey": str(survey_id), "at": int(visit.now.timestamp())}
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
        salt=f"survey:{visit.tenant.id}",
        signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"},
    )


routes: list[Any] = [look, answer]
