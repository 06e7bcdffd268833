"""What a trial says of itself: above its public pages and above its portal."""

from __future__ import annotations

from amends.database.scope import fetch_one
from amends.people.rights import Right
from amends.tenancy.tables import Tenant
from web.edge.visit import Visit
from web.i18n import gettext, ngettext
from web.settings.addresses import LIVE
from web.view import Banner


def public_banner(tenant: Tenant) -> Banner:
    text = gettext("This is a trial. Complaints lodged here are not handled, and will be deleted.")
    phone = str(tenant.contact_phone)
    if phone:
        text += gettext(" To complain, please call %(phone)s.") % {"phone": phone}
    return Banner(text=text, kind="warn")


async def portal_banner(visit: Visit) -> Banner:
    """With how much is being tried; needs the tenant's scope."""
    row = await fetch_one("SELECT count(*) AS cases FROM complaint")
    cases = int(row["cases"]) if row else 0
    may = visit.staff.may(Right.MANAGE_SETTINGS)
    text = ngettext(
        "This is a trial with %(count)d case so far. Nothing of it counts, and going live deletes it.",
        "This is a trial with %(count)d cases so far. Nothing of it counts, and going live deletes it.",
        cases,
    )
    return Banner(
        text=text % {"count": cases},
        kind="warn",
        link_url=LIVE if may else "",
        link_text=gettext("Go live"),
    )
