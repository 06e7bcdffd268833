"""Numbered SQL migrations, run by the owner: one transaction each, under an advisory lock and short timeouts.

Piccolo's own migrations know no policies, triggers, functions or composite keys and take no lock (see
docs/decisions); the drift test compares the catalogue with the Piccolo tables instead.

A migration that touches tenants' data says so: what follows a line `-- each tenant: complaint, promise` is run once
for every tenant, in its scope, on those tables. Without it the owner sees no row behind a forced wall.

A migration that begins `-- outside a transaction` holds statements PostgreSQL takes only there, such as CREATE INDEX
CONCURRENTLY; each of them can be run again. One that takes away what a version before needed is called
`NNNN_contract_…`: the ledger then tells that version that it no longer fits (docs/operations.md).
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from amends.database import backup_role as backups
from amends.errors import DomainError

FOLDER = Path(__file__).parent / "migrations"
_LOCK = 0x616D656E6473  # "amends": one migration run at a time, whatever the number of hosts

_LEDGER = """
CREATE TABLE IF NOT EXISTS migration (
    name text PRIMARY KEY,
    applied_at timestamptz NOT NULL DEFAULT transaction_timestamp()
)"""

_OUTSIDE = "-- outside a transaction\n"
_CONTRACT = re.compile(r"\d{4}_contract_")
_EACH_TENANT = re.compile(r"^-- each tenant: ([a-z_, ]+)$", re.MULTILINE)


class MigrationFailed(DomainError):
    code = "migration-failed"
    status = 500


class LocksHeld(MigrationFailed):
    code = "locks-held"


class OtherMigrating(MigrationFailed):
    code = "other-migrating"


@dataclass(frozen=True, kw_only=True)
class Patience:
    """In seconds. Whoever wants a table after us waits behind us for its lock: a short wait, then again later."""

    lock: float = 2
    tries: int = 6
    pause: float = 5
    statement: float = 300
    others: float = 300


def names(folder: Path = FOLDER) -> list[str]:
    """All migrations of this version of the program, in order."""
    return sorted(path.stem for path in folder.glob("*.sql"))


async def migrate(
    owner_url: str,
    *,
    app_role: str = "amends_app",
    backup_role: str = backups.ROLE,
    folder: Path = FOLDER,
    patience: Patience | None = None,
) -> list[str]:
    """Apply what is missing and return its names. Each is compatible with the version still running."""
    for whose, role in (("application", app_role), ("backup", backup_role)):
        if not re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", role):
            raise MigrationFailed(
                "The %(whose)s's role has an unusual name: use small letters, digits and _.", whose=whose
            )
    patience = patience or Patience()
    sources = {name: (folder / f"{name}.sql").read_text(encoding="utf-8") for name in names(folder)}
    connection = await asyncpg.connect(owner_url)
    try:
        await _demand_apart(connection, app_role, backup_role)
        await _alone(connection, patience)
        await connection.execute(_LEDGER)
        await connection.execute(f"GRANT SELECT ON migration TO {app_role}")
        done = {row["name"] for row in await connection.fetch("SELECT name FROM migration")}
        missing = [name for name in sources if name not in done]
        for name in missing:
            await _apply(connection, name, sources[name].replace("{app}", app_role), patience)
        await backups.let_read(connection, backup_role)
        return missing
    finally:
        await connection.close()


async def pending(connection: asyncpg.Connection) -> list[str]:
    """Migrations this version needs and the database lacks; readable by the application's role."""
    if await connection.fetchval("SELECT to_regclass('public.migration')") is None:
        return names()
    done = {row["name"] for row in await connection.fetch("SELECT name FROM migration")}
    return [name for name in names() if name not in done]


async def newer(connection: asyncpg.Connection) -> list[str]:
    """Migrations the database has and this version does not know."""
    done = {row["name"] for row in await connection.fetch("SELECT name FROM migration")}
    return sorted(done.difference(names()))


