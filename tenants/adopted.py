"""A template as an organisation adopts it: every layer it is made of and every choice it offers, kept with each
published version, so that the template's folder may change or vanish.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

import msgspec
from msgspec import Meta, Struct, field

from amends.policy.document import Code, Text
from amends.policy.merge import Layer, in_force

Plain = dict[str, object]


class TemplateLayer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one template's own files say."""

    code: Code
    version: str
    layer: Plain


class Choice(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One way of doing it; `layer` is laid over the template."""

    name: Text
    help: Text | None = None
    rank: int = 0
    source: tuple[str, ...] = ()
    layer: Plain = field(default_factory=dict)


class Group(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A question the sources answer differently; exactly one of `choices` holds."""

    name: Text
    default: Code
    help: Text | None = None
    rank: int = 0
    source: tuple[str, ...] = ()
    choices: Annotated[dict[Code, Choice], Meta(min_length=1)]

    def ranked(self) -> list[tuple[str, Choice]]:
        return sorted(self.choices.items(), key=lambda item: (item[1].rank, item[0]))


class Adopted(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """`layers` from the foundation to the industry."""

    layers: Annotated[tuple[TemplateLayer, ...], Meta(min_length=1)]
    groups: dict[Code, Group] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return self.layers[-1].code

    @property
    def version(self) -> str:
        return self.layers[-1].version

    def ranked(self) -> list[tuple[str, Group]]:
        """Groups in the order in which they are laid."""
        return sorted(self.groups.items(), key=lambda item: (item[1].rank, item[0]))

    def choices(self, chosen: Mapping[str, str] | None = None) -> dict[str, str]:
        """What holds in every group: what was chosen, else its default. A choice it does not offer counts as none."""
        wanted = chosen or {}
        return {
            code: wanted[code] if wanted.get(code) in group.choices else group.default
            for code, group in self.ranked()
        }

    def laid(self, chosen: Mapping[str, str] | None = None) -> Iterator[Layer]:
        """The lowest first, each with its name: a template's code, or `group/choice`."""
        for layer in self.layers:
            yield Layer(layer.code, layer.layer)
        for group, choice in self.choices(chosen).items():
            yield Layer(f"{group}/{choice}", self.groups[group].choices[choice].layer)

    def document(self, chosen: Mapping[str, str] | None = None) -> Plain:
        """What an organisation inherits before it overrides anything."""
        return in_force(layer.document for layer in self.laid(chosen))


def stored(adopted: Adopted) -> str:
    return msgspec.json.encode(adopted, order="deterministic").decode()


def from_stored(data: str) -> Adopted:
    return msgspec.json.decode(data, type=Adopted)
