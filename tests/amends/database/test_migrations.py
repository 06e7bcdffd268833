"""Migrations: under one lock, all or nothing, and through tenants' data one tenant at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from amends.database.migrate import FOLDER, MigrationFailed, migrate, names
from amends.people.tables import Department
from tests.world import World


@pytest.fixture
async def later(folder: Path, world: World) -> AsyncIterator[Path]:
    """A folder for migrations of a later version; what they recorded is forgotten afterwards."""
    yield folder
    async with world.as_owner() as owner:
        await owner.execute("DELETE FROM migration WHERE name LIKE '9%'")


async def test_all_of_them_are_applied_once_whoever_else_migrates(world: World) -> None:
    runs = await asyncio.gather(*(migrate(world.owner_url) for _ in range(3)))
    assert runs == [[], [], []]
    async with world.as_owner() as owner:
        done = {row["name"] for row in await owner.fetch("SELECT name FROM migration")}
    assert done == set(names(FOLDER))


async def test_a_migration_of_data_passes_through_every_tenant_in_its_scope(
    world: World, later: Path
) -> None:
    (later / "9001_rename.sql").write_text(
        "-- each tenant: department\nUPDATE department SET name_en = 'moved ' || name_en;\n"
    )
    assert await migrate(world.owner_url, folder=later) == ["9001_rename"]
    for organisation in (world, world.other):
        async with organisation.scope():
            named = [str(row.name_en) for row in await Department.objects()]
        assert named
        assert all(name.startswith("moved ") and not name.startswith("moved moved") for name in named)


async def test_without_it_the_owner_touches_no_row_behind_a_wall(world: World, later: Path) -> None:
    (later / "9002_blind.sql").write_text("UPDATE department SET name_en = 'lost';\n")
    await migrate(world.owner_url, folder=later)
    async with world.scope():
        assert not await Department.exists().where(Department.name_en == "lost")


async def test_a_migration_that_fails_leaves_nothing_and_says_which_it_was(world: World, later: Path) -> None:
    (later / "9003_half.sql").write_text("CREATE TABLE half (id int);\nSELECT nonsense;\n")
    with pytest.raises(MigrationFailed, match="9003_half"):
        await migrate(world.owner_url, folder=later)
    async with world.as_owner() as owner:
        assert await owner.fetchval("SELECT to_regclass('half')") is None


async def test_the_application_s_role_may_not_migrate(world: World, later: Path) -> None:
    (later / "9004_grab.sql").write_text("CREATE TABLE mine (id int);\n")
    with pytest.raises((MigrationFailed, asyncpg.InsufficientPrivilegeError)):
        await migrate(world.settings.database_url, folder=later)
