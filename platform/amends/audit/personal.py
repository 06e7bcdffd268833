"""Salted digests of personal values: the chain holds these, the values and salts stand beside it.

Erasing value and salt together leaves the chain whole and the digest meaningless: without the salt nobody can
try names until one fits.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping

SALT_BYTES = 16

_PREFIX = b"amends.personal.v1\x00"


def digest(salt: bytes, value: str) -> str:
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes, got {len(salt)}")
    return hmac.digest(salt, _PREFIX + value.encode(), "sha256").hex()


def protect(values: Mapping[str, str | None], salts: Mapping[str, bytes]) -> dict[str, str]:
    """The digest of each value under its own salt; what was not given has none."""
    return {name: digest(salts[name], value) for name, value in values.items() if value is not None}


def matches(salt: bytes, value: str, expected: str) -> bool:
    return hmac.compare_digest(digest(salt, value), expected)


def differing(
    values: Mapping[str, str | None], salts: Mapping[str, bytes], digests: Mapping[str, str]
) -> tuple[str, ...]:
    """Names whose value still stands but is not the one the chain knows; erased values are no difference."""
    standing = {name: value for name, value in values.items() if value is not None}
    return tuple(
        name
        for name, value in sorted(standing.items())
        if name not in digests or name not in salts or not matches(salts[name], value, digests[name])
    )
