"""Places in a policy document as plain data: what stands where, and what is one value.

Plain data is tables, lists, texts, numbers, yes and no. There is no null: None says "nothing stands here".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

Keys = tuple[str, ...]
"""The way to a place, from the outside in; people read it with dots between (no code holds a dot)."""
Table = Mapping[str, object]

_CONDITION = frozenset({"all", "any", "not", "field", "op", "value"})

_DEEPEST = 50


def dotted(keys: Keys) -> str:
    return ".".join(keys)


def keys_of(text: str) -> Keys:
    return tuple(text.split(".")) if text else ()


def at(document: Table, keys: Keys) -> object | None:
    """What stands there; None for nothing."""
    here: object = document
    for key in keys:
        if not isinstance(here, Mapping) or key not in here:
            return None
        here = here[key]
    return here


def put_at(document: Table, keys: Keys, value: object) -> dict[str, object]:
    """The document with `value` there; tables on the way are made. The one given is not changed."""
    first, rest = keys[0], keys[1:]
    below = document.get(first)
    under = below if isinstance(below, Mapping) else {}
    return {**document, first: put_at(under, rest, value) if rest else value}


def without(document: Table, keys: Keys) -> dict[str, object]:
    """The document with nothing there; tables left empty stay."""
    first, rest = keys[0], keys[1:]
    below = document.get(first)
    if rest and isinstance(below, Mapping):
        return {**document, first: without(below, rest)}
    return {key: value for key, value in document.items() if rest or key != first}


def leaves(document: Table, under: Keys = ()) -> Iterator[tuple[Keys, object]]:
    """Every value that is set as one, with its place."""
    for key, value in document.items():
        if isinstance(value, Mapping) and not is_whole(value):
            yield from leaves(value, (*under, key))
        else:
            yield (*under, key), value


def is_whole(value: object) -> bool:
    """Set as one: a text, a number, a list, yes or no, an empty table; a condition, of which half says nothing."""
    return not isinstance(value, Mapping) or not value or is_condition(value)


def is_condition(value: object) -> bool:
    if not isinstance(value, Mapping) or not value.keys() <= _CONDITION:
        return False
    if isinstance(value.get("field"), str):
        return True
    return len(value) == 1 and (
        isinstance(value.get("all"), list)
        or isinstance(value.get("any"), list)
        or is_condition(value.get("not"))
    )


def same(one: object, other: object) -> bool:
    """Equal, and of one kind: to a policy, `false` and `0` are two values (`5` and `5.0` are one)."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return isinstance(one, bool) is isinstance(other, bool) and one == other


def too_deep(document: object) -> bool:
    """Nested as no policy is: found without following it down, as everything that reads a document does."""
    level: list[object] = [document]
    for _ in range(_DEEPEST):
        tables = [table for table in level if isinstance(table, Mapping)]
        lists = [items for items in level if isinstance(items, list | tuple)]
        level = [value for table in tables for value in table.values()]
        level += [value for items in lists for value in items]
    return bool(level)


def keys_in(*tables: Table) -> list[str]:
    """The keys of all, each once, in the order they come."""
    return list(dict.fromkeys(_chain(tables)))


def _chain(tables: Iterable[Table]) -> Iterator[str]:
    for table in tables:
        yield from table
