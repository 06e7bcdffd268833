"""Types as annotations write them: unions, containers, what one gets out of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from types import GenericAlias, NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

Names = dict[str, Any]
"""What a name is; what is not in it is unknown."""


@dataclass(frozen=True)
class Method:
    """A method of a container: `values` of a dict, with the dict's type."""

    name: str
    of: Any


def members(kind: Any) -> list[Any]:
    """The alternatives of a union, without None; of anything else itself."""
    if get_origin(kind) is Annotated:
        return members(get_args(kind)[0])
    if get_origin(kind) in (Union, UnionType):
        return [inner for choice in get_args(kind) for inner in members(choice)]
    return [] if kind in (None, NoneType, Any, object) else [kind]


def union(*kinds: Any) -> Any:
    found = list(dict.fromkeys(inner for kind in kinds for inner in members(kind)))
    if len(found) <= 1:
        return found[0] if found else None
    if not all(_is_hint(kind) for kind in found):
        return found[0]
    return reduce(or_, found)


def element(kind: Any) -> Any:
    """What one gets by going through it."""
    found = []
    for one in members(kind):
        arguments = get_args(one)
        if get_origin(one) is tuple and arguments and arguments[-1] is not ...:
            found.append(union(*arguments))
        elif arguments and isinstance(get_origin(one), type):
            found.append(arguments[0])
    return union(*found)


def item(kind: Any, key: object) -> Any:
    """What stands under a key or at a place."""
    found = []
    for one in members(kind):
        arguments, origin = get_args(one), get_origin(one)
        if origin is tuple and arguments and arguments[-1] is not ... and isinstance(key, int):
            found.append(arguments[key] if -len(arguments) <= key < len(arguments) else None)
        elif _is_table(origin) and len(arguments) == 2:
            found.append(arguments[1])
        else:
            found.append(element(one))
    return union(*found)


def from_container(method: Method, given: list[Any]) -> Any:
    origin, arguments = get_origin(method.of), get_args(method.of)
    if _is_table(origin) and len(arguments) == 2:
        match method.name:
            case "values":
                return GenericAlias(list, (arguments[1],))
            case "items":
                return GenericAlias(list, (GenericAlias(tuple, arguments),))
            case "keys":
                return GenericAlias(list, (arguments[0],))
            case "get" | "pop" | "setdefault":
                return union(arguments[1], *given[1:])
    if method.name in ("copy", "union", "difference", "intersection"):
        return method.of
    return element(method.of) if method.name in ("pop", "popleft", "__next__") else None


BUILT_IN = (
    sorted, list, tuple, set, frozenset, iter, reversed, next, min, max, enumerate, zip, filter, dict,
)  # fmt: skip


def built_in(target: Any, given: list[Any]) -> Any:
    if target in (next, min, max):
        return element(given[0]) if len(given) == 1 or target is next else union(*given)
    if target is dict:
        return given[0]
    inner = [element(one) for one in given]
    if target is enumerate:
        return GenericAlias(list, (GenericAlias(tuple, (int, inner[0])),)) if inner[0] is not None else None
    if target is zip:
        return GenericAlias(list, (GenericAlias(tuple, tuple(inner)),))
    one = inner[-1] if target is filter else inner[0]
    return GenericAlias(list, (one,)) if one is not None else None


def _is_table(origin: Any) -> bool:
    return isinstance(origin, type) and issubclass(origin, Mapping)


def _is_hint(kind: Any) -> bool:
    return isinstance(kind, type) or get_origin(kind) is not None
