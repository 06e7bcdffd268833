"""An organisation's own layer over what it inherits: sparse, and kept so by every act.

Each act says what the document in force shall be; what is stored is the difference to the inherited one, and what was
pinned: values that stay as they are though they equal the inherited ones today. Give it documents whose defaults are
spelled out (`amends.policy.defaults`): a default left out looks like a value taken away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from amends.errors import DomainError
from amends.policy.difference import as_whole, diff
from amends.policy.merge import overlay, stack
from amends.policy.places import Keys, Table, at, dotted, is_whole, leaves, put_at, same, without


class NoSuchPlace(DomainError):
    code = "policy-place-unknown"
    status = 404
    message = "There is no %(place)s in this policy; somebody may have taken it away."
    hint = "Look at the list again."


class PlaceTaken(DomainError):
    code = "policy-place-taken"
    status = 409
    message = "There is a %(place)s in this policy already."
    hint = "Choose another code, or change the one that is there."


class Standing(StrEnum):
    """What one place of an organisation's policy is, seen against what it inherits."""

    INHERITED = "inherited"
    PINNED = "pinned"
    CHANGED = "changed"
    OWN = "own"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Overrides:
    """`pins` are places of single values."""

    layer: Table
    pins: frozenset[Keys] = frozenset()

    def in_force(self, inherited: Table) -> dict[str, object]:
        return overlay(inherited, self.layer)


def settled(inherited: Table, document: Table, pins: Iterable[Keys] = ()) -> Overrides:
    """The least that makes `document` of the inherited one. A pin on what is no longer there goes with it."""
    held = dict.fromkeys(keys for keys in sorted(pins) if _is_pinnable(document, keys))
    layer: dict[str, object] = diff(inherited, document)
    for keys in held:
        value = at(document, keys)
        kept = as_whole(value) if at(inherited, keys) is not None else value
        layer = stack(layer, put_at({}, keys, kept))
    return Overrides(layer, frozenset(held))


def put(inherited: Table, own: Overrides, keys: Keys, value: object) -> Overrides:
    """One value, or one whole table, at a place whose surroundings exist."""
    document = own.in_force(inherited)
    _demand(document, keys[:-1])
    return settled(inherited, put_at(document, keys, value), own.pins)


def add(inherited: Table, own: Overrides, keys: Keys, item: object) -> Overrides:
    """An item of a code nothing has yet; its table may not be there yet either."""
    document = own.in_force(inherited)
    _demand(document, keys[:-2])
    if at(document, keys) is not None:
        raise PlaceTaken(place=dotted(keys))
    return settled(inherited, put_at(document, keys, item), own.pins)


def save_item(inherited: Table, own: Overrides, keys: Keys, item: object) -> Overrides:
    """A form's whole item in place of the one there; what equals the inherited is not stored."""
    document = own.in_force(inherited)
    _demand(document, keys)
    return settled(inherited, put_at(document, keys, item), own.pins)


def remove(inherited: Table, own: Overrides, keys: Keys) -> Overrides:
    """An inherited item is buried, one's own is gone without a trace."""
    document = own.in_force(inherited)
    _demand(document, keys)
    return settled(inherited, _taken_out(inherited, document, keys), own.pins)


def revert(inherited: Table, own: Overrides, keys: Keys) -> Overrides:
    """Back to inherited, pins included; what nobody else has is gone."""
    document, there = own.in_force(inherited), at(inherited, keys)
    pins = frozenset(pin for pin in own.pins if not _within(pin, keys))
    if there is None:
        return settled(inherited, _taken_out(inherited, document, keys), pins)
    _demand(document, keys[:-1])
    return settled(inherited, put_at(document, keys, there), pins)


def pin(inherited: Table, own: Overrides, keys: Keys) -> Overrides:
    """Every value at or under the place stays what it is, whatever a later template says."""
    document = own.in_force(inherited)
    _demand(document, keys)
    value = at(document, keys)
    inner = (
        [keys] if is_whole(value) or not isinstance(value, Mapping) else [k for k, _ in leaves(value, keys)]
    )
    return settled(inherited, document, own.pins.union(inner))


def unpin(inherited: Table, own: Overrides, keys: Keys) -> Overrides:
    pins = (held for held in own.pins if not _within(held, keys))
    return settled(inherited, own.in_force(inherited), pins)


def standing(inherited: Table, own: Overrides, keys: Keys) -> Standing:
    """Of a value or an item, for the mark beside it."""
    now, there = at(own.in_force(inherited), keys), at(inherited, keys)
    if there is None:
        return Standing.OWN
    if now is None:
        return Standing.REMOVED
    if not same(now, there):
        return Standing.CHANGED
    pinned = any(_within(held, keys) for held in own.pins)
    return Standing.PINNED if pinned else Standing.INHERITED


def _demand(document: Table, keys: Keys) -> None:
    if keys and at(document, keys) is None:
        raise NoSuchPlace(place=dotted(keys))


def _is_pinnable(document: Table, keys: Keys) -> bool:
    """An empty table holds no value to keep; what later templates put into it comes through."""
    value = at(document, keys)
    return value is not None and value != {} and is_whole(value)


def _taken_out(inherited: Table, document: dict[str, object], keys: Keys) -> dict[str, object]:
    """With an item go the tables that held only it, unless they are inherited."""
    was_item = not is_whole(at(document, keys))
    document = without(document, keys)
    for length in range(len(keys) - 1, 0, -1):
        above = keys[:length]
        if not was_item or at(document, above) != {} or at(inherited, above) is not None:
            break
        document = without(document, above)
    return document


def _within(keys: Keys, outer: Keys) -> bool:
    return keys[: len(outer)] == outer
