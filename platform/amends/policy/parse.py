"""Plain data in, a typed policy out, and back. Every mistake is found in one go and named by its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Union, get_args, get_origin

import msgspec

from amends.deadlines.period import Period, parse_period
from amends.errors import DomainError
from amends.policy.checks import problems_in
from amends.policy.document import FORMAT, Policy
from amends.policy.formats import raised
from amends.policy.parts.base import struct_fields
from amends.policy.places import too_deep


class PolicyError(DomainError):
    """`problems` holds one line for each mistake: file, place, what was expected."""

    code = "policy-invalid"
    status = 422
    message = "This policy cannot be used:\n%(problems)s"
    hint = "Mend every line named and try again."

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(problems="\n".join(problems))


def parse(document: Mapping[str, object], *, where: str) -> Policy:
    """`where` names the source in messages: a file, a layer."""
    policy = _shaped(document, where=where)
    if problems := [f"{where}: {problem}" for problem in problems_in(policy)]:
        raise PolicyError(problems)
    return policy


def loads(data: bytes | str) -> Policy:
    """A policy that was checked when it was stored; only its shape is looked at again."""
    try:
        policy = msgspec.json.decode(data, type=Policy, dec_hook=_from_text)
    except msgspec.ValidationError:
        policy = None
    if policy is not None and policy.format == FORMAT:
        return policy
    # Of an earlier format, or spoilt: read slowly, so that every mistake is named by its place.
    return _shaped(msgspec.json.decode(data, type=dict[str, object]), where="stored policy")


def dumps(policy: Policy) -> bytes:
    """JSON in a stable order, so that equal policies are equal bytes."""
    return msgspec.json.encode(to_plain(policy), order="deterministic")


def to_plain(policy: Policy) -> dict[str, object]:
    """What a template or a layer would say; values equal to the default are left out."""
    return _plain_struct(policy)


def _shaped(document: Mapping[str, object], *, where: str) -> Policy:
    if too_deep(document):
        raise PolicyError([f"{where}: document: expected tables within tables, not so many of them"])
    problems: list[str] = []
    policy = _read(raised(document), Policy, path="", problems=problems)
    if problems or not isinstance(policy, Policy):
        raise PolicyError([f"{where}: {problem}" for problem in problems])
    return policy


def _read(value: object, kind: object, *, path: str, problems: list[str]) -> object:
    """`value` as `kind`; what does not fit is added to `problems` under its full path.

    msgspec alone stops at the first mistake and does not say under which key of a table it stands.
    """
    kind = _without_none(kind)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return _read_struct(value, kind, path=path, problems=problems)
    if get_origin(kind) is dict:
        return _read_table(value, kind, path=path, problems=problems)
    if (item := _struct_items(kind)) is not None:
        return _read_list(value, item, path=path, problems=problems)
    try:
        return _read_period(value) if kind is Period else msgspec.convert(value, type=kind)
    except (msgspec.ValidationError, ValueError) as error:
        problems.append(f"{path}: {_plainly(error)}")
        return None


def _read_struct(
    value: object, kind: type[msgspec.Struct], *, path: str, problems: list[str]
) -> msgspec.Struct | None:
    if not isinstance(value, Mapping):
        problems.append(f"{path or 'document'}: expected a table, got {value!r}")
        return None
    known = struct_fields(kind)
    before = len(problems)
    problems += [
        f"{_under(path, key)}: unknown; expected one of {', '.join(known)}"
        for key in value
        if key not in known
    ]
    problems += [
        f"{_under(path, name)}: missing; expected {_described(field.type)}"
        for name, field in known.items()
        if field.required and name not in value
    ]
    parts = {
        field.name: _read(value[name], field.type, path=_under(path, name), problems=problems)
        for name, field in known.items()
        if name in value
    }
    return kind(**parts) if len(problems) == before else None


def _read_table(value: object, kind: object, *, path: str, problems: list[str]) -> dict[object, object]:
    if not isinstance(value, Mapping):
        problems.append(f"{path}: expected a table, got {value!r}")
        return {}
    key_kind, item_kind = get_args(kind)
    return {
        _read(key, key_kind, path=_under(path, key), problems=problems): _read(
            item, item_kind, path=_under(path, key), problems=problems
        )
        for key, item in value.items()
    }


def _struct_items(kind: object) -> type[msgspec.Struct] | None:
    """Of a list of tables: what one of them is."""
    item = get_args(kind)[0] if get_origin(kind) is tuple else None
    return item if isinstance(item, type) and issubclass(item, msgspec.Struct) else None


def _read_list(
    value: object, item: type[msgspec.Struct], *, path: str, problems: list[str]
) -> tuple[object, ...]:
    if not isinstance(value, list | tuple):
        problems.append(f"{path}: expected a list of tables, got {value!r}")
        return ()
    return tuple(
        _read_struct(one, item, path=_under(path, number), problems=problems)
        for number, one in enumerate(value)
    )


def _from_text(kind: type, value: object) -> Period:
    if kind is not Period:
        raise NotImplementedError(kind)
    return _read_period(value)


def _read_period(value: object) -> Period:
    if not isinstance(value, str):
        raise ValueError(f"expected a period such as '24 h', got {value!r}")
    return parse_period(value)


def _without_none(kind: object) -> object:
    """An optional part is left out, never null."""
    if get_origin(kind) in (Union, UnionType):
        choices = [choice for choice in get_args(kind) if choice is not NoneType]
        return choices[0] if len(choices) == 1 else kind
    return kind


def _under(path: str, key: object) -> str:
    return f"{path}.{key}" if path else str(key)


def _described(kind: object) -> str:
    if get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    if get_origin(kind) is dict or (isinstance(kind, type) and issubclass(kind, msgspec.Struct)):
        return "a table"
    if kind is Period:
        return "a period such as '24 h'"
    return "a number" if kind is int else "a text"


def _plainly(error: Exception) -> str:
    text = str(error).partition(" - at `")[0]
    return text[:1].lower() + text[1:]


def _plain(value: object) -> object:
    match value:
        case msgspec.Struct():
            return _plain_struct(value)
        case Period():
            return str(value)
        case Enum():
            return value.value
        case Mapping():
            return {str(_plain(key)): _plain(item) for key, item in value.items()}
        case tuple():
            return [_plain(item) for item in value]
        case _:
            return value


def _plain_struct(part: msgspec.Struct) -> dict[str, object]:
    return {name: _plain(value) for name, value in _said(part)}


def _said(part: msgspec.Struct) -> Iterator[tuple[str, object]]:
    for field in struct_fields(type(part)).values():
        value = getattr(part, field.name)
        default = field.default if field.default_factory is msgspec.NODEFAULT else field.default_factory()
        if field.required or value != default:
            yield field.encode_name, value
