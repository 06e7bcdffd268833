"""Passwords (argon2id) and tokens (random; only their digest is stored)."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from amends.errors import Invalid

SHORTEST_PASSWORD = 12
_LONGEST_PASSWORD = 200

_hasher = PasswordHasher()  # argon2id with the library's defaults (RFC 9106, low memory)
_hashing = asyncio.Semaphore(2)  # 64 MiB each


def check_strength(password: str, *, field: str = "password") -> None:
    """Length is what counts (ASVS 2.1): no rules on kinds of character."""
    if len(password) < SHORTEST_PASSWORD:
        raise Invalid({field: "Use at least 12 characters."})
    if len(password) > _LONGEST_PASSWORD:
        raise Invalid({field: "Use at most 200 characters."})


async def hash_password(password: str) -> str:
    async with _hashing:
        return await asyncio.to_thread(_hasher.hash, password)


async def password_fits(password: str, stored: str | None) -> bool:
    """Takes as long for people who don't exist (`stored` is None) as for those who do."""
    async with _hashing:
        return await asyncio.to_thread(_verify, password, stored) and stored is not None


def new_token() -> str:
    return secrets.token_urlsafe(32)


def token_digest(token: str) -> bytes:
    """Tokens have 256 random bits, so a plain digest is enough to look them up by."""
    return hashlib.sha256(token.encode()).digest()


@cache
def _nobodys_hash() -> str:
    return _hasher.hash(secrets.token_hex())


def _verify(password: str, stored: str | None) -> bool:
    nobodys = _nobodys_hash()  # made at the first sign-in, whoever's: most processes never see one
    try:
        return _hasher.verify(stored or nobodys, password)
    except (VerificationError, InvalidHashError):
        return False
