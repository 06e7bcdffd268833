"""Values for the pages of an organisation's settings."""

from __future__ import annotations

from tests.structure.pages_samples import Values, staff
from web.i18n import speaking
from web.settings.frame import menu_view


def settings(language: str, key: str) -> Values:
    with speaking(language):
        menu = menu_view(key)
    shared = staff(language)
    return {**shared, "area": "settings", "settings_menu": menu}


def home(language: str) -> Values:
    return settings(language, "home")
