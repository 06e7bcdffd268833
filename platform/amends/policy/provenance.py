"""Where each value in force comes from, and what would stand there otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from amends.policy.merge import Layer, in_force, overlay
from amends.policy.places import Keys, Table, at, keys_in, leaves


@dataclass(frozen=True, slots=True)
class Origin:
    """`otherwise`: what would hold without `layer`, the topmost that says something; None when nothing would."""

    layer: str
    value: object
    otherwise: Origin | None = None


@dataclass(frozen=True, slots=True)
class TakenAway:
    """A table or value some layer below has and `layer` takes away."""

    keys: Keys
    layer: str
    value: object


def origins(layers: Sequence[Layer], *, part: str | None = None) -> dict[Keys, Origin]:
    """By the place of every value in force; of one part of the document, or of all."""
    document: dict[str, object] = {}
    found: dict[Keys, Origin] = {}
    for layer in _only(layers, part):
        document = overlay(document, layer.document)
        below, found = found, {}
        for keys, value in leaves(document):
            was = below.get(keys)
            if was is None or _says(layer.document, keys):
                found[keys] = Origin(layer.name, value, was)
            else:
                found[keys] = was
    return found


def taken_away(layers: Sequence[Layer], *, part: str | None = None) -> list[TakenAway]:
    """What stands in a layer below and no longer in force, outermost places only; by the layer that did it."""
    stages = [in_force(())]
    gone: dict[Keys, TakenAway] = {}
    for layer in _only(layers, part):
        stages.append(overlay(stages[-1], layer.document))
        before, after = stages[-2:]
        gone = {keys: away for keys, away in gone.items() if at(after, keys) is None}
        for keys in _lost(before, after):
            gone[keys] = TakenAway(keys, layer.name, at(before, keys))
    outermost = [keys for keys in gone if not any(keys[:length] in gone for length in range(1, len(keys)))]
    return [gone[keys] for keys in outermost]


def _only(layers: Sequence[Layer], part: str | None) -> list[Layer]:
    if part is None:
        return list(layers)
    return [Layer(layer.name, {k: v for k, v in layer.document.items() if k == part}) for layer in layers]


def _says(layer: Table, keys: Keys) -> bool:
    """Whether the layer has a word in the value at that place: itself, or by replacing what it stands in."""
    here: object = layer
    for key in keys:
        if not isinstance(here, Mapping):
            return True
        if key not in here:
            return False
        here = here[key]
    return True


def _lost(before: Table, after: Table, under: Keys = ()) -> Iterator[Keys]:
    for key in keys_in(before):
        was, now = before[key], after.get(key)
        if now is None:
            yield (*under, key)
        elif isinstance(was, Mapping) and isinstance(now, Mapping):
            yield from _lost(was, now, (*under, key))
