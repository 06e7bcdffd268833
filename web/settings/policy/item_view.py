"""The form of one item of the policy, with what stands beside each of its values. No request, no database."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from amends.policy.events import Event
from amends.policy.loosening import loosened
from amends.policy.overriding import Standing
from amends.policy.places import Table, at
from amends.policy.shape import spelled_out
from tenants.versions import State
from web.i18n import LANGUAGE_NAMES, gettext
from web.settings.addresses import POLICY_NOTICES, POLICY_PARTS
from web.settings.policy.controls import Filled, View, control_views
from web.settings.policy.naming import item_title, ordered, place_text
from web.settings.policy.origins import Provenance, loosened_texts, source_views
from web.settings.policy.places import Place, has_items
from web.settings.policy.referring import referring
from web.settings.policy.saving import siblings
from web.settings.policy.wording import part_words

_MOST_REFERRING = 12


def item_view(
    state: State,
    place: Place,
    filled: Filled,
    item: Table,
    confirmed: Collection[str],
) -> dict[str, Any]:
    """{title, about, way, back_url, url, code, new, controls, rests_on, changed, place, referring}; `filled` says what was
    typed, and its document is the draft with it."""
    document = filled.document
    words, provenance = part_words(place.part), Provenance(state, place.part)
    new = bool(place.code) and at(state.document, place.keys) is None
    return {
        "title": item_title(document, place.part, place.code) if place.code else words.label,
        "about": words.one if place.code else words.about,
        "way": way_to(place),
        "back_url": part_url(place.part) if place.code else POLICY_PARTS,
        "url": place_url(place),
        "code": place.code,
        "new": new,
        "controls": _with_origins(place, filled, provenance, state),
        "rests_on": source_views(document, item, confirmed),
        "looks_url": f"{POLICY_NOTICES}/{place.code}"
        if place.part == "notices" and place.code in set(Event)
        else "",
        "changed": provenance.standing(place.keys) is Standing.CHANGED,
        "place": _place_among(document, place) if place.code and not new else None,
        "referring": [place_text(document, keys) for keys in _referring(document, place)],
    }


def way_to(place: Place) -> list[dict[str, str]]:
    way = [{"url": POLICY_PARTS, "text": gettext("All parts")}]
    if place.code:
        way.append({"url": part_url(place.part), "text": part_words(place.part).label})
    return way


def touched(
    before: Mapping[str, object], typed: Mapping[str, object], wrong: Iterable[str]
) -> frozenset[str]:
    """Names of fields that no longer say what they said, and of those that are wrong."""
    names = {name for name in {*before, *typed} if _said(before.get(name)) != _said(typed.get(name))}
    return frozenset(names | set(wrong))


def _said(value: object) -> list[str]:
    texts = [str(one) for one in value] if isinstance(value, list | tuple) else [str(value or "")]
    return [text for text in texts if text]


def part_url(part: str) -> str:
    return f"{POLICY_PARTS}/{part}"


def place_url(place: Place) -> str:
    return f"{part_url(place.part)}/{place.code}" if place.code else part_url(place.part)


def labels_of(controls: Sequence[View], above: str = "") -> dict[str, str]:
    """Of every field that can be wrong, for the summary of errors."""
    return dict(_labels(controls, above))


def _with_origins(place: Place, filled: Filled, provenance: Provenance, state: State) -> list[View]:
    controls = control_views(place.struct, place.entries, filled)
    document = filled.document
    found = loosened(state.inherited, spelled_out(document)) if _changed(state, place, document) else []
    for control in controls:
        keys = place.keys_of(control["name"])
        control["origin"] = provenance.view(keys) | {"loosened": loosened_texts(state.inherited, found, keys)}
        for row in control["rows"] if control["control"] == "table" else []:
            if not row["new"]:
                row["origin"] = provenance.view(place.keys_of(row["name"]))
    return controls


def _changed(state: State, place: Place, document: Table) -> bool:
    return at(document, place.keys) != at(state.inherited, place.keys)


def _place_among(document: Table, place: Place) -> dict[str, Any]:
    order = ordered(siblings(document, place))
    there = order.index(place.code) if place.code in order else 0
    text = gettext("%(place)s of %(count)s") % {"place": there + 1, "count": len(order)}
    return {"text": text, "first": there == 0, "last": there >= len(order) - 1}


def _referring(document: Table, place: Place) -> list[tuple[str, ...]]:
    if not place.code or not has_items(place.part):
        return []
    return referring(document, place.part, place.code)[:_MOST_REFERRING]


def _labels(controls: Sequence[View], above: str) -> Iterator[tuple[str, str]]:
    for control in controls:
        name, label = control["name"], f"{above}{control['label']}"
        yield name, label
        yield f"{name}.amount", label
        for code, language in LANGUAGE_NAMES.items():
            yield f"{name}.{code}", f"{label} · {language}"
        yield from control.get("days", [])
        yield from _labels(control.get("controls", []), f"{label} › ")
        if control["control"] == "table":
            for row in filter(None, [*control["rows"], control["blank"]]):
                yield f"{row['name']}.key", gettext("Code")
                yield from _labels(row["controls"], f"{label} › {row['title']} › ")
        if control.get("group"):
            yield from _conditions(control["group"], label)


def _conditions(group: View, label: str) -> Iterator[tuple[str, str]]:
    for row in group["rows"]:
        if row["nested"]:
            yield from _conditions(row["nested"], label)
        else:
            yield f"{row['name']}.value", label
