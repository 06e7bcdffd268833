"""What a button inside a form asks for, other than saving: another group of conditions, a row less, the inherited value.

Works on what was typed and saves nothing: without scripts it is an ordinary round to the server.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from amends.policy.places import Table, dotted
from web.settings.policy.condition_rows import Group, rows_of
from web.settings.policy.places import Place
from web.settings.policy.shapes import Control, Shape
from web.settings.policy.typing_out import Typed, typed_group, typed_value


def again(place: Place, typed: Mapping[str, object], asked: str, inherited: Table) -> Typed:
    """`asked` is `edit:<a condition>`, `group:<name of the new group>`, `gone:<name>` or `inherit:<name>`; anything else
    changes nothing."""
    act, _, name = asked.partition(":")
    if act == "edit":
        return _without(typed, f"{name}.kept") | _rows(name, str(typed.get(f"{name}.kept", "")))
    if act == "group":
        return {**typed, f"{name}.join": "any"}
    if act == "gone":
        return _without(typed, name)
    if act == "inherit":
        return _unpinned(_without(typed, name), place, name) | _inherited(place, name, inherited)
    return dict(typed)


def _rows(name: str, kept: str) -> Typed:
    """A condition unfolded into rows; as it was, where rows cannot show it."""
    group = rows_of(msgspec.json.decode(kept)) if kept else Group()
    return typed_group(group, name) if group is not None else {f"{name}.kept": kept}


def _without(typed: Mapping[str, object], name: str) -> Typed:
    return {key: value for key, value in typed.items() if key != name and not key.startswith(f"{name}.")}


def _unpinned(typed: Mapping[str, object], place: Place, name: str) -> Typed:
    """What goes back to inherited is not kept whatever the template says."""
    held = typed.get("pin", [])
    pins = [str(one) for one in held] if isinstance(held, list | tuple) else [str(held)]
    return {**typed, "pin": [pin for pin in pins if pin != dotted(place.keys_of(name))]}


def _inherited(place: Place, name: str, inherited: Table) -> Typed:
    entry = place.entries.get(name)
    if entry is None:
        return {}
    return typed_value(entry.shape, place.item(inherited).get(name, entry.default), name)


def blank(place: Place) -> Typed:
    """The form of an item that is not there yet: usual values filled in."""
    found: Typed = {}
    for name, entry in place.entries.items():
        found |= typed_value(entry.shape, _first(entry.shape) if entry.required else entry.default, name)
    return found


def _first(shape: Shape) -> object:
    """Of a value that must be chosen, none is chosen for anybody; a place in a list is the last."""
    return 99 if shape.control is Control.NUMBER else None
