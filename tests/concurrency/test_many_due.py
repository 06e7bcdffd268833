"""Two clocks work off ten thousand due rows and are killed again and again meanwhile: each row fires once."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import pytest

from amends import clock
from amends.database.scope import fetch_one
from tests.amends.deadlines.many_due import owe
from tests.concurrency.books import demand_unbroken_history
from tests.concurrency.deployment import Deployment
from tests.concurrency.seams import FIRE
from tests.concurrency.waiting import eventually
from tests.concurrency.wire import Moment
from tests.world import Organisation

CASES: Final = 200
EACH: Final = 50
KILLS: Final = 8
_LEFT = "SELECT count(*) AS n FROM due_row WHERE fired_at IS NULL AND fire_at <= $1 AND kind <> 'again'"


@pytest.mark.slow
@pytest.mark.timeout(900)
async def test_ten_thousand_rows_fire_once_though_both_clocks_are_killed_again_and_again(
    deployment: Deployment, harbour: Organisation
) -> None:
    for _ in range(CASES):
        await harbour.lodge(now=clock.now())
    await owe(harbour, each=EACH)
    deployment.let_pass(days=30)
    assert await left(harbour) >= CASES * EACH
    clocks = (deployment.clock, deployment.second_clock)
    for process in clocks:
        await process.start()
    for number in range(KILLS):
        killed = clocks[number % 2]
        trap = killed.kill_at(FIRE, (Moment.COMMIT, Moment.COMMITTED)[number // 2 % 2])
        await trap.strikes()
        assert await left(harbour) > 0, "nothing was left to be killed in the midst of"
        await killed.start()

    async def all_fired() -> bool:
        return await left(harbour) == 0

    await eventually(all_fired, within=600)
    deployment.second_clock.kill()
    await demand_once(harbour)
    await demand_unbroken_history(harbour)


async def left(of: Organisation) -> int:
    async with of.scope():
        row = await fetch_one(_LEFT, clock.now() + timedelta(days=1))
    assert row is not None
    return int(row["n"])


async def demand_once(of: Organisation) -> None:
    """One entry for each broken promise, and one row that says when to speak of it again."""
    async with of.scope():
        row = await fetch_one(
            """SELECT (SELECT count(*) FROM promise) AS promises,
            (SELECT count(*) FROM history_entry WHERE act = 'promise-broken') AS entries,
            (SELECT count(DISTINCT detail::jsonb ->> 'promise') FROM history_entry WHERE act = 'promise-broken') AS told,
            (SELECT count(*) FROM due_row WHERE kind = 'breach' AND fired_at IS NOT NULL) AS fired,
            (SELECT count(*) FROM due_row WHERE kind = 'breach') AS breaches,
            (SELECT count(*) FROM (SELECT FROM due_row WHERE kind = 'again' GROUP BY promise_id
                HAVING count(*) > 1) twice) AS twice"""
        )
    assert row is not None
    assert row["entries"] == row["told"] == row["fired"] == row["breaches"] >= CASES * EACH
    assert row["twice"] == 0
