"""JSON Schema of a policy and of a layer, from the document's types; editors complete and check files by it.

It knows what every place takes, not whether references lead somewhere: `amends policy check` does.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator
from enum import StrEnum
from itertools import pairwise

import msgspec

from amends.deadlines.period import Period, Unit
from amends.policy.describing import codes_of
from amends.policy.document import Condition, Policy
from amends.policy.parts.base import struct_fields
from amends.policy.shape import struct_of

Schema = dict[str, object]


class Of(StrEnum):
    DOCUMENT = "document"
    """A policy in full."""
    LAYER = "layer"
    """A template's files, or an organisation's own layer: anything may be left out or taken away."""


def _written_periods() -> str:
    bare = [unit.value for unit in Unit if str(Period(1, unit)) == unit]
    counted = [unit.value for unit in Unit if unit.value not in bare]
    return f"^({'|'.join(bare)}|[1-9][0-9]{{0,3}} ({'|'.join(counted)}))$"


_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TITLES = {
    Of.DOCUMENT: ("Amends policy", "A policy in full, as it is in force and as it is exported."),
    Of.LAYER: (
        "Amends policy layer",
        "A layer over other layers, such as a template's file: tables merge by key, all else replaces.",
    ),
}
_PERIOD: Schema = {
    "title": "Period",
    "description": "How long: 30 min, 2 h, 4 wh (working hours), 3 wd (working days), 7 d, 2 w, 6 mo, 1 y, now, same day, "
    "next day, next wd.",
    "type": "string",
    "pattern": _written_periods(),
}
_REMOVED: Schema = {
    "title": "Removed",
    "description": "Takes away what a layer below says here.",
    "type": "object",
    "properties": {"removed": {"const": True}},
    "required": ["removed"],
    "additionalProperties": False,
}
_REPLACED: Schema = {
    "description": "Drops what layers below say in this table; what stands beside is all.",
    "const": True,
}
_OF_THE_HEAD: Schema = {
    "extends": {"description": "The code of the template this one is laid over.", "type": "string"},
    "pickable": {
        "description": "Whether organisations may start from it; false for a foundation.",
        "type": "boolean",
    },
}


def schema(of: Of) -> Schema:
    [root], known = msgspec.json.schema_components(
        [Policy], schema_hook=_of_other_types, ref_template="#/$defs/{name}"
    )
    title, description = _TITLES[of]
    for struct in structs():
        _describe(known[struct.__name__], struct)
    known["Period"] = _PERIOD
    if of is Of.LAYER:
        for name in known.keys() - {Condition.__name__, "Period"}:
            _loosen(known[name])
        _properties(known[Condition.__name__])["replaced"] = _REPLACED
        _properties(known["Policy"]).update(_OF_THE_HEAD)
        known["Removed"] = _REMOVED
    return {
        "$schema": _DIALECT,
        "title": title,
        "description": description,
        **root,
        "$defs": {name: known[name] for name in sorted(known)},
    }


def dumps(of: Of) -> str:
    """As it lies in `docs/`."""
    packed = msgspec.json.encode(schema(of), order="deterministic")
    return msgspec.json.format(packed, indent=1).decode() + "\n"


def _of_other_types(kind: type) -> Schema:
    if kind is not Period:
        raise NotImplementedError(kind)
    return {"$ref": "#/$defs/Period"}


def structs() -> Iterator[type[msgspec.Struct]]:
    """Every table type of the document, once."""
    waiting: list[object] = [Policy]
    seen: set[type[msgspec.Struct]] = set()
    while waiting:
        kind = waiting.pop()
        struct = struct_of(kind)
        if struct is not None and struct not in seen:
            seen.add(struct)
            yield struct
            waiting += [field.type for field in struct_fields(struct).values()]
        elif struct is None:
            waiting += [inner for inner in getattr(kind, "__args__", ()) if inner is not ...]


def _describe(part: Schema, struct: type[msgspec.Struct]) -> None:
    """What the types say of each field, and whose codes it takes; nothing is ever null."""
    said = dict(_said(struct))
    if (own := struct.__doc__) and struct.__doc__ != msgspec.Struct.__doc__:
        part["description"] = " ".join(own.split())
    for name, value in _properties(part).items():
        field = struct_fields(struct)[name]
        codes = codes_of(field.type)
        words = [said.get(field.name, ""), f"A code of `{codes}`." if codes else ""]
        without_null = _without_null(value)
        if isinstance(field.default, Period):
            without_null["default"] = str(field.default)
        if described := " ".join(filter(None, words)):
            without_null["description"] = described
        _properties(part)[name] = without_null


def _said(struct: type[msgspec.Struct]) -> Iterator[tuple[str, str]]:
    """The sentence below each field, where there is one; of the types it descends from too."""
    for kind in reversed(struct.__mro__[: struct.__mro__.index(msgspec.Struct)]):
        [body] = ast.parse(textwrap.dedent(inspect.getsource(kind))).body
        statements = body.body if isinstance(body, ast.ClassDef) else []
        for statement, following in pairwise(statements):
            if (
                isinstance(statement, ast.AnnAssign)
                and isinstance(statement.target, ast.Name)
                and isinstance(following, ast.Expr)
                and isinstance(following.value, ast.Constant)
            ):
                yield statement.target.id, " ".join(str(following.value.value).split())


def _without_null(value: object) -> Schema:
    assert isinstance(value, dict)
    choices = value.get("anyOf", [])
    left = [choice for choice in choices if choice != {"type": "null"}]
    if len(left) == len(choices):
        return {**value}
    rest = {key: said for key, said in value.items() if key not in ("anyOf", "default")}
    return {**rest, **(left[0] if len(left) == 1 else {"anyOf": left})}


def _loosen(part: Schema) -> None:
    """Of a table: nothing must be said, anything may be taken away, and it may begin anew."""
    if part.get("type") != "object":
        return
    part.pop("required", None)
    inner = _properties(part)
    for name, value in inner.items():
        inner[name] = _or_removed(_loosened_table(value))
    inner["replaced"] = _REPLACED


def _loosened_table(value: object) -> Schema:
    """A table under codes that is written out where it stands."""
    assert isinstance(value, dict)
    items = value.get("additionalProperties")
    if not isinstance(items, dict):
        return {**value}
    names = value.get("propertyNames")
    return {
        **value,
        **({"propertyNames": {"anyOf": [names, {"const": "replaced"}]}} if names else {}),
        "properties": {"replaced": {"anyOf": [_REPLACED, items]}},
        "additionalProperties": _or_removed(_loosened_table(items)),
    }


def _or_removed(value: Schema) -> Schema:
    described: Schema = {key: value[key] for key in ("description", "default") if key in value}
    bare = {key: said for key, said in value.items() if key not in described}
    return {**described, "anyOf": [bare, {"$ref": "#/$defs/Removed"}]}


def _properties(part: object) -> Schema:
    properties = part.get("properties") if isinstance(part, dict) else None
    return properties if isinstance(properties, dict) else {}
