"""Two programs that answer whatever they get: after a few letters there is silence, and nothing was lost."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import pytest

from amends.arrivals.rules import Standing
from amends.mailin.routing import MOST_IN_AN_HOUR
from tests.mail import MailSink
from tests.workers.driving import sending_to, work
from tests.workers.incoming import DOMAIN, letter, post_of, tray
from tests.world import World

ROUNDS = 30


@pytest.mark.parametrize("says_so", [True, False])
async def test_a_robot_answers_every_letter_of_ours(world: World, mail: MailSink, says_so: bool) -> None:
    """It does so at once, to where answers go and to the return path, and says that it is one, or not."""
    lodged = await world.lodge(language="en")
    settings = replace(
        sending_to(mail, world.settings), mail_in_domain=DOMAIN, mail_from="noreply@example.org"
    )
    ids, answered, quiet = count(1), 0, 0
    headers = {"auto_submitted": "auto-replied"} if says_so else {}
    async with post_of(settings) as post:
        for _ in range(ROUNDS):
            await work(settings)
            letters, answered = list(zip(mail.mails, mail.senders, strict=True))[answered:], len(mail.mails)
            own = [(each, back) for each, back in letters if "amina@example.com" in str(each["To"])]
            quiet = 0 if own else quiet + 1
            for theirs, back in own:
                for to in (str(theirs["Reply-To"]), back):
                    answer = letter(
                        "We have received your letter and will answer soon.\n",
                        message_id=f"<{next(ids)}@robot.example.com>",
                        in_reply_to=str(theirs["Message-ID"]),
                        **headers,
                    )
                    await post.bring(answer, to, sender="amina@example.com")
    assert quiet > ROUNDS // 2, "they fell silent"
    rows = await tray(world)
    assert len(rows) == next(ids) - 1, "whatever came is there"
    came_in = [row for row in rows if row.standing == Standing.MESSAGE]
    assert len(came_in) <= (0 if says_so else MOST_IN_AN_HOUR)
    assert not [row for row in rows if row.standing == Standing.WAITING]
    assert len(await world.complaints()) == 1
    assert (await world.complaint(lodged.complaint_id)).closed_at is None


async def test_two_organisations_are_each_other_s_complainants(world: World, mail: MailSink) -> None:
    """Each letter of the one comes into the other's tray, and the other way round."""
    settings = replace(sending_to(mail, world.settings), mail_in_domain=DOMAIN)
    addresses = {each.id: f"{each.tenant.slug}@{DOMAIN}" for each in (world, world.other)}
    await world.lodge(email=addresses[world.other.id])
    await world.other.lodge(email=addresses[world.id])
    passed_on, quiet = 0, 0
    async with post_of(settings) as post:
        for _ in range(ROUNDS):
            await work(settings)
            letters, passed_on = mail.mails[passed_on:], len(mail.mails)
            between = [each for each in letters if str(each["To"]) in addresses.values()]
            quiet = 0 if between else quiet + 1
            for each in between:
                await post.bring(each, str(each["To"]), sender="noreply@localhost")
    assert quiet > ROUNDS // 2
    for organisation in (world, world.other):
        rows = await tray(organisation)
        assert rows
        assert {(row.standing, row.reason) for row in rows} == {(Standing.HELD, "bulk")}, (
            "no case is made of them"
        )
        assert len(await organisation.complaints()) == 1
