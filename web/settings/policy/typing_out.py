"""An item of the policy as the values of its form's fields; `reading` is the way back.

Names are places within the item with dots between: `steps.first.acknowledge_within.amount`. No code holds a dot.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from amends.policy.places import Table
from web.settings.policy.condition_rows import Group, Row
from web.settings.policy.shapes import Control, Entry, Shape

Typed = dict[str, object]
"""By name: a text, or a list of texts."""

NEW = "+"
"""Begins the stand-in for the code of a row that is being added."""


def typed_out(entries: Mapping[str, Entry], item: Table, under: str = "") -> Typed:
    found: Typed = {}
    for name, entry in entries.items():
        value = item.get(name, entry.default)
        found |= typed_value(entry.shape, value, f"{under}{name}")
    return found


def typed_value(shape: Shape, value: object, name: str) -> Typed:
    table = value if isinstance(value, Mapping) else {}
    match shape.control:
        case Control.PAIR:
            return {f"{name}.{language}": table.get(language, "") for language in ("zh", "en")}
        case Control.YES_NO:
            return {name: "yes"} if value is True else {}
        case Control.PERIOD:
            return _period(value, name)
        case Control.NUMBERS:
            return {name: ", ".join(map(str, _list(value)))}
        case Control.LINES:
            return {name: "\n".join(map(str, _list(value)))}
        case Control.ENUMS | Control.REFERENCES:
            return {name: [str(one) for one in _list(value)]}
        case Control.WEEK:
            days = {str(day): _list(table.get(str(day))) for day in range(1, 8)}
            return {f"{name}.{day}": ", ".join(map(str, spans)) for day, spans in days.items()}
        case Control.CONDITION:
            return typed_condition(table, name)
        case Control.GROUP:
            here: Typed = {f"{name}.on": "yes"} if shape.optional and isinstance(value, Mapping) else {}
            return here | typed_out(shape.entries, table, f"{name}.")
        case Control.TABLE:
            return _table(shape, table, name)
        case _:
            return {name: "" if value is None else str(value)}


def typed_condition(condition: Table, name: str) -> Typed:
    """As a whole, until its reader asks for its rows."""
    return {f"{name}.kept": msgspec.json.encode(condition).decode()} if condition else {}


def typed_group(group: Group, name: str) -> Typed:
    found: Typed = {f"{name}.join": group.join}
    if group.negated:
        found[f"{name}.not"] = "yes"
    for number, part in enumerate(group.parts):
        here = f"{name}.{number}"
        if isinstance(part, Group):
            found |= typed_group(part, here)
        else:
            found |= _row(part, here)
    return found


def _row(row: Row, name: str) -> Typed:
    negated: Typed = {f"{name}.not": "yes"} if row.negated else {}
    return {f"{name}.field": row.field, f"{name}.op": row.op, f"{name}.value": list(row.value)} | negated


def _table(shape: Shape, table: Table, name: str) -> Typed:
    found: Typed = {}
    for key, item in table.items():
        here = f"{name}.{key}"
        found[f"{here}.here"] = "yes"
        if shape.item is not None:
            found |= item_out(shape.item, item, here)
    return found


def item_out(shape: Shape, item: object, name: str) -> Typed:
    """A row of a table; its fields stand right under its code."""
    if shape.control is Control.GROUP and isinstance(item, Mapping):
        return typed_out(shape.entries, item, f"{name}.")
    return typed_value(shape, item, name)


def _period(value: object, name: str) -> Typed:
    amount, _, unit = str(value or "").partition(" ")
    if not amount.isdecimal():
        amount, unit = "", str(value or "")
    return {f"{name}.amount": amount, f"{name}.unit": unit}


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []
