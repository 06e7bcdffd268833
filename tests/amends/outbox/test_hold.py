"""On hold nothing leaves the building, whichever way it was asked for; released, everything does."""

from __future__ import annotations

from datetime import timedelta

from amends.database.scope import platform_scope
from amends.outbox.hold import current_hold, hold, release
from amends.outbox.operations import claim, hand_out
from tests.world import MONDAY, World


async def test_nothing_leaves_on_hold_and_all_of_it_afterwards(world: World) -> None:
    await world.lodge()
    owed = {row.id for row in await world.outbox()}
    assert owed
    async with platform_scope():
        assert await current_hold() is None
        await hold(reason="restored from a backup", now=MONDAY)
    try:
        async with platform_scope():
            assert await hand_out(now=world.at(minutes=5), most=100) == []
            held = await current_hold()
        assert held is not None
        assert held.reason == "restored from a backup"
        async with world.scope():
            # A queue may still hold messages about these rows.
            assert [await claim(row_id=row, now=world.at(minutes=5)) for row in owed] == [None] * len(owed)
    finally:
        async with platform_scope():
            assert await release()
            assert not await release()
    later = world.at(minutes=5) + timedelta(seconds=1)
    async with platform_scope():
        handed = {row for _, row in await hand_out(now=later, most=100)}
    assert handed == owed
    async with world.scope():
        assert all([await claim(row_id=row, now=later) for row in owed])
