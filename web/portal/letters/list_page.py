"""All letters that somebody has to do something about: read, print, post."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Response, get, post

from amends.complaints.queries import pinned_versions
from amends.database.rows import select_all
from amends.errors import Invalid
from amends.letters.posting import post as post_letter
from amends.letters.queries import LetterLine, View, counts, listing
from amends.letters.tables import Letter
from amends.people.rights import Right
from tenants.desks import desk_in_force, desk_pinned
from web.edge.visit import AnyRequest, Visit, visit_of
from web.formats import iso, moment_text, short_day_text
from web.i18n import gettext
from web.portal.frame import portal_page
from web.portal.letters.acting import acted
from web.portal.letters.views import HOME, letter_url
from web.portal.letters.words import role_text
from web.portal.people.acting import day
from web.printing.letters import MOST_AT_ONCE
from web.rendering import new_form, zone_of
from web.typed import Typed
from web.view import FormView

CHOOSE = "Please choose the letters, at most fifty at once."


@get(HOME, opt={"right": Right.READ_CASES, "guests": False})
async def letters(request: AnyRequest) -> Response[Any]:
    today = visit_of(request).now.astimezone(zone_of(visit_of(request))).date()
    return await list_of_letters(request, new_form(posted_on=today.isoformat()))


@post(f"{HOME}/posting", status_code=200, opt={"right": Right.RECORD})
async def all_posted(request: AnyRequest) -> Response[Any]:
    """On one day, all of them or none."""

    async def do(visit: Visit, typed: Typed) -> None:
        ids = {each for each in map(_uuid, typed.all("letter")) if each is not None}
        if not 0 < len(ids) <= MOST_AT_ONCE:
            raise Invalid({"letter": CHOOSE})
        on = day(typed, "posted_on")
        rows = await select_all(Letter, "WHERE id = ANY ($1::uuid[]) ORDER BY complaint_id, id", list(ids))
        for row in rows:  # in one order, whoever posts several
            desk = await desk_pinned(visit.tenant, visit.settings, *await pinned_versions(row.complaint_id))
            await post_letter(desk, row.id, on=on, by=visit.staff, now=visit.now)

    async def again(form: FormView, status: int) -> Response[Any]:
        return await list_of_letters(request, form, status=status)

    def location() -> str:
        return _url(View.PRINT)

    return await acted(request, do, act="", again=again, location=location, done="saved")


async def list_of_letters(request: AnyRequest, form: FormView, *, status: int = 200) -> Response[Any]:
    visit = visit_of(request)
    view, number = _wanted(request), _number(request)
    found, waiting = await listing(view, visit.staff, page=number), await counts()
    desk = await desk_in_force(visit.tenant, visit.settings)
    tabs = ((View.PRINT, gettext("To print and post")), (View.APPROVE, gettext("To approve")), (View.POSTED, gettext("Posted")))  # fmt: skip
    return await portal_page(
        request,
        "portal/letters.html",
        area="letters",
        status=status,
        form=form,
        view=str(view),
        today=visit.now.astimezone(zone_of(visit)).date().isoformat(),
        tabs_shown=[
            {"url": _url(each), "text": text, "current": each is view, "count": waiting.get(each)}
            for each, text in tabs
        ],
        letters=[_line(line, visit, role_text(desk.policy, line.approving_role)) for line in found.lines],
        newer_url=_url(view, number - 1) if number > 1 else "",
        older_url=_url(view, number + 1) if found.more else "",
    )


def _line(line: LetterLine, visit: Visit, role: str) -> dict[str, Any]:
    since = line.asked_at if line.state == "asked" else line.approved_at
    return {
        "id": str(line.id),
        "url": letter_url(line.id),
        "case_url": f"/portal/cases/{line.complaint_id}",
        "number": line.number,
        "subject": line.subject,
        "recipient": line.recipient,
        "role_text": role,
        "since_text": moment_text(since, zone=zone_of(visit)) if since else "",
        "since_iso": iso(since) if since else "",
        "printed": line.printed_at is not None,
        "posted_text": short_day_text(line.posted_on) if line.posted_on else "",
    }


def _wanted(request: AnyRequest) -> View:
    asked = request.query_params.get("show", "")
    return View(asked) if asked in set(View) else View.PRINT


def _number(request: AnyRequest) -> int:
    asked = request.query_params.get("page", "1")
    return max(int(asked), 1) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 1


def _url(view: View, number: int = 1) -> str:
    return f"{HOME}?show={view}" + (f"&page={number}" if number > 1 else "")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


routes: list[Any] = [letters, all_posted]
