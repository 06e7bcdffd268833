"""Operators of the platform in this organisation: how they come in and go, and how its administrators see and end it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import Cookie
from litestar.params import FromPath

from amends.access import visits
from amends.access.grants import end_grant
from amends.access.queries import PAGE, Granted, grants, looks
from amends.access.tables import AccessLook
from amends.announcements.operations import put_aside
from amends.people.rights import Right
from tenants.desks import desk_in_force
from web.account.staff import STAFF_DOOR
from web.edge.admission import GUEST_COOKIE
from web.edge.visit import AnyRequest, Visit, visit_of
from web.formats import iso, moment_text, number_text, short_moment_text
from web.i18n import gettext
from web.i18n import mark as _
from web.portal.frame import portal_page
from web.rendering import go, zone_of
from web.typed import asked, typed_in

_TOLD_AFTERWARDS = timedelta(days=1)
"""For so long the browser remembers a visit that is over: whoever comes back is told why the door is shut."""

HOWS = {
    "time": _("Its time was over"),
    "operator": _("Ended by the operator"),
    "admin": _("Ended by %(name)s"),
    "removed": _("The operator is no operator any more"),
}


@get("/portal/operator/{token:str}")
async def come_in(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
    """The way in from the console: good once, for a minute."""
    visit = visit_of(request)
    session, until = await visits.enter(token, now=visit.now)
    answer = go("/portal")
    cookie = Cookie(
        GUEST_COOKIE,
        value=session,
        path="/portal",
        max_age=int((until - visit.now + _TOLD_AFTERWARDS).total_seconds()),
        httponly=True,
        samesite="lax",
        secure=visit.settings.secure,
    )
    answer.set_cookie(cookie)
    return answer


@post("/portal/operator/leave", status_code=200, opt={"signed_in": True, "guests": True})
async def go_out(request: AnyRequest) -> Response[Any]:
    visit = visit_of(request)
    if visit.guest is not None:
        await visits.leave(visit.guest, now=visit.now)
    answer = go("/portal/sign-in", done="left")
    answer.delete_cookie(GUEST_COOKIE, path="/portal")
    return answer


@get("/portal/access", opt={"right": Right.READ_AUDIT})
async def access_page(request: AnyRequest) -> Response[Any]:
    visit, number = visit_of(request), asked(request, "page")
    page = max(int(number[:4]), 1) if number.isdecimal() else 1
    found = await grants(now=visit.now, skip=(page - 1) * PAGE)
    shown = [_granted(each, visit, await looks(each.id) if each.looks else []) for each in found[:PAGE]]
    return await portal_page(
        request,
        "portal/access.html",
        area="access",
        grants=shown,
        may_end=visit.staff.may(Right.MANAGE_SETTINGS),
        newer_url=f"/portal/access?page={page - 1}" if page > 1 else "",
        older_url=f"/portal/access?page={page + 1}" if len(found) > PAGE else "",
    )


@post("/portal/access/{grant_id:uuid}/end", status_code=200, opt={"right": Right.MANAGE_SETTINGS})
async def end_access(request: AnyRequest, grant_id: FromPath[UUID]) -> Response[Any]:
    visit = visit_of(request)
    desk = await desk_in_force(visit.tenant, visit.settings)
    await end_grant(desk, grant_id, by=visit.staff, now=visit.now)
    return go("/portal/access", done="access-ended")


@post("/portal/announcements/{announcement_id:uuid}/dismissal", status_code=200, opt={"signed_in": True})
async def dismiss(request: AnyRequest, announcement_id: FromPath[UUID]) -> Response[Any]:
    visit = visit_of(request)
    if visit.staff.id is not None:
        await put_aside(announcement_id, person_id=visit.staff.id, now=visit.now)
    return go(STAFF_DOOR.local((await typed_in(request)).text("back")))


def how_text(grant: Granted) -> str:
    return gettext(HOWS[grant.how]) % {"name": grant.ended_by} if grant.how else ""


def _granted(grant: Granted, visit: Visit, seen: list[AccessLook] | Any) -> dict[str, Any]:
    zone, now = zone_of(visit), visit.now
    return {
        "id": str(grant.id),
        "operator": grant.operator,
        "reason": grant.reason,
        "open": grant.is_open,
        "from_text": moment_text(grant.granted_at, zone=zone),
        "from_iso": iso(grant.granted_at),
        "until_text": moment_text(grant.until, zone=zone),
        "until_iso": iso(grant.until),
        "ended_text": moment_text(grant.ended_at, zone=zone) if grant.ended_at else "",
        "ended_iso": iso(grant.ended_at) if grant.ended_at else "",
        "how_text": how_text(grant),
        "entered": grant.entered,
        "looks_text": number_text(grant.looks),
        "looks": [
            {
                "number": each.number or "",
                "url": str(each.path) if each.number else "",
                "text": _("List of complaints") if not each.number else "",
                "at_text": short_moment_text(each.at, zone=zone, now=now),
                "at_iso": iso(each.at),
            }
            for each in seen
        ],
        "more_looks": grant.looks > len(seen),
    }


routes: list[Any] = [come_in, go_out, access_page, end_access, dismiss]
