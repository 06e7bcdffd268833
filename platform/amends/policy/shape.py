"""What stands where in a policy document by its types: what a place takes, which tables hold items, what is said by saying
nothing."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Union, get_args, get_origin

import msgspec

from amends.deadlines.period import Period
from amends.policy.document import Condition, Policy
from amends.policy.parts.base import struct_fields
from amends.policy.places import Keys, Table


def kind_at(keys: Keys) -> object | None:
    """What a place takes, as its field declares it; None where a document has no such place."""
    kind: object = Policy
    for key in keys:
        kind = child(kind, key)
    return kind


def child(kind: object, key: str) -> object | None:
    kind = bare(kind)
    if (struct := struct_of(kind)) is not None:
        field = struct_fields(struct).get(key)
        return field.type if field is not None else None
    return get_args(kind)[1] if get_origin(kind) is dict else None


def struct_of(kind: object) -> type[msgspec.Struct] | None:
    kind = bare(kind)
    return kind if isinstance(kind, type) and issubclass(kind, msgspec.Struct) else None


def holds_items(kind: object) -> bool:
    """Whether a place is a table of items under codes."""
    return get_origin(bare(kind)) is dict


def bare(kind: object) -> object:
    """Without "or nothing" and without what is demanded of a text or number beyond being one."""
    if get_origin(kind) in (Union, UnionType):
        choices = [choice for choice in get_args(kind) if choice is not NoneType]
        return bare(choices[0]) if len(choices) == 1 else kind
    return bare(get_args(kind)[0]) if get_origin(kind) is Annotated else kind


def spelled_out(document: Table) -> dict[str, object]:
    """With every default said, so that leaving a value out, and taking it away, are two things.

    What the types do not know is kept: errors are for `amends.policy.parse` to tell.
    """
    return _spelled_struct(document, Policy)


@dataclass(frozen=True, slots=True)
class _Inner:
    """What stands in a table and is a table itself: one of its own type, or items under codes."""

    struct: type[msgspec.Struct] | None = None
    items: _Inner | None = None


def _spelled(value: object, inner: _Inner | None) -> object:
    if inner is None or not isinstance(value, Mapping):
        return value
    if inner.struct is not None:
        return _spelled_struct(value, inner.struct)
    return {key: _spelled(item, inner.items) for key, item in value.items()} if inner.items else value


def _spelled_struct(table: Table, struct: type[msgspec.Struct]) -> dict[str, object]:
    inside = _inside(struct)
    said = {key: _spelled(value, inside[key]) if key in inside else value for key, value in table.items()}
    for key, usual in _usuals(struct).items():
        if key not in said:
            said[key] = deepcopy(usual) if isinstance(usual, list | dict) else usual
    return said


@cache
def _inside(struct: type[msgspec.Struct]) -> Mapping[str, _Inner]:
    """By field; plain values have nothing inside, and a condition is said as one."""
    found = ((name, _inner(field.type)) for name, field in struct_fields(struct).items())
    return {name: inner for name, inner in found if inner is not None}


def _inner(kind: object) -> _Inner | None:
    struct = struct_of(kind)
    if struct is not None:
        return None if struct is Condition else _Inner(struct=struct)
    items = _inner(get_args(bare(kind))[1]) if holds_items(kind) else None
    return _Inner(items=items) if items else None


@cache
def _usuals(struct: type[msgspec.Struct]) -> Mapping[str, object]:
    inside = _inside(struct)
    known = ((name, _usual(field)) for name, field in struct_fields(struct).items())
    return {name: _spelled(usual, inside.get(name)) for name, usual in known if usual is not None}


def _usual(field: msgspec.structs.FieldInfo) -> object | None:
    """What is meant by saying nothing; None for nothing, or where something must be said."""
    if field.default_factory is not msgspec.NODEFAULT:
        return _plain(field.default_factory())
    return None if field.default is msgspec.NODEFAULT else _plain(field.default)


def _plain(value: object) -> object:
    """As a document says it."""
    if isinstance(value, Period):
        return str(value)
    if isinstance(value, msgspec.Struct):
        said = (
            (field.encode_name, getattr(value, field.name)) for field in struct_fields(type(value)).values()
        )
        return {name: _plain(inner) for name, inner in said if inner is not None}
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    return value.value if isinstance(value, Enum) else value
