"""One moment of the database, as the backup role sees it: dumped, described and listed from the same snapshot."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import asyncpg

from amends.backup import content, tools
from amends.backup.files import megabytes, new_file
from amends.backup.manifest import TableContent
from amends.backup.objects import Progress
from amends.database import backup_role, unfinished
from amends.errors import DomainError

_PATIENCE = 5.0


class NotReadable(DomainError):
    code = "not-readable"
    status = 500


@dataclass(frozen=True)
class Snapshot:
    connection: asyncpg.Connection
    url: str
    name: str
    server: int
    """PostgreSQL's major version."""

    async def tables(self) -> dict[str, TableContent]:
        return {
            table: await content.content(self.connection, table)
            for table in await content.tables(self.connection)
        }

    async def migrations(self) -> tuple[str, ...]:
        rows = await self.connection.fetch("SELECT name FROM migration ORDER BY name")
        return tuple(row["name"] for row in rows)

    async def last_seals(self) -> dict[str, int]:
        """Every organisation in the order of their ids, with the number of its last seal."""
        rows = await self.connection.fetch(
            """SELECT t.id, coalesce(max(s.number), 0) AS last FROM tenant t LEFT JOIN seal s ON s.tenant_id = t.id
            GROUP BY t.id ORDER BY t.id"""
        )
        return {str(row["id"]): row["last"] for row in rows}

    async def write_references(self, to: TextIO) -> None:
        """A line for each object that a row names: organisation, object, size, SHA-256; in the same order."""
        cursor = self.connection.cursor(
            """SELECT tenant_id, object_name, size, sha256 FROM evidence
            UNION ALL SELECT tenant_id, copy_name, copy_size, copy_sha256 FROM evidence WHERE copy_name IS NOT NULL
            UNION ALL SELECT tenant_id, logo_object, logo_size, logo_sha256 FROM organisation_settings
            WHERE logo_object IS NOT NULL
            UNION ALL SELECT tenant_id, f ->> 'object_name', (f ->> 'size')::bigint, f ->> 'sha256'
            FROM handover_in, jsonb_array_elements(files) AS f
            UNION ALL SELECT tenant_id, f ->> 'copy_name', (f ->> 'copy_size')::bigint, f ->> 'copy_sha256'
            FROM handover_in, jsonb_array_elements(files) AS f WHERE f ->> 'copy_name' IS NOT NULL
            ORDER BY 1""",
            prefetch=1000,
        )
        async for row in cursor:
            to.write(" ".join(map(str, row)) + "\n")

    async def dump(self, to: Path, *, by: tools.Tools, progress: Progress) -> None:
        """By pg_dump, which would leave out without a word what its role may not see: see `snapshot`."""
        new_file(to).close()
        command = by.command(
            "pg_dump", self.url, "--format=custom", "--enable-row-security", "--no-password",
            f"--snapshot={self.name}", "--lock-wait-timeout=60s", f"--file={to}",
        )  # fmt: skip
        child = await tools.start(command, url=self.url)
        ending = asyncio.ensure_future(child.communicate())
        try:
            while not (await asyncio.wait({ending}, timeout=_PATIENCE))[0]:
                progress(f"{to.name}: {megabytes(to)} so far")
            _, said = await ending
        finally:
            await tools.stop(child)
            await asyncio.gather(ending, return_exceptions=True)
        if child.returncode != 0:
            raise tools.failed("pg_dump", child.returncode, said)


@asynccontextmanager
async def snapshot(url: str) -> AsyncIterator[Snapshot]:
    """Refuses a role that would not see everything, and a database that is half restored."""
    connection = await asyncpg.connect(url, timeout=10, server_settings=content.AS_TEXT)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            await _demand_readable(connection)
            name = await connection.fetchval("SELECT pg_export_snapshot()")
            server = int(await connection.fetchval("SHOW server_version_num")) // 10000
            yield Snapshot(connection, url, name, server)
    finally:
        await connection.close()


async def still_named(url: str, objects: list[str]) -> set[str]:
    """Those of the objects that rows name at this moment."""
    connection = await asyncpg.connect(url, timeout=10, server_settings=content.AS_TEXT)
    try:
        rows = await connection.fetch(
            """SELECT object_name AS name FROM evidence WHERE object_name = ANY ($1::text[])
            UNION SELECT copy_name FROM evidence WHERE copy_name = ANY ($1::text[])
            UNION SELECT logo_object FROM organisation_settings WHERE logo_object = ANY ($1::text[])
            UNION SELECT f ->> 'object_name' FROM handover_in, jsonb_array_elements(files) AS f
            WHERE f ->> 'object_name' = ANY ($1::text[])
            UNION SELECT f ->> 'copy_name' FROM handover_in, jsonb_array_elements(files) AS f
            WHERE f ->> 'copy_name' = ANY ($1::text[])""",
            objects,
        )
        return {row["name"] for row in rows}
    finally:
        await connection.close()


async def _demand_readable(connection: asyncpg.Connection) -> None:
    if await unfinished.is_unfinished(connection):
        raise unfinished.RestoreUnfinished
    if "migration" not in await content.tables(connection):
        raise NotReadable("There is no Amends in this database: check the address, or run `amends migrate`.")
    hidden = await backup_role.unreadable(connection)
    if hidden:
        role = await connection.fetchval("SELECT current_user")
        raise NotReadable(
            "%(role)s cannot read all of %(tables)s: run `amends migrate` with AMENDS_BACKUP_URL set, which gives it "
            "what it lacks.",
            role=role,
            tables=", ".join(hidden[:5]) + (f" and {len(hidden) - 5} more tables" if len(hidden) > 5 else ""),
        )
