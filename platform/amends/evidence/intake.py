"""Files come in: all are checked before any is stored, and all are stored before any transaction is open.

What is stored and then never written into the database is removed by `sweep`.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import IO, Final
from uuid import UUID

from amends.evidence import copies, kinds
from amends.evidence.copies import Copy
from amends.evidence.kinds import LARGEST_FILE, MEGABYTE, MOST_FILES, Kind
from amends.evidence.names import plain_name, safe_name
from amends.evidence.refusals import (
    EvidenceRefused,
    FileDamaged,
    FileEmpty,
    FileTooLarge,
    KindNotTaken,
    TooManyFiles,
)
from amends.evidence.store import ObjectStore, new_name

REFERENCE_AGE: Final = timedelta(hours=24)
"""How long a form that came back with an error keeps its files."""
SWEEP_AGE: Final = timedelta(hours=48)
"""Never sweep younger objects: until REFERENCE_AGE a form may still refer to them."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent. An open file is read twice and held in memory one at a time."""

    name: str
    data: bytes | IO[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What is kept of one file; the fields of the copy are all given or all None."""

    object_name: str
    name: str
    mime: str
    size: int
    sha256: str
    copy_name: str | None = None
    copy_mime: str | None = None
    copy_size: int | None = None
    copy_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class _Checked:
    upload: Upload
    kind: Kind
    size: int
    sha256: str
    copy: Copy | None


async def receive(store: ObjectStore, *, tenant_id: UUID, uploads: Sequence[Upload]) -> list[Stored]:
    """Refuses all if one is refused. Call it before a transaction opens."""
    if len(uploads) > MOST_FILES:
        raise TooManyFiles(most=MOST_FILES)
    checked = [await _check(upload) for upload in uploads]
    return [await _keep(store, tenant_id, item) for item in checked]


async def sweep(
    store: ObjectStore,
    *,
    tenant_id: UUID,
    referenced: Callable[[], Awaitable[Collection[str]]],
    older_than: datetime,
) -> int:
    """Delete this tenant's objects that no row points at; how many. `older_than` is now less SWEEP_AGE or more.

    `referenced` is asked after the listing, so that a row written meanwhile is seen.
    """
    await store.discard_unfinished(str(tenant_id), older_than=older_than)
    old = [entry.name async for entry in store.list(str(tenant_id)) if entry.last_modified < older_than]
    kept = await referenced() if old else ()
    orphans = [name for name in old if name not in kept]
    for name in orphans:
        await store.delete(name)
    return len(orphans)


async def _check(upload: Upload) -> _Checked:
    data = await asyncio.to_thread(_read, upload)
    try:
        return await copies.aside(partial(_inspected, upload, data))
    except EvidenceRefused as refusal:
        refusal.file = plain_name(upload.name)
        raise


async def _keep(store: ObjectStore, tenant_id: UUID, item: _Checked) -> Stored:
    original, copy_name = new_name(tenant_id), None
    await store.put(original, await asyncio.to_thread(_read, item.upload), sha256=item.sha256)
    if item.copy:
        copy_name = new_name(tenant_id)
        await store.put(copy_name, item.copy.data, sha256=_digest(item.copy.data))
    return Stored(
        object_name=original,
        name=safe_name(item.upload.name, item.kind),
        mime=item.kind.mime,
        size=item.size,
        sha256=item.sha256,
        copy_name=copy_name,
        copy_mime=item.copy.mime if item.copy else None,
        copy_size=len(item.copy.data) if item.copy else None,
        copy_sha256=_digest(item.copy.data) if item.copy else None,
    )


def _read(upload: Upload) -> bytes:
    """One byte more than is taken at most: enough to know."""
    if isinstance(upload.data, bytes):
        return upload.data
    upload.data.seek(0)
    return upload.data.read(LARGEST_FILE + 1)


def _inspected(upload: Upload, data: bytes) -> _Checked:
    if not data:
        raise FileEmpty
    if len(data) > LARGEST_FILE:
        raise FileTooLarge(megabytes=LARGEST_FILE // MEGABYTE)
    kind = kinds.recognise(data)
    if kind is None:
        raise KindNotTaken
    if not kinds.is_whole(data, kind):
        raise FileDamaged
    return _Checked(upload, kind, len(data), _digest(data), copies.shown_copy(data, kind))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
