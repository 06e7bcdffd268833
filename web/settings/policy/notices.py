"""How a notice looks before anybody gets it: in both languages, as text and as mail programs show it; and sent to oneself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from litestar import MediaType, Response, get, post
from litestar.params import FromPath

from amends.complaints.desk import Desk
from amends.complaints.submissions import once
from amends.errors import DomainError, NotFound
from amends.notices.dressing import dressed
from amends.notices.trying import sample, send_sample
from amends.policy.events import Event
from amends.policy.parse import PolicyError, parse
from tenants.desks import desk_in_force
from tenants.working import Work, at_work
from web.edge.headers import framing
from web.edge.visit import AnyRequest, visit_of
from web.i18n import language_of
from web.rendering import go, new_form, returned_form
from web.settings.addresses import POLICY_NOTICES, POLICY_PARTS
from web.settings.frame import MANAGE
from web.settings.policy.frame import policy_page
from web.settings.policy.item_view import part_url
from web.settings.policy.notices_view import notice_view
from web.settings.policy.wording import part_words
from web.typed import asked, typed_in
from web.view import FormView

_NOTICE = POLICY_NOTICES + "/{code:str}"


@get(_NOTICE, opt=MANAGE)
async def notice_page(request: AnyRequest, code: FromPath[str]) -> Response[Any]:
    return await _page(request, _event(code))


@get(f"{_NOTICE}/letter", opt=MANAGE)
async def letter(request: AnyRequest, code: FromPath[str]) -> Response[str]:
    """As a mail program shows it: shown inside the page above, where it can run nothing and open nothing."""
    visit, language = visit_of(request), _language(asked(request, "language"), request)
    event = _event(code)
    desk, _ = await _desk(request, await at_work(visit.tenant))
    subject, body = sample(desk, event, language, now=visit.now)
    html = dressed(
        body, subject=subject, event=event, language=language, house=visit.tenant, settings=visit.settings
    )
    return Response(
        html or "<!DOCTYPE html><title></title>", media_type=MediaType.HTML, headers=framing(inside=True)
    )


@post(f"{_NOTICE}/test", status_code=200, opt=MANAGE)
async def send_test(request: AnyRequest, code: FromPath[str]) -> Response[Any]:
    visit, typed, event = visit_of(request), await typed_in(request), _event(code)
    form_id, language = typed.text("form_id"), _language(typed.text("language"), request)
    desk, _ = await _desk(request, await at_work(visit.tenant))
    try:
        if (await once(form_id=form_id, purpose="notice-test", now=visit.now)).before is None:
            await send_sample(desk, event, language=language, to=visit.staff, key=form_id, now=visit.now)
    except DomainError as refusal:
        form = returned_form(refusal, form_id=form_id, values={})
        return await _page(request, event, form, status=refusal.status)
    return go(f"{POLICY_NOTICES}/{event}", done="notice-sent")


def _event(code: str) -> Event:
    try:
        return Event(code)
    except ValueError:
        raise NotFound() from None


def _language(asked_for: str, request: AnyRequest) -> str:
    return language_of(asked_for) or visit_of(request).language


async def _desk(request: AnyRequest, work: Work) -> tuple[Desk, bool]:
    """With the draft as it is, or the version in force where the draft is not whole; whether that is so."""
    visit = visit_of(request)
    desk = await desk_in_force(visit.tenant, visit.settings)
    try:
        return replace(desk, policy=parse(work.state.document, where="")), False
    except PolicyError:
        return desk, True


async def _page(
    request: AnyRequest, event: Event, form: FormView | None = None, *, status: int = 200
) -> Response[Any]:
    visit = visit_of(request)
    work = await at_work(visit.tenant)
    desk, unfinished = await _desk(request, work)
    page = await policy_page(
        request,
        "settings/policy/notice.html",
        tab="parts",
        work=work,
        status=status,
        form=form or new_form(),
        way=[{"url": part_url("notices"), "text": part_words("notices").label}],
        notice=notice_view(desk, event, now=visit.now, settings=visit.settings, tenant=visit.tenant),
        edit_url=f"{POLICY_PARTS}/notices/{event}",
        unfinished=unfinished,
        my_email=visit.staff.email,
    )
    page.headers.update(framing(inside=False))
    return page


routes: list[Any] = [notice_page, letter, send_test]
