"""One value of a policy in the reader's words, whatever its type: for differences, for where a value comes from."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import get_args, get_origin

from amends.deadlines.period import Period, parse_period
from amends.policy.describing import called, codes_of
from amends.policy.document import CASE_FACTS, Condition, Text
from amends.policy.places import Keys, Table, leaves
from amends.policy.shape import bare, child, kind_at, struct_of
from web.formats import number_text
from web.i18n import current_language, gettext
from web.promises import period_text
from web.settings.policy.spoken_conditions import condition_text
from web.settings.policy.wording import choice_text, fact_text, field_words, names_text

_LONGEST = 12
"""Lines of a table that is told whole."""


def value_text(value: object, takes: object, document: Table) -> str:
    """`takes`: the type of its place; `document`: where the names of items it refers to are looked up."""
    kind = bare(takes)
    if value is None or value in ("", []):
        return gettext("(nothing)")
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list | tuple):
        one = get_args(kind)[0] if get_args(kind) else str
        return gettext(", ").join(value_text(item, one, document) for item in value)
    if isinstance(value, Mapping):
        return _table_text(value, kind, document)
    return _plain_text(value, kind, codes_of(takes), document)


def item_text(document: Table, part: str, code: str) -> str:
    if part == "facts" and code in CASE_FACTS:
        return fact_text(code)
    return names_text(called(document, part, code), code)


def label_of(keys: Keys) -> str:
    """What the last key of a place is called where it is a field; its code where it is an item."""
    owner = struct_of(kind_at(keys[:-1]))
    if owner is None:
        return keys[-1]
    if issubclass(owner, Text) and keys[-1] in ("zh", "en"):
        return {"zh": "中文", "en": "English"}[keys[-1]]
    return field_words(owner, keys[-1]).label


def _plain_text(value: object, kind: object, part: str, document: Table) -> str:
    if isinstance(kind, type) and issubclass(kind, Enum):
        return choice_text(kind, str(value))
    if kind is Period:
        return length_text(str(value))
    if part:
        return item_text(document, part, str(value))
    return number_text(value) if isinstance(value, int | float) else str(value)


def length_text(period: str) -> str:
    """`3 working days`; as it was written where it is none."""
    try:
        return period_text(parse_period(period))
    except ValueError:
        return period


def _table_text(value: Table, kind: object, document: Table) -> str:
    struct = struct_of(kind)
    if struct is Condition:
        return condition_text(value, document)
    if struct is not None and issubclass(struct, Text):
        return str(value.get(current_language()) or value.get("zh") or value.get("en") or "")
    lines = []
    for keys, inner in leaves(value):
        if inner in ("", [], {}, False):  # the usual, said by nothing
            continue
        takes = kind
        for key in keys:
            takes = child(takes, key)
        lines.append(f"{_inner_label(keys, kind, document)}: {value_text(inner, takes, document)}")
    return "\n".join(lines[:_LONGEST] + (["…"] if len(lines) > _LONGEST else []))


def _inner_label(keys: Keys, kind: object, document: Table) -> str:
    words, owner = [], kind
    for key in keys:
        struct = struct_of(owner)
        if struct is not None and issubclass(struct, Text) and key in ("zh", "en"):
            words.append({"zh": "中文", "en": "English"}[key])
        elif struct is not None:
            words.append(field_words(struct, key).label)
        else:
            part = codes_of(get_args(bare(owner))[0]) if get_origin(bare(owner)) is dict else ""
            words.append(item_text(document, part, key) if part else key)
        owner = child(owner, key)
    return " · ".join(words)
