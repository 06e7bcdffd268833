"""The controls of a form as its page draws them: made from shapes, filled with what was typed. Nothing here is saved.

Each is {name, control, label, help, required, optional, value, values, options, …}; pages/settings/policy/_controls.html
draws them. `name` is both the field's name and its id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from amends.policy.document import Policy
from amends.policy.places import Table
from web.house import weekday_names
from web.i18n import LANGUAGE_NAMES, current_language, gettext
from web.settings.policy.condition_controls import condition_control
from web.settings.policy.naming import Option, offered, options, state_text
from web.settings.policy.reading import rows_in
from web.settings.policy.shapes import Control, Entry, Shape
from web.settings.policy.telling import item_text, length_text
from web.settings.policy.typing_out import NEW
from web.settings.policy.wording import choice_text, field_words, part_words, unit_text
from web.settings.policy.words.base import Words
from web.settings.policy.words.codes import UNITS

View = dict[str, Any]
_LONG = {
    "body": 10,
    "text": 6,
    "definition": 4,
    "criteria": 3,
    "help": 3,
    "about": 3,
    "summary": 3,
    "hint": 3,
}
_LONG |= {"contact": 3, "reason": 2, "pattern": 0}
_MINOR = ("rank", "source")
"""Rarely changed, and folded."""
_EMPTY = frozenset(Control) - {
    Control.YES_NO,
    Control.TABLE,
    Control.CONDITION,
    Control.GROUP,
    Control.WEEK,
}
"""What can be left empty and says so; the others have a box to tick, or something to add."""
_SOME = 12
"""Above so many choices they are searched through with a frame that scrolls."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What a form holds, and the document its references are looked up in."""

    typed: Mapping[str, object]
    document: Table
    touched: frozenset[str] = frozenset()
    """Names of fields that were changed or are wrong: what holds them is unfolded."""

    def open(self, name: str) -> bool:
        return any(each.startswith(f"{name}.") or each == name for each in self.touched)

    def text(self, name: str) -> str:
        value = self.typed.get(name, "")
        return str(value[-1] if value else "") if isinstance(value, list | tuple) else str(value)

    def all(self, name: str) -> list[str]:
        value = self.typed.get(name, [])
        return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]


def control_views(struct: type, entries: Mapping[str, Entry], filled: Filled, under: str = "") -> list[View]:
    return [_control(struct, name, entry, f"{under}{name}", filled) for name, entry in entries.items()]


def _control(struct: type, field: str, entry: Entry, name: str, filled: Filled) -> View:
    words, shape = _words(struct, field), entry.shape
    view = _of_shape(shape, name, filled)
    if choices := offered(struct, field):
        chosen = filled.text(name).split("\n") if shape.control is Control.LINES else [filled.text(name)]
        several = shape.control is Control.LINES
        view |= {"control": "several" if several else "select", "options": choices, "values": chosen}
    return {
        **view,
        "label": words.label,
        "help": words.help,
        "required": entry.required,
        "may_be_empty": not entry.required and shape.control in _EMPTY and entry.default in (None, "", []),
        "tall": _LONG.get(field, 0),
        "origin": None,
        "minor": field in _MINOR,
        "wrong": filled.open(name),
    }


def _words(struct: type, field: str) -> Words:
    if struct is Policy:
        words = part_words(field)
        return Words(words.label, words.about)
    return field_words(struct, field)


def _of_shape(shape: Shape, name: str, filled: Filled) -> View:
    base: View = {
        "name": name,
        "control": shape.control.value,
        "value": filled.text(name),
        "optional": shape.optional,
    }
    match shape.control:
        case Control.PAIR:
            return base | {"pair": [(f"{name}.{code}", text, code) for code, text in LANGUAGE_NAMES.items()]}
        case Control.ENUM:
            return base | _choice("select", _enum_options(shape), [filled.text(name)])
        case Control.ENUMS:
            return base | _choice("several", _enum_options(shape), filled.all(name))
        case Control.REFERENCE:
            return base | _choice("select", options(filled.document, shape.refers), [filled.text(name)])
        case Control.REFERENCES:
            return base | _choice("several", options(filled.document, shape.refers), filled.all(name))
        case Control.PERIOD:
            return base | {
                "units": [(unit, unit_text(unit)) for unit in UNITS],
                "unit": filled.text(f"{name}.unit"),
                "amount": filled.text(f"{name}.amount"),
            }
        case Control.WEEK:
            return base | {
                "days": [(f"{name}.{day}", text) for day, text in enumerate(weekday_names(), start=1)]
            }
        case Control.CONDITION:
            return base | condition_control(name, filled.typed, filled.document) | {"open": filled.open(name)}
        case Control.GROUP:
            inner = control_views(shape.struct or Policy, shape.entries, filled, f"{name}.")
            return base | {"controls": inner, "on": filled.text(f"{name}.on") == "yes"}
        case Control.TABLE:
            return base | _table(shape, name, filled)
        case _:
            return base


