"""What is known of a tenant's policy versions."""

from __future__ import annotations

from uuid import UUID

from tenants.desks import NoPolicy
from tenants.tables import PolicyVersion

_numbers: dict[UUID, int] = {}
"""A published version keeps its number."""


async def version_number(version_id: UUID) -> int:
    """The number people call a version by."""
    if version_id not in _numbers:
        row = await PolicyVersion.select(PolicyVersion.number).where(PolicyVersion.id == version_id).first()
        if row is None:
            raise NoPolicy()
        _numbers[version_id] = int(row["number"])
    return _numbers[version_id]
