"""The public form as it would look with what is being edited: the real part of the real page, in both languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from litestar.plugins.jinja import JinjaTemplateEngine
from markupsafe import Markup

from amends.complaints.intake import Lodgement
from amends.policy.categories import effective, leaves
from amends.policy.document import Policy
from amends.policy.parse import PolicyError, parse
from amends.policy.places import Table, put_at
from tenants.desks import desk_in_force
from web.edge.visit import AnyRequest, visit_of
from web.i18n import LANGUAGE_NAMES, current_language, speaking
from web.questions import fields_view
from web.settings.policy.places import Place
from web.settings.policy.problems_told import problem_views
from web.view import FormView

PREVIEWED = ("categories", "fields", "common_fields")
_PAGE = "public/_category_fields.html"
_IDS = re.compile(r' id="(category-fields|questions)"')
"""Of what the page has once, while it stands here twice."""


async def preview_view(
    request: AnyRequest, document: Table, place: Place, item: Table, *, url: str
) -> dict[str, Any] | None:
    """{category, texts: list of {language, name, html}, problems, url}; None where no form shows what is edited. `url`:
    where the form beside it is sent. A question that no category asks yet is shown as if all did.
    """
    if place.part not in PREVIEWED:
        return None
    shown = put_at(document, place.keys, place.value(item))
    try:
        policy = parse(shown, where="")
    except PolicyError as error:
        lines = [line.removeprefix(": ") for line in error.problems]
        return {"category": "", "texts": [], "problems": problem_views(lines, shown), "url": url}
    category = category_shown(policy, place)
    if not category and place.part == "fields":
        policy = parse(put_at(shown, ("common_fields", place.code), {}), where="")
        category = category_shown(policy, place)
    if not category:
        return None
    name = policy.categories[category].name.in_language(current_language())
    return {"category": name, "texts": await _texts(request, policy, category), "problems": [], "url": url}


def category_shown(policy: Policy, place: Place) -> str:
    """Itself, or the first below it; of a question the first category that asks it."""
    all_leaves = leaves(policy)
    if place.part == "categories":
        below = (code for code in all_leaves if place.code in _way(policy, code))
        return next(below, "")
    asking = (code for code in all_leaves if place.code in effective(policy, code).fields)
    first = all_leaves[0] if place.code in policy.common_fields and all_leaves else ""
    return next(asking, first)


def _way(policy: Policy, code: str) -> list[str]:
    way = [code]
    while (parent := policy.categories[way[-1]].parent) in policy.categories and parent not in way:
        way.append(parent)
    return way


async def _texts(request: AnyRequest, policy: Policy, category: str) -> list[dict[str, Any]]:
    visit = visit_of(request)
    desk = replace(await desk_in_force(visit.tenant, visit.settings), policy=policy)
    given = Lodgement(category=category, subject="", narrative="")
    found = []
    for language, name in LANGUAGE_NAMES.items():
        with speaking(language):
            html = _drawn(request, language, fields_view(desk, given, url=""))
        found.append({"language": language, "name": name, "html": html})
    return found


def _drawn(request: AnyRequest, language: str, values: Mapping[str, Any]) -> Markup:
    engine = request.app.template_engine
    assert isinstance(engine, JinjaTemplateEngine)
    html = engine.get_template(_PAGE).render(form=FormView(act=language), swapped=False, **values)
    return Markup(without_ids(html))  # noqa: S704 - drawn by a page of our own


def without_ids(html: str) -> str:
    return _IDS.sub("", html)
