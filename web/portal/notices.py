"""What staff are told in the portal."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post

from amends.access.letters import ACCESS_ENDED, ACCESS_GRANTED
from amends.notices.queries import mark_read, recent
from amends.notices.tables import NoticeRow
from web.edge.visit import AnyRequest, Visit, visit_of
from web.formats import iso, near_moment_text
from web.portal.frame import portal_page
from web.rendering import go, zone_of

_SIGNED_IN = {"signed_in": True}


@get("/portal/notices", opt=_SIGNED_IN)
async def notices(request: AnyRequest) -> Response[Any]:
    visit = visit_of(request)
    rows = await recent(person_id=visit.staff.id) if visit.staff.id is not None else []
    return await portal_page(
        request,
        "portal/notices.html",
        area="notices",
        notices=[_notice(row, visit) for row in rows],
        newer_url="",
        older_url="",
    )


@post("/portal/notices/read", status_code=200, opt=_SIGNED_IN)
async def read_all(request: AnyRequest) -> Response[Any]:
    visit = visit_of(request)
    if visit.staff.id is not None:
        await mark_read(person_id=visit.staff.id, now=visit.now)
    return go("/portal/notices")


def _notice(row: NoticeRow, visit: Visit) -> dict[str, Any]:
    return {
        "url": _url(row),
        "subject": row.subject,
        "body": row.body,
        "at_text": near_moment_text(row.created_at, zone=zone_of(visit), now=visit.now),
        "at_iso": iso(row.created_at),
        "unread": row.read_at is None,
    }


def _url(row: NoticeRow) -> str:
    if row.event in (ACCESS_GRANTED, ACCESS_ENDED):
        return "/portal/access"
    return f"/portal/cases/{row.complaint_id}" if row.complaint_id is not None else ""


routes: list[Any] = [notices, read_all]
