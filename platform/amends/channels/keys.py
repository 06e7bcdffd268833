"""A gateway's keys, sealed: written once, used, never shown again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from amends.errors import DomainError
from amends.people.sealed import GATEWAY, Unreadable, seal, unseal


class KeysUnreadable(DomainError):
    code = "gateway-keys-unreadable"
    status = 409
    message = "The keys of this gateway were kept under a secret this service no longer has."
    hint = "Type them in again and save."


def sealed(keys: Mapping[str, str], secrets: Sequence[str]) -> str | None:
    if not keys:
        return None
    return seal(secrets, msgspec.json.encode(dict(keys)).decode(), purpose=GATEWAY)


def opened(kept: str | None, secrets: Sequence[str]) -> dict[str, str]:
    if not kept:
        return {}
    try:
        text = unseal(secrets, kept, purpose=GATEWAY).text
    except Unreadable:
        raise KeysUnreadable() from None
    return msgspec.json.decode(text, type=dict[str, str])
