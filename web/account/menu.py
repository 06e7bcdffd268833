"""The pages about oneself."""

from __future__ import annotations

from web.edge.visit import Site
from web.i18n import gettext


def profile_menu(site: Site, current: str) -> list[dict[str, object]]:
    """For `subnavigated`."""
    prefix = "/portal" if site is Site.TENANT else "/operator"
    pages = [
        ("profile", f"{prefix}/profile", "user", gettext("About me")),
        ("security", f"{prefix}/profile/security", "lock", gettext("Signing in")),
    ]
    if site is Site.TENANT:
        pages.append(("absences", f"{prefix}/profile/absences", "calendar-off", gettext("Away")))
        pages.append(("notifications", f"{prefix}/profile/notifications", "bell", gettext("Notifications")))
    return [
        {"url": url, "icon": icon, "text": text, "current": key == current} for key, url, icon, text in pages
    ]
