"""Somebody lodges a complaint for somebody else: who they are, and what allows them to."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from amends.complaints.desk import Desk
from amends.errors import Invalid
from amends.people.actor import COMPLAINANT
from amends.representation.operations import Offer, offer, representations_of
from web.i18n import gettext
from web.typed import Typed

_FIELDS = "behalf_"


def behalf(typed: Typed) -> bool:
    return typed.is_on("behalf")


async def offered_on_behalf(desk: Desk, complaint_id: UUID, typed: Typed, *, now: datetime) -> None:
    """In the transaction that lodged it. The same form again finds it said already."""
    if not behalf(typed) or await representations_of(complaint_id):
        return
    given = Offer(
        name=typed.text("behalf_name"),
        relation=typed.text("behalf_relation"),
        authority=typed.text("behalf_authority"),
        email=typed.text("behalf_email"),
        phone=typed.text("behalf_phone"),
    )
    try:
        await offer(desk, complaint_id, given=given, by=COMPLAINANT, now=now)
    except Invalid as refusal:
        raise Invalid({f"{_FIELDS}{name}": text for name, text in refusal.fields.items()}) from None


def behalf_rows(typed: Typed) -> list[tuple[str, str]]:
    return [
        (gettext("Your own name"), typed.text("behalf_name")),
        (gettext("What you are to them"), typed.text("behalf_relation")),
        (gettext("What allows you to speak for them"), typed.text("behalf_authority")),
        (gettext("Your own e-mail"), typed.text("behalf_email")),
        (gettext("Your own telephone"), typed.text("behalf_phone")),
    ]
