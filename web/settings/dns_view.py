"""Records of DNS in plain words: what is there, and what to add."""

from __future__ import annotations

from typing import Any

from amends.tenancy.domains import GRACE, record_of
from amends.tenancy.mail_advice import Advice, Kind, State
from amends.tenancy.tables import DomainClaim
from web.edge.visit import Visit
from web.formats import iso, near_moment_text
from web.i18n import gettext
from web.i18n import mark as _
from web.rendering import zone_of

_KINDS = {
    Kind.OWN: (
        _("The domain is yours"),
        _("Only then do letters carry your address: nobody else can write in your name."),
    ),
    Kind.SPF: (_("Who may send (SPF)"), _("Receivers look here whether our mail server may send for you.")),
    Kind.DKIM: (_("Signature (DKIM)"), _("Receivers find the key to our signature here.")),
    Kind.DMARC: (
        _("What receivers do with forgeries (DMARC)"),
        _("Begin with none: it only reports. Make it stricter once all your mail passes."),
    ),
    Kind.MX: (
        _("Where answers arrive (MX)"),
        _("Without it nobody can answer your letters, and some receivers refuse them."),
    ),
}
_STATES = {
    State.GOOD: (_("found"), "good", "circle-check"),
    State.MISSING: (_("missing"), "bad", "circle-x"),
    State.INCOMPLETE: (_("to be changed"), "warn", "triangle-alert"),
    State.TWICE: (_("several"), "bad", "circle-x"),
    State.TOO_MANY: (_("too long"), "bad", "circle-x"),
    State.LEADS_NOWHERE: (_("leads nowhere"), "bad", "circle-x"),
    State.CLOSED: (_("takes no mail"), "bad", "circle-x"),
    State.UNKNOWN: (_("nobody answered"), "", "circle-question-mark"),
}
_TO_DO = {
    State.MISSING: _("Add this record:"),
    State.INCOMPLETE: _("Put this in place of what is there:"),
    State.TWICE: _("There may be one only: put them together in a single record."),
    State.TOO_MANY: _(
        "Receivers look up ten names at most, with all that the record includes, and this one asks for more: they take none of it. Take out senders you no longer use."
    ),
    State.LEADS_NOWHERE: _(
        "Your record is right. The people who run this service have to publish the key it leads to."
    ),
    State.CLOSED: _("Its record says that the domain takes no mail. Put the name of your mail server there."),
    State.UNKNOWN: _("Please check again in a minute. The record should be:"),
}


def advice_view(advice: Advice) -> dict[str, Any]:
    title, help_ = _KINDS[advice.kind]
    state, kind, icon = _STATES[advice.state]
    return {
        "title": gettext(title),
        "help": gettext(help_),
        "state_text": gettext(state),
        "kind": kind,
        "icon": icon,
        "to_do": gettext(_TO_DO[advice.state]) if advice.state is not State.GOOD else "",
        "name": advice.name,
        "type": advice.type,
        "add": advice.add if advice.state not in (State.GOOD, State.TWICE) else "",
        "found": advice.found,
    }


def claim_view(claim: DomainClaim, visit: Visit) -> dict[str, Any]:
    wanted = record_of(claim)
    return {
        "id": str(claim.id),
        "host": str(claim.host),
        "shown": _readable(str(claim.host)),
        "record_name": wanted.name,
        "record_value": wanted.value,
        "proved": claim.proved_at is not None,
        "checked_iso": iso(claim.checked_at) if claim.checked_at is not None else "",
        "checked_text": near_moment_text(claim.checked_at, zone=zone_of(visit), now=visit.now)
        if claim.checked_at is not None
        else "",
        "ends_text": near_moment_text(claim.missing_since + GRACE, zone=zone_of(visit), now=visit.now)
        if claim.missing_since is not None
        else "",
    }


def _readable(host: str) -> str:
    """An international name beside its ASCII form: letters that look alike show themselves there."""
    try:
        said = host.encode("ascii").decode("idna")
    except UnicodeError:
        return host
    return host if said == host else f"{said} ({host})"
