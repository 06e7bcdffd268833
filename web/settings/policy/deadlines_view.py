"""All deadlines at once: a row for each level, a column for each clock. No request, no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from amends.policy.loosening import loosened
from amends.policy.overriding import Standing
from amends.policy.places import Keys, Table, at, put_at, without
from amends.policy.shape import spelled_out
from tenants.versions import State
from web.settings.policy.item_view import part_url, place_url
from web.settings.policy.naming import item_title, ordered
from web.settings.policy.origins import Provenance, loosened_texts
from web.settings.policy.places import Place
from web.settings.policy.reading_values import read_plain
from web.settings.policy.shapes import Control, Shape
from web.settings.policy.typing_out import Typed, typed_value
from web.settings.policy.wording import unit_text
from web.settings.policy.words.codes import UNITS

_PERIOD = Shape(Control.PERIOD, optional=True)


def clocks_shown(document: Table) -> list[str]:
    """In order: those of the policy, whether a level promises them or not."""
    clocks = document.get("clocks")
    return ordered(clocks) if isinstance(clocks, Mapping) else []


def levels_shown(document: Table) -> list[str]:
    levels = document.get("levels")
    return ordered(levels) if isinstance(levels, Mapping) else []


def typed_deadlines(document: Table) -> Typed:
    found: Typed = {}
    for level in levels_shown(document):
        for clock in clocks_shown(document):
            found |= typed_value(_PERIOD, at(document, _period(level, clock)), f"{level}.{clock}")
    return found


def read_deadlines(
    fields: Mapping[str, Sequence[str]], document: Table
) -> tuple[dict[Keys, object], dict[str, str]]:
    """What differs from the document, by place (None: no such promise any more), and what is wrong."""
    changed: dict[Keys, object] = {}
    errors: dict[str, str] = {}
    for level in levels_shown(document):
        for clock in clocks_shown(document):
            name, keys = f"{level}.{clock}", _period(level, clock)
            was = at(document, keys)
            if f"{name}.unit" not in fields:
                continue
            wanted = read_plain(_PERIOD, fields, name, was, errors)
            if wanted != was and f"{name}.amount" not in errors:
                changed[keys if wanted is not None else keys[:-1]] = wanted
    return changed, errors


def deadlines_view(state: State, typed: Mapping[str, object]) -> dict[str, Any]:
    """{clocks: list of {text, url}, levels: list of {text, url, cells}, warnings, categories}."""
    provenance = Provenance(state, "levels")
    document = with_typed(state.document, typed)
    found = loosened(state.inherited, spelled_out(document))
    clocks = [
        {"text": item_title(document, "clocks", code), "url": place_url(Place("clocks", code))}
        for code in clocks_shown(document)
    ]
    return {
        "clocks": clocks,
        "units": [(unit, unit_text(unit)) for unit in UNITS],
        "levels": [_level(level, document, typed, provenance, clocks) for level in levels_shown(document)],
        "warnings": loosened_texts(state.inherited, found, ("levels",)),
        "exceptions": _exceptions(document),
        "levels_url": part_url("levels"),
    }


def _level(
    level: str,
    document: Table,
    typed: Mapping[str, object],
    provenance: Provenance,
    clocks: list[dict[str, str]],
) -> dict[str, Any]:
    cells = []
    for clock, view in zip(clocks_shown(document), clocks, strict=True):
        name, keys = f"{level}.{clock}", _period(level, clock)
        origin = provenance.view(keys)
        changed = provenance.standing(keys) is not Standing.INHERITED
        cells.append(
            {
                "name": name,
                "label": f"{item_title(document, 'levels', level)} · {view['text']}",
                "clock": view["text"],
                "amount": typed.get(f"{name}.amount", ""),
                "unit": typed.get(f"{name}.unit", ""),
                "shown": changed or bool(typed.get(f"{name}.unit") or typed.get(f"{name}.amount")),
                "badge": origin["badge"] if changed else "",
                "kind": origin["kind"],
                "otherwise": origin["otherwise"] if changed else "",
                "origin": origin["text"] or origin["otherwise_from"],
            }
        )
    title = item_title(document, "levels", level)
    return {"text": title, "url": place_url(Place("levels", level)), "cells": cells}


def _exceptions(document: Table) -> list[dict[str, str]]:
    """Categories with deadlines of their own."""
    categories = document.get("categories")
    if not isinstance(categories, Mapping):
        return []
    return [
        {
            "text": item_title(document, "categories", code),
            "url": f"{place_url(Place('categories', code))}?open=clocks#clocks",
        }
        for code in ordered(categories)
        if isinstance(categories[code], Mapping) and categories[code].get("clocks")
    ]


def with_typed(document: Table, typed: Mapping[str, object]) -> Table:
    """With every deadline that was typed and can be read."""
    fields = {name: [str(value)] for name, value in typed.items()}
    for keys, value in read_deadlines(fields, document)[0].items():
        document = without(document, keys) if value is None else put_at(document, keys, value)
    return document


def _period(level: str, clock: str) -> Keys:
    return ("levels", level, "clocks", clock, "period")
