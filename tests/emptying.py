"""Takes every row out again: the database is then as `amends migrate` left it."""

from __future__ import annotations

from urllib.parse import urlsplit

import asyncpg

from amends.database.embedded.postgres import EMPTIER
from amends.database.embedded.servers import Urls
from amends.database.tables import LEDGER
from tests.ordinary import database as ordinary

# Of all tables at once, as whoever still holds a scope open is found by it.
_LOCK = "LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE"

PUBLISHED = ("policy_version", "calendar_version")


class Emptier:
    """One connection for all tests of a process: signing in costs more than deleting.

    Truncating some forty tables takes ten times as long as deleting the few rows of a test with keys and triggers
    asleep, which only the throw-away servers of tests let anybody do; named ones are truncated by the owner.
    """

    def __init__(self, urls: Urls) -> None:
        self._past_walls = not ordinary.named() or ordinary.emptier_password() is not None
        self._url = _as_emptier(urls.owner_url) if self._past_walls else urls.owner_url
        self._connection: asyncpg.Connection | None = None

    async def empty(self) -> None:
        connection, tables = await self._connected(), await self._tables()
        if not self._past_walls:
            # What was published is not to be emptied, by anybody who does not say so first.
            off, on = (
                "; ".join(f"ALTER TABLE {table} {verb} TRIGGER USER" for table in PUBLISHED)
                for verb in ("DISABLE", "ENABLE")
            )
            await connection.execute(f"BEGIN; {off}; TRUNCATE {', '.join(tables)}; {on}; COMMIT")
        else:
            deletions = "; ".join(f"DELETE FROM {table}" for table in tables)
            await connection.execute(
                f"BEGIN; {_LOCK.format(tables=', '.join(tables))}; "
                f"SET LOCAL session_replication_role = replica; {deletions}; COMMIT"
            )

    async def close(self) -> None:
        if self._connection is not None:
            await self._connection.close()

    async def _connected(self) -> asyncpg.Connection:
        """Short patience: a test that left a scope open shows here."""
        if self._connection is None:
            self._connection = await asyncpg.connect(self._url, server_settings={"lock_timeout": "5s"})
        return self._connection

    async def _tables(self) -> list[str]:
        sql = "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' AND tablename <> $1"
        connection = await self._connected()
        return [row[0] for row in await connection.fetch(sql, LEDGER)]


def _as_emptier(owner_url: str) -> str:
    """On embedded servers it signs in with the owner's password."""
    parts = urlsplit(owner_url)
    _, password = parts.netloc.rpartition("@")[0].split(":")
    place = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{EMPTIER}:{ordinary.emptier_password() or password}@{place}").geturl()
