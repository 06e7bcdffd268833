"""Cases found by what is written in them, each with the passage that shows why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from litestar import Response, get

from amends.complaints.listing import PAGE, listed, numbered, only_readable
from amends.people.rights import Right
from amends.search.finding import MOST, Shown, find, shown
from amends.search.indexing import Rank
from amends.search.marking import Passage, Piece
from amends.search.tokens import LONGEST
from tenants.desks import policy_of
from web.edge.visit import AnyRequest, visit_of
from web.formats import number_text
from web.i18n import gettext, ngettext
from web.i18n import mark as _
from web.portal.frame import portal_page
from web.portal.queue import Line, case_line, desks_of
from web.rendering import go
from web.typed import asked

_WHERE = {
    Rank.WHO: _("Complainant"),
    Rank.FILES: _("Name of a file"),
    Rank.TEXT: _("What was said"),
    Rank.MESSAGES: _("Messages and notes"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    case: Line
    subject: tuple[Piece, ...]
    passage: tuple[Piece, ...]
    where_text: str


@get("/portal/search", opt={"right": Right.READ_CASES})
async def search(request: AnyRequest) -> Response[Any]:
    """A number leads straight to its case. What is not for the reader to know of is not counted either."""
    visit, words = visit_of(request), asked(request, "q").strip()[:LONGEST]
    if words and (exact := await numbered(words, visit.staff)):
        return go(f"/portal/cases/{exact}")
    roles = visit.staff.roles
    found = await only_readable(await find(words, roles=roles), visit.staff) if words else []
    number = asked(request, "page")
    page = max(int(number[:4]), 1) if number.isdecimal() else 1
    here = found[(page - 1) * PAGE : page * PAGE]
    rows, why = await listed(here), await shown(here, words, roles=roles, policies=policy_of)
    desks = await desks_of(visit, rows)
    return await portal_page(
        request,
        "portal/search.html",
        area="queue",
        q=words,
        hits=[
            _hit(case_line(row, desks[row.policy_version_id], visit), why[row.id])
            for row in rows
            if row.id in why
        ],
        count_text=_count(len(found)),
        newer_url=_address(words, page - 1) if page > 1 else "",
        older_url=_address(words, page + 1) if len(found) > page * PAGE else "",
    )


def _hit(line: Line, why: Shown) -> Hit:
    return Hit(
        case=line,
        subject=_pieces(why.subject) or (Piece(line.subject),),
        passage=_pieces(why.passage),
        where_text=gettext(_WHERE[why.where]) if why.where is not None else "",
    )


def _pieces(passage: Passage | None) -> tuple[Piece, ...]:
    return passage.pieces if passage is not None else ()


def _count(found: int) -> str:
    if found >= MOST:
        return gettext("At least %(number)s complaints: one word more finds fewer.") % {
            "number": number_text(MOST)
        }
    return ngettext("%(num)s complaint", "%(num)s complaints", found) % {"num": number_text(found)}


def _address(words: str, page: int) -> str:
    return f"/portal/search?{urlencode({'q': words, 'page': page})}"


routes: list[Any] = [search]
