"""The clock comes to a survey's time: the letter leaves once with a link that opens it, however often the row comes by."""

from __future__ import annotations

from amends.database.scope import execute
from amends.surveys.keys import key_of
from amends.surveys.owing import SURVEY_DUE
from tests.amends.complaints.cases import closed
from tests.amends.surveys.cases import survey_of
from tests.mail import MailSink, text_of
from tests.workers.driving import sending_to, work
from tests.world import World


def asked(mail: MailSink) -> list[str]:
    return [text for text in map(text_of, mail.mails) if "/survey/" in text]


async def test_the_letter_leaves_at_its_time_and_once_though_the_row_comes_again(
    world: World, mail: MailSink
) -> None:
    settings = sending_to(mail, world.settings)
    survey = await survey_of(world, await closed(world))
    await work(settings)
    assert asked(mail) == []
    world.move_to(survey.invite_at)
    await work(settings)
    await work(settings)
    [letter] = asked(mail)
    assert f"/survey/{survey.id}?key={key_of(settings.secret, survey.id)}" in letter
    async with world.scope():
        # As after a kill between acting and settling: the row is there again, claimed by nobody.
        await execute(
            "UPDATE outbox SET settled_at = NULL, claimed_until = NULL, not_before = $2 WHERE name = $1",
            SURVEY_DUE,
            survey.invite_at,
        )
    await work(settings)
    await work(settings)
    assert len(asked(mail)) == 1
    world.move_to(survey.invite_at + (survey.invite_at - survey.closed_at) * 8)
    await work(settings)
    await work(settings)
    assert len(asked(mail)) == 2, "one reminder"