def takes_away(name: str) -> bool:
    """Whether versions that do not know this migration no longer fit the database."""
    return _CONTRACT.match(name) is not None


async def _demand_apart(connection: asyncpg.Connection, app_role: str, backup_role: str) -> None:
    if await backups.are_one(connection, app_role, backup_role):
        raise MigrationFailed(
            "%(app)s serves and %(backup)s reads everything for backups: the one must be neither the other nor a "
            "member of it, or no wall would stand between tenants.",
            hint="Give AMENDS_BACKUP_URL a role of its own (deploy/roles.sql).",
            app=app_role,
            backup=backup_role,
        )


async def _alone(connection: asyncpg.Connection, patience: Patience) -> None:
    """The only one migrating, until the connection closes."""
    try:
        await connection.execute(f"SET lock_timeout = {_milliseconds(patience.others)}")
        await connection.execute(f"SELECT pg_advisory_lock({_LOCK})")
    except asyncpg.LockNotAvailableError:
        raise OtherMigrating(
            "Another `amends migrate` has been at work for %(seconds)s s: see what it does, then try again.",
            seconds=f"{patience.others:g}",
        ) from None
    await connection.execute(f"SET lock_timeout = {_milliseconds(patience.lock)}")
    await connection.execute(f"SET statement_timeout = {_milliseconds(patience.statement)}")


async def _apply(connection: asyncpg.Connection, name: str, source: str, patience: Patience) -> None:
    for again in reversed(range(patience.tries)):
        try:
            await _try(connection, name, source)
            return
        except (asyncpg.LockNotAvailableError, asyncpg.DeadlockDetectedError):
            if not again:
                raise _locks_held(name, patience) from None
            await asyncio.sleep(patience.pause)
        except asyncpg.PostgresError as error:
            raise MigrationFailed("Migration %(name)s failed: %(error)s", name=name, error=error) from error


def _locks_held(name: str, patience: Patience) -> LocksHeld:
    return LocksHeld(
        "Migration %(name)s did not get its locks in %(tries)s tries of %(seconds)s s: a long transaction has them. "
        "It changed nothing, and nobody was held up for longer than one try.",
        hint="End that transaction (pg_stat_activity shows it), or run `amends migrate` again later.",
        name=name,
        tries=patience.tries,
        seconds=f"{patience.lock:g}",
    )


async def _try(connection: asyncpg.Connection, name: str, source: str) -> None:
    if source.startswith(_OUTSIDE):
        for statement in filter(str.strip, source.split(";\n")):
            await connection.execute(statement)
        await _record(connection, name)
        return
    for_all, *parts = _EACH_TENANT.split(source)
    async with connection.transaction():
        await connection.execute(for_all or "SELECT")
        for tables, sql in zip(parts[::2], parts[1::2], strict=True):
            await _in_each_tenant(connection, tables.replace(" ", "").split(","), sql)
        await _record(connection, name)


async def _record(connection: asyncpg.Connection, name: str) -> None:
    await connection.execute("INSERT INTO migration (name) VALUES ($1)", name)


def _milliseconds(seconds: float) -> int:
    return round(seconds * 1000)


async def _in_each_tenant(connection: asyncpg.Connection, tables: list[str], sql: str) -> None:
    """The owner passes the walls of these tables for this transaction, one tenant after the other."""
    for table in tables:
        await connection.execute(f"""CREATE POLICY migrating ON {table} TO CURRENT_USER
            USING (tenant_id = current_setting('amends.tenant')::uuid)
            WITH CHECK (tenant_id = current_setting('amends.tenant')::uuid)""")
    for row in await connection.fetch("SELECT id FROM tenant ORDER BY id"):
        await connection.execute("SELECT set_config('amends.tenant', $1, true)", str(row["id"]))
        await connection.execute(sql)
    for table in tables:
        await connection.execute(f"DROP POLICY migrating ON {table}")
