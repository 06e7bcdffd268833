"""Layers of policy laid over each other, as plain data; `amends.policy.parse` judges the result.

Tables merge by key; texts, numbers and arrays replace. `{removed = true}` takes an inherited item away;
`replaced = true` inside a table drops what was inherited and starts from what stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

REMOVED: Mapping[str, object] = {"removed": True}
_REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Layer:
    """`name` is what errors and pages call it: a file, a template with its version, the organisation's own."""

    name: str
    document: Mapping[str, object]


def in_force(layers: Iterable[Mapping[str, object]]) -> dict[str, object]:
    """What holds when all are laid over each other, the lowest first."""
    document: Mapping[str, object] = {}
    for layer in layers:
        document = stack(document, layer)
    return _settled(document)


def overlay(base: Mapping[str, object], layer: Mapping[str, object]) -> dict[str, object]:
    """What holds when `layer` is laid over `base`; neither is changed, no marker is left."""
    return in_force((base, layer))


def stack(lower: Mapping[str, object], upper: Mapping[str, object]) -> dict[str, object]:
    """Two layers as one, markers kept: overlay(overlay(b, x), y) == overlay(b, stack(x, y))."""
    together = dict(lower)
    for key, value in upper.items():
        together[key] = _over(lower[key], value) if key in lower else value
    return together


def strangers(layers: Iterable[Layer]) -> list[str]:
    """One line for each place where a layer takes away what no layer below has, or changes what one took away.

    Nobody is harmed by either, and each is a mistyped code or a leftover.
    """
    found: list[str] = []
    below: Mapping[str, object] = {}
    for layer in layers:
        found += [f"{layer.name}: {problem}" for problem in _strange(below, layer.document, "")]
        below = stack(below, layer.document)
    return found


def _strange(below: Mapping[str, object], layer: Mapping[str, object], under: str) -> Iterator[str]:
    for key, value in layer.items():
        if not isinstance(value, Mapping):
            continue
        place, there = f"{under}{key}", below.get(key)
        if value == REMOVED:
            if there is None or there == REMOVED:
                yield f"{place}: nothing to take away; no layer below has it"
        elif value.get("removed") is True:
            yield f"{place}: expected nothing beside removed = true, got {', '.join(sorted(value))}"
        elif there == REMOVED and value.get(_REPLACED) is not True:
            yield f"{place}: a layer below took it away; say replaced = true to begin it anew"
        else:
            inner = there if isinstance(there, Mapping) and not value.get(_REPLACED) else {}
            yield from _strange(inner, value, f"{place}.")


def _over(lower: object, upper: object) -> object:
    if not isinstance(upper, Mapping) or upper == REMOVED or upper.get(_REPLACED) is True:
        return upper
    if not isinstance(lower, Mapping) or lower == REMOVED:
        return {**upper, _REPLACED: True}
    return stack(lower, upper)


def _settled(table: Mapping[str, object]) -> dict[str, object]:
    return {
        key: _settled(value) if isinstance(value, Mapping) else value
        for key, value in table.items()
        if value != REMOVED and not (key == _REPLACED and value is True)
    }
