"""Searching through the policy: parts, items, fields and values by words of either language, by code, by source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from itertools import islice

from amends.policy.places import Keys, Table
from web.i18n import LANGUAGE_NAMES, gettext, speaking
from web.settings.policy.groups import groups
from web.settings.policy.places import PARTS, Place, has_items
from web.settings.policy.shapes import Control, Shape
from web.settings.policy.wording import choice_text, field_words, part_words, unit_text

MOST = 60
_NAMES = ("name", "title", "reason", "hint")
"""What items are called by."""
Say = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Found:
    """`keys` lead to a part, an item or a field; `name` is the field's in its form."""

    keys: Keys
    place: Place
    name: str = ""


def found(document: Table, words: str) -> list[Found]:
    """Parts first, then what items are called, then what is in them; all of the words must be there."""
    wanted = words.casefold().split()
    if not wanted:
        return []
    every = [*_parts(), *_items(document), *_fields(document)]
    matching = (one for one, text in every if all(word in text for word in wanted))
    return list(islice(dict.fromkeys(matching), MOST))


def _parts() -> Iterator[tuple[Found, str]]:
    for part in PARTS:
        words = [part]
        for language in LANGUAGE_NAMES:
            with speaking(language):
                told = part_words(part)
                words += [told.label, told.about, *(_group_titles(part))]
        yield Found((part,), Place(part)), " ".join(words).casefold()


def _group_titles(part: str) -> list[str]:
    return [gettext(group.title) for group in groups() if part in group.parts]


def _items(document: Table) -> Iterator[tuple[Found, str]]:
    for part in filter(has_items, PARTS):
        items = document.get(part)
        for code, item in items.items() if isinstance(items, Mapping) else ():
            yield Found((part, code), Place(part, code)), _called(code, item)


def fits(code: str, item: object, words: str) -> bool:
    """Whether an item is called so, in either language."""
    called = _called(code, item)
    return all(word in called for word in words.casefold().split())


def _called(code: str, item: object) -> str:
    named = [_text(item.get(name)) for name in _NAMES] if isinstance(item, Mapping) else []
    return " ".join([code, *named]).casefold()


def _fields(document: Table) -> Iterator[tuple[Found, str]]:
    """Every field that says something, by what it is called and by what it says."""
    for part in PARTS:
        items = document.get(part)
        if has_items(part) and isinstance(items, Mapping):
            places = [Place(part, code) for code in items]
        else:
            places = [Place(part)]
        for place in places:
            item = place.item(document)
            for name, entry in place.entries.items():
                if place.code and name in _NAMES:  # found as the item itself
                    continue
                if name in item and item[name] not in ("", [], {}, None, False):
                    text = f"{_labels(place.struct, name)} {_value(entry.shape, item[name])}"
                    yield Found(place.keys_of(name), place, name), text.casefold()


@cache
def _labels(struct: type, name: str) -> str:
    found = []
    for language in LANGUAGE_NAMES:
        with speaking(language):
            found.append(field_words(struct, name).label)
    return " ".join(found)


def _value(shape: Shape, value: object) -> str:
    if isinstance(value, Mapping):
        if shape.control is Control.TABLE and shape.item is not None:
            return " ".join(f"{key} {_value(shape.item, item)}" for key, item in value.items())
        if shape.control is Control.GROUP:
            return " ".join(
                _value(entry.shape, value[name]) for name, entry in shape.entries.items() if name in value
            )
        return _text(value)
    if isinstance(value, list):
        return " ".join(_value(shape.item or shape, one) for one in value)
    if shape.control is Control.PERIOD:
        amount, _space, unit = str(value).partition(" ")
        return f"{amount} {_unit(unit if amount.isdecimal() else str(value))}"
    if shape.enum is not None:
        return _choice(shape.enum, str(value))
    return str(value)


@cache
def _choice(kind: type[Enum], value: str) -> str:
    return _in_both(lambda code: choice_text(kind, code), value)


@cache
def _unit(unit: str) -> str:
    return _in_both(unit_text, unit)


def _in_both(say: Say, code: str) -> str:
    texts = []
    for language in LANGUAGE_NAMES:
        with speaking(language):
            texts.append(say(code))
    return " ".join(texts)


def _text(value: object) -> str:
    """Everything a table says, its codes included."""
    if isinstance(value, Mapping):
        return " ".join(_text(inner) for inner in value.values())
    if isinstance(value, list):
        return " ".join(map(_text, value))
    return "" if value is None or isinstance(value, bool) else str(value)
