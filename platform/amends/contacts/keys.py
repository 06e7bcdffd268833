"""The code that proves an address: derived from the deployment's secret, never stored."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from amends.complaints.access import plain

CODE_SENT: Final = "contact_code"
"""The letter that carries it, to an address nobody has proved yet."""
CODE_LATER: Final = "\u27e6contact-code\u27e7"
"""Where the letter has the code put in as it leaves."""
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 8  # 40 bits, behind a rate limit, for a day


def code_of(secret: str, change_id: UUID, number: int) -> str:
    """`XXXX-XXXX`; `number` rises with each code sent."""
    text = f"amends contact code v1:{change_id}:{number}".encode()
    bits = int.from_bytes(hmac.digest(secret.encode(), text, hashlib.sha256)[:8], "big")
    letters = "".join(_ALPHABET[bits >> 5 * place & 31] for place in range(_LENGTH))
    return f"{letters[:4]}-{letters[4:]}"


def code_fits(code: str, secrets: Sequence[str], change_id: UUID, number: int) -> bool:
    """`secrets`: the one in force and those before it, so that rotation locks nobody out."""
    given = plain(code)
    return any(hmac.compare_digest(given, plain(code_of(each, change_id, number))) for each in secrets)
