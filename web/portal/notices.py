"""What staff are told in the portal."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from amends.access.letters import ACCESS_ENDED, ACCESS_GRANTED
from amends.errors import NotFound
from amends.notices.queries import Page, mark_read, page_of, read_one
from amends.notices.tables import NoticeRow
from web.edge.visit import AnyRequest, Visit, visit_of
from web.formats import iso, near_moment_text
from web.i18n import gettext
from web.portal.frame import portal_page
from web.rendering import go, zone_of
from web.typed import asked, typed_in

HOME = "/portal/notices"
_SIGNED_IN = {"signed_in": True}


@get(HOME, opt=_SIGNED_IN)
async def notices(request: AnyRequest) -> Response[Any]:
    visit = visit_of(request)
    unread, number = asked(request, "show") == "unread", _number(asked(request, "page"))
    own = visit.staff.id
    found = await page_of(person_id=own, unread=unread, number=number) if own is not None else Page([], False)
    return await portal_page(
        request,
        "portal/notices.html",
        area="notices",
        notices=[_notice(row, visit, unread=unread) for row in found.rows],
        filters=_filters(unread=unread),
        unread_only=unread,
        newer_url=_address(unread, number - 1) if number > 1 else "",
        older_url=_address(unread, number + 1) if found.more else "",
    )


@post(f"{HOME}/read", status_code=200, opt=_SIGNED_IN)
async def read_all(request: AnyRequest) -> Response[Any]:
    visit = visit_of(request)
    if visit.staff.id is not None:
        await mark_read(person_id=visit.staff.id, now=visit.now)
    return go(HOME)


@get(f"{HOME}/{{own_notice_id:uuid}}", opt=_SIGNED_IN)
async def open_one(request: AnyRequest, own_notice_id: FromPath[UUID]) -> Redirect:
    """Where it leads, and read by that."""
    row = await _read(request, own_notice_id)
    return go(_url(row) or HOME)


@post(f"{HOME}/{{own_notice_id:uuid}}/read", status_code=200, opt=_SIGNED_IN)
async def mark_one(request: AnyRequest, own_notice_id: FromPath[UUID]) -> Response[Any]:
    await _read(request, own_notice_id)
    unread = (await typed_in(request)).text("show") == "unread"
    return go(_address(unread, 1))


async def _read(request: AnyRequest, notice_id: UUID) -> NoticeRow:
    visit = visit_of(request)
    if visit.staff.id is None:  # an operator who looks in has none of their own
        raise NotFound()
    return await read_one(person_id=visit.staff.id, notice_id=notice_id, now=visit.now)


def _notice(row: NoticeRow, visit: Visit, *, unread: bool) -> dict[str, Any]:
    return {
        "url": f"{HOME}/{row.id}" if _url(row) else "",
        "read_url": f"{HOME}/{row.id}/read" if row.read_at is None else "",
        "show": "unread" if unread else "",
        "subject": row.subject,
        "body": row.body,
        "at_text": near_moment_text(row.created_at, zone=zone_of(visit), now=visit.now),
        "at_iso": iso(row.created_at),
        "unread": row.read_at is None,
    }


def _filters(*, unread: bool) -> list[dict[str, Any]]:
    return [
        {"url": HOME, "text": gettext("All"), "current": not unread, "count": None},
        {"url": _address(True, 1), "text": gettext("Unread"), "current": unread, "count": None},
    ]


def _address(unread: bool, number: int) -> str:
    query = [*(["show=unread"] if unread else []), *([f"page={number}"] if number > 1 else [])]
    return HOME + (f"?{'&'.join(query)}" if query else "")


def _number(text: str) -> int:
    return min(int(text), 10_000) if text.isascii() and text.isdigit() and int(text) > 0 else 1


def _url(row: NoticeRow) -> str:
    if row.event in (ACCESS_GRANTED, ACCESS_ENDED):
        return "/portal/access"
    return f"/portal/cases/{row.complaint_id}" if row.complaint_id is not None else ""


routes: list[Any] = [notices, read_all, open_one, mark_one]
