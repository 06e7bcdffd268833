"""The tray: what waits by what is due first, what is held, and what was settled last."""

from __future__ import annotations

from typing import Any, Final

from litestar import Response, get

from amends.arrivals.queries import PAGE, tray, waiting
from amends.arrivals.rules import Standing
from amends.people.rights import Right
from web.edge.visit import AnyRequest, visit_of
from web.formats import number_text
from web.i18n import gettext
from web.i18n import mark as _
from web.portal.arrivals.words import TRAY, line
from web.portal.frame import portal_page
from web.typed import asked

RECORD: Final = {"right": Right.RECORD, "guests": False}
_LISTS = {
    "waiting": (_("To look at"), (Standing.WAITING,)),
    "held": (_("Held"), (Standing.HELD,)),
    "settled": (_("Settled"), (Standing.COMPLAINT, Standing.MESSAGE)),
    "dismissed": (_("No complaint"), (Standing.DISMISSED,)),
}
_NOTHING = {
    "waiting": (_("Nothing waits to be looked at"), _("Mail, missed calls and notes stand here until somebody has said what they are.")),
    "held": (_("Nothing is held"), ""),
    "settled": (_("Nothing was settled yet"), ""),
    "dismissed": (_("Nothing was put aside"), ""),
}  # fmt: skip


@get(TRAY, opt=RECORD)
async def look(request: AnyRequest) -> Response[Any]:
    visit, show, page = visit_of(request), asked(request, "show"), asked(request, "page")
    show = show if show in _LISTS else "waiting"
    number = min(max(int(page[:4]), 1), 200) if page.isdecimal() else 1
    rows, counts = await tray(_LISTS[show][1], page=number), await waiting()
    title, text = _NOTHING[show]
    return await portal_page(
        request,
        "portal/arrivals.html",
        area="arrivals",
        lists=[
            {"url": f"{TRAY}?show={code}", "text": gettext(name), "current": code == show,
             "count": number_text(counts.get(standings[0], 0)) if code in ("waiting", "held") else None}
            for code, (name, standings) in _LISTS.items()
        ],
        arrivals=[line(row, visit) for row in rows[:PAGE]],
        newer_url=f"{TRAY}?show={show}&page={number - 1}" if number > 1 else "",
        older_url=f"{TRAY}?show={show}&page={number + 1}" if len(rows) > PAGE else "",
        nothing_title=gettext(title),
        nothing_text=gettext(text) if text else "",
    )  # fmt: skip


routes: list[Any] = [look]
