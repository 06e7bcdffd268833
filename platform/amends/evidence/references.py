"""Signed references to stored files, so that a form sent back with an error keeps what was already uploaded."""

from __future__ import annotations

import hashlib
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


def sign_reference(secrets: tuple[str, ...], tenant_id: UUID, stored: Stored, *, now: datetime) -> str:
    """Signed with the first secret, which is the current one."""
    reference = _Reference(int(now.timestamp()), stored)
    return str(_serializer(secrets, tenant_id).dumps(asdict(reference)))


def read_reference(
    secrets: tuple[str, ...],
    tenant_id: UUID,
    text: str,
    *,
    now: datetime,
    max_age: timedelta = REFERENCE_AGE,
) -> Stored | None:
    """None when it is too old, altered, or another tenant's. All secrets are accepted."""
    try:
        loaded = _serializer(secrets, tenant_id).loads(text)
        reference = msgspec.convert(loaded, _Reference)
    except (BadData, msgspec.ValidationError):
        return None
    in_time = now - datetime.fromtimestamp(reference.signed_at, UTC) <= max_age
    return reference.file if in_time and reference.file.object_name.startswith(f"{tenant_id}/") else None


def _serializer(secrets: tuple[str, ...], tenant_id: UUID) -> URLSafeSerializer:
    return URLSafeSerializer(
        secrets[::-1],  # itsdangerous signs with the last
        salt=f"evidence:{tenant_id}",  # another tenant's reference fails its signature
        signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"},
    )
