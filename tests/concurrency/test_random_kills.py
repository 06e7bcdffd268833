"""Twenty kills anywhere while people lodge: afterwards every book balances."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from random import Random

import pytest

from tests.concurrency.books import demand_exactly, demand_fired_once, demand_mailed
from tests.concurrency.browser import NotTold
from tests.concurrency.complainant import Complainant, Form, Receipt
from tests.concurrency.deployment import Deployment
from tests.concurrency.post import nothing_owed
from tests.concurrency.processes import Process
from tests.concurrency.seams import CLAIM, FIRE, HAND_OUT, LODGE, OWE, RECORD, SETTLE
from tests.concurrency.test_clock_once import all_fired
from tests.concurrency.waiting import eventually
from tests.concurrency.wire import Moment
from tests.world import Organisation

KILLS = 20
CROWD = 3
EACH_ROUND = 2


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2])
async def test_kills_at_random_lose_nothing_and_double_nothing(
    deployment: Deployment, harbour: Organisation, seed: int
) -> None:
    chance = Random(seed)
    processes = (deployment.web, deployment.worker, deployment.clock)
    await asyncio.gather(*(process.start() for process in processes))
    crowd = [deployment.complainant(harbour) for _ in range(CROWD)]
    told = [await somebody.lodge() for somebody in crowd]
    for _ in range(KILLS):
        lodging = asyncio.gather(*(lodge_several(somebody) for somebody in crowd))
        await strike_one(deployment, chance)
        deployment.revive_servers()
        await asyncio.gather(*(process.start() for process in processes))
        told += [receipt for receipts in await lodging for receipt in receipts]

    await all_fired(deployment, harbour, within=120)
    await nothing_owed(deployment, within=120)
    assert len(told) == CROWD * (1 + KILLS * EACH_ROUND)
    await demand_exactly(harbour, told)
    await demand_fired_once(harbour)
    await demand_mailed(deployment, harbour, kills=KILLS)


async def strike_one(deployment: Deployment, chance: Random) -> None:
    """At a seam if work passes there soon, otherwise in the midst of whatever it does."""
    web, worker, ticking = deployment.web, deployment.worker, deployment.clock
    choices: Sequence[tuple[Process, Sequence[str], Callable[[], None]]] = [
        (web, (LODGE, RECORD, OWE), web.kill),
        (worker, (HAND_OUT, CLAIM, SETTLE), worker.kill),
        (ticking, (FIRE, RECORD, OWE), ticking.kill),
        (chance.choice([web, worker]), (LODGE, RECORD, CLAIM, SETTLE), deployment.kill_redis),
        (chance.choice([web, worker, ticking]), (OWE, CLAIM, SETTLE, FIRE), deployment.kill_postgres),
    ]
    process, statements, blow = chance.choice(choices)
    trap = process.wire.strike(chance.choice(statements), chance.choice(list(Moment)), blow)
    deployment.let_pass(minutes=chance.randint(2, 240))  # so that promises fall due on the way
    try:
        await trap.strikes(within=3)
    except TimeoutError:
        process.wire.disarm()
        blow()


async def lodge_several(somebody: Complainant) -> list[Receipt]:
    return [await somebody.send_until_told(await _filled_in(somebody), within=60) for _ in range(EACH_ROUND)]


async def _filled_in(somebody: Complainant) -> Form:
    async def try_once() -> Form | None:
        try:
            return await somebody.fill_in()
        except NotTold:
            return None

    return await eventually(try_once, within=60)
