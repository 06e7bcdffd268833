"""A hundred thousand due rows of one organisation keep another waiting for seconds at most."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

import pytest

from amends import clock
from amends.deadlines.tables import DueRow
from tests.amends.deadlines.governed import usual
from tests.amends.deadlines.many_due import owe
from tests.concurrency.waiting import eventually
from tests.world import World
from workers.clock import Firing

CASES, EACH = 100, 1000
AT_MOST = timedelta(seconds=5)


@asynccontextmanager
async def turning(world: World) -> AsyncIterator[None]:
    """The clock's own rounds, again and again."""

    async def turn() -> None:
        firing = Firing(world.settings)
        while True:  # noqa: ASYNC110  # as the clock process does
            await asyncio.sleep(await firing.once())

    rounds = asyncio.create_task(turn())
    try:
        yield
    finally:
        rounds.cancel()
        with suppress(asyncio.CancelledError):
            await rounds


@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_a_hundred_thousand_rows_of_one_delay_another_s_by_seconds_at_most(world: World) -> None:
    await usual(world)
    for _ in range(CASES):
        await world.lodge()
    await owe(world, each=EACH)
    world.move_to(world.at(days=20))
    theirs = (await world.other.lodge(now=clock.now())).complaint_id
    async with world.other.scope():
        first, *_ = await DueRow.objects().where(DueRow.complaint_id == theirs).order_by(DueRow.fire_at)
    world.move_to(first.fire_at - timedelta(seconds=2))

    async def fired() -> bool:
        async with world.other.scope():
            return await DueRow.exists().where((DueRow.id == first.id) & DueRow.fired_at.is_not_null())

    async with turning(world):
        await eventually(fired, within=60)
    async with world.other.scope():
        row = await DueRow.objects().get(DueRow.id == first.id)
    assert row is not None
    assert row.fired_at - row.fire_at <= AT_MOST
    async with world.scope():
        left = await DueRow.count().where(DueRow.fired_at.is_null() & (DueRow.fire_at <= clock.now()))
    assert left > CASES * EACH / 2, "the crowd was gone before it could delay anybody"
