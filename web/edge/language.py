"""In which language a request is answered, before anybody is known: docs/decisions/0011-whose-language.md."""

from __future__ import annotations

from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie

from web.i18n import language_of, negotiate

LANGUAGE_COOKIE = "amends_language"
"""The reader's own choice on this browser."""


def language_for(headers: Mapping[str, str], path: str, *, house: str | None) -> str:
    """`house`: the organisation's language; None on the operators' host.

    Connected systems say what they want or are answered in English: a program's language is nobody's default.
    """
    wish = headers.get("accept-language")
    if path.startswith("/api/"):
        return _known(negotiate(wish, fallback="en"))
    return _known(negotiate(wish, [_chosen(headers.get("cookie", ""))], house=house, fallback="en"))


def _chosen(cookies: str) -> str | None:
    jar: SimpleCookie = SimpleCookie()
    try:
        jar.load(cookies)
    except CookieError:
        return None
    return jar[LANGUAGE_COOKIE].value if LANGUAGE_COOKIE in jar else None


def _known(locale: str) -> str:
    return language_of(locale) or "en"
