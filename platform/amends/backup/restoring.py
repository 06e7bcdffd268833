"""Putting a backup into an empty database and an empty store. Whatever else is there is left alone, and said.

The database bears a mark from the first step to the last (`amends.database.unfinished`), so nothing serves what is
half there; the same command run again goes on. It ends with a hold on everything outgoing.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import uuid4

import asyncpg

from amends.backup import content, files, manifest, tools
from amends.backup.loading import load
from amends.backup.manifest import DUMP, STORE, SUMS, Manifest, NoBackup
from amends.backup.objects import Progress, listed
from amends.database import migrate, unfinished
from amends.errors import DomainError
from amends.evidence.store import ObjectMissing, ObjectStore

Say = Callable[[str], None]
_ALONE: Final = 0x72657374  # "rest": one restore at a time
_PATH: Final = re.compile(rf"{DUMP}|{STORE}/[a-z0-9-]+/[a-z0-9]+")

_ANYTHING = """
SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'restoring') AND c.relkind <> 'i'
AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e') LIMIT 1"""


class RestoreRefused(DomainError):
    code = "restore-refused"
    status = 409


class Differs(DomainError):
    """What was restored is not what the backup holds."""

    code = "restore-differs"
    status = 500


@dataclass(frozen=True, kw_only=True)
class Target:
    """An empty database, by its owner's and the application's addresses, and an empty store."""

    owner_url: str
    app_url: str
    store: ObjectStore
    app_role: str
    backup_role: str


@dataclass(frozen=True, kw_only=True)
class Restored:
    migrated: list[str]
    waiting: int
    """What will leave when the hold is released."""


async def check(backup: Path) -> Manifest:
    """Every file is there and is what was written."""
    found = manifest.read(backup)
    if await asyncio.to_thread(files.digest, backup / SUMS) != found.sums_sha256:
        raise NoBackup("%(file)s was changed after it was written.", file=backup / SUMS)
    count = 0
    for path, sha256 in listed(backup / SUMS):
        if not _PATH.fullmatch(path) or await asyncio.to_thread(_digest, backup / path) != sha256:
            raise NoBackup("%(file)s is missing or was changed after it was written.", file=backup / path)
        count += path.startswith(STORE)
    if count != found.objects:
        raise NoBackup("%(file)s lists %(count)s objects too few or too many.", file=SUMS, count=count)
    if unknown := set(found.migrations) - set(migrate.names()):
        raise NoBackup(
            "The backup was made by a newer amends (%(version)s, migration %(last)s): restore it with that one.",
            version=found.version,
            last=max(unknown),
        )
    return found


async def restore(
    backup: Path, found: Manifest, to: Target, *, now: datetime, say: Say, progress: Progress
) -> Restored:
    """`found` is what `check` returned."""
    name = f"{found.made_at:%Y-%m-%dT%H:%M:%SZ} {found.sums_sha256}"
    async with _owner(to.owner_url) as owner:
        by = await _demand_fitting(owner, found)
        going_on = await unfinished.marked(owner)
        await _demand_empty(owner, to.store, going_on, name)
        if going_on is None:
            await unfinished.mark(owner, name)
            await _demand_same_database(owner, to.app_url)
        say(f"restoring {found.objects:,} objects into the store")
        await _restore_store(backup, found, to.store, again=going_on is not None, progress=progress)
        if going_on is None or not going_on.loaded:
            if await owner.fetchval(_ANYTHING) is None:
                say(f"restoring {found.rows:,} rows with pg_restore {by.version}")
                await load(backup / DUMP, url=to.owner_url, by=by)
            await _demand_same(owner, found)
            await unfinished.set_loaded(owner)
        say(
            f"{len(found.tables)} tables hold what they held; walls, rights, triggers and functions are the same"
        )
        migrated = await migrate.migrate(to.owner_url, app_role=to.app_role, backup_role=to.backup_role)
        async with owner.transaction():
            await _hold(owner, found, now=now)
            await unfinished.unmark(owner)
        waiting = await owner.fetchval("SELECT count(*) FROM outbox_index")
    return Restored(migrated=migrated, waiting=waiting)


