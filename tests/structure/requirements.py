"""Which value of which template meets which requirement: the last column of docs/requirements.md's first table.

The document keeps the rows; `python -m tests.structure.requirements` writes anew what meets them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from amends.policy.places import at
from tenants.templates import load_templates
from tests.structure.casework import rewritten_line, traced
from tests.structure.test_template_sources import cited, everything_said

DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "requirements.md"
NAMED = 3
"""So many places a row names; of the others it says how many they are."""
TEMPLATES = {"general": ("base", "service"), "e-commerce": ("ecommerce",)}
"""Where the rows' word is not the template's code."""
HELPERS = ("common_fields", "departments", "fields", "procedure")
"""Parts that mostly help another value to meet the row: named last."""
_ROW = re.compile(r"^\| (?P<id>S-[A-Z]{2}-\d\d) \| (?P<text>.+) \| (?P<template>[^|]+) \| (?P<met>[^|]*) \|$")


@dataclass(frozen=True, slots=True)
class Place:
    """`said_in`: a template's code, or template/group/choice of a variant."""

    said_in: str
    path: str
    value: object

    @property
    def template(self) -> str:
        return self.said_in.partition("/")[0]

    def __str__(self) -> str:
        where = f"`{self.said_in}: {self.path}`" if self.path else f"`{self.said_in}`"
        return f"{where} = {told}" if (told := _told(self.value)) else where


@dataclass(frozen=True, slots=True)
class Row:
    id: str
    text: str
    templates: tuple[str, ...]
    line: str

    def met_by(self, places: Mapping[str, list[Place]]) -> list[Place]:
        """First those of the templates it speaks of; a template's own before its variants', figures before names."""
        return sorted(places.get(self.id, ()), key=self._rank)

    def _rank(self, place: Place) -> tuple[bool, bool, int, bool]:
        helps = place.path.partition(".")[0] in HELPERS
        figure = isinstance(place.value, Mapping) and not place.value.keys().isdisjoint(("period", "keep"))
        return (place.template not in self.templates, helps, place.said_in.count("/"), not figure)

    def written(self, places: Mapping[str, list[Place]]) -> str:
        met = self.met_by(places)
        told = "; ".join(map(str, met[:NAMED]))
        more = f"; and {len(met) - NAMED} more" if len(met) > NAMED else ""
        start, _, _ = self.line.removesuffix(" |").rpartition(" | ")
        return f"{start} | {told or '—'}{more} |"


def rows_in(document: str) -> list[Row]:
    return [row for line in document.splitlines() if (row := _row(line)) is not None]


def places_by_row() -> dict[str, list[Place]]:
    """Of every layer of every template, its variants too."""
    found: dict[str, list[Place]] = defaultdict(list)
    for said_in, layer in everything_said():
        for path, row in cited(layer):
            value = at(layer, tuple(path.split("."))) if path else None
            found[row].append(Place(said_in, path.removeprefix("layer."), value))
    return found


def lineages() -> dict[str, frozenset[str]]:
    """By template: itself and what it extends; a value of its foundation is a value of it."""
    return {
        code: frozenset(layer.code for layer in template.adopted.layers)
        for code, template in load_templates().items()
    }


def rewritten(document: str) -> str:
    places, known = places_by_row(), traced()
    lines = [
        rewritten_line(line, known, places) if (row := _row(line)) is None else row.written(places)
        for line in document.splitlines()
    ]
    return "\n".join(lines) + "\n"


def _row(line: str) -> Row | None:
    found = _ROW.match(line)
    if found is None:
        return None
    names = found["template"].split(", ")
    return Row(found["id"], found["text"], tuple(_codes(names)), line)


def _codes(names: list[str]) -> Iterator[str]:
    for name in names:
        yield from TEMPLATES.get(name, (name,))


def _told(value: object) -> str:
    """A figure, else a name: what a reader wants to see without opening the file."""
    if not isinstance(value, Mapping):
        return ""
    for key in ("period", "keep", "pattern", "name", "title", "text"):
        told = value.get(key)
        if isinstance(told, Mapping):
            told = told.get("en")
        if isinstance(told, str) and len(told) <= 60:
            return told.replace("|", "/")
    return ""


if __name__ == "__main__":
    DOCUMENT.write_text(rewritten(DOCUMENT.read_text("utf-8")), "utf-8")
