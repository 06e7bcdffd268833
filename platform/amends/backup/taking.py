"""Taking a backup: the database first, from one snapshot, then the store.

A row is committed after its objects were stored, and objects are never changed: whatever the dump names is in the
store, unless row and object were erased while we copied. That is checked, object by object.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import TextIO

from amends import VERSION
from amends.backup import content, files, folder, tools
from amends.backup.folder import FolderRefused
from amends.backup.manifest import DUMP, FORMAT, SUMS, Manifest, SecretMark, TableContent, mark
from amends.backup.objects import Progress, StoreCopy
from amends.backup.snapshot import Snapshot, snapshot, still_named
from amends.evidence.store import ObjectStore

Say = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Taken:
    place: Path
    manifest: Manifest
    linked: int
    """Objects that are the same files as in the backup before."""
    dump_bytes: int
    removed: list[str]


@dataclass(frozen=True, kw_only=True)
class _Described:
    """What the snapshot said of itself."""

    server: int
    client: int
    migrations: tuple[str, ...]
    roles: tuple[str, ...]
    tables: dict[str, TableContent]
    schema: tuple[str, ...]
    last_seals: dict[str, int]


async def take(
    *,
    url: str,
    store: ObjectStore,
    secret: str,
    into: Path,
    keep: int | None,
    now: datetime,
    say: Say,
    progress: Progress,
) -> Taken:
    """A whole backup, or none. `keep`: so many remain, unless the new one misses something."""
    _demand_outside(into, store)
    try:
        with folder.alone_in(into) as left:
            for name in left:
                say(f"removed {name}, left by a run that was interrupted")
            earlier = folder.whole_ones(into)
            with folder.new_backup(into, now=now) as (fresh, place):
                taken = await _take(url, store, mark(secret), fresh, earlier[-1:], now, say, progress)
                taken.manifest.write(fresh)
            removed = folder.remove_all_but(into, keep) if keep and not taken.manifest.missing else []
    except OSError as error:
        raise FolderRefused("%(into)s: %(why)s.", into=into, why=error.strerror or error) from None
    return Taken(
        place=place,
        manifest=taken.manifest,
        linked=taken.linked,
        dump_bytes=taken.dump_bytes,
        removed=removed,
    )


async def _take(
    url: str,
    store: ObjectStore,
    secret: SecretMark,
    fresh: Path,
    earlier: list[Path],
    now: datetime,
    say: Say,
    progress: Progress,
) -> Taken:
    with tempfile.TemporaryFile("w+", dir=fresh, encoding="utf-8") as references:
        async with snapshot(url) as seen:
            described = await _dumped(seen, fresh / DUMP, references, say, progress)
        references.seek(0)
        say("copying the store")
        with (fresh / SUMS).open("x", encoding="utf-8") as sums:
            (fresh / SUMS).chmod(0o600)
            sums.write(f"{await asyncio.to_thread(files.digest, fresh / DUMP)}  {DUMP}\n")
            copy = StoreCopy(store, fresh, earlier=earlier[0] if earlier else None, sums=sums)
            lacking = await _copied(copy, described.last_seals, references, progress)
    files.sync(fresh / SUMS)
    named = await still_named(url, lacking) if lacking else set()
    manifest = Manifest(
        format=FORMAT,
        made_at=now.astimezone(UTC),
        version=VERSION,
        migrations=described.migrations,
        postgresql=described.server,
        client=described.client,
        roles=described.roles,
        tables=described.tables,
        schema=described.schema,
        objects=copy.objects,
        object_bytes=copy.bytes,
        sums_sha256=files.digest(fresh / SUMS),
        secret=secret,
        missing=tuple(name for name in lacking if name in named),
        erased=tuple(name for name in lacking if name not in named),
    )
    dump_bytes = (fresh / DUMP).stat().st_size
    return Taken(place=fresh, manifest=manifest, linked=copy.linked, dump_bytes=dump_bytes, removed=[])


async def _dumped(seen: Snapshot, to: Path, references: TextIO, say: Say, progress: Progress) -> _Described:
    by = tools.for_dumping(server=seen.server)
    say(f"dumping PostgreSQL {seen.server} with pg_dump {by.version}")
    dumping = asyncio.ensure_future(seen.dump(to, by=by, progress=progress))
    try:
        described = _Described(
            server=seen.server,
            client=by.major,
            migrations=await seen.migrations(),
            roles=tuple(await content.roles(seen.connection)),
            tables=await seen.tables(),
            schema=tuple(await content.schema(seen.connection)),
            last_seals=await seen.last_seals(),
        )
        await seen.write_references(references)
        await dumping
    finally:
        dumping.cancel()
        await asyncio.gather(dumping, return_exceptions=True)  # its program has ended, too
    return described


async def _copied(
    copy: StoreCopy, last_seals: dict[str, int], references: TextIO, progress: Progress
) -> list[str]:
    """Names of objects that rows of the dump name and that were not there as they should be."""
    lacking: list[str] = []
    wanted = _by_tenant(references)
    following = next(wanted, None)
    for tenant, last_seal in last_seals.items():
        found = await copy.tenant(tenant, last_seal=last_seal, progress=progress)
        if following is not None and following[0] == tenant:
            lacking += [name for name, size, sha256 in following[1] if found.get(name) != (size, sha256)]
            following = next(wanted, None)
    return lacking


def _by_tenant(references: TextIO) -> Iterator[tuple[str, list[tuple[str, int, str]]]]:
    rows = (line.split() for line in references)
    for tenant, group in groupby(rows, key=lambda row: row[0]):
        yield tenant, [(name, int(size), sha256) for _, name, size, sha256 in group]


def _demand_outside(into: Path, store: ObjectStore) -> None:
    if store.folder is not None and into.resolve().is_relative_to(store.folder.resolve()):
        raise FolderRefused("%(into)s is inside the store, whose loss a backup is for.", into=into)
