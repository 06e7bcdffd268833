"""Addresses only this deployment can have made: of a case, which complainants answer to, and of a letter, which mail
servers send it back to.

`r-<56 letters>@domain`: eight bytes of the organisation's id, the complaint's id and a signature over both, in letters
that survive mail programs which change capitals. `b-…` is the same of a notice. Whoever knows one can write into that
case by mail, as whoever gets a letter can answer it, and learns nothing by it; it opens no page. Earlier secrets still
count: answers come late.
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

_LABELS: Final = {"r": b"amends reply address v1:", "b": b"amends return address v1:"}
_LOCAL = re.compile(r"([rb])-([a-z2-7]{56})")
_TENANT, _ID, _MAC = 8, 16, 11
"""Bytes: 35 together are 56 letters with no bit to spare, so that no second spelling is read."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The case an answer is about, or the letter that comes back, of the organisation whose id begins so: look for it
    inside that wall only. One of the two is given."""

    tenant: bytes
    complaint_id: UUID | None = None
    notice_id: UUID | None = None

    def belongs_to(self, tenant_id: UUID) -> bool:
        return tenant_id.bytes.startswith(self.tenant)


def made(*, tenant_id: UUID, complaint_id: UUID, secret: str, domain: str) -> str:
    """Where an answer to a letter about that case goes."""
    return _made("r", tenant_id, complaint_id, secret, domain)


def returning(*, tenant_id: UUID, notice_id: UUID, secret: str, domain: str) -> str:
    """Where a mail server reports that this letter did not arrive."""
    return _made("b", tenant_id, notice_id, secret, domain)


def read(address: str, *, secrets: Sequence[str], domain: str) -> Answered | None:
    """None for any address that was not made here, whatever is wrong with it."""
    local, _, host = address.strip().lower().rpartition("@")
    found = _LOCAL.fullmatch(local)
    if found is None or not domain or host != domain:
        return None
    try:
        whole = base64.b32decode(found[2].upper())
    except binascii.Error:
        return None
    whose, mac = whole[: _TENANT + _ID], whole[_TENANT + _ID :]
    if not any(hmac.compare_digest(mac, _signature(found[1], whose, secret)) for secret in secrets):
        return None
    tenant, about = whose[:_TENANT], UUID(bytes=whose[_TENANT:])
    return Answered(tenant, complaint_id=about) if found[1] == "r" else Answered(tenant, notice_id=about)


def _made(kind: str, tenant_id: UUID, about: UUID, secret: str, domain: str) -> str:
    whose = tenant_id.bytes[:_TENANT] + about.bytes
    letters = base64.b32encode(whose + _signature(kind, whose, secret)).decode().lower()
    return f"{kind}-{letters}@{domain}"


def _signature(kind: str, whose: bytes, secret: str) -> bytes:
    return hmac.digest(secret.encode(), _LABELS[kind] + whose, hashlib.sha256)[:_MAC]
