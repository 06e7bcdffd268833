"""What a form of the policy does to the draft: an item put in its place, values pinned, items moved or taken away."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from amends.policy.overriding import Overrides, add, pin, put, save_item, settled, unpin
from amends.policy.places import Keys, Table, at, dotted, put_at, without
from tenants.versions import State
from tenants.working import Edit
from web.settings.policy.naming import ordered
from web.settings.policy.places import Place


def saving(place: Place, item: Table, pins: Collection[str]) -> Edit:
    """The item as it was read, and pins on exactly the fields named; one that was taken away is there again."""

    def act(state: State) -> State:
        own, inherited = state.own, state.inherited
        if place.code and at(state.document, place.keys) is None:
            own = add(inherited, own, place.keys, place.value(item))
        elif place.alone:
            own = put(inherited, own, place.keys, place.value(item))
        else:
            own = save_item(inherited, own, place.keys, place.value(item))
        return replace(state, own=_pinned(place, inherited, own, pins))

    return act


def _pinned(place: Place, inherited: Table, own: Overrides, pins: Collection[str]) -> Overrides:
    for name in place.entries:
        keys = place.keys_of(name)
        held = any(there[: len(keys)] == keys for there in own.pins)
        wanted = dotted(keys) in pins and at(own.in_force(inherited), keys) is not None
        if wanted != held:
            own = pin(inherited, own, keys) if wanted else unpin(inherited, own, keys)
    return own


def adding(place: Place, item: Table) -> Edit:
    return lambda state: replace(state, own=add(state.inherited, state.own, place.keys, place.value(item)))


def moving(place: Place, *, up: bool) -> Edit:
    """One place up or down among the items beside it."""

    def act(state: State) -> State:
        own = state.own
        for code, rank in ranks_after(siblings(state.document, place), place.code, up=up).items():
            own = put(state.inherited, own, (place.part, code, "rank"), rank)
        return replace(state, own=own)

    return act


def siblings(document: Table, place: Place) -> dict[str, object]:
    """The items an item is ordered among: of categories those below the same one."""
    items = at(document, (place.part,))
    table = items if isinstance(items, Mapping) else {}
    parent = _parent(table.get(place.code))
    return {code: item for code, item in table.items() if _parent(item) == parent}


def ranks_after(items: Mapping[str, object], code: str, *, up: bool) -> dict[str, int]:
    """The ranks that change, as few as do it."""
    order = ordered(items)
    if code not in order:
        return {}
    there = order.index(code)
    to = there - 1 if up else there + 1
    if not 0 <= to < len(order):
        return {}
    ranks = [_rank(items[each]) for each in order]
    other = order[to]
    if ranks[there] != ranks[to]:
        return {code: ranks[to], other: ranks[there]}
    order[there], order[to] = other, code
    return {each: place for place, each in enumerate(order, start=1) if _rank(items[each]) != place}


def putting(values: Mapping[Keys, object]) -> Edit:
    """Several places at once; None takes what stands there away."""

    def act(state: State) -> State:
        document = dict(state.document)
        for keys, value in values.items():
            document = without(document, keys) if value is None else put_at(document, keys, value)
        return replace(state, own=settled(state.inherited, document, state.own.pins))

    return act


def _rank(item: object) -> int:
    rank = item.get("rank", 0) if isinstance(item, Mapping) else 0
    return rank if isinstance(rank, int) else 0


def _parent(item: object) -> object:
    return item.get("parent", "") if isinstance(item, Mapping) else ""
