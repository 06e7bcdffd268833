"""What looking for a word in the policy finds, and where each comes from."""

from __future__ import annotations

from typing import Any

from litestar import get
from litestar.response import Template

from amends.policy.places import at
from amends.policy.shape import kind_at
from tenants.versions import State
from tenants.working import at_work
from web.edge.visit import AnyRequest, visit_of
from web.settings.addresses import POLICY
from web.settings.frame import MANAGE
from web.settings.policy.finding import MOST, Found, found
from web.settings.policy.frame import policy_page
from web.settings.policy.item_view import place_url
from web.settings.policy.naming import place_text
from web.settings.policy.origins import Provenance, is_told
from web.settings.policy.telling import value_text
from web.typed import asked

_SHORT = 160


@get(f"{POLICY}/search", opt=MANAGE)
async def search_page(request: AnyRequest) -> Template:
    work, words = await at_work(visit_of(request).tenant), asked(request, "q").strip()[:100]
    results = result_views(work.state, found(work.state.document, words))
    return await policy_page(
        request,
        "settings/policy/search.html",
        tab="parts",
        work=work,
        words=words,
        results=results,
        cut=len(results) >= MOST,
    )


def result_views(state: State, results: list[Found]) -> list[dict[str, str]]:
    """{title, url, value, origin}."""
    known: dict[str, Provenance] = {}
    views = []
    for one in results:
        provenance = known.setdefault(one.place.part, Provenance(state, one.place.part))
        origin = provenance.view(one.keys)
        views.append(
            {
                "title": place_text(state.document, one.keys),
                "url": _url(one),
                "value": _value(state, one),
                "origin": str(origin["badge"] or origin["text"]) if len(one.keys) > 1 else "",
            }
        )
    return views


def _url(one: Found) -> str:
    return place_url(one.place) + (f"?open={one.name}#{one.name}" if one.name else "")


def _value(state: State, one: Found) -> str:
    if not one.name:
        return ""
    value = at(state.document, one.keys)
    if not is_told(value):
        return ""
    text = value_text(value, kind_at(one.keys), state.document)
    return text if len(text) <= _SHORT else text[:_SHORT] + "…"


routes: list[Any] = [search_page]
