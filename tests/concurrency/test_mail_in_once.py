"""What was answered for is in the tray, once, wherever the listener and the worker are killed."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from amends.arrivals.tables import Arrival
from amends.mailin.tables import IncomingMail
from tests.concurrency.deployment import Deployment
from tests.concurrency.post import nothing_owed
from tests.concurrency.seams import KEEP_MAIL, READ_MAIL
from tests.concurrency.sender import Sender
from tests.concurrency.waiting import eventually
from tests.concurrency.wire import Moment
from tests.world import Organisation

KILLS, EACH = 8, 20


async def subjects(of: Organisation) -> Counter[str]:
    async with of.scope():
        return Counter(str(row.subject) for row in await Arrival.objects())


async def unread(of: Organisation) -> int:
    async with of.scope():
        return int(await IncomingMail.count().where(IncomingMail.read_at.is_null()))


@pytest.mark.parametrize(
    "moment", [Moment.COMMIT, pytest.param(Moment.COMMITTED, marks=pytest.mark.slow)], ids=["before", "after"]
)
async def test_the_listener_is_killed_before_its_answer(
    deployment: Deployment, harbour: Organisation, moment: Moment
) -> None:
    await deployment.mail_in.start()
    trap = deployment.mail_in.kill_at(KEEP_MAIL, moment)
    sender = Sender(deployment, harbour)
    brought = asyncio.create_task(sender.bring(1))
    await trap.strikes()
    await deployment.mail_in.start()
    await brought
    assert sender.tries > 1
    await nothing_owed(deployment)
    assert await subjects(harbour) == {"Letter 1": 1}


@pytest.mark.parametrize(
    "moment", [Moment.COMMITTED, pytest.param(Moment.COMMIT, marks=pytest.mark.slow)], ids=["after", "before"]
)
async def test_the_worker_is_killed_while_it_writes_down_what_it_read(
    deployment: Deployment, harbour: Organisation, moment: Moment
) -> None:
    await deployment.mail_in.start()
    await deployment.worker.start()
    trap = deployment.worker.kill_at(READ_MAIL, moment)
    await Sender(deployment, harbour).bring(1)
    await trap.strikes()
    await nothing_owed(deployment)
    assert (await subjects(harbour), await unread(harbour)) == ({"Letter 1": 1}, 0)


@pytest.mark.slow
async def test_killed_again_and_again_while_much_is_brought(
    deployment: Deployment, harbour: Organisation
) -> None:
    """Ids are counted against the sender's log."""
    await deployment.mail_in.start()
    await deployment.worker.start()
    sender = Sender(deployment, harbour)
    for kill in range(KILLS):
        begun = len(sender.answered_for)

        async def some_answered_for(begun: int = begun) -> bool:
            return len(sender.answered_for) >= begun + 5

        numbers = range(kill * EACH, (kill + 1) * EACH)
        bringing = asyncio.gather(*(sender.bring(number) for number in numbers))
        await eventually(some_answered_for, within=60)
        struck = (deployment.mail_in, deployment.worker)[kill % 2]
        struck.kill()
        await struck.start()
        await bringing
        deployment.let_pass(seconds=61)
    await nothing_owed(deployment, within=90)
    assert len(set(sender.answered_for)) == len(sender.answered_for) == KILLS * EACH
    assert sender.tries > KILLS * EACH
    assert await subjects(harbour) == {f"Letter {number}": 1 for number in range(KILLS * EACH)}
    assert await unread(harbour) == 0
