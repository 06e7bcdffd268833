"""What the complainant was asked about the category and answered, on every page the same way."""

from __future__ import annotations

from collections.abc import Mapping

from amends.policy.document import Field, FieldType, Policy
from web.i18n import current_language, gettext


def answers_view(policy: Policy, category: str, given: Mapping[str, str]) -> list[tuple[str, str]]:
    """Questions and answers in the reader's language, in the order of the form."""
    language = current_language()
    ranks = {code: use.rank for code, use in policy.categories[category].fields.items()}
    ordered = sorted(given, key=lambda code: (ranks.get(code, len(policy.fields)), code))
    asked = [(policy.fields[code], given[code]) for code in ordered if code in policy.fields]
    return [(field.name.in_language(language), _answer(field, answer)) for field, answer in asked]


def _answer(asked: Field, text: str) -> str:
    if asked.type is FieldType.YES_NO:
        return gettext("Yes") if text == "yes" else gettext("No")
    chosen = asked.choices.get(text)
    return chosen.in_language(current_language()) if chosen is not None else text
