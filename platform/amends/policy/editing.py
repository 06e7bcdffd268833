"""Two who changed one document: what both did is kept, what both did differently is named with both values.

The same holds for two administrators at one form (read with, says now, typed) and for an organisation and a new version
of its template (old template, in force, new template).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from amends.policy.places import Keys, Table, is_condition, keys_in, put_at, same, without


class Side(StrEnum):
    OURS = "ours"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """One place both changed, and not to the same; None stands for nothing (taken away, or not there before)."""

    keys: Keys
    base: object | None
    ours: object | None
    theirs: object | None

    def of(self, side: Side) -> object | None:
        return self.ours if side is Side.OURS else self.theirs


@dataclass(frozen=True, slots=True)
class Merged:
    """`document` says ours wherever there is a conflict."""

    document: dict[str, object]
    conflicts: tuple[Conflict, ...]


def merge3(base: Table, ours: Table, theirs: Table) -> Merged:
    """Value by value; a table taken away by one and changed by the other is one conflict, never half a table."""
    conflicts: list[Conflict] = []
    return Merged(_tables(base, ours, theirs, (), conflicts), tuple(conflicts))


def decided(merged: Merged, choices: Mapping[Keys, Side]) -> Merged:
    """With the chosen side at each place named; the other conflicts stay."""
    document, left = merged.document, []
    for conflict in merged.conflicts:
        side = choices.get(conflict.keys)
        if side is None:
            left.append(conflict)
        elif (value := conflict.of(side)) is None:
            document = without(document, conflict.keys)
        else:
            document = put_at(document, conflict.keys, value)
    return Merged(document, tuple(left))


def _tables(
    base: Table, ours: Table, theirs: Table, under: Keys, conflicts: list[Conflict]
) -> dict[str, object]:
    together = {}
    for key in keys_in(base, ours, theirs):
        keys = (*under, key)
        value = _values(base.get(key), ours.get(key), theirs.get(key), keys, conflicts)
        if value is not None:
            together[key] = value
    return together


def _values(
    base: object | None, ours: object | None, theirs: object | None, keys: Keys, conflicts: list[Conflict]
) -> object | None:
    if same(ours, theirs) or same(base, theirs):
        return ours
    if same(base, ours):
        return theirs
    if _is_open(ours) and _is_open(theirs) and isinstance(ours, Mapping) and isinstance(theirs, Mapping):
        before = base if isinstance(base, Mapping) and _is_open(base) else {}
        return _tables(before, ours, theirs, keys, conflicts)
    conflicts.append(Conflict(keys=keys, base=base, ours=ours, theirs=theirs))
    return ours


def _is_open(value: object) -> bool:
    """A table whose values are set one by one."""
    return isinstance(value, Mapping) and not is_condition(value)
