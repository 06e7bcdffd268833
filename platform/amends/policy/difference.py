"""What separates two documents: as a layer for storing, as a list of changes for showing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from amends.policy.merge import REMOVED
from amends.policy.places import Keys, Table, is_condition, is_whole, keys_in, same


class Kind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """`keys` leads to one value, or to a whole table that came or went; None stands for nothing."""

    keys: Keys
    before: object | None
    after: object | None

    @property
    def kind(self) -> Kind:
        if self.before is None:
            return Kind.ADDED
        return Kind.REMOVED if self.after is None else Kind.CHANGED


def diff(before: Table, after: Table) -> dict[str, object]:
    """The least layer that makes `after` of `before`: overlay(before, diff(before, after)) == after."""
    layer: dict[str, object] = {}
    for key in keys_in(before, after):
        if key not in after:
            layer[key] = dict(REMOVED)
        elif key not in before:
            layer[key] = after[key]
        elif not same(before[key], after[key]):
            layer[key] = _made_of(before[key], after[key])
    return layer


def changes(before: Table, after: Table, under: Keys = ()) -> Iterator[Change]:
    """Every difference once, at the outermost place where it shows, in the order of the documents."""
    for key in keys_in(before, after):
        was, is_, keys = before.get(key), after.get(key), (*under, key)
        if same(was, is_):
            continue
        if (
            isinstance(was, Mapping)
            and isinstance(is_, Mapping)
            and not (is_condition(was) or is_condition(is_))
        ):
            yield from changes(was, is_, keys)
        else:
            yield Change(keys=keys, before=was, after=is_)


def as_whole(value: object) -> object:
    """As a layer says it where something stands already: a condition takes the other's place, it does not mix."""
    return {**value, "replaced": True} if isinstance(value, Mapping) and is_whole(value) and value else value


def _made_of(before: object, after: object) -> object:
    if not isinstance(before, Mapping) or not isinstance(after, Mapping):
        return after
    return as_whole(after) if is_condition(after) else diff(before, after)
