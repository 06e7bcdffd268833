"""What surveys say all together: averages and how answers spread, of nobody in particular."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from litestar import Response, get

from amends.complaints.desk import Desk
from amends.people.queries import departments
from amends.people.rights import Right
from amends.surveys.results import Group, Results, Spread, results
from tenants.desks import desk_in_force
from web.categories import category_text
from web.edge.visit import AnyRequest, visit_of
from web.formats import number_text
from web.i18n import current_language, gettext
from web.i18n import mark as _
from web.portal.frame import portal_page
from web.surveys import dimension_text, dimensions_view
from web.typed import asked

_SPANS = {"30": _("30 days"), "90": _("90 days"), "365": _("A year")}
_BROAD, _ROOM = 600, 100
"""Of a plot, in its own units."""


@get("/portal/surveys", opt={"right": Right.READ_AUDIT, "guests": False})
async def surveys(request: AnyRequest) -> Response[Any]:
    visit = visit_of(request)
    days = asked(request, "days") if asked(request, "days") in _SPANS else "365"
    desk = await desk_in_force(visit.tenant, visit.settings)
    part = desk.policy.survey
    since = visit.now - timedelta(days=int(days))
    found = await results(since=since, scale=part.highest, least=part.shown_from)
    names = {str(row.id): row.name_in(current_language()) for row in await departments()}
    return await portal_page(
        request,
        "portal/surveys.html",
        area="surveys",
        spans=[
            {"url": "/portal/surveys?" + urlencode({"days": each}), "text": gettext(text), "current": each == days, "count": None}
            for each, text in _SPANS.items()
        ],
        invited_text=number_text(found.invited),
        answered_text=number_text(found.answered),
        refused_text=number_text(found.refused),
        rate_text=f"{number_text(round(found.rate, 1))} %" if found.rate is not None else "–",
        too_few=_too_few(found.answered, part.shown_from) if not found.spreads else "",
        spreads=[_spread(each, desk) for each in _in_order(found.spreads, desk)],
        columns=[dimension_text(desk.policy, each.dimension) for each in _in_order(found.spreads, desk)],
        groups=_tables(found, desk, names),
        comments=found.comments,
        highest=part.highest,
    )  # fmt: skip


def _too_few(answered: int, least: int) -> str:
    return gettext("too few yet: %(count)s of %(least)s") % {
        "count": number_text(min(answered, least - 1)),
        "least": number_text(least),
    }


def _in_order(spreads: Sequence[Spread], desk: Desk) -> list[Spread]:
    ranks = {code: rank for rank, (code, _name) in enumerate(dimensions_view(desk.policy))}
    return sorted(spreads, key=lambda each: (ranks.get(each.dimension, len(ranks)), each.dimension))


def _spread(spread: Spread, desk: Desk) -> dict[str, Any]:
    most = max(spread.counts.values())
    wide = _BROAD / len(spread.counts)
    bars = []
    for place, (score, count) in enumerate(spread.counts.items()):
        height = round(_ROOM * count / most) if most else 0
        bars.append(
            {
                "x": round(place * wide + wide * 0.1),
                "width": round(wide * 0.8),
                "y": 101 - height,
                "height": height,
                "score_text": str(score),
                "count_text": number_text(count),
            }
        )
    return {
        "code": spread.dimension,
        "name": dimension_text(desk.policy, spread.dimension),
        "average_text": number_text(spread.average),
        "answers_text": number_text(spread.answers),
        "bars": bars,
    }


def _tables(found: Results, desk: Desk, names: Mapping[str, str]) -> list[dict[str, Any]]:
    categories = {each.code: category_text(desk.policy, each.code) for each in found.categories}
    kinds = (
        (gettext("By category"), gettext("Category"), found.categories, categories),
        (gettext("By department"), gettext("Department"), found.departments, names),
    )
    order = [each.dimension for each in _in_order(found.spreads, desk)]
    least = desk.policy.survey.shown_from
    return [
        {
            "title": title,
            "column": column,
            "rows": [_row(each, order, texts.get(each.code, "–"), least) for each in groups],
        }
        for title, column, groups, texts in kinds
        if groups
    ]


def _row(group: Group, order: list[str], name: str, least: int) -> dict[str, Any]:
    """Too few, or so few elsewhere that theirs could be worked out from these."""
    averages = [number_text(group.averages[each]) if each in group.averages else "–" for each in order]
    return {
        "name": name,
        "answers_text": number_text(group.answered),
        "averages": averages,
        "too_few": "" if group.averages else _too_few(group.answered, least),
    }


routes: list[Any] = [surveys]
