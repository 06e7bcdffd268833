"""Redis emptied, or full and refusing: nothing that matters is in it, so people notice nothing and mail is only late."""

from __future__ import annotations

import asyncio

import pytest

from tests.concurrency.books import demand_exactly, demand_mailed
from tests.concurrency.deployment import Deployment
from tests.concurrency.post import nothing_owed
from tests.concurrency.waiting import eventually
from tests.world import Organisation


@pytest.mark.slow
async def test_emptied_while_letters_wait_in_it_they_are_handed_out_again(
    deployment: Deployment, harbour: Organisation
) -> None:
    await asyncio.gather(deployment.web.start(), nothing_owed(deployment))
    deployment.worker.kill()
    told = [await deployment.complainant(harbour).lodge() for _ in range(3)]
    await deployment.worker.start()
    await deployment.redis("FLUSHALL")
    await nothing_owed(deployment)
    await demand_exactly(harbour, told)
    await demand_mailed(deployment, harbour, kills=0)


async def test_full_and_refusing_the_letters_wait_in_the_database(
    deployment: Deployment, harbour: Organisation
) -> None:
    await asyncio.gather(deployment.web.start(), nothing_owed(deployment))
    await deployment.redis("CONFIG", "SET", "maxmemory", "1")
    try:
        told = [await deployment.complainant(harbour).lodge() for _ in range(3)]

        async def noticed() -> bool:
            return "relay cannot work" in deployment.worker.said()

        await eventually(noticed)
        assert deployment.worker.alive
    finally:
        await deployment.redis("CONFIG", "SET", "maxmemory", "0")
    await nothing_owed(deployment)
    await demand_exactly(harbour, told)
    await demand_mailed(deployment, harbour, kills=0)
