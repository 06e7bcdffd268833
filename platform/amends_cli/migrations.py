"""`amends migrate`, and what every process asks before it serves: is the database there, ours and current?"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import asyncpg

from amends.config import Settings
from amends.database import backup_role as backup_roles
from amends.database import migrate as database
from amends.database import unfinished
from amends.environment import BadSetting
from amends.errors import DomainError
from amends_cli import servers
from amends_cli.says import say

log = logging.getLogger(__name__)


class Unreachable(DomainError):
    code = "unreachable"
    status = 503


class NotReady(DomainError):
    code = "not-ready"
    status = 503


def migrate(settings: Settings) -> int:
    with servers.at_hand(settings, say) as ready:
        if not ready.owner_url:
            raise BadSetting("AMENDS_OWNER_URL is needed here: the database's address as its owner")
        if not asyncio.run(apply(ready)):
            say("the database is current")
    return 0


async def apply(settings: Settings) -> list[str]:
    """What was missing."""
    async with connection(settings.owner_url, "AMENDS_OWNER_URL") as owner:
        if await unfinished.is_unfinished(owner):
            raise unfinished.RestoreUnfinished
    names = await database.migrate(
        settings.owner_url, app_role=app_role(settings), backup_role=backup_role(settings)
    )
    if names:
        say(f"migrated: {', '.join(names)}")
    return names


def app_role(settings: Settings) -> str:
    """The application's role is whoever AMENDS_DATABASE_URL signs in as."""
    return urlsplit(settings.database_url).username or "amends_app"


def backup_role(settings: Settings) -> str:
    return urlsplit(settings.backup_url).username or backup_roles.ROLE


async def demand_current(settings: Settings) -> None:
    """Refuse to serve on a database that lacks migrations, or as a role no wall stops."""
    async with connection(settings.database_url, "AMENDS_DATABASE_URL") as database_connection:
        if await is_above_walls(database_connection):
            raise NotReady(
                "AMENDS_DATABASE_URL signs in as a superuser or with BYPASSRLS, which no wall between tenants stops: "
                "use a plain role that owns nothing."
            )
        if await is_owner(database_connection):
            raise NotReady(
                "AMENDS_DATABASE_URL signs in as the tables' owner, who could take the walls down: use a role that "
                "owns nothing."
            )
        if await backup_roles.reads_everything(database_connection):
            raise NotReady(
                "AMENDS_DATABASE_URL signs in as a role that reads everything for backups, which no wall between "
                "tenants stops: use another for it."
            )
        if await unfinished.is_unfinished(database_connection):
            raise unfinished.RestoreUnfinished
        missing = await database.pending(database_connection)
        newer = [] if missing else await database.newer(database_connection)
    if missing:
        raise NotReady("%(count)s migrations are missing: run `amends migrate`.", count=len(missing))
    if gone := [name for name in newer if database.takes_away(name)]:
        raise NotReady(
            "The database no longer fits this version: %(names)s took away what it needs. Run the newer version.",
            names=", ".join(gone),
        )
    if newer:
        log.warning("the database is newer than this program", extra={"migrations": newer})


async def is_above_walls(connection_: asyncpg.Connection) -> bool:
    sql = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
    return bool(await connection_.fetchval(sql))


async def is_owner(connection_: asyncpg.Connection) -> bool:
    sql = "SELECT EXISTS (SELECT FROM pg_tables WHERE tablename = 'migration' AND tableowner = current_user)"
    return bool(await connection_.fetchval(sql))


@asynccontextmanager
async def connection(url: str, setting: str) -> AsyncIterator[asyncpg.Connection]:
    try:
        opened = await asyncpg.connect(url, timeout=10)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise Unreachable(
            "PostgreSQL cannot be reached by %(setting)s (%(why)s).",
            setting=setting,
            why=str(error) or type(error).__name__,
        ) from None
    try:
        yield opened
    finally:
        await opened.close()
