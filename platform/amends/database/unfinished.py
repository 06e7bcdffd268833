"""The mark of a restore that has begun and not ended: nothing serves, migrates or backs up a database that bears it.

A schema of its own, because it has to be there before any table is.
"""

from __future__ import annotations

from dataclasses import dataclass

import asyncpg

from amends.errors import DomainError

_SCHEMA = "restoring"


class RestoreUnfinished(DomainError):
    code = "restore-unfinished"
    status = 503
    message = "A backup is being restored into this database, or that was interrupted."
    hint = "Wait for it, or run the same `amends restore` again: it goes on."


@dataclass(frozen=True, slots=True)
class Mark:
    """`loaded`: the tables are there and hold what the backup says."""

    backup: str
    loaded: bool


async def is_unfinished(connection: asyncpg.Connection) -> bool:
    return bool(await connection.fetchval("SELECT to_regnamespace($1) IS NOT NULL", _SCHEMA))


async def mark(connection: asyncpg.Connection, backup: str) -> None:
    async with connection.transaction():
        await connection.execute(f"CREATE SCHEMA {_SCHEMA}")
        await connection.execute(
            f"CREATE TABLE {_SCHEMA}.backup (name text NOT NULL, loaded boolean NOT NULL)"
        )
        await connection.execute(f"INSERT INTO {_SCHEMA}.backup VALUES ($1, false)", backup)  # noqa: S608


async def marked(connection: asyncpg.Connection) -> Mark | None:
    """As the owner."""
    if not await is_unfinished(connection):
        return None
    row = await connection.fetchrow(f"SELECT name, loaded FROM {_SCHEMA}.backup")  # noqa: S608
    return Mark(row["name"], row["loaded"])


async def set_loaded(connection: asyncpg.Connection) -> None:
    await connection.execute(f"UPDATE {_SCHEMA}.backup SET loaded = true")  # noqa: S608


async def unmark(connection: asyncpg.Connection) -> None:
    await connection.execute(f"DROP TABLE {_SCHEMA}.backup")
    await connection.execute(f"DROP SCHEMA {_SCHEMA}")
