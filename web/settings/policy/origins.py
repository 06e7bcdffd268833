"""Where a value of the policy comes from, what it would be otherwise, and what it rests on: for the line beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from amends.policy.loosening import Loosened
from amends.policy.overriding import Standing
from amends.policy.places import Keys, Table, at, dotted, is_whole, same
from amends.policy.provenance import Origin, origins
from amends.policy.shape import kind_at
from amends.policy.sources import source_of
from tenants.later_notices import PROGRAM
from tenants.versions import OWN, State
from web.i18n import current_language, gettext
from web.i18n import mark as _
from web.settings.policy.telling import value_text
from web.settings.policy.wording import names_text

_STANDINGS = {
    Standing.CHANGED: (_("yours"), "calm"),
    Standing.OWN: (_("yours"), "calm"),
    Standing.PINNED: (_("kept as it is"), "warn"),
    Standing.REMOVED: (_("taken away"), "bad"),
}


class Provenance:
    """Of one part of a policy as it stands in the draft."""

    def __init__(self, state: State, part: str) -> None:
        self.state = state
        self.by_item: dict[Keys, list[tuple[Keys, Origin]]] = {}
        for keys, origin in origins(state.layers, part=part).items():
            self.by_item.setdefault(keys[:2], []).append((keys, origin))

    def standing(self, keys: Keys) -> Standing:
        return standing_of(self.state, keys)

    def view(self, keys: Keys) -> dict[str, Any]:
        """{kind, badge, text, otherwise, place, pinned, may_revert} of a value or a whole table."""
        standing = self.standing(keys)
        badge, kind = _STANDINGS.get(standing, ("", ""))
        changed = standing in (Standing.CHANGED, Standing.REMOVED)
        there = at(self.state.inherited, keys)
        told = changed and is_told(there)
        return {
            "kind": kind,
            "badge": gettext(badge),
            "text": "" if changed or standing is Standing.OWN else self.text(keys),
            "otherwise": value_text(there, kind_at(keys), self.state.inherited) if told else "",
            "otherwise_from": self.text(keys) if told else "",
            "place": dotted(keys),
            "pinned": any(pin[: len(keys)] == keys for pin in self.state.own.pins),
            "may_revert": standing not in (Standing.INHERITED, Standing.OWN),
        }

    def text(self, keys: Keys) -> str:
        """The layers below the organisation's own that say something there."""
        layers = dict.fromkeys(
            below.layer
            for place, origin in self._at(keys)
            if place[: len(keys)] == keys and (below := _below(origin)) is not None
        )
        if not layers:
            return gettext("Usual value of the program")
        names = gettext(", ").join(layer_text(self.state, layer) for layer in layers)
        return gettext("From %(layers)s") % {"layers": names}

    def _at(self, keys: Keys) -> Iterable[tuple[Keys, Origin]]:
        if len(keys) > 1:
            return self.by_item.get(keys[:2], [])
        return (found for item in self.by_item.values() for found in item)


def standing_of(state: State, keys: Keys) -> Standing:
    now, there = at(state.document, keys), at(state.inherited, keys)
    if there is None:
        return Standing.OWN if now is not None else Standing.INHERITED
    if now is None:
        return Standing.REMOVED
    if not same(now, there):
        return Standing.CHANGED
    pinned = any(pin[: len(keys)] == keys for pin in state.own.pins)
    return Standing.PINNED if pinned else Standing.INHERITED


def layer_text(state: State, name: str) -> str:
    """A template with its version, a variant's choice, or the organisation's own."""
    if name == OWN:
        return gettext("yours")
    if name == PROGRAM:
        return gettext("the foundation shipped with the program")
    group, _slash, choice = name.partition("/")
    if choice and group in state.adopted.groups:
        return state.adopted.groups[group].choices[choice].name.in_language(current_language())
    for layer in state.adopted.layers:
        if layer.code == name:
            named = layer.layer.get("name")
            words = (
                names_text(named, name) if isinstance(named, Mapping) else gettext("the common foundation")
            )
            return f"{words} {layer.version}"
    return name


def source_views(document: Table, item: Table, confirmed: Collection[str]) -> list[dict[str, Any]]:
    """What an item rests on: {title, law, to_confirm, rows}; ids nobody named are told as they are."""
    rows = item.get("source")
    found: dict[str, list[str]] = {}
    for row in rows if isinstance(rows, list) else []:
        found.setdefault(source_of(document, str(row)) or str(row), []).append(str(row))
    return [_source(document, code, ids, confirmed) for code, ids in found.items()]


def _source(document: Table, code: str, rows: list[str], confirmed: Collection[str]) -> dict[str, Any]:
    title = at(document, ("sources", code, "title"))
    return {
        "title": names_text(title, code) if isinstance(title, Mapping) else code,
        "law": at(document, ("sources", code, "kind")) == "law",
        "to_confirm": at(document, ("sources", code, "to_confirm")) is True and code not in confirmed,
        "rows": ", ".join(rows),
    }


def loosened_texts(document: Table, found: Sequence[Loosened], keys: Keys) -> list[str]:
    """A warning for each law that something at or under a place asks less than."""
    laws = dict.fromkeys(law for one in found if one.keys[: len(keys)] == keys for law in one.laws)
    return [
        gettext("This asks for less than %(law)s does. Please make sure that you may.") % {"law": title}
        for law in laws
        for title in [str(_source(document, law, [], ())["title"])]
    ]


def is_told(value: object) -> bool:
    """A table of items is looked at item by item; a text and a condition are told whole."""
    return not isinstance(value, Mapping) or is_whole(value) or value.keys() == {"zh", "en"}


def _below(origin: Origin | None) -> Origin | None:
    while origin is not None and origin.layer == OWN:
        origin = origin.otherwise
    return origin
