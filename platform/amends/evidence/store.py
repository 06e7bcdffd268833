"""Where originals and copies are kept: a folder or a bucket, through obstore. Objects are written once, never changed.

What obstore does: a folder's object is written beside its place as `name#1` and linked to its name when complete; a
bucket's is one conditional PUT, signed over its SHA-256. So no half-written object ever stands under its name. It
does not flush folders to disk: `put` does that before it returns.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple
from uuid import UUID

import obstore
from obstore.exceptions import BaseError

from amends.errors import DomainError
from amends.evidence import disk
from amends.evidence.backends import backend_of

if TYPE_CHECKING:
    from obstore.store import ObjectStore as Backend

_NAME: Final = re.compile(r"[a-z0-9-]+/[a-z0-9]+")
_CHUNK: Final = 256 * 1024
_PATIENCE: Final = 15


class StoreError(DomainError):
    """`reason` is one line for logs and the doctor; people are told the message."""

    code = "store-unavailable"
    status = 503
    message = "Files cannot be stored or read at the moment."
    hint = "Try again in a few minutes."

    def __init__(self, reason: str) -> None:
        self.reason = (reason.splitlines() or ["no reason given"])[0][:300]
        super().__init__()
        self.add_note(self.reason)


class ObjectMissing(StoreError):
    """An object the database knows is not there. Backups are the place to look."""

    code = "object-missing"
    status = 500
    message = "This file is missing from the store."
    hint = "Tell the people who run this service; they can look for it in the backups."


class ObjectChanged(StoreError):
    """An object is not what was put there: its SHA-256 differs."""

    code = "object-changed"
    status = 500
    message = "This file was changed after it was stored, so it is not shown."
    hint = "Tell the people who run this service; they can look for it in the backups."


class ObjectEntry(NamedTuple):
    name: str
    size: int
    last_modified: datetime


def new_name(tenant_id: UUID) -> str:
    """Opaque: nothing of the complaint or the file is in it."""
    return f"{tenant_id}/{secrets.token_hex(20)}"


def open_store(url: str) -> ObjectStore:
    """The store at AMENDS_STORE_URL. Nothing is tried yet: `check` does that."""
    try:
        backend, folder = backend_of(url)
    except (BaseError, OSError, ValueError) as error:
        raise StoreError(str(error)) from None
    return ObjectStore(backend, folder=folder)


class ObjectStore:
    """`folder` is where a local backend keeps its objects."""

    def __init__(self, backend: Backend, *, folder: Path | None = None) -> None:
        self._backend = backend
        self._folder = folder

    async def put(self, name: str, data: bytes, *, sha256: str) -> None:
        """Durable when it returns. Refuses a name that is taken and data that do not have the given SHA-256."""
        _check_name(name)
        if await asyncio.to_thread(_digest, data) != sha256:
            raise StoreError(f"{name}: not the data that were checked")
        with _told():
            if self._folder:
                await asyncio.to_thread(disk.make_room, self._folder, name)
            await obstore.put_async(self._backend, name, data, mode="create")
            if self._folder:
                await asyncio.to_thread(disk.flush, self._folder, name)

    async def get(self, name: str, *, sha256: str | None = None) -> bytes:
        """The whole object; with `sha256`, only if it is still what was put."""
        with _told(ObjectMissing):
            result = await obstore.get_async(self._backend, _check_name(name))
            data = bytes(await result.bytes_async())
        if sha256 and await asyncio.to_thread(_digest, data) != sha256:
            raise ObjectChanged(f"{name}: SHA-256 differs")
        return data

    async def stream(self, name: str, *, sha256: str | None = None) -> AsyncIterator[bytes]:
        """A missing object raises here, before anything is sent; a changed one breaks off before its last piece."""
        with _told(ObjectMissing):
            result = await obstore.get_async(self._backend, _check_name(name))
            chunks = aiter(result.stream(min_chunk_size=_CHUNK))
        return _pieces(name, chunks, sha256)

    async def delete(self, name: str) -> None:
        """Deleting what is not there is no error: a sweep may be repeated."""
        try:
            with _told(ObjectMissing):
                await obstore.delete_async(self._backend, _check_name(name))
        except ObjectMissing:
            return

    @property
    def folder(self) -> Path | None:
        """None for a bucket."""
        return self._folder

    async def list(self, prefix: str | None = None) -> AsyncIterator[ObjectEntry]:
        """Complete objects below a folder-like prefix such as a tenant's id, or all, in no order."""
        with _told():
            async for batch in obstore.list(self._backend, prefix, chunk_size=500):
                for meta in batch:
                    yield ObjectEntry(meta["path"], meta["size"], meta["last_modified"])

    async def discard_unfinished(self, prefix: str, *, older_than: datetime) -> None:
        """Remove what a crash left beside its place. Buckets leave nothing: objects go there in one piece."""
        if self._folder:
            with _told():
                await asyncio.to_thread(disk.discard_leftovers, self._folder / prefix, older_than)

    async def check(self) -> None:
        """For the doctor: put, read and delete a probe, or raise StoreError with the reason."""
        name, body = f"probe/{secrets.token_hex(20)}", secrets.token_bytes(64)
        try:
            async with asyncio.timeout(_PATIENCE):
                await self.put(name, body, sha256=_digest(body))
                try:
                    await self.get(name, sha256=_digest(body))
                finally:
                    await self.delete(name)
        except TimeoutError:
            raise StoreError(f"no answer within {_PATIENCE} seconds") from None


@contextmanager
def _told(missing: type[StoreError] = StoreError) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise missing(str(error)) from None
    except (BaseError, OSError, ValueError) as error:
        raise StoreError(str(error)) from None


async def _pieces(name: str, chunks: AsyncIterator[bytes], sha256: str | None) -> AsyncIterator[bytes]:
    digest, held = hashlib.sha256(), b""
    with _told():
        async for chunk in chunks:
            if held:
                yield held
            held = bytes(chunk)  # obstore gives its own buffers
            digest.update(held)
    if sha256 and digest.hexdigest() != sha256:
        raise ObjectChanged(f"{name}: SHA-256 differs")
    yield held


def _check_name(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise StoreError("not the name of an object")
    return name


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
