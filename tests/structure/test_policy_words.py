"""Every field of every part of the policy says what it is, for somebody who has never seen a configuration file."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

import msgspec

from amends.people.rights import Role
from amends.policy.document import CASE_FACTS, Policy
from amends.policy.places import Keys
from web.settings.policy.places import PARTS
from web.settings.policy.shapes import Control, Shape, entries_of
from web.settings.policy.wording import fact_text, part_words, words_for, words_for_choice


def shapes() -> Iterator[tuple[Keys, Shape]]:
    """Everything a form of the policy shows, by where it stands; each type once."""
    met: set[type[msgspec.Struct]] = set()
    waiting: list[tuple[Keys, Shape]] = [((part,), entries_of(Policy)[part].shape) for part in PARTS]
    while waiting:
        keys, shape = waiting.pop()
        yield keys, shape
        waiting += [((*keys, "*"), inner) for inner in (shape.key, shape.item) if inner is not None]
        if shape.struct is not None and shape.control is Control.GROUP and shape.struct not in met:
            met.add(shape.struct)
            waiting += [((*keys, name), entry.shape) for name, entry in shape.entries.items()]


def test_every_part_has_its_words() -> None:
    for part in PARTS:
        words = part_words(part)
        assert all((words.label, words.one, words.about)), part


def test_every_field_of_every_type_has_a_label_and_help() -> None:
    wordless = []
    for keys, shape in shapes():
        if shape.struct is not None and shape.control is Control.GROUP:
            for name in shape.entries:
                try:
                    words = words_for(shape.struct, name)
                except KeyError:
                    wordless.append(f"{'.'.join(keys)}: {shape.struct.__name__}.{name}")
                else:
                    assert all((words.label, words.help)), name
    assert wordless == []


def test_every_value_of_every_choice_has_its_word() -> None:
    enums: set[type[Enum]] = {shape.enum for _, shape in shapes() if shape.enum is not None}
    assert enums
    for kind in enums:
        for value in kind:
            assert kind is Role or words_for_choice(kind, str(value.value)), value
    for fact in CASE_FACTS:
        assert fact_text(fact)
