"""A form token looks different on every page: what a page's compressed length gives away can't be gathered (BREACH)."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from secrets import token_bytes


def masked(token: str) -> str:
    """The token, which is hexadecimal, under a pad of its own; the pad stands before it."""
    plain = bytes.fromhex(token)
    pad = token_bytes(len(plain))
    return urlsafe_b64encode(pad + _xor(plain, pad)).decode().rstrip("=")


def unmasked(text: str) -> str:
    """The token as the cookie holds it; "" for what never was one."""
    try:
        both = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (Error, ValueError):
        return ""
    half, odd = divmod(len(both), 2)
    return "" if odd else _xor(both[half:], both[:half]).hex()


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
