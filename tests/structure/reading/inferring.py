"""What the expressions of a module are, as far as annotations say: enough to tell whose attribute is read.

Not a type checker: what it cannot tell it leaves unknown, so it never claims a read that is none.
"""

from __future__ import annotations

import builtins
import inspect
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from types import FunctionType, GenericAlias, ModuleType, UnionType
from typing import Annotated, Any, Protocol, TypeVar, Union, get_args, get_origin

import msgspec

from tests.structure.reading.hints import evaluated, hint_of, parameters
from tests.structure.reading.kinds import (
    BUILT_IN,
    Method,
    Names,
    built_in,
    from_container,
    members,
    union,
)


@dataclass(frozen=True)
class Callee:
    """Something that can be called: a function, a method or a class itself."""

    target: Any


class Seen(Protocol):
    """Who is told what calls do with their arguments."""

    def read(self, kind: Any, name: str) -> None:
        """A protocol asks for it."""

    def taken_as(self, kind: type, base: type) -> None:
        """What is read of the one is read of the other."""


def attribute(kind: Any, name: str) -> Any:
    found = [_attribute(one, name) for one in members(kind)]
    return union(*found) if found else None


def returned(callee: Any, given: list[Any], named: Names, seen: Seen) -> Any:
    """What a call gives."""
    if isinstance(callee, Method):
        return from_container(callee, given)
    if not isinstance(callee, Callee):
        return None
    target = inspect.unwrap(callee.target) if callable(callee.target) else callee.target
    name = getattr(target, "__name__", "")
    if given and any(target is one for one in BUILT_IN):
        return built_in(target, given)
    if isinstance(target, type):
        return target
    if target is msgspec.structs.replace and given:
        return given[0]
    bound: dict[Any, Any] = {}
    pairs = [*zip(parameters(target), given, strict=False)]
    pairs += [(hint_of(target, keyword), argument) for keyword, argument in named.items()]
    for hint, argument in pairs:
        _match(hint, argument, bound, seen)
    return _filled(hint_of(target, "return"), bound) if name else None


def _attribute(kind: Any, name: str) -> Any:
    if isinstance(kind, ModuleType):
        return global_(kind, name)
    origin = get_origin(kind)
    if origin is not None:
        return Method(name, kind)
    if isinstance(kind, Callee) and isinstance(kind.target, type):
        return _of_class(kind.target, name, on_class=True)
    return _of_class(kind, name) if isinstance(kind, type) else None


@cache
def _of_class(kind: type, name: str, *, on_class: bool = False) -> Any:
    for base in kind.__mro__:
        said = inspect.get_annotations(base).get(name)
        if said is not None and not on_class:
            return evaluated(said, sys.modules.get(base.__module__))
        there = base.__dict__.get(name)
        if isinstance(there, property):
            return hint_of(there.fget, "return")
        if isinstance(there, staticmethod | classmethod):
            return Callee(there.__func__)
        if isinstance(there, FunctionType):
            return Callee(there)
        if isinstance(there, cached_property):
            return hint_of(there.func, "return")
        if on_class and isinstance(there, kind):  # a member of an enum
            return kind
    return None


def global_(module: ModuleType, name: str) -> Any:
    value = getattr(module, name, getattr(builtins, name, None))
    if isinstance(value, ModuleType):
        return value
    if callable(value):
        return Callee(value)
    said = getattr(module, "__annotations__", {}).get(name)
    return evaluated(said, module) if said is not None else type(value) if value is not None else None


def _match(hint: Any, argument: Any, bound: dict[Any, Any], seen: Seen) -> None:
    """Binds type variables, and tells what becomes of what is given."""
    if argument is None or isinstance(argument, Callee | Method):
        return
    for one in members(hint):
        if isinstance(one, TypeVar):
            bound.setdefault(one, argument)
            _match(one.__bound__, argument, bound, seen)
        elif get_args(one):
            for given in members(argument):
                for inner, held in zip(get_args(one), get_args(given), strict=False):
                    _match(inner, held, bound, seen)
        elif isinstance(one, type):
            for given in members(argument):
                _hand_over(one, given, seen)


def _hand_over(hint: type, given: Any, seen: Seen) -> None:
    if getattr(hint, "_is_protocol", False):
        for name in _asked_by(hint):
            seen.read(given, name)
    elif isinstance(given, type) and given is not hint and issubclass(given, hint):
        seen.taken_as(given, hint)


def _asked_by(protocol: type) -> Iterator[str]:
    for base in protocol.__mro__:
        if getattr(base, "_is_protocol", False) and base is not Protocol:
            yield from inspect.get_annotations(base)
            yield from (name for name, there in base.__dict__.items() if isinstance(there, property))


def _filled(hint: Any, bound: dict[Any, Any]) -> Any:
    if isinstance(hint, TypeVar):
        return bound.get(hint)
    arguments = get_args(hint)
    if not bound or not arguments or get_origin(hint) in (Annotated, None):
        return hint
    filled = tuple(_filled(argument, bound) for argument in arguments)
    if get_origin(hint) in (Union, UnionType):
        return union(*filled)
    origin = get_origin(hint)
    return GenericAlias(origin, filled) if isinstance(origin, type) and None not in filled else hint
