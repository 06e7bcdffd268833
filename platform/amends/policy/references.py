"""Every reference from one part of a policy to another leads somewhere; found from the types alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Annotated, get_args, get_origin

import msgspec
from msgspec.structs import FieldInfo

from amends.policy.document import CASE_FACTS, Policy
from amends.policy.kinds import kinds_of
from amends.policy.parts.base import REFERS, struct_fields


def dangling(policy: Policy) -> Iterator[str]:
    """One line for each reference to something that does not exist."""
    known = {name: _codes(policy, name) for name in _parts_referred_to()}
    yield from _in_struct(policy, "", known)


def refers_to(kind: object) -> str:
    """The part whose codes a type takes; "" of a type that takes anything."""
    if get_origin(kind) is not Annotated:
        return ""
    for meta in get_args(kind)[1:]:
        if isinstance(meta, msgspec.Meta) and meta.extra and REFERS in meta.extra:
            return str(meta.extra[REFERS])
    return ""


def _codes(policy: Policy, part: str) -> frozenset[str]:
    if part == "facts":
        return frozenset(policy.fields) | frozenset(CASE_FACTS)
    if part == "kinds":
        return frozenset(kinds_of(policy))
    return frozenset(getattr(policy, part))


@cache
def _parts_referred_to() -> tuple[str, ...]:
    tables = (name for name, field in struct_fields(Policy).items() if get_origin(field.type) is dict)
    return ("facts", *tables)


def _in_struct(part: msgspec.Struct, path: str, known: Mapping[str, frozenset[str]]) -> Iterator[str]:
    for field in _referring(type(part)):
        place = f"{path}.{field.encode_name}" if path else field.encode_name
        yield from _in_value(getattr(part, field.name), field.type, place, known)


@cache
def _referring(struct: type[msgspec.Struct]) -> tuple[FieldInfo, ...]:
    """The fields a reference stands in or below: most of a document is words."""
    return tuple(field for field in struct_fields(struct).values() if _refers(field.type, frozenset()))


def _refers(kind: object, seen: frozenset[object]) -> bool:
    if refers_to(kind):
        return True
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        below = (field.type for field in struct_fields(kind).values())
        return kind not in seen and any(_refers(each, seen | {kind}) for each in below)
    return any(_refers(each, seen) for each in get_args(kind))


def _in_value(value: object, kind: object, place: str, known: Mapping[str, frozenset[str]]) -> Iterator[str]:
    if isinstance(value, msgspec.Struct):
        yield from _in_struct(value, place, known)
    elif isinstance(value, Mapping):
        key_kind, item_kind = get_args(kind)
        for key, item in value.items():
            yield from _in_value(key, key_kind, f"{place}.{key}", known)
            yield from _in_value(item, item_kind, f"{place}.{key}", known)
    elif isinstance(value, tuple):
        item_kind = get_args(kind)[0] if get_args(kind) else object
        for number, item in enumerate(value):
            yield from _in_value(
                item, item_kind, f"{place}.{number}" if isinstance(item, msgspec.Struct) else place, known
            )
    elif (part := refers_to(kind)) and value and value not in known[part]:
        yield f"{place}: no such item in {part}: {value!r}; {_offered(known[part])}"


def _offered(codes: frozenset[str]) -> str:
    if not codes:
        return "there is none yet"
    some = sorted(codes)[:12]
    return f"expected one of {', '.join(some)}" + (" …" if len(codes) > len(some) else "")
