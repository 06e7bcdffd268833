"""Light or dark: the system's choice, unless a person chose on this browser."""

from __future__ import annotations

from web.i18n import mark

THEME_COOKIE = "amends_theme"
THEMES = (
    ("", "monitor", mark("As the system")),
    ("light", "sun", mark("Light")),
    ("dark", "moon", mark("Dark")),
)
"""What may be chosen, with its icon and its words."""


def theme_of(text: str | None) -> str:
    """`light`, `dark`, or "" for the system's choice."""
    return text if text in {code for code, _, _ in THEMES} and text else ""
