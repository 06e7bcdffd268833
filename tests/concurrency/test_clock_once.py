"""What falls due fires once, though two clocks run or the only one is killed at its commit."""

from __future__ import annotations

import pytest

from amends import clock
from amends.deadlines.tables import DueRow
from tests.concurrency.books import demand_fired_once
from tests.concurrency.deployment import Deployment
from tests.concurrency.seams import FIRE, LOOK
from tests.concurrency.waiting import eventually
from tests.concurrency.wire import Moment
from tests.world import Organisation


async def test_two_clocks_fire_each_due_row_once_and_never_wait_for_each_other(
    deployment: Deployment, harbour: Organisation
) -> None:
    first, second = deployment.clock, deployment.second_clock
    await first.start()
    for _ in range(5):
        await harbour.lodge(now=clock.now())
    held = first.wire.hold(FIRE, Moment.COMMIT)
    await let_all_fall_due(deployment, harbour)
    await held.strikes()  # everything is fired, nothing committed
    looked = second.wire.hold(LOOK, Moment.COMMIT)
    await second.start()
    await looked.strikes()
    looked.released.set()
    held.released.set()
    await all_fired(deployment, harbour)
    second.kill()
    await demand_fired_once(harbour)


@pytest.mark.parametrize("moment", [Moment.COMMIT, Moment.COMMITTED], ids=["before commit", "after commit"])
async def test_a_clock_killed_at_its_commit_fires_each_due_row_once(
    deployment: Deployment, harbour: Organisation, moment: Moment
) -> None:
    await deployment.clock.start()
    for _ in range(3):
        await harbour.lodge(now=clock.now())
    trap = deployment.clock.kill_at(FIRE, moment)
    await let_all_fall_due(deployment, harbour)
    await trap.strikes()
    await deployment.clock.start()
    await all_fired(deployment, harbour)
    await demand_fired_once(harbour)


async def let_all_fall_due(deployment: Deployment, of: Organisation) -> None:
    rows = [row for complaint in await of.complaints() for row in await of.due_rows(complaint.id)]
    last = max(row.fire_at for row in rows)
    deployment.let_pass(seconds=max(0.0, (last - clock.now()).total_seconds()))


async def all_fired(deployment: Deployment, of: Organisation, *, within: float = 30.0) -> None:
    await let_all_fall_due(deployment, of)

    async def fired() -> bool:
        async with of.scope():
            return not await DueRow.exists().where(DueRow.fired_at.is_null() & (DueRow.kind != "again"))

    await eventually(fired, within=within)
