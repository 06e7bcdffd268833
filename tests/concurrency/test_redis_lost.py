"""Redis holds nothing that matters: it may be away, and it may come back empty."""

from __future__ import annotations

from amends import clock
from tests.concurrency.books import demand_exactly, demand_mailed
from tests.concurrency.deployment import Deployment
from tests.concurrency.post import nothing_owed
from tests.concurrency.seams import CLAIM
from tests.concurrency.wire import Moment
from tests.world import PASSWORD, Organisation


async def test_messages_lost_with_redis_are_handed_out_again(
    deployment: Deployment, harbour: Organisation
) -> None:
    await nothing_owed(deployment)
    trap = deployment.worker.kill_at(CLAIM, Moment.STATEMENT)
    for _ in range(5):
        await harbour.lodge(now=clock.now())
    await trap.strikes()
    deployment.kill_redis(losing_everything=True)
    deployment.revive_servers()

    await nothing_owed(deployment)
    assert len(await harbour.notices(event="lodged")) == 5
    await demand_mailed(deployment, harbour, kills=1)


async def test_without_redis_people_lodge_and_stay_signed_in_and_the_mail_follows(
    deployment: Deployment, harbour: Organisation
) -> None:
    await deployment.web.start()
    await nothing_owed(deployment)
    bram = deployment.browser(harbour)
    await bram.sign_in(str(harbour.people["bram"].email), PASSWORD)
    deployment.kill_redis(losing_everything=True)

    told = [await deployment.complainant(harbour).lodge() for _ in range(3)]
    assert (await bram.get("/portal")).status_code == 200

    deployment.revive_servers()
    assert (await bram.get("/portal")).status_code == 200
    assert deployment.worker.alive  # it comes back by itself
    await nothing_owed(deployment)
    await demand_exactly(harbour, told)
    await demand_mailed(deployment, harbour, kills=0)
