"""The sender of letters: its name and addresses, a test, and what DNS should say."""

from __future__ import annotations

from email.utils import parseaddr
from typing import Any

from litestar import Response, get, post

from amends.complaints.submissions import once
from amends.config import Settings
from amends.database.scope import execute, tenant_scope
from amends.errors import DomainError
from amends.tenancy.domains import NotProved, Purpose, ask, claims, note_answer, record_of
from amends.tenancy.lookups import Lookups
from amends.tenancy.mail import LastTest, change_sender, last_test, send_test
from amends.tenancy.mail_records import Sending, look, stopped
from amends.tenancy.operations import tenant_by_id
from amends.tenancy.tables import DomainClaim, Tenant
from tenants.desks import desk_in_force
from web.edge.visit import AnyRequest, Visit, visit_of
from web.portal.frame import admitted
from web.rendering import go, new_form, returned_form
from web.settings.addresses import MAIL
from web.settings.dns_view import advice_view, claim_view
from web.settings.frame import MANAGE, settings_page
from web.settings.mail_view import test_view
from web.typed import typed_in
from web.view import FormView


@get(MAIL, opt=MANAGE)
async def mail_page(request: AnyRequest) -> Response[Any]:
    return await _page(request, _as_it_is(visit_of(request).tenant))


@post(MAIL, status_code=200, opt=MANAGE)
async def save(request: AnyRequest) -> Response[Any]:
    visit, typed = visit_of(request), await typed_in(request)
    await execute("SAVEPOINT act")
    try:
        await change_sender(
            visit.tenant,
            name=typed.text("mail_name"),
            address=typed.text("mail_from"),
            reply_to=typed.text("mail_reply_to"),
            base_domain=visit.settings.base_domain,
            by=visit.staff,
            now=visit.now,
        )
    except DomainError as refusal:
        await execute("ROLLBACK TO SAVEPOINT act")
        form = returned_form(refusal, form_id=typed.text("form_id"), values=typed.values())
        return await _page(request, form, status=refusal.status)
    return go(MAIL, done="saved")


@post(f"{MAIL}/test", status_code=200, opt=MANAGE)
async def test(request: AnyRequest) -> Response[Any]:
    visit, typed = visit_of(request), await typed_in(request)
    form_id = typed.text("form_id")
    if (await once(form_id=form_id, purpose="mail-test", now=visit.now)).before is None:
        desk = await desk_in_force(visit.tenant, visit.settings)
        await send_test(desk, to=visit.staff, key=form_id, now=visit.now)
    return go(MAIL, done="test-sent")


@get(f"{MAIL}/test", opt={**MANAGE, "by_itself": True})
async def test_now(request: AnyRequest) -> Response[Any]:
    """Where the last test is, for the page to keep itself true."""
    if "hx-request" not in request.headers:
        return go(MAIL)
    return await settings_page(
        request, "settings/_mail_test.html", key="mail", test=_test(request, await last_test())
    )


@post(f"{MAIL}/check", status_code=200, opt={**MANAGE, "own_scope": True})
async def check(request: AnyRequest) -> Response[Any]:
    """DNS is asked between two scopes: nobody waits for it with a transaction open."""
    async with admitted(request) as visit:
        claimed = await _claim_of_sender(visit.tenant)
    if claimed is None:
        return go(MAIL)
    lookups = Lookups(visit.settings.dns_server)
    said = await ask(claimed, lookups)
    advice = await look(
        str(claimed.host),
        own=record_of(claimed),
        sending=_sending(visit.settings),
        address=str(visit.tenant.mail_from),
        lookups=lookups,
    )
    async with tenant_scope(visit.tenant.id):
        proved = await note_answer(claimed, said, by=visit.staff, now=visit.now)
    async with admitted(request):
        tenant = await tenant_by_id(visit.tenant.id)
        form = _as_it_is(tenant) if proved else returned_form(NotProved(), form_id="", values={}, act="check")
        views = [advice_view(each) for each in advice]
        return await _page(request, form, advice=views, refused=stopped(advice))


def _as_it_is(tenant: Tenant) -> FormView:
    return new_form(
        mail_name=tenant.mail_name or "",
        mail_from=tenant.mail_from or "",
        mail_reply_to=tenant.mail_reply_to or "",
    )


def _sending(settings: Settings) -> Sending:
    domain = parseaddr(settings.mail_from)[1].rpartition("@")[2]
    return Sending(settings.mail_spf, settings.mail_dkim_selector, domain)


async def _claim_of_sender(tenant: Tenant) -> DomainClaim | None:
    domain = str(tenant.mail_from or "").partition("@")[2]
    return next((each for each in await claims(Purpose.MAIL) if each.host == domain), None)


def _test(request: AnyRequest, last: LastTest | None) -> dict[str, Any] | None:
    return test_view(last, visit=visit_of(request)) if last is not None else None


async def _page(
    request: AnyRequest,
    form: FormView,
    *,
    status: int = 200,
    advice: list[dict[str, Any]] | None = None,
    refused: bool = False,
) -> Response[Any]:
    visit: Visit = visit_of(request)
    tenant = await tenant_by_id(visit.tenant.id)
    claimed = await _claim_of_sender(tenant)
    return await settings_page(
        request,
        "settings/mail.html",
        key="mail",
        status=status,
        form=form,
        shown=form if form.act != "check" else _as_it_is(tenant),
        sender_name=tenant.mail_name or tenant.name_in(visit.language),
        sender=str(tenant.mail_from)
        if tenant.mail_from and tenant.mail_proved_at
        else parseaddr(visit.settings.mail_from)[1],
        own_waits=bool(tenant.mail_from) and tenant.mail_proved_at is None,
        claim=claim_view(claimed, visit) if claimed is not None else None,
        advice=advice,
        refused=refused,
        mail_in=f"{tenant.slug}@{visit.settings.mail_in_domain}" if visit.settings.mail_in_domain else "",
        answers_to_case=bool(visit.settings.mail_in_domain),
        test=_test(request, await last_test()),
        test_form=new_form(),
        my_email=visit.staff.email,
    )


routes: list[Any] = [mail_page, save, test, test_now, check]
