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


async def nothing_but_letters(deployment: Deployment) -> None:
    """The clock would write to staff and administrators in between."""
    deployment.clock.kill()
    await nothing_owed(deployment)
