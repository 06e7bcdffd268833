"""What a qualification is worth on a day. Pure; days are the organisation's."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

SOON = timedelta(days=60)
"""So long before it expires it is shown as expiring: time enough to renew it."""


class Held(Protocol):
    """One qualification of one person, as stored or as imagined."""

    @property
    def code(self) -> str: ...
    @property
    def issued_on(self) -> date: ...
    @property
    def expires_on(self) -> date | None: ...


class Validity(StrEnum):
    VALID = "valid"
    EXPIRES_SOON = "expires-soon"
    EXPIRED = "expired"
    NOT_YET = "not-yet"


def validity(held: Held, on: date) -> Validity:
    """The last day counts, as people read the date on a certificate."""
    if on < held.issued_on:
        return Validity.NOT_YET
    if held.expires_on is None:
        return Validity.VALID
    if on > held.expires_on:
        return Validity.EXPIRED
    return Validity.EXPIRES_SOON if held.expires_on - on <= SOON else Validity.VALID


def qualified(held: Iterable[Held], code: str, on: date) -> bool:
    """Whether somebody who holds these may be entrusted with what asks for `code` on that day."""
    usable = (Validity.VALID, Validity.EXPIRES_SOON)
    return any(each.code == code and validity(each, on) in usable for each in held)
