"""What refers to an item of the policy: said before it is taken away. Found from the types alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from amends.policy.places import Keys, Table
from web.settings.policy.places import PARTS
from web.settings.policy.shapes import Control, Shape, part_shape

_FACTS = {
    "categories": "case.category",
    "kinds": "case.kind",
    "levels": "case.level",
    "departments": "case.department",
    "amount_bands": "case.amount_band",
    "outcomes": "case.outcome",
}


def referring(document: Table, part: str, code: str) -> list[Keys]:
    """The places, in the order of the document; those inside the item itself are left out."""
    found = (
        keys
        for name in PARTS
        if name in document
        for keys in _in(part_shape(name), document[name], (name,), (part, code))
    )
    return [keys for keys in found if keys[:2] != (part, code)]


def _in(shape: Shape, value: object, keys: Keys, wanted: Keys) -> Iterator[Keys]:
    part, code = wanted
    match shape.control:
        case Control.REFERENCE:
            if _means(shape, part) and value == code:
                yield keys
        case Control.REFERENCES:
            if _means(shape, part) and isinstance(value, list) and code in value:
                yield keys
        case Control.CONDITION:
            if isinstance(value, Mapping) and _asked(value, part, code):
                yield keys
        case Control.GROUP if isinstance(value, Mapping):
            for name, entry in shape.entries.items():
                yield from _in(entry.shape, value.get(name), (*keys, name), wanted)
        case Control.TABLE if isinstance(value, Mapping) and shape.item is not None:
            for key, item in value.items():
                if shape.key is not None and _means(shape.key, part) and key == code:
                    yield (*keys, key)
                yield from _in(shape.item, item, (*keys, key), wanted)


def _means(shape: Shape, part: str) -> bool:
    return shape.refers == part or (shape.refers == "facts" and part == "fields")


def _asked(condition: Table, part: str, code: str) -> bool:
    for join in ("all", "any"):
        parts = condition.get(join)
        if isinstance(parts, list) and any(_asked(each, part, code) for each in parts):
            return True
    inner = condition.get("not")
    if isinstance(inner, Mapping):
        return _asked(inner, part, code)
    value = condition.get("value")
    if part == "fields":
        return condition.get("field") == code
    return condition.get("field") == _FACTS.get(part) and (
        value == code or (isinstance(value, list) and code in value)
    )
