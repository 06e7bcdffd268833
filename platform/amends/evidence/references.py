"""Signed references to stored files, so that a form sent back with an error keeps what was already uploaded."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
from itsdangerous import BadData, URLSafeSerializer

from amends.evidence.intake import REFERENCE_AGE, Stored


@dataclass(frozen=True, slots=True)
class _Reference:
    signed_at: int
    file: Stored


def sign_reference(secret: str, tenant_id: UUID, stored: Stored, *, now: datetime) -> str:
    reference = _Reference(int(now.timestamp()), stored)
    return str(_serializer([secret], tenant_id).dumps(asdict(reference)))


def read_reference(
    secret: str,
    tenant_id: UUID,
    text: str,
    *,
    now: datetime,
    previous: Sequence[str] = (),
    max_age: timedelta = REFERENCE_AGE,
) -> Stored | None:
    """None when it is too old, altered, or another tenant's. `previous`: earlier secrets still accepted."""
    try:
        # itsdangerous signs with the last secret and accepts all
        loaded = _serializer([*previous, secret], tenant_id).loads(text)
        reference = msgspec.convert(loaded, _Reference)
    except (BadData, msgspec.ValidationError):
        return None
    in_time = now - datetime.fromtimestamp(reference.signed_at, UTC) <= max_age
    return reference.file if in_time and reference.file.object_name.startswith(f"{tenant_id}/") else None


def _serializer(secrets: Sequence[str], tenant_id: UUID) -> URLSafeSerializer:
    return URLSafeSerializer(
        list(secrets),
        salt=f"evidence:{tenant_id}",  # another tenant's reference fails its signature
        signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"},
    )
