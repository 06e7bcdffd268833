"""Secrets that must be read again (second factors, keys of gateways), kept so that the database alone cannot open them.

The key is derived from the deployment's secret; what an earlier secret sealed opens as long as that one still counts.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from amends.errors import DomainError

SECOND_FACTOR = b"amends second factor v1"
GATEWAY = b"amends gateway v1"
"""What is sealed for one purpose opens for no other."""


class Unreadable(DomainError):
    code = "sealed-unreadable"
    status = 409
    message = "Your second factor was set up under a secret this service no longer has."
    hint = "Ask an administrator to reset your second factor, then set it up again."


@dataclass(frozen=True, slots=True)
class Opened:
    """`fresh` is the same under the newest secret, where an earlier one had sealed it."""

    text: str
    fresh: str | None = None


def seal(secrets: Sequence[str], text: str, *, purpose: bytes = SECOND_FACTOR) -> str:
    return _box(secrets[0], purpose).encrypt(text.encode()).decode()


def unseal(secrets: Sequence[str], sealed: str, *, purpose: bytes = SECOND_FACTOR) -> Opened:
    token = sealed.encode()
    try:
        return Opened(_box(secrets[0], purpose).decrypt(token).decode())
    except InvalidToken:
        pass
    all_of_them = MultiFernet([_box(secret, purpose) for secret in secrets])
    try:
        text = all_of_them.decrypt(token).decode()
    except InvalidToken:
        raise Unreadable() from None
    return Opened(text, all_of_them.rotate(token).decode())


def _box(secret: str, purpose: bytes) -> Fernet:
    key = hmac.digest(secret.encode(), purpose, hashlib.sha256)
    return Fernet(base64.urlsafe_b64encode(key))
