"""The cases behind a figure, and what all figures mean."""

from __future__ import annotations

from typing import Any

from litestar import Response, get

from amends.complaints.listing import MOST_PAGES, PAGE, listed
from amends.measures.finding import Narrowed, cases, counts
from amends.measures.rules import ONE_DAY
from amends.people.queries import departments, people_named
from amends.people.rights import Right
from amends.policy.document import Policy
from tenants.desks import desk_in_force
from web.categories import NO_MORE, category_text
from web.edge.visit import AnyRequest, visit_of
from web.figures import DEFINED, definition_url, definitions_view, name_of
from web.formats import day_text, number_text
from web.i18n import current_language, gettext, ngettext
from web.portal.dashboard.asking import (
    Behind,
    asked_category,
    asked_figure,
    asked_narrowing,
    reading,
)
from web.portal.frame import portal_page
from web.portal.queue import case_line, desks_of
from web.portal.queue_columns import USUAL, heads
from web.typed import asked

READ = {"right": Right.READ_CASES, "guests": False}


@get("/portal/dashboard/cases", opt=READ)
async def figure_cases(request: AnyRequest) -> Response[Any]:
    visit = visit_of(request)
    desk = await desk_in_force(visit.tenant, visit.settings)
    figure, read = asked_figure(request), reading(visit, desk)
    narrowed = asked_narrowing(request, desk.policy, read, figure)
    page = _page(asked(request, "page"))
    count = (await counts([figure], read, narrowed))[figure]
    rows = await listed(await cases(figure, read, narrowed, skip=(page - 1) * PAGE, most=PAGE))
    desks = await desks_of(visit, rows)
    category = asked_category(request, desk.policy)
    behind = Behind(
        figure=figure,
        days=narrowed.days,
        category=category,
        department=narrowed.department,
        person=narrowed.person,
    )
    return await portal_page(
        request,
        "portal/dashboard_cases.html",
        area="dashboard",
        figure_text=name_of(figure),
        definition_text=gettext(DEFINED[figure].text),
        definition_url=definition_url(figure),
        count_text=ngettext("%(num)s case", "%(num)s cases", count) % {"num": number_text(count)},
        narrowed=await _narrowed(narrowed, category, desk.policy),
        heads=heads(USUAL),
        rows=[case_line(row, desks[row.policy_version_id], visit) for row in rows],
        rows_url="",
        nothing_title=gettext("No case counts here"),
        nothing_text="",
        newer_url=behind.address(page=page - 1) if page > 1 else "",
        older_url=behind.address(page=page + 1) if count > page * PAGE and page < MOST_PAGES else "",
    )  # fmt: skip


@get("/portal/dashboard/definitions", opt=READ)
async def definitions(request: AnyRequest) -> Response[Any]:
    return await portal_page(
        request,
        "portal/dashboard_definitions.html",
        area="dashboard",
        definitions=definitions_view(),
    )


async def _narrowed(narrowed: Narrowed, category: str, policy: Policy) -> list[str]:
    """What the list was narrowed down to, in words."""
    found = []
    if narrowed.days is not None:
        days = {"first": day_text(narrowed.days.since), "last": day_text(narrowed.days.until - ONE_DAY)}
        found.append(gettext("from %(first)s to %(last)s") % days)
    if category:
        found.append(
            gettext("No longer in the policy") if category == NO_MORE else category_text(policy, category)
        )
    if narrowed.department is not None:
        names = {row.id: row.name_in(current_language()) for row in await departments()}
        found.append(names.get(narrowed.department, "–"))
    if narrowed.person is not None:
        found.append((await people_named([narrowed.person])).get(narrowed.person, "–"))
    return found


def _page(text: str) -> int:
    return min(max(int(text[:6]), 1), MOST_PAGES) if text.isdecimal() else 1


routes: list[Any] = [figure_cases, definitions]
