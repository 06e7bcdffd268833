"""What PostgreSQL's own catalogue says, for the tests that compare it with what we mean."""

from __future__ import annotations

import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg

from amends.database.tables import PLATFORM, WALLED, PlatformTable, WalledTable

ROOT = Path(__file__).parent.parent.parent
SOURCES = (ROOT / "platform", ROOT)
APP, OWNER, BACKUP = "amends_app", "amends_owner", "amends_backup"


@asynccontextmanager
async def catalogue(owner_url: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(owner_url)
    try:
        yield connection
    finally:
        await connection.close()


def declared() -> list[type[WalledTable | PlatformTable]]:
    """Every Piccolo table of the program, whatever module it stands in."""
    for package in ("amends", "tenants"):
        for source in SOURCES:
            for path in sorted((source / package).rglob("tables.py")):
                importlib.import_module(".".join(path.relative_to(source).with_suffix("").parts))
    return [*WALLED, *PLATFORM]


def walled() -> set[str]:
    declared()
    return {table._meta.tablename for table in WALLED}


def platform() -> set[str]:
    declared()
    return {table._meta.tablename for table in PLATFORM}
