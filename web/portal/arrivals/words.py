"""What kinds of arrivals and their standings are called."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from amends.arrivals.queries import signs_of
from amends.arrivals.rules import Kind, Standing, is_late
from amends.arrivals.tables import Arrival
from amends.complaints.intake import Channel
from amends.mailin.routing import Why
from web.edge.visit import Visit
from web.formats import iso, near_moment_text
from web.i18n import gettext
from web.i18n import mark as _
from web.promises import due_text
from web.rendering import zone_of

TRAY: Final = "/portal/arrivals"
KINDS: Final = {
    Kind.MAIL: (_("E-mail"), "mail"),
    Kind.CALL: (_("Missed call"), "phone"),
    Kind.VOICEMAIL: (_("Voicemail"), "phone"),
    Kind.SOCIAL: (_("Social media"), "at-sign"),
    Kind.MESSAGE: (_("Text or messenger"), "message-square"),
    Kind.BOX: (_("Note in a box"), "inbox"),
    Kind.LETTER: (_("Letter of somebody else"), "mail-open"),
    Kind.REPORT: (_("Heard by staff"), "users"),
}
CHANNELS: Final = {
    Kind.MAIL: Channel.EMAIL,
    Kind.SOCIAL: Channel.SOCIAL,
    Kind.MESSAGE: Channel.MESSAGE,
    Kind.BOX: Channel.BOX,
    Kind.LETTER: Channel.REGULATOR,
    Kind.REPORT: Channel.EMPLOYEE,
}
"""How a complaint made of it came, as the form begins; else by telephone."""
_STANDINGS = {
    Standing.WAITING: (_("waits"), "calm", "clock"),
    Standing.HELD: (_("held"), "warn", "pause"),
    Standing.COMPLAINT: (_("became a complaint"), "good", "circle-check"),
    Standing.MESSAGE: (_("added to a case"), "good", "message-square"),
    Standing.DISMISSED: (_("no complaint"), "", "x"),
}


_WHY: Final = {
    Why.COMES_BACK: _(
        "A letter of ours could not be delivered; somebody was asked to reach the complainant."
    ),
    Why.DELAYED: _("A mail server says that a letter of ours is late."),
    Why.OUR_OWN: _("A letter of ours that came back to us."),
    Why.AUTOMATIC_ANSWER: _("An automatic answer."),
    Why.SPAM: _("The mail filter takes it for spam."),
    Why.BULK: _("Sent to many, or written by a program."),
    Why.UNPROVED: _("The domain it says it comes from did not send it."),
    Why.STRANGER: _("It answers about a case, but comes from an address nobody gave for it."),
    Why.ENDED: _("It is about a case that has ended."),
    Why.MANY: _("The same sender wrote very often within an hour."),
    Why.UNREAD: _("It could not be read; the message as it came is kept."),
}
_CHECKS: Final = {"spf": "SPF", "dkim": "DKIM", "dmarc": "DMARC"}


def reason_text(row: Arrival) -> str:
    """Of somebody's own words, or of a rule."""
    given, signs = str(row.reason or ""), signs_of(row)
    why = signs.get("why", "")
    if given in ("", why) and why in set(Why):
        return gettext(_WHY[Why(why)])
    return given


def signs_view(row: Arrival) -> list[dict[str, str]]:
    """What was found out about it on its way in."""
    signs = signs_of(row)
    checks = [f"{name} {signs[code]}" for code, name in _CHECKS.items() if code in signs]
    rows = [
        (gettext("Sent to"), signs.get("to", "")),
        (gettext("Return path"), signs.get("return_path", "")),
        (gettext("Checks of the sender"), " · ".join(checks)),
        (gettext("Files not taken; the message as it came has them"), signs.get("left_out", "")),
        (gettext("Not read"), signs.get("trouble", "")),
    ]
    return [{"name": name, "text": text} for name, text in rows if text]


def kind_text(kind: str) -> str:
    return gettext(KINDS[Kind(kind)][0])


def line(row: Arrival, visit: Visit) -> dict[str, Any]:
    standing, zone = Standing(row.standing), zone_of(visit)
    late = is_late(standing, row.due_at, visit.now)
    word, kind, icon = _STANDINGS[standing]
    sender = [row.sender_name, row.sender_email, row.sender_phone, row.sender_other]
    return {
        "url": f"{TRAY}/{row.id}",
        "kind_text": kind_text(str(row.kind)),
        "icon": KINDS[Kind(row.kind)][1],
        "sender": " · ".join(str(each) for each in sender if each) or gettext("unknown sender"),
        "title": str(row.subject) or " ".join(str(row.body).split())[:80] or kind_text(str(row.kind)),
        "state_text": gettext("overdue") if late else gettext(word),
        "state_kind": "bad" if late else kind,
        "state_icon": "circle-x" if late else icon,
        "reason": reason_text(row),
        "arrived_text": near_moment_text(row.arrived_at, zone=zone, now=visit.now),
        "arrived_iso": iso(row.arrived_at),
        "due_text": due_text(row.due_at, zone=zone) if row.settled_at is None else "",
        "due_iso": iso(row.due_at),
        "settled_text": _moment(row.settled_at, visit),
        "settled_iso": iso(row.settled_at) if row.settled_at is not None else "",
        "case_url": f"/portal/cases/{row.complaint_id}" if row.complaint_id else "",
    }


def _moment(moment: datetime | None, visit: Visit) -> str:
    return near_moment_text(moment, zone=zone_of(visit), now=visit.now) if moment is not None else ""
