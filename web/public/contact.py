"""How the complainant is reached, changed by themselves: the new way is proved by a code before anything goes there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response, Template

from amends.complaints.desk import Desk
from amends.complaints.submissions import once
from amends.complaints.tracking import OwnCase
from amends.contacts import operations
from amends.contacts.rules import Way, ways
from amends.errors import DomainError, NotFound
from amends.people.rates import CONTACT, CONTACT_CODE, LODGING
from tenants.desks import desk_of
from web.edge.visit import AnyRequest, Visit, visit_of
from web.formats import iso, near_moment_text
from web.i18n import gettext
from web.i18n import mark as _
from web.public.access import own_case_of
from web.public.forms import text_of, typed
from web.rendering import go, new_form, organisation, page, returned_form, zone_of
from web.view import FormView

_URL = "/complaints/{complaint_id:uuid}/contact"
_NAMES = {Way.EMAIL: _("E-mail"), Way.PHONE: _("Telephone")}


@get(_URL)
async def contact(request: AnyRequest, complaint_id: FromPath[UUID]) -> Template:
    return await _page(request, await own_case_of(request, complaint_id), new_form())


@post(_URL, status_code=200, opt={"limits": (CONTACT,), "sent_again": True})
async def ask_for_contact(request: AnyRequest, complaint_id: FromPath[UUID]) -> Response[Any]:
    visit = visit_of(request)

    async def ask(desk: Desk, values: dict[str, object]) -> None:
        way = text_of(values, "way")
        given, reached = text_of(values, "contact"), _reached(visit)
        await operations.ask(desk, complaint_id, way=way, contact=given, reached=reached, now=visit.now)

    return await _act(request, complaint_id, "change", ask, done="contact-asked")


@post(f"{_URL}/proof", status_code=200, opt={"limits": (CONTACT_CODE,), "sent_again": True})
async def prove_contact(request: AnyRequest, complaint_id: FromPath[UUID]) -> Response[Any]:
    visit = visit_of(request)

    async def prove(desk: Desk, values: dict[str, object]) -> None:
        await operations.prove(
            desk,
            complaint_id,
            way=text_of(values, "way"),
            code=text_of(values, "code"),
            reached=_reached(visit),
            secrets=visit.secrets,
            now=visit.now,
        )

    return await _act(request, complaint_id, "proof", prove, done="contact-changed")


@post(f"{_URL}/discard", status_code=200, opt={"limits": (LODGING,), "sent_again": True})
async def discard_contact(request: AnyRequest, complaint_id: FromPath[UUID]) -> Response[Any]:
    now = visit_of(request).now

    async def discard(desk: Desk, values: dict[str, object]) -> None:
        await operations.discard(desk, complaint_id, way=text_of(values, "way"), now=now)

    return await _act(request, complaint_id, "discard", discard, done="contact-kept")


async def _act(
    request: AnyRequest,
    complaint_id: UUID,
    act: str,
    do: Callable[[Desk, dict[str, object]], Awaitable[None]],
    *,
    done: str,
) -> Response[Any]:
    visit, values = visit_of(request), await typed(request)
    own, form_id = await own_case_of(request, complaint_id), text_of(values, "form_id")
    # Each waiting contact has forms of its own.
    place = act if act == "change" else f"{act}:{text_of(values, 'way')}"
    try:
        if visit.stale is not None:
            raise visit.stale
        purpose = f"contact:{act}:{complaint_id}"
        taken = await once(form_id=form_id, purpose=purpose, content=values, now=visit.now, leads_to=done)
        if taken.before is None:
            await do(await desk_of(visit.tenant, visit.settings, own.complaint), values)
    except NotFound:
        raise
    except DomainError as refusal:
        form = returned_form(refusal, form_id=form_id.removesuffix(f"-{place}"), values=values, act=place)
        return await _page(request, own, form, status=refusal.status)
    return go(f"/complaints/{complaint_id}/contact", done=done)


async def _page(request: AnyRequest, own: OwnCase, form: FormView, *, status: int = 200) -> Template:
    visit, row = visit_of(request), own.complaint
    desk = await desk_of(visit.tenant, visit.settings, row)
    waiting = await operations.asked_for(row.id, now=visit.now)
    can = ways(desk.ways)
    return page(
        request,
        "public/contact.html",
        status=status,
        form=form,
        case={"url": f"/complaints/{row.id}", "number": str(row.number)},
        on_file=[
            (gettext(_NAMES[Way.EMAIL]), str(row.complainant_email or "")),
            (gettext(_NAMES[Way.PHONE]), str(row.complainant_phone or "")),
        ],
        ways=[(str(way), gettext(_NAMES[way])) for way in can],
        waiting=[
            {
                "way": str(each.way),
                "contact": str(each.contact),
                "until_text": near_moment_text(each.expires_at, zone=zone_of(visit), now=visit.now),
                "until_iso": iso(each.expires_at),
            }
            for each in waiting
        ],
    )


def _reached(visit: Visit) -> str:
    """Whom to tell that it was not them."""
    ours = organisation(visit)
    return " · ".join(filter(None, (ours.phone, ours.email)))


routes: list[Any] = [contact, ask_for_contact, prove_contact, discard_contact]
