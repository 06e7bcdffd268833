"""Where a test mail is, in words."""

from __future__ import annotations

from typing import Any

from amends.tenancy.mail import LastTest
from web.edge.visit import Visit
from web.formats import iso, near_moment_text
from web.i18n import gettext
from web.i18n import mark as _
from web.rendering import zone_of

_STATES = {
    "waiting": (_("Queued: it leaves within seconds."), "calm"),
    "again": (_("The mail server did not take it yet. It will be tried again."), "warn"),
    "accepted": (_("Accepted by the mail server. Now look into your inbox, and among the spam."), "good"),
    "refused": (_("Refused by the mail server."), "bad"),
}


def test_view(last: LastTest, *, visit: Visit) -> dict[str, Any]:
    state, moment = _state(last)
    text, kind = _STATES[state]
    return {
        "state": state,
        "kind": kind,
        "text": gettext(text),
        "failure": last.failure if state in ("again", "refused") else "",
        "iso": iso(moment),
        "moment_text": near_moment_text(moment, zone=zone_of(visit), now=visit.now),
        "under_way": state in ("waiting", "again"),
    }


def _state(last: LastTest) -> tuple[str, Any]:
    if last.accepted_at is not None:
        return "accepted", last.accepted_at
    if last.refused_at is not None:
        return "refused", last.refused_at
    return ("again" if last.failure else "waiting"), last.asked_at
