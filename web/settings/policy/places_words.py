"""Places of a policy as words, and where the form is that changes them."""

from __future__ import annotations

from amends.policy.describing import steps_to
from amends.policy.document import Policy, Text
from amends.policy.places import Keys, Table, dotted
from amends.policy.shape import holds_items, kind_at
from web.settings.policy.difference_view import place_url
from web.settings.policy.wording import field_words, names_text, part_words

_LANGUAGES = {"zh": "中文", "en": "English"}


def place_text(keys: Keys, *documents: Table) -> str:
    """“Levels · Urgent · Deadlines · first answer · Time”; what no type knows by its code."""
    if not keys or keys[0] not in Policy.__struct_fields__:
        return dotted(keys)
    words = [part_words(keys[0]).label]
    for step in steps_to(keys, *documents)[1:]:
        if step.owner is None:
            words.append(names_text(step.names, step.key))
        elif issubclass(step.owner, Text) and step.key in _LANGUAGES:
            words.append(_LANGUAGES[step.key])
        else:
            words.append(_field_text(step.owner, step.key))
    return " · ".join(words)


def url_at(keys: Keys, document: Table) -> str:
    """Of the form where it is changed."""
    if not keys or keys[0] not in Policy.__struct_fields__:
        return ""
    part = document.get(keys[0])
    is_item = len(keys) > 1 and holds_items(kind_at(keys[:1])) and isinstance(part, dict) and keys[1] in part
    return place_url(keys[0], keys[1] if is_item else None)


def _field_text(owner: type, key: str) -> str:
    try:
        return field_words(owner, key).label
    except KeyError:  # a place that no document has; the problem is that it is there
        return key
