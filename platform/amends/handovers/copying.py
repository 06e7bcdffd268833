"""Files go along as copies of their own: read and written outside any scope, with the same SHA-256 on both sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from amends.evidence.intake import Stored
from amends.evidence.store import ObjectStore, new_name


async def copied(store: ObjectStore, files: Sequence[Stored], *, to_tenant: UUID) -> list[Stored]:
    """Copied again when the errand is: what no row points at then is swept like every other orphan."""
    return [await _copied(store, file, to_tenant) for file in files]


async def _copied(store: ObjectStore, file: Stored, to_tenant: UUID) -> Stored:
    name = await _object(store, file.object_name, file.sha256, to_tenant)
    if file.copy_name is None or file.copy_sha256 is None:
        return replace(file, object_name=name)
    return replace(
        file, object_name=name, copy_name=await _object(store, file.copy_name, file.copy_sha256, to_tenant)
    )


async def _object(store: ObjectStore, name: str, sha256: str, to_tenant: UUID) -> str:
    """Refused when the original is not what was put there any more."""
    fresh = new_name(to_tenant)
    await store.put(fresh, await store.get(name, sha256=sha256), sha256=sha256)
    return fresh
