"""The database, as the application sees it and as its owner does."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import AsyncIterator
from datetime import timedelta

import asyncpg
from piccolo.table import Table

import amends
import tenants
from amends import clock, config
from amends.config import Settings
from amends.database import backup_role, migrate, unfinished
from amends.database.drift import drift
from amends.database.tables import PLATFORM, WALLED
from amends_cli import migrations
from amends_cli.checkups.finding import Finding, wrong

OLDEST = 150000
TOLERANCE = timedelta(seconds=5)
UNFINISHED = "wait for it, or run the same `amends restore` again: it goes on"

_OWNED = """
SELECT c.relname FROM pg_class c WHERE c.relowner = (SELECT oid FROM pg_roles WHERE rolname = current_user)
UNION ALL
SELECT d.datname FROM pg_database d WHERE d.datdba = (SELECT oid FROM pg_roles WHERE rolname = current_user)
LIMIT 3"""


async def application(settings: Settings) -> AsyncIterator[Finding]:
    try:
        async with migrations.connection(settings.database_url, "AMENDS_DATABASE_URL") as connection:
            yield await _version(connection)
            yield await _role(connection)
            if await unfinished.is_unfinished(connection):
                yield wrong("restore", "a backup is being restored, or that was interrupted", UNFINISHED)
                return
            yield await _migrations(connection)
            yield await _drift(connection)
            yield await _clock(connection, settings)
    except migrations.Unreachable as error:
        yield wrong("database", str(error), "start PostgreSQL, or correct AMENDS_DATABASE_URL")


async def owner(settings: Settings) -> AsyncIterator[Finding]:
    """Only where its address is given: no process that serves needs it."""
    if not settings.owner_url:
        return
    try:
        async with migrations.connection(settings.owner_url, "AMENDS_OWNER_URL") as connection:
            name = await connection.fetchval("SELECT current_user")
            if await migrations.is_above_walls(connection):
                advice = "give the database to a plain role; no role needs superuser or BYPASSRLS"
                yield wrong("owner", f"{name} is above the walls", advice)
            elif not await connection.fetchval("SELECT pg_catalog.has_schema_privilege('public', 'CREATE')"):
                yield wrong("owner", f"{name} may not create tables", f"ALTER DATABASE … OWNER TO {name}")
            else:
                yield Finding("owner", f"{name} may migrate and is not above the walls")
    except migrations.Unreachable as error:
        yield wrong("owner", str(error), "correct AMENDS_OWNER_URL")


async def _version(connection: asyncpg.Connection) -> Finding:
    number = int(await connection.fetchval("SHOW server_version_num"))
    shown = f"PostgreSQL {number // 10000}.{number % 10000}"
    return (
        Finding("database", shown)
        if number >= OLDEST
        else wrong("database", shown, "PostgreSQL 15 or later is needed")
    )


async def _role(connection: asyncpg.Connection) -> Finding:
    name = await connection.fetchval("SELECT current_user")
    if await migrations.is_above_walls(connection):
        return wrong("role", f"{name} is a superuser or has BYPASSRLS", "no wall stops it: use a plain role")
    if await backup_role.reads_everything(connection):
        return wrong("role", f"{name} reads everything, as backups do", "no wall stops it: use another role")
    owned = [row[0] for row in await connection.fetch(_OWNED)]
    if owned:
        return wrong(
            "role", f"{name} owns {', '.join(owned)}", "let another role own the database and migrate"
        )
    return Finding("role", f"{name} owns nothing and is not above the walls")


async def _migrations(connection: asyncpg.Connection) -> Finding:
    missing = await migrate.pending(connection)
    if missing:
        return wrong("migrations", f"{', '.join(missing)} missing", "run `amends migrate`")
    return Finding("migrations", f"all {len(migrate.names())} applied")


async def _drift(connection: asyncpg.Connection) -> Finding:
    """The migrations' ledger may say all is there while a hand has taken something away."""
    tables = _tables()
    lacking = await drift(connection, tables)
    if lacking:
        more = f" and {len(lacking) - 5} more" if len(lacking) > 5 else ""
        advice = "run `amends migrate`; what is missing still, somebody took away by hand: restore it"
        return wrong("tables", f"{', '.join(lacking[:5])}{more} missing", advice)
    return Finding("tables", f"{len(tables)} are whole, walls included")


def _tables() -> list[type[Table]]:
    """Whatever module they stand in."""
    for package in (amends, tenants):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name.endswith(".tables"):
                importlib.import_module(module.name)
    return [*WALLED, *PLATFORM]


async def _clock(connection: asyncpg.Connection, settings: Settings) -> Finding:
    if settings.mode is config.Mode.TEST and settings.clock_offset_file is not None:
        return Finding("clock", f"moved by {settings.clock_offset_file} (test mode)")
    apart = abs(clock.now() - await connection.fetchval("SELECT clock_timestamp()"))
    if apart > TOLERANCE:
        seen = f"{apart.total_seconds():.0f} s apart from the database's"
        return wrong("clock", seen, "let both machines set their clocks by the same time server")
    return Finding("clock", "agrees with the database's")
