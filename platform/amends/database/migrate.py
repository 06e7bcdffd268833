"""Numbered SQL migrations, run by the owner: one transaction each, under an advisory lock and short timeouts.

Piccolo's own migrations know no policies, triggers, functions or composite keys and take no lock (see
docs/decisions); the drift test compares the catalogue with the Piccolo tables instead.
"""

from __future__ import annotations

import re
from pathlib import Path

import asyncpg

from amends.errors import DomainError

FOLDER = Path(__file__).parent / "migrations"
_LOCK = 0x616D656E6473  # "amends": one migration run at a time, whatever the number of hosts

_LEDGER = """
CREATE TABLE IF NOT EXISTS migration (
    name text PRIMARY KEY,
    applied_at timestamptz NOT NULL DEFAULT transaction_timestamp()
)"""


class MigrationFailed(DomainError):
    code = "migration-failed"
    status = 500


def names() -> list[str]:
    """All migrations of this version of the program, in order."""
    return sorted(path.stem for path in FOLDER.glob("*.sql"))


async def migrate(owner_url: str, *, app_role: str = "amends_app") -> list[str]:
    """Apply what is missing and return its names. Each is compatible with the version still running."""
    if not re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", app_role):
        raise MigrationFailed("The application's role has an unusual name: use small letters, digits and _.")
    connection = await asyncpg.connect(owner_url)
    try:
        await connection.execute("SET lock_timeout = '4s'; SET statement_timeout = '5min'")
        await connection.execute(f"SELECT pg_advisory_lock({_LOCK})")
        await connection.execute(_LEDGER)
        await connection.execute(f"GRANT SELECT ON migration TO {app_role}")
        done = {row["name"] for row in await connection.fetch("SELECT name FROM migration")}
        missing = [name for name in names() if name not in done]
        for name in missing:
            await _apply(connection, name, app_role)
        return missing
    finally:
        await connection.close()


async def pending(connection: asyncpg.Connection) -> list[str]:
    """Migrations this version needs and the database lacks; readable by the application's role."""
    if await connection.fetchval("SELECT to_regclass('public.migration')") is None:
        return names()
    done = {row["name"] for row in await connection.fetch("SELECT name FROM migration")}
    return [name for name in names() if name not in done]


async def _apply(connection: asyncpg.Connection, name: str, app_role: str) -> None:
    sql = (FOLDER / f"{name}.sql").read_text(encoding="utf-8").replace("{app}", app_role)
    try:
        async with connection.transaction():
            await connection.execute(sql)
            await connection.execute("INSERT INTO migration (name) VALUES ($1)", name)
    except asyncpg.PostgresError as error:
        raise MigrationFailed("Migration %(name)s failed: %(error)s", name=name, error=error) from error
