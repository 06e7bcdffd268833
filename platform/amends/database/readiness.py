"""Is the database there, through this process's own pool, and as far as this version of the program needs it?"""

from __future__ import annotations

from functools import cache

from amends.database.migrate import names
from amends.database.scope import fetch, platform_scope


class MigrationsMissing(RuntimeError):
    """`amends migrate` has yet to be run."""


async def database_ready() -> None:
    """A newer database is no obstacle: migrations are compatible with the version still running."""
    async with platform_scope():
        done = {row["name"] for row in await fetch("SELECT name FROM migration")}
    if not _needed() <= done:
        raise MigrationsMissing


@cache
def _needed() -> frozenset[str]:
    return frozenset(names())
