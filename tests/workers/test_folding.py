"""Nobody is flooded, woken or told twice: warnings give way to the breach, much at once is one mail, nights are kept."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import pytest

from amends.complaints.deciding import accept
from amends.correspondence.operations import write_from_complainant
from amends.notices.folding import MOST_AT_ONCE
from amends.notices.preferences import Group, Hours
from amends.notices.tables import NoticeRow
from amends.people.profile import change_preferences
from tests.amends.deadlines.governed import usual
from tests.mail import MailSink, text_of
from tests.workers.driving import deliver, ready, sending_to, work
from tests.world import World
from workers import effects
from workers.clock import Firing

NIGHT = {"quiet_from": 22 * 60, "quiet_until": 7 * 60}


@pytest.fixture(autouse=True)
async def ordinary(world: World) -> None:
    await usual(world)


async def accepted(world: World) -> UUID:
    case = (await world.lodge(email="")).complaint_id
    await world.do(accept, case, by="ines", now=world.at(minutes=30))
    return case


async def let_pass(world: World, moment: datetime) -> None:
    world.move_to(moment)
    await Firing(world.settings).fire()


async def wish(world: World, name: str, **hours: int) -> None:
    """And no mail about what is nobody's, so that the other mails are what is counted."""
    person = world.people[name].id
    assert person is not None
    async with world.scope():
        await change_preferences(person, no_mail=(), no_app=(), hours=Hours(**hours), now=world.at())


async def only_bram_is_mailed(world: World) -> None:
    for name in ("chen", "ada"):
        person = world.people[name].id
        assert person is not None
        async with world.scope():
            await change_preferences(person, no_mail=set(Group), no_app=(), now=world.at())


async def mails(world: World, event: str, *, to: str = "bram") -> list[NoticeRow]:
    return await world.notices(event=event, channel="mail", to=to)


async def test_a_warning_that_has_not_left_is_overtaken_by_the_breach(world: World, mail: MailSink) -> None:
    case = await accepted(world)
    await let_pass(world, world.at(hours=12))
    await let_pass(world, world.at(hours=24, minutes=1))
    [warning], [broken] = await mails(world, "promise_warning"), await mails(world, "promise_broken")
    assert warning.folded_into == broken.id
    assert warning.sent_at is None
    await work(sending_to(mail, world.settings))
    to_bram = [letter for letter in mail.mails if "bram@" in str(letter["To"])]
    assert [letter["Message-ID"] for letter in to_bram] == [broken.message_id]
    assert await ready() == []
    assert (await world.acts(case)).count("promise-warning") == 1, "the history keeps that it was due"


async def test_a_warning_that_has_left_stays_as_it_is(world: World, mail: MailSink) -> None:
    await accepted(world)
    await let_pass(world, world.at(hours=12))
    await work(sending_to(mail, world.settings))
    await let_pass(world, world.at(hours=24, minutes=1))
    [warning] = await mails(world, "promise_warning")
    assert warning.folded_into is None
    assert warning.sent_at is not None


async def test_much_at_once_is_one_mail_that_lists_it_all(world: World, mail: MailSink) -> None:
    for _ in range(MOST_AT_ONCE + 2):
        await accepted(world)
    await let_pass(world, world.at(hours=24, minutes=1))
    broken = await mails(world, "promise_broken")
    assert len(broken) == MOST_AT_ONCE + 2
    assert all(row.digest for row in broken)
    assert len(await world.notices(event="promise_broken", channel="app", to="bram")) == len(broken)
    world.move_to(world.at(hours=24, minutes=3))
    for _ in range(2):  # what is gathered, then what came of it
        await work(sending_to(mail, world.settings))
    [digest] = await mails(world, "digest")
    [letter] = [letter for letter in mail.mails if "bram@" in str(letter["To"])]
    assert letter["Message-ID"] == digest.message_id
    assert all(row.subject in text_of(letter) for row in broken)
    assert {row.folded_into for row in await mails(world, "promise_broken")} == {digest.id}


async def test_few_at_once_come_each_by_itself(world: World, mail: MailSink) -> None:
    for _ in range(MOST_AT_ONCE):
        await accepted(world)
    await let_pass(world, world.at(hours=24, minutes=1))
    await work(sending_to(mail, world.settings))
    assert len([letter for letter in mail.mails if "bram@" in str(letter["To"])]) == MOST_AT_ONCE


async def test_a_digest_lists_what_came_since(world: World, mail: MailSink) -> None:
    await wish(world, "bram", digest_at=8 * 60)
    await only_bram_is_mailed(world)
    cases = [await accepted(world) for _ in range(2)]
    for case in cases:
        await world.do(write_from_complainant, case, by="amina", body="When do I hear from you?")
    settings = sending_to(mail, world.settings)
    await work(settings)
    assert mail.mails == [], "it waits"
    world.move_to(world.at(hours=23))
    for _ in range(2):
        await work(settings)
    [letter] = mail.mails
    numbers = [str((await world.complaint(case)).number) for case in cases]
    assert all(number in text_of(letter) for number in numbers)
    assert await ready() == []


async def test_a_digest_of_one_is_that_one(world: World, mail: MailSink) -> None:
    await wish(world, "bram", digest_at=8 * 60)
    await only_bram_is_mailed(world)
    await world.do(write_from_complainant, await accepted(world), by="amina", body="When?")
    world.move_to(world.at(hours=23))
    for _ in range(2):
        await work(sending_to(mail, world.settings))
    [letter], [notice] = mail.mails, await mails(world, "case_news")
    assert letter["Message-ID"] == notice.message_id
    assert await mails(world, "digest") == []


async def test_killed_before_its_commit_the_digest_is_written_again_and_once(
    world: World, mail: MailSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    await wish(world, "bram", digest_at=8 * 60)
    await only_bram_is_mailed(world)
    for _ in range(2):
        await world.do(write_from_complainant, await accepted(world), by="amina", body="When?")
    world.move_to(world.at(hours=23))
    settings, rows = sending_to(mail, world.settings), await ready()

    async def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("workers.effects.settle", killed)
        with pytest.raises(KeyboardInterrupt):
            await effects.take(tenant_id=world.id, outbox_id=rows[0][1], settings=settings)
    assert await mails(world, "digest") == [], "all or nothing"
    for tenant_id, row_id in [*rows, *rows]:
        await deliver(tenant_id, row_id, settings)
    await work(settings)
    [digest], [letter] = await mails(world, "digest"), mail.mails
    assert letter["Message-ID"] == digest.message_id


async def test_nights_are_quiet_but_for_the_portal(world: World, mail: MailSink) -> None:
    await wish(world, "bram", **NIGHT)
    await only_bram_is_mailed(world)
    case, late = await accepted(world), world.at(hours=14)
    world.move_to(late)
    await world.do(write_from_complainant, case, by="amina", now=late, body="When?")
    settings = sending_to(mail, world.settings)
    await work(settings)
    assert mail.mails == []
    assert len(await world.notices(event="case_news", channel="app", to="bram")) == 1
    world.move_to(world.at(hours=22))
    await work(settings)
    assert len(mail.mails) == 1
