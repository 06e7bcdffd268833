"""What a policy's values rest on: which source an id belongs to, what rests on law, what nobody has confirmed yet."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from amends.policy.document import SourceKind
from amends.policy.places import Keys, Table, at


@dataclass(frozen=True, slots=True)
class Resting:
    """A source of the document and the items that rest on it."""

    code: str
    items: tuple[Keys, ...]


def source_of(document: Table, row: str) -> str | None:
    """The code of the document's source for a row's id: itself, else what it begins with, up to a dash."""
    known = document.get("sources")
    while row and isinstance(known, Mapping):
        if row in known:
            return row
        row = row.rpartition("-")[0]
    return None


def unconfirmed(document: Table, confirmed: Collection[str]) -> list[Resting]:
    """Sources "to be checked against the official text" that nobody has, with what rests on them; unused ones are left out."""
    resting: dict[str, list[Keys]] = {}
    for keys, rows in _with_sources(document):
        for code in dict.fromkeys(filter(None, (source_of(document, row) for row in rows))):
            if code not in confirmed and at(document, ("sources", code, "to_confirm")) is True:
                resting.setdefault(code, []).append(keys)
    return [Resting(code, tuple(items)) for code, items in resting.items()]


def rested_on(document: Table) -> frozenset[str]:
    """Sources that any item names; a template lists all that its industry may come to need."""
    return frozenset(code for _, rows in _with_sources(document) for code in _codes(document, rows))


def laws_of(document: Table, keys: Keys) -> tuple[str, ...]:
    """The sources of kind law that a place rests on: of the innermost table around it that names any source."""
    for length in range(len(keys), 0, -1):
        rows = _rows(at(document, keys[:length]))
        if not rows and length == 4 and keys[2] == "clocks":
            # How long a clock runs rests on what the clock rests on, unless the figure says more.
            rows = _rows(at(document, ("clocks", keys[3])))
        if rows:
            return tuple(code for code in _codes(document, rows) if _is_law(document, code))
    return ()


def laws_within(document: Table, keys: Keys) -> tuple[str, ...]:
    """Those of a whole table: its own and those of all it holds."""
    table = at(document, keys)
    inner = [row for _, rows in _with_sources(table) for row in rows] if isinstance(table, Mapping) else []
    held = [code for code in _codes(document, inner) if _is_law(document, code)]
    return tuple(dict.fromkeys([*laws_of(document, keys), *held]))


def _codes(document: Table, rows: Collection[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, (source_of(document, row) for row in rows))))


def _is_law(document: Table, code: str) -> bool:
    return at(document, ("sources", code, "kind")) == SourceKind.LAW.value


def _with_sources(table: Table, under: Keys = ()) -> Iterator[tuple[Keys, list[str]]]:
    """Every table that names sources."""
    if rows := _rows(table):
        yield under, rows
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _with_sources(value, (*under, key))


def _rows(table: object) -> list[str]:
    rows = table.get("source") if isinstance(table, Mapping) else None
    return [row for row in rows if isinstance(row, str)] if isinstance(rows, list) else []
