"""What a refusal says to do next, in the reader's language."""

from __future__ import annotations

from amends.errors import DomainError, Invalid
from web.i18n import current_language, gettext


def hint_text(error: DomainError) -> str:
    """The engine's hint, translated; or an organisation's own words, which no catalogue has."""
    return error.own_words.get(current_language()) or (gettext(error.hint) if error.hint else "")


def why_text(refusal: DomainError) -> str:
    """In the reader's language, with what to do about it where that is said; of a form, what is wrong with its fields."""
    if isinstance(refusal, Invalid) and refusal.fields:
        return " ".join(gettext(text) % refusal.values for text in refusal.fields.values())
    return " ".join(filter(None, (gettext(refusal.message) % refusal.values, hint_text(refusal))))
