"""Which contact may be changed to what. Pure."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

from amends.complaints.intake import is_email, is_phone
from amends.notices.tables import Channel

LASTS = timedelta(days=1)
MOST_CODES = 5
"""A day, whatever addresses they go to: nobody's mailbox is filled."""


class Way(StrEnum):
    EMAIL = "email"
    PHONE = "phone"


def ways(can: Collection[str]) -> list[Way]:
    """What can be proved: a number only where text messages leave. `can`: channels that gateways open."""
    return [Way.EMAIL, *([Way.PHONE] if Channel.SMS in can else [])]


def problem(way: Way, contact: str, *, before: str) -> str:
    """What is wrong with it, or ""."""
    if not contact:
        return "Please fill this in."
    if way is Way.EMAIL and not is_email(contact):
        return "This is not an e-mail address."
    if way is Way.PHONE and not is_phone(contact):
        return "Use digits, spaces and dashes only."
    if contact.casefold() == before.casefold():
        return "This is what we have on file already."
    return ""


def sending(sent: int, begun_at: datetime, *, now: datetime) -> tuple[int, datetime] | None:
    """How many codes were sent with the one that is wanted now, and since when they are counted; None: too many."""
    if now - begun_at >= LASTS:
        return 1, now
    return (sent + 1, begun_at) if sent < MOST_CODES else None
