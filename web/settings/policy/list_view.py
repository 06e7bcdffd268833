"""Parts of the policy as lists: all parts, and the items of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from amends.policy.difference import changes
from amends.policy.overriding import Standing
from amends.policy.places import Keys, Table, at, leaves
from tenants.versions import State
from web.formats import number_text
from web.i18n import gettext, ngettext
from web.settings.addresses import POLICY
from web.settings.policy.controls import Filled, control_views, row_summary
from web.settings.policy.finding import fits
from web.settings.policy.groups import groups
from web.settings.policy.item_view import part_url, place_url
from web.settings.policy.naming import item_title, ordered
from web.settings.policy.origins import Provenance
from web.settings.policy.places import Place, has_items
from web.settings.policy.typing_out import typed_out
from web.settings.policy.wording import part_words

POLICY_ADDITIONS = f"{POLICY}/additions"
_PAGE = 60
"""Longer lists are turned page by page, looked through by words, and arranged in the items' own forms."""


def group_views(state: State) -> list[dict[str, Any]]:
    """{title, icon, parts: list of {label, about, url, count_text, changed_text}}."""
    counted = _changed_by_part(state)
    return [
        {
            "title": gettext(group.title),
            "icon": group.icon,
            "parts": [_part_view(part, state, counted.get(part, 0)) for part in group.parts],
        }
        for group in groups()
    ]


def _part_view(part: str, state: State, changed: int) -> dict[str, Any]:
    words, there = part_words(part), state.document.get(part)
    items = has_items(part) and isinstance(there, Mapping)
    changed_text = ngettext("%(count)s value is yours", "%(count)s values are yours", changed)
    return {
        "label": words.label,
        "about": words.about,
        "url": part_url(part),
        "count_text": number_text(len(there)) if items and isinstance(there, Mapping) else "",
        "changed_text": changed_text % {"count": number_text(changed)} if changed else "",
    }


def _changed_by_part(state: State) -> dict[str, int]:
    counted: dict[str, int] = {}
    for change in changes(state.inherited, state.document):
        value = change.after if isinstance(change.after, Mapping) else change.before
        inner = sum(1 for _ in leaves(value)) if isinstance(value, Mapping) and len(change.keys) == 1 else 1
        counted[change.keys[0]] = counted.get(change.keys[0], 0) + inner
    return counted


def list_view(state: State, part: str, words: str = "", page: int = 1) -> dict[str, Any]:
    """{title, one, about, url, add_url, levels, long, words, arranged, rows: list of row_view, count_text, newer_url,
    older_url, removed: list of {title, url}}; `words`: what a long list is narrowed to.
    """
    told, items = part_words(part), state.document.get(part)
    table = items if isinstance(items, Mapping) else {}
    long = len(table) > _PAGE
    tree = list(_tree(table)) if part == "categories" else [(code, 0) for code in ordered(table)]
    found = [line for line in tree if fits(line[0], table[line[0]], words)] if long else tree
    return {
        "title": told.label,
        "one": told.one,
        "about": told.about,
        "url": part_url(part),
        "add_url": f"{POLICY_ADDITIONS}/{part}",
        "levels": part in ("levels", "clocks"),
        "long": long,
        "words": words,
        "arranged": not long,
        **_paged(state, part, found, words, page),
        "removed": [
            {"title": item_title(state.inherited, part, code), "url": place_url(Place(part, code))}
            for code in _removed(state, part)
        ],
    }


def _paged(state: State, part: str, found: list[tuple[str, int]], words: str, page: int) -> dict[str, Any]:
    last = max(1, -(-len(found) // _PAGE))
    page = min(max(page, 1), last)
    provenance = Provenance(state, part)
    counted = {"page": page, "pages": last, "count": number_text(len(found))}
    return {
        "rows": [
            _row_view(state, provenance, part, code, depth)
            for code, depth in found[(page - 1) * _PAGE : page * _PAGE]
        ],
        "count_text": gettext("Page %(page)s of %(pages)s, %(count)s in all") % counted,
        "newer_url": _page_url(part, words, page - 1) if page > 1 else "",
        "older_url": _page_url(part, words, page + 1) if page < last else "",
    }


def _page_url(part: str, words: str, page: int) -> str:
    asked = {"q": words} if words else {}
    return f"{part_url(part)}?{urlencode({**asked, 'page': page})}"


def _row_view(state: State, provenance: Provenance, part: str, code: str, depth: int) -> dict[str, Any]:
    place = Place(part, code)
    return {
        "code": code,
        "title": item_title(state.document, part, code),
        "url": place_url(place),
        "depth": depth,
        "summary": _summary(state.document, place),
        "origin": _origin(provenance, place.keys),
    }


def _summary(document: Table, place: Place) -> str:
    """The few plain values that tell one item from another."""
    entries = {
        name: entry
        for name, entry in place.entries.items()
        if entry.shape.control in ("reference", "enum", "period", "enums", "references") and name != "parent"
    }
    filled = Filled(typed_out(entries, place.item(document)), document)
    return row_summary(control_views(place.struct, entries, filled))


def _origin(provenance: Provenance, keys: Keys) -> dict[str, str]:
    standing = provenance.standing(keys)
    view = (
        provenance.view(keys)
        if standing is not Standing.CHANGED
        else {"badge": gettext("changed"), "kind": "calm"}
    )
    return {"badge": str(view["badge"]), "kind": str(view["kind"]), "text": str(view.get("text", ""))}


def _removed(state: State, part: str) -> list[str]:
    there, now = at(state.inherited, (part,)), at(state.document, (part,))
    if not isinstance(there, Mapping):
        return []
    return [code for code in ordered(there) if not isinstance(now, Mapping) or code not in now]


def _tree(items: Mapping[str, object]) -> Iterator[tuple[str, int]]:
    """Every category below the one it belongs to; one whose parent is gone stands at the top."""
    below: dict[str, list[str]] = {}
    for code in ordered(items):
        parent = _parent(items[code])
        below.setdefault(parent if parent in items and parent != code else "", []).append(code)
    waiting = [(code, 0) for code in reversed(below.get("", []))]
    met: set[str] = set()
    while waiting:
        code, depth = waiting.pop()
        if code not in met:
            met.add(code)
            yield code, depth
            waiting += [(inner, depth + 1) for inner in reversed(below.get(code, []))]


def _parent(item: object) -> str:
    return str(item.get("parent", "")) if isinstance(item, Mapping) else ""
