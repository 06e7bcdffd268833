"""The doctor's look at the tables: what was taken away by hand is named; what is more than needed is no drift."""

from __future__ import annotations

import pytest

from amends.database.drift import drift
from amends.database.tables import PLATFORM, WALLED
from tests.world import World


@pytest.mark.parametrize(
    ("by_hand", "named"),
    [
        ("ALTER TABLE department DROP COLUMN name_en", ["department.name_en"]),
        ("ALTER TABLE department NO FORCE ROW LEVEL SECURITY", ["the wall of department"]),
        ("ALTER TABLE department DISABLE ROW LEVEL SECURITY", ["the wall of department"]),
        ("ALTER TABLE platform_rate RENAME TO other", ["table platform_rate"]),
        ("ALTER TABLE department ADD COLUMN motto text", []),
        ("CREATE TABLE note (id uuid)", []),
    ],
)
async def test_what_is_missing_is_named(world: World, by_hand: str, named: list[str]) -> None:
    async with world.as_owner() as owner:
        hand = owner.transaction()
        await hand.start()
        await owner.execute(by_hand)
        assert await drift(owner, [*WALLED, *PLATFORM]) == named
        await hand.rollback()
