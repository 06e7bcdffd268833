"""Two languages as equals. Data says "zh" and "en"; catalogues and formats say "zh_CN" and "en".

Message ids are the English texts, so English needs no catalogue. Catalogues are read from their .po files at start;
no compiled file is kept that could be older than its source.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE_FOLDER = Path(__file__).parent / "locale"
LOCALES = {"zh": "zh_CN", "en": "en"}
"""Language codes of the product and their locales, the default first."""
HTML_LANGUAGES = {"zh": "zh-CN", "en": "en"}
LANGUAGE_NAMES = {"zh": "简体中文", "en": "English"}

_language: ContextVar[str] = ContextVar("amends_language", default="zh")


def language_of(code: str | None) -> str | None:
    """The product's language for any code a browser, a cookie or a row may hold; None when it is neither."""
    if not code:
        return None
    primary = code.replace("_", "-").split("-")[0].strip().lower()
    return primary if primary in LOCALES else None


def locale_of(code: str) -> str:
    """The locale to format and translate in; an unknown language is answered in the default one."""
    return LOCALES[language_of(code) or "zh"]


def negotiate(
    accept_language: str | None,
    preferred: Sequence[str | None] = (),
    *,
    house: str | None = None,
    fallback: str = "zh",
) -> str:
    """The locale for a reader: the first known of `preferred`, else the `house`'s own language, else the browser's.

    A browser that takes only another of our languages is not given the house's: its reader could not read it.
    """
    for code in preferred:
        if known := language_of(code):
            return LOCALES[known]
    wishes = _by_quality(accept_language or "")
    readable = [known for code in wishes if (known := language_of(code))]
    own = language_of(house)
    if own and (not readable or own in readable or "*" in wishes):
        return LOCALES[own]
    return LOCALES[readable[0]] if readable else locale_of(fallback)


def _by_quality(accept_language: str) -> list[str]:
    ranked: list[tuple[float, str]] = []
    for part in accept_language.split(",")[:20]:
        code, _, parameters = part.partition(";")
        quality = _quality(parameters)
        if quality > 0:
            ranked.append((-quality, code.strip()))
    ranked.sort(key=lambda pair: pair[0])
    return [code for _, code in ranked]


def _quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


@cache
def translations(language: str) -> NullTranslations:
    """The catalogue of a language, read from its .po file once."""
    path = LOCALE_FOLDER / locale_of(language) / "LC_MESSAGES" / "amends.po"
    if not path.exists():
        return NullTranslations()
    with path.open("rb") as source:
        catalogue = read_po(source, locale=locale_of(language))
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


def current_language() -> str:
    """The language of the page being made: "zh" or "en"."""
    return _language.get()


def set_language(code: str) -> None:
    """Speak this language for the rest of the current task (the middleware calls it once a request)."""
    _language.set(language_of(code) or "zh")


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak another language for a while."""
    token = _language.set(language_of(code) or "zh")
    try:
        yield
    finally:
        _language.reset(token)


def gettext(message: str) -> str:
    return translations(_language.get()).gettext(message) if message else ""


def ngettext(singular: str, plural: str, number: int) -> str:
    return translations(_language.get()).ngettext(singular, plural, number)


def pgettext(context: str, message: str) -> str:
    return translations(_language.get()).pgettext(context, message)


def npgettext(context: str, singular: str, plural: str, number: int) -> str:
    return translations(_language.get()).npgettext(context, singular, plural, number)


def mark(message: str) -> str:
    """Mark a text for the catalogue where it is written; translate it where it is shown."""
    return message
