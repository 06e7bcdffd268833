"""The key in the link that somebody outside is sent: derived from the deployment's secret, never stored."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from uuid import UUID

KEY_LATER = "\u27e6outside-key\u27e7"
"""Where the letter has the key put in as it leaves."""


def key_of(secret: str, request_id: UUID, number: int) -> str:
    """160 bits, fit for an address."""
    text = f"amends outside link v1:{request_id}:{number}".encode()
    made = hmac.digest(secret.encode(), text, hashlib.sha256)[:20]
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def key_fits(key: str, secrets: Sequence[str], request_id: UUID, number: int) -> bool:
    """`secrets`: the one in force and those before it, so that rotation locks nobody out."""
    given = key.encode(errors="replace")
    return any(hmac.compare_digest(given, key_of(each, request_id, number).encode()) for each in secrets)
