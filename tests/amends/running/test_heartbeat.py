"""Processes say that they run, take their leave, and are missed when they were killed."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from amends import VERSION, clock
from amends.database.embedded.servers import Urls
from amends.database.engine import DB
from amends.database.migrate import names
from amends.database.scope import platform_scope
from amends.running.heartbeat import Heartbeat, beating
from amends.running.queries import facts
from amends.running.rules import Trouble, findings
from amends.running.tables import ALWAYS, Kind, Process
from tests.concurrency.waiting import eventually
from tests.conftest import CONNECTIONS
from tests.world import World


async def known() -> list[Process]:
    async with platform_scope():
        return list(await Process.objects().order_by(Process.kind))


async def heard(count: int) -> list[Process]:
    """As soon as so many have reported."""

    async def look() -> list[Process] | None:
        found = await known()
        return found if len(found) == count else None

    return await eventually(look)


async def missing() -> list[Kind | None]:
    async with platform_scope():
        found = findings(await facts(now=clock.now()))
    return [each.kind for each in found if each.trouble is Trouble.KIND_MISSING]


async def test_it_reports_and_takes_its_leave(world: World) -> None:
    async with beating(Kind.WEB), beating(Kind.WORKER), beating(Kind.CLOCK):
        clock_, *_ = await heard(3)
        assert (clock_.kind, clock_.version, clock_.level) == ("clock", VERSION, names()[-1])
        assert await missing() == []
    assert await known() == []
    assert await missing() == list(ALWAYS)


async def test_a_killed_one_is_missed_after_two_minutes(world: World) -> None:
    killed = Heartbeat(Kind.CLOCK)
    async with beating(Kind.WEB), beating(Kind.WORKER):
        await killed.start()
        await heard(3)
        assert killed._beating is not None
        killed._beating.cancel()  # as kill -9 leaves it: no leave is taken
        await asyncio.gather(killed._beating, return_exceptions=True)
        assert await missing() == []
        [row] = [row for row in await known() if row.kind == "clock"]
        async with platform_scope():
            now = row.seen_at + timedelta(minutes=2, seconds=1)
            found = findings(await facts(now=now))
    assert Kind.CLOCK in {each.kind for each in found if each.trouble is Trouble.KIND_MISSING}


async def test_a_database_that_is_away_stops_nobody(
    world: World, database: Urls, caplog: pytest.LogCaptureFixture
) -> None:
    async def told() -> bool:
        return "heartbeat not written" in caplog.text

    await DB.close()
    try:
        async with beating(Kind.CLOCK) as heartbeat:
            await eventually(told)
            assert heartbeat._beating is not None
            assert not heartbeat._beating.done()
    finally:
        await DB.open(database.app_url, size=CONNECTIONS)
    assert await known() == []