def _choice(control: str, choices: list[Option], values: list[str]) -> View:
    known = {code for code, _ in choices}
    strange = [(code, code) for code in values if code and code not in known]
    return {"control": control, "options": choices + strange, "values": values, "many": len(choices) > _SOME}


def _enum_options(shape: Shape) -> list[Option]:
    return [
        (str(one.value), choice_text(shape.enum, str(one.value))) for one in shape.enum or () if shape.enum
    ]


def _table(shape: Shape, name: str, filled: Filled) -> View:
    """{rows: list of rows, codes: what the code of a new one may be, code_type}; the last row is a blank one."""
    keys = rows_in(filled.typed, name)
    blank = next(code for number in range(1000) if (code := f"{NEW}{number}") not in keys)
    there = set(keys)
    codes: list[Option] = []
    if shape.key is not None and shape.key.refers:
        codes = [option for option in options(filled.document, shape.key.refers) if option[0] not in there]
    dated = shape.key is not None and shape.key.pattern.startswith(r"^\d{4}-")
    shown = [_row(shape, name, key, filled) for key in _in_order(shape, keys, filled)]
    # A blank row that came back, filled in or not, is the one to add: never two of them.
    return {
        "rows": sorted(shown, key=lambda row: (row["new"], row["rank"])),
        "blank": None if any(row["new"] for row in shown) else _row(shape, name, blank, filled),
        "codes": codes,
        "dated": dated,
        "free": not codes and not dated and not (shape.key is not None and shape.key.refers),
    }


def _in_order(shape: Shape, keys: list[str], filled: Filled) -> list[str]:
    """As the items they refer to are ordered, else by code; their own ranks come first."""
    if shape.key is None or not shape.key.refers:
        return sorted(keys)
    order = {code: place for place, (code, _) in enumerate(options(filled.document, shape.key.refers))}
    return sorted(keys, key=lambda key: order.get(key, len(order)))


def _row(shape: Shape, name: str, key: str, filled: Filled) -> View:
    here, item = f"{name}.{key}", shape.item
    inner: list[View] = []
    if item is not None and item.control is Control.GROUP and item.struct is not None:
        inner = control_views(item.struct, item.entries, filled, f"{here}.")
    elif item is not None:
        inner = [
            _of_shape(item, here, filled)
            | {
                "label": gettext("Text"),
                "help": "",
                "required": True,
                "may_be_empty": False,
                "minor": False,
                "wrong": False,
                "tall": 2,
                "origin": None,
            }
        ]
    rank = filled.text(f"{here}.rank")
    return {
        "name": here,
        "key": key,
        "key_value": filled.text(f"{here}.key"),
        "new": key.startswith(NEW),
        "open": filled.open(here),
        "title": _title(shape, here, key, filled),
        "summary": row_summary(inner),
        "controls": inner,
        "rank": int(rank) if rank.isdecimal() and len(rank) < 9 else 0,
    }


def _title(shape: Shape, here: str, key: str, filled: Filled) -> str:
    language = current_language()
    named = filled.text(f"{here}.name.{language}") or filled.text(f"{here}.{language}")
    if shape.key is not None and shape.key.refers:
        return item_text(filled.document, shape.key.refers, key)
    if shape.item is not None and shape.item.control is Control.PAIR:
        return {"yes": gettext("yes"), "no": gettext("no")}.get(key) or state_text(key)
    return named or key


def row_summary(controls: list[View]) -> str:
    """The few values that tell one row from another."""
    found = []
    for control in controls:
        if control["control"] == "period" and control["unit"]:
            found.append(length_text(f"{control['amount']} {control['unit']}".strip()))
        elif control["control"] == "select" and control["values"][0]:
            found.append(dict(control["options"]).get(control["values"][0], ""))
        elif control["control"] == "several":
            chosen = [text for code, text in control["options"] if code in control["values"]]
            found += chosen[:2]
    return " · ".join(found[:3])
