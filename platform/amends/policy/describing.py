"""A change of policy as people read it: which item, which of its values, from what to what. The words are the web's.

"Level 'Urgent' · clock 'first answer' · period: 6 h → 4 h" comes from here as steps; pages put in what fields are called.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import get_args

import msgspec

from amends.policy.difference import Change, Kind, changes
from amends.policy.document import Policy
from amends.policy.parts.base import struct_fields
from amends.policy.places import Keys, Table, at
from amends.policy.references import refers_to
from amends.policy.shape import bare, child, holds_items, kind_at, spelled_out, struct_of

Names = Mapping[str, str]
"""What a document calls an item, by language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One key on the way to a value: a field of `owner`, or an item under its code."""

    key: str
    owner: type[msgspec.Struct] | None = None
    """Of a field: the type that declares it."""
    names: Names | None = None
    """Of an item: what it is called, as the document after the change says, else the one before."""

    @property
    def is_item(self) -> bool:
        return self.owner is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """`before` and `after` are plain data; `takes` is the type of the place, `part` whose codes it takes, if any."""

    change: Change
    steps: tuple[Step, ...]
    """From inside the item; empty where the item itself came or went."""
    takes: object
    part: str = ""

    @property
    def kind(self) -> Kind:
        return self.change.kind


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemTold:
    """All that changed in one item, or, where `code` is None, in a part that is one table or one value."""

    part: str
    code: str | None
    names: Names | None
    kind: Kind
    changes: tuple[Told, ...]


def told(before: Table, after: Table) -> list[ItemTold]:
    """What changed, by item, in the order of the document's parts."""
    old, new = spelled_out(before), spelled_out(after)
    grouped: dict[tuple[str, str | None], list[Change]] = {}
    for change in changes(old, new):
        for one in _by_item(change):
            part = one.keys[0]
            code = one.keys[1] if len(one.keys) > 1 and holds_items(child(Policy, part)) else None
            grouped.setdefault((part, code), []).append(one)
    order = list(struct_fields(Policy))
    return [
        _item(part, code, grouped[part, code], old, new)
        for part, code in sorted(
            grouped, key=lambda place: order.index(place[0]) if place[0] in order else 99
        )
    ]


def steps_to(keys: Keys, *documents: Table) -> tuple[Step, ...]:
    """Each key of a place with what it is; names of items are looked up in the first document that has them."""
    steps: list[Step] = []
    kind: object = Policy
    for length, key in enumerate(keys, start=1):
        if holds_items(kind):
            names = _first(name_of(document, keys[:length]) for document in documents)
            steps.append(Step(key=key, names=names))
        else:
            steps.append(Step(key=key, owner=struct_of(kind) or Policy))
        kind = child(kind, key)
    return tuple(steps)


def name_of(document: Table, keys: Keys) -> Names | None:
    """What a document calls the item there: its own name, its text, or that of the item its code refers to."""
    item = at(document, keys)
    own = item.get("name", item) if isinstance(item, Mapping) else None
    if (names := _names(own)) is not None:
        return names
    table = kind_at(keys[:-1])
    part = refers_to(get_args(bare(table))[0]) if holds_items(table) else ""
    return called(document, part, keys[-1]) if part and item is not None else None


def called(document: Table, part: str, code: str) -> Names | None:
    """What an item of a part is called; `part` may be "facts": a field, else nothing (facts are the web's words)."""
    item = at(document, ("fields" if part == "facts" else part, code))
    return _names(item.get("name")) if isinstance(item, Mapping) else None


def _by_item(change: Change) -> Iterator[Change]:
    """A part that was not there before is many items, not one change."""
    value = change.before if change.after is None else change.after
    whole_part = len(change.keys) == 1 and holds_items(child(Policy, change.keys[0]))
    if not whole_part or not isinstance(value, Mapping):
        yield change
        return
    for code in value:
        sides = (
            side.get(code) if isinstance(side, Mapping) else None for side in (change.before, change.after)
        )
        before, after = sides
        yield Change(keys=(*change.keys, code), before=before, after=after)


def _item(part: str, code: str | None, found: list[Change], old: Table, new: Table) -> ItemTold:
    inside = 1 if code is None else 2
    whole = next((change for change in found if code is not None and len(change.keys) == inside), None)
    return ItemTold(
        part=part,
        code=code,
        names=_first(name_of(document, (part, code)) for document in (new, old)) if code else None,
        kind=whole.kind if whole else Kind.CHANGED,
        changes=tuple(_told(change, inside, old, new) for change in found),
    )


def _told(change: Change, inside: int, old: Table, new: Table) -> Told:
    takes = kind_at(change.keys)
    return Told(
        change=change,
        steps=steps_to(change.keys, new, old)[inside:],
        takes=takes,
        part=codes_of(takes),
    )


def codes_of(takes: object) -> str:
    """The part whose codes a value, or each of a list of values, takes; "" for other values."""
    return next((part for kind in (takes, *get_args(takes)) if (part := refers_to(kind))), "")


def _names(value: object) -> Names | None:
    if not isinstance(value, Mapping):
        return None
    zh, en = value.get("zh"), value.get("en")
    return {"zh": zh, "en": en} if isinstance(zh, str) and isinstance(en, str) else None


def _first(found: Iterator[Names | None]) -> Names | None:
    return next((names for names in found if names is not None), None)
