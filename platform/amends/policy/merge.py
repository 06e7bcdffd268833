"""Layers of policy laid over each other, as plain data; `amends.policy.parse` judges the result.

Tables merge by key; texts, numbers and arrays replace. `{removed = true}` takes an inherited item away;
`replaced = true` inside a table drops what was inherited and starts from what stands beside it.
"""

from __future__ import annotations

from collections.abc import Mapping

REMOVED: Mapping[str, object] = {"removed": True}
_REPLACED = "replaced"


def overlay(base: Mapping[str, object], layer: Mapping[str, object]) -> dict[str, object]:
    """What holds when `layer` is laid over `base`; neither is changed, no marker is left."""
    return _settled(stack(base, layer))


def stack(lower: Mapping[str, object], upper: Mapping[str, object]) -> dict[str, object]:
    """Two layers as one, markers kept: overlay(overlay(b, x), y) == overlay(b, stack(x, y))."""
    together = dict(lower)
    for key, value in upper.items():
        together[key] = _over(lower[key], value) if key in lower else value
    return together


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
