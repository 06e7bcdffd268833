"""Time-based codes (RFC 6238) and recovery codes: pure, the time is given."""

from __future__ import annotations

import hashlib
import re
import secrets as randomness
from datetime import datetime
from hmac import compare_digest

import pyotp

STEP_SECONDS = 30
SKEW = 1
"""Steps before and after the present one that are accepted: phones' clocks differ (RFC 6238, 5.2)."""
RECOVERY_CODES = 10
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_GROUPS, _GROUP = 6, 4
"""120 random bits, so that a plain digest is enough to keep them by (ASVS 6.5.2)."""


def new_key() -> str:
    """160 random bits as base32, what authenticator apps take."""
    return pyotp.random_base32()


def address(key: str, *, account: str, issuer: str) -> str:
    """What the QR code says."""
    return pyotp.TOTP(key).provisioning_uri(name=account, issuer_name=issuer)


def step_of(now: datetime) -> int:
    return int(now.timestamp()) // STEP_SECONDS


def fitting_step(key: str, code: str, *, now: datetime, last: int | None) -> int | None:
    """The step whose code this is, later than `last`: the same code is never accepted twice."""
    if not re.fullmatch(r"[0-9]{6}", code):
        return None
    present = step_of(now)
    codes = pyotp.TOTP(key)
    for step in range(present - SKEW, present + SKEW + 1):
        fits = compare_digest(codes.at(step * STEP_SECONDS), code)
        if fits and (last is None or step > last):
            return step
    return None


def new_recovery_codes() -> list[str]:
    return [_recovery_code() for _ in range(RECOVERY_CODES)]


def recovery_digest(code: str) -> bytes:
    """However it was typed: spaces, dashes and small letters do not matter."""
    return hashlib.sha256(re.sub(r"[^A-Z0-9]", "", code.upper()).encode()).digest()


def plain_code(text: str) -> str:
    """A code as apps show it, `123 456`, as digits."""
    return re.sub(r"[\s-]", "", text)


def _recovery_code() -> str:
    groups = ("".join(randomness.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)
