"""What somebody is known again by: address and telephone number in one way of writing, however they were typed. Pure."""

from __future__ import annotations

import unicodedata

from amends.channels.phones import country_of, e164


def email_key(typed: str) -> str | None:
    return unicodedata.normalize("NFC", typed).strip().lower() or None


def phone_key(typed: str, *, zone: str) -> str | None:
    """As networks write it, read as people of that time zone's country do; of what is no such number, the digits alone."""
    found = e164(typed, country=country_of(zone)) if typed else ""
    return found or "".join(each for each in typed if each in "0123456789") or None
