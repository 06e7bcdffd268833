"""What merging asks of rows is proven of those that were there before it, though the owner sees none behind a wall."""

from __future__ import annotations

import asyncpg
import pytest

from amends.database.migrate import FOLDER
from tests.amends.complaints.cases import accepted, investigated
from tests.amends.complaints.test_merging import merged
from tests.world import World

SOURCE = (FOLDER / "0046_merging_whole.sql").read_text(encoding="utf-8")
_KIND = "promise_entry_kind_known"
_OF_KIND = f"SELECT convalidated FROM pg_constraint WHERE conname = '{_KIND}'"
_FORCED = "SELECT bool_and(relforcerowsecurity) FROM pg_class WHERE relname = ANY($1)"
TABLES = ["complaint", "promise", "promise_entry", "task"]


async def unproven(owner: asyncpg.Connection, check: str) -> None:
    """As a release before this one left it, save for what it checks."""
    await owner.execute("ALTER TABLE task DROP COLUMN origin_id")
    await owner.execute(f"ALTER TABLE promise_entry DROP CONSTRAINT {_KIND}")
    await owner.execute(f"ALTER TABLE promise_entry ADD CONSTRAINT {_KIND} CHECK ({check}) NOT VALID")


async def test_all_three_are_proven_of_every_row(world: World) -> None:
    async with world.as_owner() as owner:
        rows = await owner.fetch(
            "SELECT conname FROM pg_constraint WHERE convalidated AND conname = ANY($1)",
            ["complaint_merged_into", "promise_origin", _KIND],
        )
        assert len(rows) == 3


async def test_rows_behind_the_wall_are_looked_at_and_the_wall_stands_again(world: World) -> None:
    await merged(world, await accepted(world), await investigated(world))
    async with world.as_owner() as owner:
        hand = owner.transaction()
        await hand.start()
        await unproven(owner, "kind <> 'unheard-of'")
        await owner.execute(SOURCE)
        assert await owner.fetchval(_OF_KIND)
        assert await owner.fetchval(_FORCED, TABLES)
        await unproven(owner, "kind <> 'moved'")
        with pytest.raises(asyncpg.CheckViolationError):
            await owner.execute(SOURCE)
        await hand.rollback()