@asynccontextmanager
async def _owner(url: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(url, timeout=10, server_settings=content.AS_TEXT)
    try:
        if not await connection.fetchval("SELECT pg_try_advisory_lock($1)", _ALONE):
            raise RestoreRefused("Another restore into this database is running: wait for it.")
        yield connection
    finally:
        await connection.close()


async def _demand_fitting(owner: asyncpg.Connection, found: Manifest) -> tools.Tools:
    server = int(await owner.fetchval("SHOW server_version_num")) // 10000
    if server < found.postgresql:
        raise RestoreRefused(
            "The backup is PostgreSQL %(theirs)s's and the server is a PostgreSQL %(ours)s: there is no way back to "
            "older ones.",
            theirs=found.postgresql,
            ours=server,
        )
    there = {row["rolname"] for row in await owner.fetch("SELECT rolname::text FROM pg_roles")}
    if lacking := sorted(set(found.roles) - there):
        raise RestoreRefused(
            "The backup gives rights to %(roles)s, which this server does not have: create them first "
            "(deploy/roles.sql).",
            roles=", ".join(lacking),
        )
    return tools.for_restoring(written_by=found.client)


async def _demand_empty(
    owner: asyncpg.Connection, store: ObjectStore, going_on: unfinished.Mark | None, name: str
) -> None:
    if going_on is not None:
        if going_on.backup != name:
            raise RestoreRefused(
                "The restore of another backup (%(other)s) was interrupted here: finish that one, or begin with a new "
                "database and an empty store.",
                other=going_on.backup.partition(" ")[0],
            )
        return
    if (there := await owner.fetchval(_ANYTHING)) is not None:
        raise RestoreRefused(
            "The database is not empty (%(there)s): a backup is restored into a new one, never over data.",
            there=there,
        )
    async for entry in store.list():
        raise RestoreRefused(
            "The store is not empty (%(there)s): a backup is restored into an empty one, never over data.",
            there=entry.name,
        )


async def _demand_same_database(owner: asyncpg.Connection, app_url: str) -> None:
    """The mark made by the owner is seen by the application's role."""
    app = await asyncpg.connect(app_url, timeout=10)
    try:
        same = await unfinished.is_unfinished(app)
    finally:
        await app.close()
    if not same:
        await unfinished.unmark(owner)
        raise RestoreRefused("AMENDS_DATABASE_URL and AMENDS_OWNER_URL do not name the same database.")


async def _restore_store(
    backup: Path, found: Manifest, store: ObjectStore, *, again: bool, progress: Progress
) -> None:
    done = 0
    for path, sha256 in listed(backup / SUMS):
        if path.startswith(f"{STORE}/"):
            await _put(store, path.removeprefix(f"{STORE}/"), backup / path, sha256, again=again)
            done += 1
            progress(f"store: {done:,} of {found.objects:,} objects")
    if (there := sum([1 async for _ in store.list()])) != found.objects:
        raise Differs(
            "The store holds %(there)s objects and the backup %(objects)s: begin with an empty store and a new database.",
            there=there,
            objects=found.objects,
        )


async def _put(store: ObjectStore, name: str, file: Path, sha256: str, *, again: bool) -> None:
    if again:
        try:
            await store.get(name, sha256=sha256)
        except ObjectMissing:
            pass
        else:
            return
    await store.put(name, await asyncio.to_thread(file.read_bytes), sha256=sha256)


async def _demand_same(owner: asyncpg.Connection, found: Manifest) -> None:
    """Rows by their digests, everything else line by line. The owner's own walls are down while it counts."""
    other = manifest.differences(found.schema, await content.schema(owner))
    counting = owner.transaction()
    await counting.start()
    try:
        for table in await content.tables(owner):
            await owner.execute(f'ALTER TABLE public."{table}" NO FORCE ROW LEVEL SECURITY')
            there = await content.content(owner, table)
            if there != found.tables.get(table):
                other.insert(0, f"{table}: {there.rows} rows that are not those of the backup")
    finally:
        await counting.rollback()
    if other:
        raise Differs(
            "What was restored is not what was backed up (%(count)s differences): %(first)s. Begin with a new database.",
            count=len(other),
            first="; ".join(other[:3]),
        )


async def _hold(owner: asyncpg.Connection, found: Manifest, *, now: datetime) -> None:
    await owner.execute(
        "INSERT INTO outgoing_hold (id, since, reason) VALUES ($1, $2, $3)",
        uuid4(),
        now,
        f"restored from the backup of {found.made_at:%Y-%m-%d %H:%M} UTC",
    )


def _digest(path: Path) -> str | None:
    try:
        return files.digest(path)
    except FileNotFoundError:
        return None
