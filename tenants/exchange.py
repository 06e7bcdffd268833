"""A policy as a file to take along: what an organisation overrides, or all that is in force; and back, with every
mistake named.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from amends.errors import DomainError
from amends.policy.merge import strangers
from amends.policy.overriding import Overrides, settled
from amends.policy.parse import PolicyError, parse
from amends.policy.places import Table, dotted, keys_of, too_deep
from amends.policy.shape import spelled_out
from tenants.adopted import Plain
from tenants.toml_text import toml_text
from tenants.versions import OWN, State

LARGEST = 900_000
"""Signs; a form holds hardly more."""
_MOST_WORDS = 100
"""Between two dots of one key: no policy is nested so deep, and no line of a text has so many sentences."""
_HEAD = ("template", "template_version", "variants", "pins", "overrides")
_OF_THE_TEMPLATE = ("format", "code", "version")


class What(StrEnum):
    OVERRIDES = "overrides"
    WHOLE = "whole"


class Form(StrEnum):
    TOML = "toml"
    JSON = "json"


class FileRefused(DomainError):
    """`problems`: a line each, named by place."""

    code = "policy-file-refused"
    status = 422
    message = "This file cannot be taken over."
    hint = "Mend what is named below, or export anew and compare."

    def __init__(self, *problems: str) -> None:
        super().__init__()
        self.problems = problems


def exported(state: State, what: What, form: Form) -> str:
    document = _overrides(state) if what is What.OVERRIDES else state.policy_document()
    if form is Form.TOML:
        return toml_text(document)
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def imported(text: str, onto: State) -> State:
    """What `onto` becomes by the file; FileRefused where it says what no policy can."""
    document = _read(text)
    after = _by_overrides(document, onto) if "overrides" in document else _by_whole(document, onto)
    before = set(_problems(onto))
    if problems := [problem for problem in _problems(after) if problem not in before]:
        raise FileRefused(*problems)
    return after


def overriding(text: str, onto: State) -> State:
    """The override layer alone, as the expert's page shows it; variants and pins stay."""
    return imported(json.dumps({"overrides": _read(text)}, ensure_ascii=False), onto)


def _overrides(state: State) -> Plain:
    return {
        "template": state.adopted.code,
        "template_version": state.adopted.version,
        "variants": dict(state.variants),
        "pins": sorted(map(dotted, state.own.pins)),
        "overrides": dict(state.own.layer),
    }


def _read(text: str) -> Plain:
    if len(text) > LARGEST:
        raise FileRefused(f"larger than {LARGEST} signs")
    as_json = text.lstrip().startswith("{")
    if not as_json and (line := _endless_key(text)):
        raise FileRefused(f"line {line}: expected a key of fewer parts")
    try:
        found = json.loads(text) if as_json else tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise FileRefused(f"cannot be read: {error}") from error
    if too_deep(found):
        raise FileRefused("document: expected tables within tables, not so many of them")
    if not _can_be_kept(found):
        raise FileRefused("document: has signs that no text may have")
    if nothing := [dotted(keys) for keys in _nothings(found)]:
        raise FileRefused(*(f"{place}: expected a value, got nothing or a date" for place in nothing))
    return dict(found)


def _endless_key(text: str) -> int:
    """The first line with one, counted from 1; 0: none. The reader would take minutes for it."""
    for number, line in enumerate(text.splitlines(), start=1):
        if any(sum(1 for word in part.split(".") if word.strip()) > _MOST_WORDS for part in line.split("=")):
            return number
    return 0


def _can_be_kept(document: object) -> bool:
    """Half signs and the zero sign can be written in JSON, and kept in no database."""
    try:
        text = json.dumps(document, ensure_ascii=False, default=str)
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\\u0000" not in text.replace("\\\\", "")


def _nothings(value: object, under: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """What TOML or JSON can say and a policy cannot."""
    if isinstance(value, Mapping):
        return [place for key, item in value.items() for place in _nothings(item, (*under, str(key)))]
    if isinstance(value, list):
        return [
            place for number, item in enumerate(value) for place in _nothings(item, (*under, str(number)))
        ]
    return [] if isinstance(value, str | int | float | bool) else [under]


def _by_overrides(document: Plain, onto: State) -> State:
    strange = [f"{key}: unknown; expected one of {', '.join(_HEAD)}" for key in document if key not in _HEAD]
    template = document.get("template", onto.adopted.code)
    if template != onto.adopted.code:
        strange.append(f"template: expected {onto.adopted.code!r}, got {template!r}")
    layer, pins = document.get("overrides"), document.get("pins", [])
    variants = document.get("variants", dict(onto.variants))
    if not isinstance(layer, dict):
        strange.append("overrides: expected a table")
    else:
        strange += [f"overrides.{key}: only the template says it" for key in _OF_THE_TEMPLATE if key in layer]
    if not isinstance(pins, list):
        strange.append("pins: expected a list of places")
    strange += _strange_variants(variants, onto)
    if strange or not isinstance(layer, dict) or not isinstance(pins, list) or not isinstance(variants, dict):
        raise FileRefused(*strange)
    own_pins = onto.own.pins if "pins" not in document else frozenset(keys_of(str(pin)) for pin in pins)
    chosen = replace(onto, variants=variants, own=Overrides(layer, own_pins))
    if leftovers := [text for text in strangers(chosen.layers) if text.startswith(f"{OWN}: ")]:
        raise FileRefused(*(text.removeprefix(f"{OWN}: ") for text in leftovers))
    return replace(chosen, own=settled(chosen.inherited, chosen.document, own_pins))


def _strange_variants(variants: object, onto: State) -> list[str]:
    if not isinstance(variants, dict):
        return ["variants: expected a table"]
    groups = onto.adopted.groups
    return [
        f"variants.{group}: no such choice {choice!r}"
        for group, choice in variants.items()
        if group not in groups or choice not in groups[group].choices
    ]


def _by_whole(document: Plain, onto: State) -> State:
    if "code" in document and document["code"] != onto.adopted.code:
        raise FileRefused(f"code: expected {onto.adopted.code!r}, got {document['code']!r}")
    own = {key: value for key, value in document.items() if key not in _OF_THE_TEMPLATE}
    kept: Table = {key: onto.inherited[key] for key in _OF_THE_TEMPLATE if key in onto.inherited}
    return replace(onto, own=settled(onto.inherited, spelled_out({**kept, **own}), onto.own.pins))


def _problems(state: State) -> list[str]:
    try:
        parse(state.document, where="")
    except PolicyError as error:
        return [problem.removeprefix(": ") for problem in error.problems]
    return []
