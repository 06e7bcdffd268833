"""Places of a policy as words: problems, warnings and conflicts are about one each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from amends.policy.editing import Conflict
from amends.policy.loosening import How, Loosened
from amends.policy.places import Keys, Table, dotted
from amends.policy.shape import kind_at
from amends.policy.sources import Resting
from tenants.adopted import Group
from tenants.checking import Checked
from tenants.versions import State
from web.i18n import current_language, gettext
from web.i18n import mark as _
from web.settings.policy.places_words import place_text, url_at
from web.settings.policy.problems_told import problem_views
from web.settings.policy.telling import item_text, value_text
from web.settings.policy.wording import names_text

_HOW = {
    How.LONGER: _("takes longer than inherited"),
    How.SHORTER: _("is shorter than inherited"),
    How.MORE: _("is more than inherited"),
    How.FEWER: _("is less than inherited"),
    How.DROPPED: _("is no longer asked for"),
    How.ALLOWED: _("was not allowed before"),
    How.OTHERWISE: _("is decided differently"),
    How.REMOVED: _("is taken away"),
}


def checks_view(found: Checked, state: State) -> dict[str, Any]:
    """{problems, loosened, unconfirmed, strange}, each a list; {loosened_before}: a number."""
    document = state.document
    return {
        "problems": problem_views(found.problems, document, state.inherited),
        "loosened": [_loosened_view(each, state) for each in found.loosened],
        "loosened_before": found.loosened_before,
        "unconfirmed": [_resting_view(each, document) for each in found.unconfirmed],
        "strange": problem_views(found.strange, document, state.inherited),
    }


def conflict_views(conflicts: Iterable[Conflict], state: State) -> list[dict[str, str]]:
    """{name, label, base, ours, theirs}."""
    return [
        {"name": dotted(each.keys), "label": _label(each.keys, state)}
        | {
            side: _said(each.keys, value, state)
            for side, value in (("base", each.base), ("ours", each.ours), ("theirs", each.theirs))
        }
        for each in conflicts
    ]


def _label(keys: Keys, state: State) -> str:
    if (group := _group(keys, state)) is not None:
        return gettext("Variants") + " · " + group.name.in_language(current_language())
    return place_text(keys, state.document, state.inherited)


def _said(keys: Keys, value: object, state: State) -> str:
    if (group := _group(keys, state)) is not None:
        chosen = group.choices.get(str(value or group.default))
        return chosen.name.in_language(current_language()) if chosen else str(value)
    return value_text(value, kind_at(keys), state.document)


def _group(keys: Keys, state: State) -> Group | None:
    """A choice among variants is no part of the document."""
    return state.adopted.groups.get(keys[1]) if len(keys) == 2 and keys[0] == "variants" else None


def _loosened_view(each: Loosened, state: State) -> dict[str, Any]:
    document = state.document
    takes = kind_at(each.keys)
    return {
        "place": place_text(each.keys, document, state.inherited),
        "url": url_at(each.keys, document),
        "how": gettext(_HOW[each.how]),
        "before": value_text(each.before, takes, state.inherited) if each.how is not How.REMOVED else "",
        "after": value_text(each.after, takes, document) if each.how is not How.REMOVED else "",
        "laws": [source_title(state.inherited, code) for code in each.laws],
    }


def _resting_view(each: Resting, document: Table) -> dict[str, Any]:
    return {"code": each.code, "title": source_title(document, each.code), "count": len(each.items)}


def source_title(document: Table, code: str) -> str:
    sources = document.get("sources")
    source = sources.get(code) if isinstance(sources, dict) else None
    title = source.get("title") if isinstance(source, dict) else None
    return names_text(title if isinstance(title, dict) else None, code) or item_text(
        document, "sources", code
    )
