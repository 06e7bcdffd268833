"""The access code that, with the number, opens a complaint's page to the complainant.

It is derived from the deployment's secret and never stored: a resent form shows the same code, and a stolen
database opens no page.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from uuid import UUID

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U
_LENGTH = 10  # 50 bits, behind a rate limit


def access_code(secret: str, *, complaint_id: UUID, number: int) -> str:
    """`XXXXX-XXXXX`; `number` rises by one when a lost code is replaced."""
    text = f"amends access code v1:{complaint_id}:{number}".encode()
    bits = int.from_bytes(hmac.digest(secret.encode(), text, hashlib.sha256)[:8], "big")
    letters = "".join(_ALPHABET[bits >> 5 * place & 31] for place in range(_LENGTH))
    return f"{letters[:5]}-{letters[5:]}"


def code_fits(code: str, secrets: Sequence[str], *, complaint_id: UUID, number: int) -> bool:
    """`secrets`: the one in force and those before it, so that rotation locks nobody out."""
    given = plain(code)
    return any(
        hmac.compare_digest(given, plain(access_code(secret, complaint_id=complaint_id, number=number)))
        for secret in secrets
    )


def plain(code: str) -> bytes:
    """As people type it: any case, any dashes and spaces, O for 0, I and L for 1."""
    kept = "".join(letter for letter in code.upper() if letter.isalnum())
    return kept.translate(str.maketrans("OIL", "011")).encode()
