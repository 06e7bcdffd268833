"""A process that finds the database of another version: an older one it refuses, a newer one only if that took things away."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator

import asyncpg
import pytest

from amends.database.migrate import names
from amends_cli.migrations import NotReady, demand_current
from tests.world import World


@pytest.fixture
async def ledger(world: World) -> AsyncIterator[asyncpg.Connection]:
    """What it says is put right again afterwards."""
    owner = await asyncpg.connect(world.owner_url)
    before = await owner.fetch("SELECT name FROM migration")
    yield owner
    await owner.execute("DELETE FROM migration WHERE name LIKE '9%'")
    await owner.executemany(
        "INSERT INTO migration (name) VALUES ($1) ON CONFLICT DO NOTHING", [tuple(row) for row in before]
    )
    await owner.close()


async def test_before_the_migration_it_ends_with_one_line(world: World, ledger: asyncpg.Connection) -> None:
    await ledger.execute("DELETE FROM migration WHERE name = $1", names()[-1])
    with pytest.raises(NotReady, match=r"^1 migrations are missing: run `amends migrate`\.$"):
        await demand_current(world.settings)


async def test_the_version_before_goes_on_and_says_once_that_the_database_is_newer(
    world: World, ledger: asyncpg.Connection, caplog: pytest.LogCaptureFixture
) -> None:
    await ledger.execute("INSERT INTO migration (name) VALUES ('9801_more')")
    with caplog.at_level(logging.WARNING):
        await demand_current(world.settings)
    assert [record.getMessage() for record in caplog.records] == ["the database is newer than this program"]


async def test_a_version_whose_columns_are_gone_refuses(world: World, ledger: asyncpg.Connection) -> None:
    await ledger.execute("INSERT INTO migration (name) VALUES ('9801_more'), ('9802_contract_less')")
    with pytest.raises(NotReady, match=r"no longer fits this version: 9802_contract_less took away"):
        await demand_current(world.settings)
