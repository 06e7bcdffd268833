"""Migrations while others are at work: short waits, one at a time, and nobody is held up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import asyncpg
import pytest

from amends.database.migrate import LocksHeld, OtherMigrating, Patience, migrate, newer, takes_away
from amends.people.tables import Department
from tests.world import World

HURRY = Patience(lock=0.2, tries=2, pause=0, others=0.2)
# Who waits in this database. In a transaction pg_stat_activity would show again and again what it showed first.
SETTLED = """SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database
WHERE NOT granted AND datname = current_database()"""


@pytest.fixture
async def later(folder: Path, world: World) -> AsyncIterator[Path]:
    yield folder
    async with world.as_owner() as owner:
        await owner.execute("ALTER TABLE department DROP COLUMN IF EXISTS motto")
        await owner.execute("DROP INDEX IF EXISTS department_by_name")
        await owner.execute("DELETE FROM migration WHERE name LIKE '9%'")


@asynccontextmanager
async def long_reader(world: World) -> AsyncIterator[asyncpg.Connection]:
    """Somebody's report: it has looked at the departments, and its transaction stays open."""
    connection = await asyncpg.connect(world.settings.database_url)
    transaction = connection.transaction()
    await transaction.start()
    await connection.execute("SELECT set_config('amends.tenant', $1, true)", str(world.tenant.id))
    await connection.fetch("SELECT id FROM department")
    try:
        yield connection
    finally:
        await transaction.rollback()
        await connection.close()


async def test_a_long_reader_makes_it_give_up_soon_and_serving_goes_on(world: World, later: Path) -> None:
    (later / "9101_motto.sql").write_text("ALTER TABLE department ADD COLUMN motto text;\n")
    async with long_reader(world):
        with pytest.raises(LocksHeld) as refused:
            await migrate(world.owner_url, folder=later, patience=HURRY)
        async with world.scope():
            assert await Department.exists()
    assert "9101_motto did not get its locks in 2 tries of 0.2 s" in str(refused.value)
    assert "\n" not in f"{refused.value} {refused.value.hint}"
    assert await migrate(world.owner_url, folder=later, patience=HURRY) == ["9101_motto"]


async def test_it_tries_again_and_gets_through_when_the_reader_ends(world: World, later: Path) -> None:
    (later / "9102_motto.sql").write_text("ALTER TABLE department ADD COLUMN motto text;\n")
    async with long_reader(world):
        patient = Patience(lock=0.2, tries=500, pause=0)
        migrating = asyncio.create_task(migrate(world.owner_url, folder=later, patience=patient))
        async with world.as_owner() as owner:
            while not await owner.fetchval(SETTLED):
                assert not migrating.done()
    assert await migrating == ["9102_motto"]


async def test_whoever_locks_in_another_order_is_no_failure(world: World, later: Path) -> None:
    """Two tables, one taken by each: PostgreSQL ends the one that waited longer, mostly the migration."""
    (later / "9106_motto.sql").write_text(
        "LOCK TABLE person; ALTER TABLE department ADD COLUMN motto text;\n"
    )
    async with long_reader(world) as reader:
        migrating = asyncio.create_task(
            migrate(world.owner_url, folder=later, patience=Patience(lock=60, tries=2, pause=0))
        )
        async with world.as_owner() as owner:
            while not await owner.fetchval(SETTLED):
                assert not migrating.done()
        with suppress(asyncpg.DeadlockDetectedError):  # on a machine so busy that the reader waited longer
            await reader.fetch("SELECT id FROM person")
    assert await migrating == ["9106_motto"]


async def test_a_second_one_waits_for_the_first_and_then_says_whom_it_waited_for(
    world: World, later: Path
) -> None:
    async with world.as_owner() as first:
        await first.execute(f"SELECT pg_advisory_lock({0x616D656E6473})")
        with pytest.raises(OtherMigrating, match=r"Another `amends migrate` has been at work for 0\.2 s"):
            await migrate(world.owner_url, folder=later, patience=HURRY)
    assert await migrate(world.owner_url, folder=later, patience=HURRY) == []


async def test_what_cannot_be_in_a_transaction_is_done_outside_one(world: World, later: Path) -> None:
    (later / "9103_index.sql").write_text(
        "-- outside a transaction\n"
        "DROP INDEX CONCURRENTLY IF EXISTS department_by_name;\n"
        "CREATE INDEX CONCURRENTLY department_by_name ON department (tenant_id, name_en);\n"
    )
    assert await migrate(world.owner_url, folder=later) == ["9103_index"]
    async with world.as_owner() as owner:
        assert await owner.fetchval(
            "SELECT indisvalid FROM pg_index WHERE indexrelid = 'department_by_name'::regclass"
        )


async def test_a_program_knows_when_the_database_is_newer_and_when_it_no_longer_fits(
    world: World, later: Path
) -> None:
    for name in ("9104_motto", "9105_contract_motto"):
        (later / f"{name}.sql").write_text("SELECT 1;\n")
    await migrate(world.owner_url, folder=later)
    async with world.as_owner() as owner:
        unknown = await newer(owner)
    assert [(name, takes_away(name)) for name in unknown] == [
        ("9104_motto", False),
        ("9105_contract_motto", True),
    ]
