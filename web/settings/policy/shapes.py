"""What a form shows for each type of the policy document: found from the types alone, so that a later part has a form.

A shape is what one place takes; `Control` says with what it is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Union, get_args, get_origin

import msgspec
from msgspec import Meta

from amends.deadlines.period import Period
from amends.policy.document import Condition, Policy, Text
from amends.policy.parts.calendar import Weekday
from amends.policy.references import refers_to


class Control(StrEnum):
    PAIR = "pair"
    """A text in both languages."""
    LINE = "line"
    LINES = "lines"
    NUMBER = "number"
    NUMBERS = "numbers"
    YES_NO = "yes_no"
    ENUM = "enum"
    ENUMS = "enums"
    PERIOD = "period"
    REFERENCE = "reference"
    REFERENCES = "references"
    WEEK = "week"
    CONDITION = "condition"
    GROUP = "group"
    """Fields of their own; an optional one is there or not."""
    TABLE = "table"
    """Items under codes, references or dates."""


@dataclass(frozen=True, slots=True)
class Shape:
    control: Control
    optional: bool = False
    refers: str = ""
    """The part whose codes are meant."""
    enum: type[Enum] | None = None
    struct: type[msgspec.Struct] | None = None
    key: Shape | None = None
    item: Shape | None = None
    least: float | None = None
    most: float | None = None
    whole: bool = True
    """Of a number."""
    pattern: str = ""

    @property
    def entries(self) -> Mapping[str, Entry]:
        return entries_of(self.struct) if self.struct is not None else {}


@dataclass(frozen=True, slots=True)
class Entry:
    """A field of a group: its name in the document, what it takes, and what is meant by saying nothing."""

    name: str
    shape: Shape
    required: bool
    default: object = field(default=None, compare=False)
    """As plain data; None for nothing."""


@cache
def entries_of(struct: type[msgspec.Struct]) -> Mapping[str, Entry]:
    return {found.encode_name: _entry(found) for found in msgspec.structs.fields(struct)}


def part_shape(part: str) -> Shape:
    return entries_of(Policy)[part].shape


def _entry(found: msgspec.structs.FieldInfo) -> Entry:
    return Entry(found.encode_name, shape_of(found.type), found.required, _default(found))


def _default(found: msgspec.structs.FieldInfo) -> object:
    if found.default_factory is not msgspec.NODEFAULT:
        value = found.default_factory()
    else:
        value = None if found.default is msgspec.NODEFAULT else found.default
    if isinstance(value, Period):
        return str(value)
    plain: object = msgspec.to_builtins(value, str_keys=True, enc_hook=str)
    return list(plain) if isinstance(plain, tuple) else plain


def shape_of(kind: object) -> Shape:
    kind, optional = _without_none(kind)
    bare, metas = _bare(kind)
    if isinstance(bare, type) and issubclass(bare, msgspec.Struct):
        return _of_struct(bare, optional)
    if get_origin(bare) is dict:
        return _of_table(*get_args(bare))
    if get_origin(bare) is tuple:
        return _of_list(get_args(bare)[0])
    if part := refers_to(kind):
        return Shape(Control.REFERENCE, optional=True, refers=part)
    if isinstance(bare, type) and issubclass(bare, Enum):
        return Shape(Control.ENUM, optional=optional, enum=bare)
    return _of_plain(bare, metas, optional)


def _of_plain(bare: object, metas: tuple[Meta, ...], optional: bool) -> Shape:
    least = max((meta.ge for meta in metas if meta.ge is not None), default=None)
    most = min((meta.le for meta in metas if meta.le is not None), default=None)
    pattern = next((meta.pattern for meta in metas if meta.pattern), "")
    if bare is bool:
        return Shape(Control.YES_NO)
    if bare in (int, float):
        return Shape(Control.NUMBER, optional=optional, least=least, most=most, whole=bare is int)
    if bare is Period:
        return Shape(Control.PERIOD, optional=optional)
    if bare is str:
        return Shape(Control.LINE, optional=optional, pattern=pattern)
    raise TypeError(f"no form shows {bare!r}")


def _of_struct(struct: type[msgspec.Struct], optional: bool) -> Shape:
    if struct is Text:
        return Shape(Control.PAIR, optional=optional, struct=struct)
    if struct is Condition:
        return Shape(Control.CONDITION, optional=optional, struct=struct)
    return Shape(Control.GROUP, optional=optional, struct=struct)


def _of_table(key: object, item: object) -> Shape:
    if key is Weekday:
        return Shape(Control.WEEK, item=shape_of(item))
    return Shape(Control.TABLE, key=shape_of(key), item=shape_of(item))


def _of_list(item: object) -> Shape:
    one = shape_of(item)
    lists = {
        Control.REFERENCE: Control.REFERENCES,
        Control.ENUM: Control.ENUMS,
        Control.NUMBER: Control.NUMBERS,
        Control.LINE: Control.LINES,
    }
    if one.control not in lists:
        raise TypeError(f"no form shows a list of {item!r}")
    return Shape(lists[one.control], refers=one.refers, enum=one.enum, item=one)


def _without_none(kind: object) -> tuple[object, bool]:
    if get_origin(kind) in (Union, UnionType):
        choices = [choice for choice in get_args(kind) if choice is not NoneType]
        if len(choices) == 1:
            return choices[0], True
    return kind, False


def _bare(kind: object) -> tuple[object, tuple[Meta, ...]]:
    if get_origin(kind) is Annotated:
        inner, *metas = get_args(kind)
        return inner, tuple(meta for meta in metas if isinstance(meta, Meta))
    return kind, ()
