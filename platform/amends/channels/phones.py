"""Telephone numbers as networks want them (E.164), read as people of the organisation's country write them. Pure."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import phonenumbers
from babel.core import get_global
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

_USUAL: Final = "CN"
_TAKE_TEXTS: Final = {
    PhoneNumberType.MOBILE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE,
    PhoneNumberType.PERSONAL_NUMBER,
    PhoneNumberType.UNKNOWN,
}


@lru_cache(maxsize=64)
def country_of(zone: str) -> str:
    """The country whose clock an organisation goes by, in ISO's two letters; China where a zone is no country's."""
    found = str(get_global("zone_territories").get(zone, ""))
    return found if len(found) == 2 and found.isalpha() else _USUAL


def e164(text: str, *, country: str) -> str:
    """`+8613800138000`; "" when it is no number of anybody's."""
    number = _parsed(text, country)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164) if number is not None else ""


def text_number(text: str, *, country: str) -> str:
    """The same, and "" for a line that is known to take no short messages."""
    number = _parsed(text, country)
    if number is None or phonenumbers.number_type(number) not in _TAKE_TEXTS:
        return ""
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def national(number: str) -> str:
    """Of E.164 what is dialled within the country, digits only: 13800138000."""
    return str(phonenumbers.national_significant_number(phonenumbers.parse(number)))


def _parsed(text: str, country: str) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(text, country)
    except NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None
