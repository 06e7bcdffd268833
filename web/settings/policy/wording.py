"""The words for every part, field and value of a policy, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from amends.people.rights import Right, Role
from web.i18n import current_language, gettext
from web.settings.policy.words import afterwards, cases, codes, house, measures, promises, values, work
from web.settings.policy.words.base import EVERYWHERE, Words
from web.settings.policy.words.facts import FACTS
from web.settings.policy.words.parts import PARTS, PartWords
from web.wording import role_text

_FIELDS = {**house.WORDS, **cases.WORDS, **promises.WORDS, **work.WORDS, **afterwards.WORDS}
_VALUES: dict[type[Enum], dict[str, str]] = {**values.VALUES, **measures.VALUES}


def words_for(struct: type, field: str) -> Words:
    """Untranslated; KeyError where nobody wrote any (a structure test looks at all of them)."""
    return _FIELDS.get(struct, {}).get(field) or EVERYWHERE[field]


def field_words(struct: type, field: str) -> Words:
    """A field of a later version shows its code rather than nothing."""
    try:
        words = words_for(struct, field)
    except KeyError:
        return Words(field, "")
    return Words(gettext(words.label), gettext(words.help))


def part_words(part: str) -> PartWords:
    words = PARTS[part]
    return PartWords(gettext(words.label), gettext(words.one), gettext(words.about))


def choice_text(kind: type[Enum], value: str) -> str:
    """One value of an enumeration; a later version's shows its code."""
    if kind is Role:
        return role_text(value)
    try:
        return gettext(words_for_choice(kind, value))
    except KeyError:
        return value


def words_for_choice(kind: type[Enum], value: str) -> str:
    """Untranslated; KeyError where nobody wrote any."""
    return codes.RIGHTS[Right(value)] if kind is Right else _VALUES[kind][value]


def fact_text(code: str) -> str:
    return gettext(FACTS[code])


def move_text(move: str) -> str:
    return gettext(codes.MOVES.get(move, move))


def unit_text(unit: str) -> str:
    return gettext(codes.UNITS[unit])


def names_text(names: Mapping[str, object] | None, code: str) -> str:
    """An item as it is called, else by its code."""
    return str((names or {}).get(current_language()) or code)
