"""What was typed into the form of an item, as the item: with nothing lost that the form does not show.

A value that is what it was stays as it was written; one that is usual is written only where a layer below says it too.
What is wrong is gathered by the name of its field, so that one answer shows all of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from amends.policy.parts.base import CODE_PATTERN
from amends.policy.places import Table, same
from web.settings.policy.reading_conditions import read_condition
from web.settings.policy.reading_values import read_plain
from web.settings.policy.shapes import Control, Entry, Shape
from web.settings.policy.typing_out import NEW

Fields = Mapping[str, Sequence[str]]
MISSING = "Please fill this in."
_EMPTY: Table = {}


def read_item(
    entries: Mapping[str, Entry], fields: Fields, *, before: Table = _EMPTY, inherited: Table = _EMPTY
) -> tuple[dict[str, object], dict[str, str]]:
    """The item, and what is wrong by the field's name."""
    reader = _Reader(fields)
    return reader.group(entries, "", before, inherited), reader.errors


class _Reader:
    def __init__(self, fields: Fields) -> None:
        self.fields = fields
        self.errors: dict[str, str] = {}

    def group(
        self, entries: Mapping[str, Entry], under: str, before: Table, inherited: Table
    ) -> dict[str, object]:
        item = {key: value for key, value in before.items() if key not in entries}
        for name, entry in entries.items():
            place, was = f"{under}{name}", before.get(name)
            value = self.value(
                entry.shape, place, was if was is not None else entry.default, inherited.get(name)
            )
            if value is None:
                if entry.required:
                    self.errors.setdefault(place, MISSING)
            elif entry.required and value == "":
                self.errors.setdefault(place, MISSING)
            elif was is not None or name in inherited or not same(value, entry.default):
                item[name] = value
        return item

    def value(self, shape: Shape, name: str, was: object, inherited: object) -> object | None:
        """None for nothing."""
        if shape.control is Control.TABLE:
            return self.table(shape, name, _table(was), _table(inherited))
        if shape.control is Control.GROUP:
            if shape.optional and not self.text(f"{name}.on"):
                return None
            return self.group(shape.entries, f"{name}.", _table(was), _table(inherited))
        if shape.control is Control.CONDITION:
            return read_condition(self.fields, name, _table(was), self.errors)
        return read_plain(shape, self.fields, name, was, self.errors)

    def table(self, shape: Shape, name: str, was: Table, inherited: Table) -> dict[str, object]:
        found: dict[str, object] = {}
        for row in rows_in(self.fields, name):
            here = f"{name}.{row}"
            if self.text(f"{here}.gone"):
                continue
            if (key := self.key(shape, here, row, found)) and shape.item is not None:
                item = self.item(shape.item, here, was.get(key), inherited.get(key))
                if item is not None:
                    found[key] = item
        return found

    def item(self, shape: Shape, name: str, was: object, inherited: object) -> object | None:
        if shape.control is Control.GROUP:
            return self.group(shape.entries, f"{name}.", _table(was), _table(inherited))
        value = self.value(shape, name, was, inherited)
        if value is None:
            self.errors.setdefault(name, MISSING)
        return value

    def key(self, shape: Shape, here: str, row: str, found: Mapping[str, object]) -> str:
        """The code of a row; "" for one that was left empty."""
        if not row.startswith(NEW):
            return row
        key = self.text(f"{here}.key").strip()
        if not key:
            named = self.text(f"{here}.name.en") or self.text(f"{here}.en")
            if not named and not self.text(f"{here}.name.zh") and not self.text(f"{here}.zh"):
                return ""
            key = suggested(named, {*found, *(row for row in rows_in(self.fields, here.rpartition(".")[0]))})
        pattern = shape.key.pattern if shape.key is not None and shape.key.pattern else CODE_PATTERN
        if not re.search(pattern, key):
            self.errors[f"{here}.key"] = "Please use letters, digits, - and _ only, forty at most."
            return ""
        if key in found:
            self.errors[f"{here}.key"] = "There is one with this code already."
        return key

    def text(self, name: str) -> str:
        return self.fields[name][-1] if self.fields.get(name) else ""


def rows_in(fields: Mapping[str, object], name: str) -> list[str]:
    """The rows of a table, in the order of the form."""
    start = f"{name}."
    rows = (place[len(start) :].rpartition(".") for place in fields if place.startswith(start))
    return list(
        dict.fromkeys(row for row, _, last in rows if last in ("here", "key") and "." not in row and row)
    )


def suggested(name: str, taken: set[str] | frozenset[str]) -> str:
    """A code from an English name that nothing has yet."""
    word = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:36] or "item"
    if word not in taken:
        return word
    return next(code for number in range(2, 1000) if (code := f"{word}_{number}") not in taken)


def is_code(text: str) -> bool:
    return re.search(CODE_PATTERN, text) is not None


def _table(value: object) -> Table:
    return value if isinstance(value, Mapping) else _EMPTY
