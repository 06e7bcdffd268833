"""Mail leaves at least once, at most one repeat per kill of the worker, always under the same Message-ID."""

from __future__ import annotations

import pytest

from amends import clock
from tests.concurrency.deployment import Deployment
from tests.concurrency.post import nothing_owed, repeats, stalls
from tests.concurrency.seams import CLAIM, SETTLE
from tests.concurrency.wire import Moment
from tests.world import Organisation


@pytest.mark.parametrize(
    ("statement", "moment", "mails"),
    [
        pytest.param(CLAIM, Moment.COMMITTED, 1, id="claimed and not sent"),
        pytest.param(SETTLE, Moment.COMMIT, 2, id="sent and not written down"),
        pytest.param(SETTLE, Moment.COMMITTED, 1, id="written down", marks=pytest.mark.slow),
    ],
)
async def test_the_worker_is_killed_at_a_seam(
    deployment: Deployment, harbour: Organisation, statement: str, moment: Moment, mails: int
) -> None:
    await nothing_but_letters(deployment)
    trap = deployment.worker.kill_at(statement, moment)
    lodged = await harbour.lodge(now=clock.now())
    await trap.strikes()
    await nothing_owed(deployment)

    (letter,) = await harbour.notices(event="lodged")
    assert letter.complaint_id == lodged.complaint_id
    assert letter.sent_at is not None
    assert len(repeats(deployment, str(letter.message_id))) == mails


async def test_the_worker_is_killed_before_it_hears_that_the_mail_was_taken(
    deployment: Deployment, harbour: Organisation
) -> None:
    await nothing_but_letters(deployment)
    before = len(deployment.mail.mails)
    deployment.mail.stall()
    await harbour.lodge(now=clock.now())
    await stalls(deployment, mails=1, since=before)
    deployment.worker.kill()
    deployment.mail.accept()
    await nothing_owed(deployment)
    (letter,) = await harbour.notices(event="lodged")
    first, second = repeats(deployment, str(letter.message_id))
    assert first.as_bytes() == second.as_bytes()


@pytest.mark.slow
async def test_killed_again_and_again_in_the_midst_of_many_each_comes_at_most_once_more_for_each_kill(
    deployment: Deployment, harbour: Organisation
) -> None:
    """Over lines that are kept open, with two workers that hand out to each other."""
    await nothing_but_letters(deployment)
    await deployment.second_worker.start()
    try:
        for kill in range(3):
            before = len(deployment.mail.mails)
            for _ in range(14):
                await harbour.lodge(now=clock.now())
            await stalls(deployment, mails=1, since=before)
            struck = (deployment.worker, deployment.second_worker)[kill % 2]
            struck.kill()
            await struck.start()
            deployment.let_pass(seconds=61)
        await nothing_owed(deployment, within=60)
    finally:
        deployment.second_worker.kill()
    letters = await harbour.notices(event="lodged", channel="mail")
    came = [len(repeats(deployment, str(letter.message_id))) for letter in letters]
    assert (len(came), min(came)) == (42, 1)
    assert max(came) <= 1 + 3
    assert all(letter.sent_at is not None for letter in letters)


async def nothing_but_letters(deployment: Deployment) -> None:
    """The clock would write to staff and administrators in between."""
    deployment.clock.kill()
    await nothing_owed(deployment)
