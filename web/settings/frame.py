"""What every page of the settings shares: their menu with the current entry marked."""

from __future__ import annotations

from typing import Any

from litestar.response import Template

from amends.people.rights import Right
from web.edge.visit import AnyRequest, visit_of
from web.i18n import gettext
from web.portal.frame import portal_page
from web.settings.menu import ENTRIES, HOME, Entry

MANAGE: dict[str, Any] = {"right": Right.MANAGE_SETTINGS}
"""For `opt`: only administrators see and change an organisation's settings."""


async def settings_page(
    request: AnyRequest, name: str, /, *, key: str, status: int = 200, **values: object
) -> Template:
    """A page of the settings; `key` is its entry in the menu. Needs the tenant's scope."""
    menu = menu_view(key, in_trial=visit_of(request).tenant.in_trial)
    current = next((entry for entry in menu if entry["current"]), menu[0])
    return await portal_page(
        request, name, area="settings", status=status, settings_menu=menu, current=current, **values
    )


def menu_view(key: str, *, in_trial: bool) -> list[dict[str, Any]]:
    """As shared/parts.html, subnav, with what each page is `about`."""
    home = Entry("home", HOME, "settings", gettext("Overview"), "")
    return [
        {"url": entry.url, "icon": entry.icon, "text": gettext(entry.title), "about": gettext(entry.text),
         "current": entry.key == key}
        for entry in (home, *ENTRIES)
        if in_trial or not entry.in_trial or entry.key == key
    ]  # fmt: skip
