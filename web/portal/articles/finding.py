"""The list of articles: by words, by category, and by what is to be done about them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from litestar import Response, get

from amends.knowledge.queries import Listed, View, counts, listing, may_see_drafts
from amends.people.rights import Right
from amends.policy.categories import path, subtree
from amends.policy.document import Policy
from tenants.desks import desk_in_force
from web.categories import filter_options
from web.edge.visit import AnyRequest, Visit, visit_of
from web.formats import day_text
from web.i18n import current_language, gettext
from web.i18n import mark as _
from web.portal.articles.words import HOME, badges, categories_text, today_of
from web.portal.frame import portal_page
from web.portal.sub_page import READ
from web.typed import asked

_TABS = {
    View.IN_USE: _("Current"),
    View.DRAFTS: _("Drafts"),
    View.PROPOSED: _("To be approved"),
    View.REVIEW: _("To be looked at again"),
    View.RETIRED: _("Retired"),
}
_LONGEST = 200


@get(HOME, opt=READ)
async def listed(request: AnyRequest) -> Response[Any]:
    """Whoever writes none sees what is in use."""
    visit, words = visit_of(request), asked(request, "q").strip()[:_LONGEST]
    writes = may_see_drafts(visit.staff)
    view = _view(asked(request, "show")) if writes else View.IN_USE
    policy = (await desk_in_force(visit.tenant, visit.settings)).policy
    category, number = asked(request, "category"), asked(request, "page")
    found = await listing(
        view,
        today=today_of(visit),
        words=words,
        categories=_meant(policy, category),
        page=int(number[:4]) if number.isdecimal() else 1,
    )
    waiting = await counts(today_of(visit)) if writes else {}
    kept = {"q": words, "category": category}
    return await portal_page(
        request,
        "portal/articles.html",
        area="articles",
        q=words,
        show=str(view),
        category=category,
        category_options=filter_options(policy, category)[:-1],
        filtered=bool(words or category),
        lists=[
            {
                "url": _address(each, kept),
                "text": gettext(text),
                "current": each is view,
                "count": waiting.get(each),
            }
            for each, text in _TABS.items()
            if writes
        ],
        articles=[_line(each, policy, visit) for each in found.lines],
        newer_url=_address(view, kept, found.page - 1) if found.page > 1 else "",
        older_url=_address(view, kept, found.page + 1) if found.more else "",
        new_url=f"{HOME}/new" if visit.staff.may(Right.WRITE_ARTICLES) else "",
    )


def _line(line: Listed, policy: Policy, visit: Visit) -> dict[str, Any]:
    late = line.review_on is not None and line.review_on <= today_of(visit)
    return {
        "url": f"{HOME}/{line.id}",
        "title": line.title(current_language()),
        "badges": badges(line.state, line.in_use, line.audience),
        "categories_text": categories_text(line.categories, policy),
        "review_text": day_text(line.review_on) if line.review_on else "",
        "review_late": late,
    }


def _meant(policy: Policy, category: str) -> list[str]:
    """What is said of a group holds for what is below it, so both ways count."""
    if not category:
        return []
    if category not in policy.categories:
        return [category]
    return [*path(policy, category), *subtree(policy, category)]


def _view(asked_for: str) -> View:
    return View(asked_for) if asked_for in set(View) else View.IN_USE


def _address(view: View, kept: dict[str, str], page: int = 1) -> str:
    query = {"show": view.value, **{name: text for name, text in kept.items() if text}}
    return f"{HOME}?{urlencode(query | ({'page': str(page)} if page > 1 else {}))}"


routes: list[Any] = [listed]
