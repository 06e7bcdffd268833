"""Tasks: mine, my department's, everybody's, and what is over. What is due first stands first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from litestar import Response, get

from amends.people.rights import Right
from amends.tasks.queries import View, listing
from amends.tasks.tables import TaskKind
from web.edge.visit import AnyRequest, visit_of
from web.i18n import gettext
from web.i18n import mark as _
from web.portal.frame import portal_page
from web.portal.task_view import task_view
from web.roles import roles_in_force
from web.tasks.words import kind_text
from web.typed import asked

_LISTS = {
    View.MINE: _("Mine"),
    View.DEPARTMENT: _("My department"),
    View.ALL: _("Everybody’s"),
    View.DONE: _("Done"),
}
_NOTHING = {
    View.MINE: (
        _("Nothing for you to do"),
        _("Calls to make, letters to post and whatever you are given stand here."),
    ),
    View.DEPARTMENT: (
        _("Your department has nothing to do"),
        _("What is for any of you stands here, also what one of you has taken up."),
    ),
    View.ALL: (
        _("Nothing is to be done"),
        _("Tasks come by themselves, or are added on the page of a complaint."),
    ),
    View.DONE: (_("Nothing is done yet"), _("What was done or cancelled stays here.")),
}
_NOT_FOUND = (_("Nothing found"), _("Try all kinds, or another list."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which list, narrowed down how, which page; anything unknown means the usual."""

    view: View
    kind: str = ""
    late: bool = False
    number: int = 1

    def address(self, **changed: Any) -> str:
        other = replace(self, **changed)
        texts = {
            "show": other.view.value,
            "kind": other.kind,
            "late": "yes" if other.late else "",
            "page": str(other.number) if other.number > 1 else "",
        }
        return f"/portal/tasks?{urlencode({name: text for name, text in texts.items() if text})}"


@get("/portal/tasks", opt={"right": Right.READ_CASES, "guests": False})
async def tasks(request: AnyRequest) -> Response[Any]:
    visit, wanted = visit_of(request), _asked(request)
    await roles_in_force(visit)
    found = await listing(
        wanted.view,
        reader=visit.staff,
        now=visit.now,
        kind=wanted.kind,
        late=wanted.late,
        page=wanted.number,
    )
    title, text = _NOT_FOUND if wanted.kind or wanted.late else _NOTHING[wanted.view]
    return await portal_page(
        request,
        "portal/tasks.html",
        area="tasks",
        lists=[_tab(each, wanted) for each in View],
        show=wanted.view.value,
        kind=wanted.kind,
        late=wanted.late,
        kinds=[(each.value, kind_text(each)) for each in TaskKind],
        tasks=[task_view(each, visit) for each in found.tasks],
        newer_url=wanted.address(number=wanted.number - 1) if wanted.number > 1 else "",
        older_url=wanted.address(number=wanted.number + 1) if found.more else "",
        nothing_title=gettext(title),
        nothing_text=gettext(text),
    )


def _tab(view: View, wanted: Asked) -> dict[str, Any]:
    return {
        "url": wanted.address(view=view, number=1),
        "text": gettext(_LISTS[view]),
        "current": view is wanted.view,
        "count": None,
    }


def _asked(request: AnyRequest) -> Asked:
    """Who handles no cases has mostly nothing of their own to do: they see everybody's."""
    show, kind, number = asked(request, "show"), asked(request, "kind"), asked(request, "page")
    usual = View.MINE if visit_of(request).staff.may(Right.HANDLE) else View.ALL
    return Asked(
        view=View(show) if show in set(View) else usual,
        kind=kind if kind in set(TaskKind) else "",
        late=asked(request, "late") == "yes",
        number=max(int(number[:6]), 1) if number.isdecimal() else 1,
    )


routes: list[Any] = [tasks]
