"""Whether a backup would hold everything, and whether anything outgoing is held."""

from __future__ import annotations

from collections.abc import AsyncIterator

import asyncpg

from amends.backup import tools
from amends.config import Settings
from amends.database import backup_role
from amends.errors import DomainError
from amends_cli import migrations
from amends_cli.checkups.finding import Finding, wrong

_WRITES = """
SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
AND has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE') LIMIT 1"""


async def backup(settings: Settings) -> AsyncIterator[Finding]:
    """Only where its address is given. When the last backup was made is not known here."""
    if not settings.backup_url:
        return
    try:
        async with migrations.connection(settings.backup_url, "AMENDS_BACKUP_URL") as connection:
            yield await _role(connection)
            server = int(await connection.fetchval("SHOW server_version_num")) // 10000
        yield Finding("backup tool", f"pg_dump {tools.for_dumping(server=server).version}")
    except migrations.Unreachable as error:
        yield wrong("backup", str(error), "correct AMENDS_BACKUP_URL, or create the role (docs/backup.md)")
    except DomainError as error:
        yield wrong("backup tool", str(error), "only `amends backup` and `amends restore` need it")


async def outgoing(settings: Settings) -> AsyncIterator[Finding]:
    try:
        async with migrations.connection(settings.database_url, "AMENDS_DATABASE_URL") as connection:
            if await connection.fetchval("SELECT to_regclass('public.outgoing_hold')") is None:
                return  # said under migrations
            held = await connection.fetchrow("SELECT since, reason FROM outgoing_hold ORDER BY since LIMIT 1")
    except migrations.Unreachable:
        return  # said under database
    if held is None:
        yield Finding("outgoing", "mail leaves")
    else:
        seen = f"on hold since {held['since']:%Y-%m-%d %H:%M} UTC: {held['reason']}"
        yield wrong("outgoing", seen, "`amends outbox release` lets it go; in a drill, leave it")


async def _role(connection: asyncpg.Connection) -> Finding:
    name = await connection.fetchval("SELECT current_user")
    hidden = await backup_role.unreadable(connection)
    if hidden:
        seen = f"{name} cannot read all of {', '.join(hidden[:3])}{'…' if len(hidden) > 3 else ''}"
        return wrong("backup", seen, "run `amends migrate` with AMENDS_BACKUP_URL set")
    if (written := await connection.fetchval(_WRITES)) is not None:
        return wrong("backup", f"{name} may write to {written}", "use a role that may only read")
    return Finding("backup", f"{name} reads every table and writes none")
