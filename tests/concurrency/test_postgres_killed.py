"""PostgreSQL is killed with what is committed on disk; every process comes back to it by itself."""

from __future__ import annotations

import asyncio

import pytest

from amends.database.engine import DB
from tests.concurrency.books import demand_exactly, demand_mailed
from tests.concurrency.browser import NotTold
from tests.concurrency.deployment import Deployment
from tests.concurrency.post import nothing_owed
from tests.concurrency.seams import LODGE
from tests.concurrency.wire import Moment
from tests.world import Organisation


@pytest.mark.parametrize(
    ("moment", "kept"), [(Moment.COMMIT, 0), (Moment.COMMITTED, 1)], ids=["before commit", "after commit"]
)
async def test_killed_while_somebody_lodges(
    deployment: Deployment, harbour: Organisation, moment: Moment, kept: int
) -> None:
    processes = (deployment.web, deployment.worker, deployment.clock)
    await asyncio.gather(*(process.start() for process in processes))
    amina = deployment.complainant(harbour)
    before, form = await amina.lodge(), await amina.fill_in()
    trap = deployment.web.wire.strike(LODGE, moment, deployment.kill_postgres)
    with pytest.raises(NotTold, match="503") as nothing:
        await amina.send(form)
    assert trap.struck.is_set()
    assert "could not hear whether this was saved" in nothing.value.said
    with pytest.raises(NotTold, match="503"):
        await amina.send(form)  # a page says so while it is away

    deployment.revive_servers()
    assert DB.pool is not None
    await DB.pool.expire_connections()  # the test's own: it may not have heard yet that they are gone
    assert len(await harbour.complaints()) == 1 + kept
    told = await amina.send_until_told(form)
    assert await amina.send(form) == told
    await demand_exactly(harbour, [before, told])
    assert all(process.alive for process in processes)
    await nothing_owed(deployment)
    await demand_mailed(deployment, harbour, kills=1)
