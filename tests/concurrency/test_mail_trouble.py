"""The mail server refuses, hangs up or is slow: letters wait, none is lost, and each keeps its Message-ID."""

from __future__ import annotations

from datetime import timedelta

import pytest

from amends import clock
from amends.notices.tables import NoticeRow
from tests.concurrency.deployment import Deployment
from tests.concurrency.post import nothing_owed, repeats
from tests.concurrency.waiting import eventually
from tests.world import Organisation
from workers.flight import EACH

DEAD_MAILBOX = "dead@example.com"
SLOW_MAILBOX = "slow@example.com"
LATER = timedelta(hours=2)
"""Longer than a letter waits between two tries."""


@pytest.mark.slow
async def test_refused_for_now_every_letter_leaves_once_the_server_takes_mail_again(
    deployment: Deployment, harbour: Organisation
) -> None:
    await nothing_but_letters(deployment)
    deployment.mail.refuse("451 4.7.1 Try again later")
    for each in range(3):
        await harbour.lodge(now=clock.now(), email=f"amina.{each}@example.com")
    await eventually(lambda: failed(harbour, times=3))
    deployment.mail.accept()
    before = len(deployment.mail.mails)
    deployment.let_pass(seconds=LATER.total_seconds())
    await nothing_owed(deployment)
    letters = await harbour.notices(event="lodged", channel="mail")
    assert all(letter.sent_at is not None and letter.failed_at is None for letter in letters)
    arrived = [str(mail["Message-ID"]) for mail in deployment.mail.mails[before:]]
    assert sorted(arrived) == sorted(str(letter.message_id) for letter in letters)


@pytest.mark.slow
async def test_hung_up_after_the_mail_it_comes_again_under_its_id_until_it_is_answered_for(
    deployment: Deployment, harbour: Organisation
) -> None:
    await nothing_but_letters(deployment)
    deployment.mail.drop_after_data()
    await harbour.lodge(now=clock.now())
    await eventually(lambda: failed(harbour, times=1))
    deployment.mail.accept()
    deployment.let_pass(seconds=LATER.total_seconds())
    await nothing_owed(deployment)
    (letter,) = await harbour.notices(event="lodged")
    first, second = repeats(deployment, str(letter.message_id))
    assert first.as_bytes() == second.as_bytes()


@pytest.mark.slow
async def test_a_mailbox_that_is_none_is_given_up_and_staff_hear_of_it(
    deployment: Deployment, harbour: Organisation
) -> None:
    await nothing_but_letters(deployment)
    deployment.mail.refuse("550 5.1.1 No such user")
    lodged = await harbour.lodge(now=clock.now(), email=DEAD_MAILBOX)

    async def given_up() -> bool:
        return "notice-failed" in await harbour.acts(lodged.complaint_id)

    await eventually(given_up)
    deployment.mail.accept()
    await nothing_owed(deployment)
    assert await harbour.notices(event="case_news", channel="app", to="bram")
    assert (await harbour.acts(lodged.complaint_id)).count("notice-failed") == 1


@pytest.mark.parametrize(
    "slow",
    [
        pytest.param(EACH - 2, id="some are slow"),
        # All that its organisation may have under way, until the slow ones are given up after twenty seconds.
        pytest.param(EACH + 2, id="more than may be under way"),
    ],
)
@pytest.mark.slow
async def test_others_letters_leave_while_some_mailboxes_are_slow(
    deployment: Deployment, harbour: Organisation, slow: int
) -> None:
    await nothing_but_letters(deployment)
    deployment.mail.stall_for(SLOW_MAILBOX)
    for _ in range(slow):
        await harbour.lodge(now=clock.now(), email=SLOW_MAILBOX)
    others = [(await harbour.lodge(now=clock.now())).complaint_id for _ in range(3)]

    async def all_left() -> bool:
        letters = await harbour.notices(event="lodged")
        return all(letter.sent_at is not None for letter in letters if letter.complaint_id in others)

    await eventually(all_left, within=60)
    assert await deployment.held_open() == 0
    stalled = [
        letter for letter in await harbour.notices(event="lodged") if letter.complaint_id not in others
    ]
    assert all(letter.sent_at is None for letter in stalled)
    deployment.worker.kill()  # it waits for the slow ones
    deployment.mail.accept()
    deployment.let_pass(seconds=LATER.total_seconds())
    await nothing_owed(deployment)


async def failed(of: Organisation, *, times: int) -> bool:
    """So many letters were tried in vain, and nobody gave them up."""
    async with of.scope():
        tried: int = await NoticeRow.count().where(
            NoticeRow.failure.is_not_null() & NoticeRow.failed_at.is_null()
        )
    return tried == times


async def nothing_but_letters(deployment: Deployment) -> None:
    """The clock would write to staff and administrators in between."""
    deployment.clock.kill()
    await nothing_owed(deployment)
