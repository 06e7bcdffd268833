"""The address a complainant answers to: it names the case, and only this deployment can have made it.

`r-<56 letters>@domain`: eight bytes of the organisation's id, the complaint's id and a signature over both, in letters
that survive mail programs which change capitals. Whoever knows one can write into that case by mail, as whoever gets a
letter can answer it, and learns nothing by it; it opens no page. Earlier secrets still count: answers come late.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

_START: Final = "r-"
_LOCAL = re.compile(r"r-([a-z2-7]{56})")
_TENANT, _CASE, _MAC = 8, 16, 11
"""Bytes: 35 together are 56 letters with no bit to spare, so that no second spelling is read."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The case an answer is about, of the organisation whose id begins so: look for it inside that wall only."""

    tenant: bytes
    complaint_id: UUID

    def belongs_to(self, tenant_id: UUID) -> bool:
        return tenant_id.bytes.startswith(self.tenant)


def made(*, tenant_id: UUID, complaint_id: UUID, secret: str, domain: str) -> str:
    whose = tenant_id.bytes[:_TENANT] + complaint_id.bytes
    letters = base64.b32encode(whose + _signature(whose, secret)).decode().lower()
    return f"{_START}{letters}@{domain}"


def read(address: str, *, secrets: Sequence[str], domain: str) -> Answered | None:
    """None for any address that was not made here, whatever is wrong with it."""
    local, _, host = address.strip().lower().rpartition("@")
    found = _LOCAL.fullmatch(local)
    if found is None or not domain or host != domain:
        return None
    try:
        whole = base64.b32decode(found[1].upper())
    except binascii.Error:
        return None
    whose, mac = whole[: _TENANT + _CASE], whole[_TENANT + _CASE :]
    if not any(hmac.compare_digest(mac, _signature(whose, secret)) for secret in secrets):
        return None
    return Answered(whose[:_TENANT], UUID(bytes=whose[_TENANT:]))


def _signature(whose: bytes, secret: str) -> bytes:
    return hmac.digest(secret.encode(), b"amends reply address v1:" + whose, hashlib.sha256)[:_MAC]
