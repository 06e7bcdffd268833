"""What a refusal says to do next, in the reader's language."""

from __future__ import annotations

from amends.errors import DomainError
from web.i18n import current_language, gettext


def hint_text(error: DomainError) -> str:
    """The engine's hint, translated; or an organisation's own words, which no catalogue has."""
    return error.own_words.get(current_language()) or (gettext(error.hint) if error.hint else "")
