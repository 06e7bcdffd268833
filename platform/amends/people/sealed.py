"""Secrets that must be read again (second factors), kept so that the database alone cannot open them.

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


def seal(secrets: Sequence[str], text: str) -> str:
    return _box(secrets[0]).encrypt(text.encode()).decode()


def unseal(secrets: Sequence[str], sealed: str) -> Opened:
    token = sealed.encode()
    try:
        return Opened(_box(secrets[0]).decrypt(token).decode())
    except InvalidToken:
        pass
    all_of_them = MultiFernet([_box(secret) for secret in secrets])
    try:
        text = all_of_them.decrypt(token).decode()
    except InvalidToken:
        raise Unreadable() from None
    return Opened(text, all_of_them.rotate(token).decode())


def _box(secret: str) -> Fernet:
    key = hmac.digest(secret.encode(), b"amends second factor v1", hashlib.sha256)
    return Fernet(base64.urlsafe_b64encode(key))
