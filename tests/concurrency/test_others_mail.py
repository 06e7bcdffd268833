"""One organisation's letters hold up no other's: neither their number, nor a mail server that hangs for them."""

from __future__ import annotations

import pytest

from amends import clock
from amends.database.scope import execute
from tests.concurrency.deployment import Deployment
from tests.concurrency.post import nothing_owed
from tests.concurrency.waiting import eventually
from tests.world import Organisation
from workers.flight import EACH
from workers.worker import THREADS

AT_MOST = 5.0
"""Seconds that another organisation's letter may take to leave."""
SLOW_MAILBOX = "hanging@example.com"


@pytest.mark.slow
async def test_a_mail_server_that_hangs_for_one_organisation_holds_up_no_other(
    deployment: Deployment, harbour: Organisation
) -> None:
    await _only_this(deployment)
    other = await deployment.organisation()
    deployment.mail.stall_for(SLOW_MAILBOX)
    for _ in range(THREADS + 4):
        await harbour.lodge(now=clock.now(), email=SLOW_MAILBOX)
    await eventually(lambda: _stalled(deployment, times=EACH))
    for _ in range(3):
        assert await _seconds_until_told(deployment, other) < AT_MOST
    assert not await _stalled(deployment, times=EACH + 1)
    assert all(letter.sent_at is None for letter in await harbour.notices(event="lodged"))
    deployment.worker.kill()  # it waits for the slow ones
    deployment.mail.accept()
    deployment.let_pass(hours=2)
    await nothing_owed(deployment)


@pytest.mark.slow
async def test_fifty_thousand_letters_of_one_organisation_hold_up_no_other(
    deployment: Deployment, harbour: Organisation
) -> None:
    await _only_this(deployment)
    other = await deployment.organisation()
    await _owe_many(harbour, 50_000)
    before = len(deployment.mail.mails)
    await eventually(lambda: _came(deployment, since=before, mails=200), within=60)
    taken = [await _seconds_until_told(deployment, other) for _ in range(5)]
    assert max(taken) < AT_MOST, taken
    deployment.worker.kill()
    async with harbour.scope():
        await execute("UPDATE outbox SET dead_at = $1 WHERE settled_at IS NULL", clock.now())
    await nothing_owed(deployment)


async def _seconds_until_told(deployment: Deployment, of: Organisation) -> float:
    address = f"amina-{clock.ticks()}@example.com"
    begun = clock.ticks()
    await of.lodge(now=clock.now(), email=address)

    async def told() -> bool:
        return address in deployment.mail.recipients

    await eventually(told, within=4 * AT_MOST)
    return clock.ticks() - begun


async def _owe_many(of: Organisation, count: int) -> None:
    """So many copies of one letter, each under an id of its own."""
    lodged = await of.lodge(now=clock.now())
    async with of.scope():
        await execute(
            """WITH pattern AS (SELECT * FROM notice WHERE complaint_id = $1 AND event = 'lodged' LIMIT 1),
            copies AS (
                INSERT INTO notice (id, tenant_id, complaint_id, event, channel, address, language, subject, body,
                    message_id, created_at)
                SELECT gen_random_uuid(), tenant_id, complaint_id, event, channel, address, language, subject, body,
                    '<' || gen_random_uuid() || '@copies.localhost>', created_at
                FROM pattern, generate_series(1, $2) RETURNING id, tenant_id)
            INSERT INTO outbox (id, tenant_id, name, payload, dedup_key, created_at, not_before, attempts)
            SELECT gen_random_uuid(), tenant_id, 'send-mail', jsonb_build_object('notice_id', id), 'copy:' || id, $3, $3, 0
            FROM copies""",
            lodged.complaint_id,
            count,
            clock.now(),
        )


async def _stalled(deployment: Deployment, *, times: int) -> bool:
    return deployment.mail.recipients.count(SLOW_MAILBOX) >= times


async def _came(deployment: Deployment, *, since: int, mails: int) -> bool:
    return len(deployment.mail.mails) >= since + mails


async def _only_this(deployment: Deployment) -> None:
    """The clock would write to staff and administrators in between."""
    deployment.clock.kill()
    await nothing_owed(deployment)
