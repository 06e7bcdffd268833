"""The backup role reads every table, whenever it was made: a run of migrations gives it what it lacks."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import asyncpg
import pytest

from amends.database import backup_role
from amends.database.migrate import MigrationFailed, migrate
from amends.database.scope import fetch
from amends_cli.migrations import NotReady, demand_current
from tests.world import World


@asynccontextmanager
async def as_backup(world: World) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(world.backup_url)
    try:
        yield connection
    finally:
        await connection.close()


async def test_what_it_cannot_read_is_named_and_migrating_mends_it(world: World) -> None:
    async with as_backup(world) as backup:
        assert await backup_role.unreadable(backup) == []
        async with world.as_owner() as owner:
            await owner.execute("DROP POLICY backup_reads ON complaint")
            await owner.execute("REVOKE SELECT ON tenant, due_index FROM amends_backup")
        assert await backup.fetchval("SELECT count(*) FROM complaint") == 0, "silently: hence the question"
        assert await backup_role.unreadable(backup) == ["complaint", "due_index", "tenant"]
        assert await migrate(world.owner_url) == []
        assert await backup_role.unreadable(backup) == []


async def test_a_narrower_policy_is_not_enough(world: World) -> None:
    async with as_backup(world) as backup, world.as_owner() as owner:
        await owner.execute("ALTER POLICY backup_reads ON complaint USING (state <> 'closed')")
    async with as_backup(world) as backup:
        try:
            assert await backup_role.unreadable(backup) == ["complaint"]
        finally:
            async with world.as_owner() as owner:
                await owner.execute("ALTER POLICY backup_reads ON complaint USING (true)")


async def test_who_serves_is_never_given_what_backups_may(world: World) -> None:
    """AMENDS_BACKUP_URL given the application's address would take every wall down for reading."""
    await world.lodge()
    with pytest.raises(MigrationFailed, match="no wall would stand"):
        await migrate(world.owner_url, backup_role="amends_app")
    async with world.other.scope():
        assert await fetch("SELECT FROM complaint") == []


async def test_who_reads_everything_does_not_serve(world: World) -> None:
    settings = replace(world.settings, database_url=world.backup_url)
    with pytest.raises(NotReady, match="which no wall between tenants stops"):
        await demand_current(settings)
    await demand_current(world.settings)


async def test_a_server_without_such_a_role_is_migrated_all_the_same(world: World) -> None:
    assert await migrate(world.owner_url, backup_role="nobody_s_backup") == []
