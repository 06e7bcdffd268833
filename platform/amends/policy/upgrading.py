"""An organisation's policy over a later version of its template: what comes in, what stays its own, what it must decide."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from amends.policy.editing import Conflict, Merged, Side, decided, merge3
from amends.policy.places import Keys, Table, at, without


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgrade:
    document: dict[str, object]
    """As the organisation has it wherever there is a conflict left."""
    conflicts: tuple[Conflict, ...]
    inherited: dict[str, object]
    """`document` with the template's word at each conflict: what separates it from the template is kept for certain."""


def upgraded(
    before: Table,
    mine: Table,
    later: Table,
    *,
    pins: Collection[Keys] = (),
    choices: Mapping[Keys, Side] | None = None,
) -> Upgrade:
    """`before`, `later`: what the template says, then and now. A pinned value stays without a question, as if it had
    been changed; that its item is gone from the template is still asked.
    """
    held = [keys for keys in pins if at(mine, keys) is not None]
    base: dict[str, object] = dict(before)
    for keys in held:
        if at(base, keys) is not None:
            base = without(base, keys)
    merged = merge3(base, mine, later)
    asked = tuple(conflict for conflict in merged.conflicts if conflict.keys not in held)
    left = decided(Merged(merged.document, asked), choices or {})
    theirs = decided(left, {conflict.keys: Side.THEIRS for conflict in left.conflicts})
    return Upgrade(document=left.document, conflicts=left.conflicts, inherited=theirs.document)
