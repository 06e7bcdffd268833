"""Letters given up come into sight without their readers' names, and go out again under the same Message-ID."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from amends import clock
from amends.audit.operations import Act, record, record_all
from amends.database.migrate import FOLDER, migrate
from amends.database.scope import fetch_one, platform_scope
from amends.errors import Forbidden, Invalid, NotFound
from amends.notices import redelivery
from amends.notices.dead_letters import DeadLetter, Wanted, counted, dead_letter, listing
from amends.notices.told import Fate, Told, told
from amends.outbox.reasons import Reason
from amends.outbox.tables import Outbox
from amends.people.actor import Actor, ActorKind
from amends.running.queries import backlog
from amends.tenancy.queries import acts_on
from tests.mail import MailSink
from tests.workers.driving import work
from tests.workers.giving_up import given_up, put_off_until_given_up, refuse
from tests.world import MONDAY, World

OPERATOR = Actor(ActorKind.OPERATOR, name="command line")
WAITS = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"


async def test_a_refused_letter_is_seen_with_its_reason_and_no_address(world: World, mail: MailSink) -> None:
    await world.lodge()
    await refuse(world, mail)

    (letter,) = await given_up()
    assert (letter.tenant_id, letter.event, letter.reason) == (world.id, "lodged", Reason.MAIL_REFUSED)
    assert (letter.reply, letter.tries, letter.retries) == ("550 5.1.1", 1, 0)
    assert MONDAY <= letter.dead_at <= clock.now()
    assert "amina" not in str(asdict(letter)).lower()


async def test_tried_again_it_leaves_under_the_same_message_id_and_is_gone(
    world: World, mail: MailSink
) -> None:
    lodged = await world.lodge()
    settings = await refuse(world, mail)
    mail.accept()

    assert await redelivery.try_again(await given_up(), by=OPERATOR, now=clock.now()) == 1
    assert await given_up() == []
    await work(settings)

    first, *_, second = [letter for letter in mail.mails if letter["To"] == "amina@example.com"]
    assert first["Message-ID"] == second["Message-ID"]
    (notice,) = await world.notices(event="lodged")
    assert notice.sent_at is not None
    assert notice.failed_at is None
    assert "notice-retried" in await world.acts(lodged.complaint_id)
    entry = next(each for each in await world.history(lodged.complaint_id) if each.act == "notice-retried")
    assert entry.actor_kind == "operator"
    assert "amina@" not in entry.detail


async def test_one_that_fails_again_comes_back_with_its_count(world: World, mail: MailSink) -> None:
    await world.lodge()
    settings = await refuse(world, mail)
    (before,) = await given_up()
    await redelivery.try_again([before], by=OPERATOR, now=clock.now())
    world.move_to(world.at(minutes=2))
    await work(settings)

    after = next(letter for letter in await given_up() if letter.id == before.id)
    assert (after.tries, after.retries) == (2, 1)
    assert after.dead_at > before.dead_at
    news = await world.notices(event="case_news", channel="app", to="bram")
    assert len(news) == 2  # whoever handles the case hears of it each time
    unsent = await world.notices(event="case_news", channel="mail", to="bram")
    owed = {row.payload for row in await world.outbox()}
    assert all(any(str(notice.id) in payload for payload in owed) for notice in unsent)


async def test_a_letter_put_off_for_good_is_given_up_and_starts_afresh(world: World, mail: MailSink) -> None:
    await world.lodge()
    settings = await put_off_until_given_up(world, mail, "451 4.7.1 Try again later")
    letters = [letter for letter in await given_up() if letter.event == "lodged"]
    assert [(letter.tries, letter.reply) for letter in letters] == [(20, "451 4.7.1")]

    await redelivery.try_again(letters, by=OPERATOR, now=clock.now())
    await work(settings)
    row = next(row for row in await world.outbox() if row.id == letters[0].id)
    assert row.dead_at is None
    assert (row.attempts, row.tried_before) == (1, 20)


async def test_all_of_one_reason_or_organisation_and_no_others(world: World, mail: MailSink) -> None:
    await world.lodge()
    await world.other.lodge()
    await refuse(world, mail)
    theirs = len([letter for letter in await given_up() if letter.tenant_id == world.other.id])
    async with platform_scope():
        assert await counted(Wanted(reason=Reason.MAIL_REFUSED), now=clock.now()) == {
            world.id: 1,
            world.other.id: theirs,
        }
        assert await counted(Wanted(reason=Reason.UNREACHABLE), now=clock.now()) == {}
    none = await redelivery.try_all_again(Wanted(reason=Reason.UNREACHABLE), by=OPERATOR, now=clock.now())
    mine = await redelivery.try_all_again(Wanted(tenant_id=world.id), by=OPERATOR, now=clock.now())
    assert (none, mine) == (0, 1)
    assert [letter.tenant_id for letter in await given_up()] == [world.other.id] * theirs
    async with platform_scope():
        (act, *_) = await acts_on(world.id)
    assert (act.act, act.count) == ("letters-tried-again", "1")


async def test_those_given_up_since_are_left_for_the_next_time(world: World, mail: MailSink) -> None:
    await world.lodge()
    await refuse(world, mail)
    earlier = MONDAY - timedelta(seconds=1)
    assert await redelivery.try_all_again(Wanted(), by=OPERATOR, now=earlier) == 0


async def test_pages_go_on_where_the_last_one_ended(world: World, mail: MailSink) -> None:
    for _ in range(5):
        await world.lodge(email="nobody@example.com")
    await refuse(world, mail)
    seen, place = [], None
    async with platform_scope():
        while True:
            found = await listing(Wanted(), before=place, most=2)
            seen += [letter.id for letter in found.letters]
            if not found.more:
                break
            place = (found.letters[-1].dead_at, found.letters[-1].id)
    assert len(seen) == len(set(seen)) == len(await given_up())


async def test_set_aside_it_stays_out_of_the_way_with_the_reason(world: World, mail: MailSink) -> None:
    lodged = await world.lodge()
    await refuse(world, mail)
    (letter,) = await given_up()
    with pytest.raises(Invalid):
        await redelivery.set_aside(letter, reason=" ", by=OPERATOR, now=clock.now())
    await redelivery.set_aside(letter, reason="Told by telephone", by=OPERATOR, now=clock.now())

    assert await given_up() == []
    (kept,) = await given_up(Wanted(set_aside=True))
    assert kept.id == letter.id
    async with platform_scope():
        assert (await backlog(now=clock.now())).dead == 0
        assert (await dead_letter(letter.id)).set_aside_at is not None
    assert (await world.acts(lodged.complaint_id))[-1] == "notice-set-aside"
    assert await redelivery.try_again([kept], by=OPERATOR, now=clock.now()) == 1
    assert await given_up(Wanted(set_aside=True)) == []


async def given_up_of(complaint_id: UUID) -> list[Told]:
    return [each for each in await told(complaint_id) if each.letter_id is not None]


async def test_staff_try_letters_of_their_own_case_only(world: World, mail: MailSink) -> None:
    lodged, another = await world.lodge(), await world.lodge()
    await refuse(world, mail)
    again = redelivery.try_case_letter_again
    async with world.scope():
        (letter,) = await given_up_of(lodged.complaint_id)
        assert (letter.event, letter.person, letter.reason) == ("lodged", "", "mail-refused")
        assert (letter.answer, letter.fate(clock.now())) == ("550 5.1.1", Fate.GIVEN_UP)
        row_id = letter.letter_id
        assert row_id is not None
        with pytest.raises(NotFound):
            await again(another.complaint_id, row_id, by=world.actor("bram"), now=clock.now())
        with pytest.raises(Forbidden):
            await again(lodged.complaint_id, row_id, by=world.actor("otto"), now=clock.now())
        for _ in range(2):  # one that is under way already is left alone
            await again(lodged.complaint_id, row_id, by=world.actor("bram"), now=clock.now())
        assert await given_up_of(lodged.complaint_id) == []
    assert (await world.acts(lodged.complaint_id)).count("notice-retried") == 1
    async with world.other.scope():
        assert await given_up_of(lodged.complaint_id) == []


async def test_what_was_done_twice_at_once_is_done_once(world: World, mail: MailSink) -> None:
    await world.lodge()
    await refuse(world, mail)
    (letter,) = await given_up()
    assert await redelivery.try_again([letter, letter], by=OPERATOR, now=clock.now()) == 1
    async with platform_scope():
        with pytest.raises(NotFound):
            await dead_letter(letter.id)


async def test_a_batch_waits_for_nobody_who_waits_for_it(world: World, mail: MailSink) -> None:
    """Whoever writes to several histories, as the clock does, takes them by their ids; so does a batch of letters."""
    cases = [(await world.lodge(email=f"amina.{each}@example.com")).complaint_id for each in range(4)]
    await refuse(world, mail)
    letters = await given_up()

    holds = asyncio.Event()

    async def the_clock() -> None:
        first, *others = sorted(cases)
        async with world.scope():
            await record(act="note", by=OPERATOR, now=clock.now(), complaint_id=first)
            holds.set()
            async with world.as_owner() as owner:
                while not await owner.fetchval(WAITS):
                    assert not batch.done()
            await record_all([Act("note", OPERATOR, other) for other in others], now=clock.now())

    by_case = {letter.id: await _case_of(world, letter) for letter in letters}
    backwards = sorted(letters, key=lambda letter: by_case[letter.id], reverse=True)
    clock_writes = asyncio.create_task(the_clock())
    await holds.wait()
    batch = asyncio.create_task(redelivery.try_again(backwards, by=OPERATOR, now=clock.now()))
    await clock_writes
    assert await batch == len(cases)


async def _case_of(world: World, letter: DeadLetter) -> UUID:
    async with world.scope():
        row = await fetch_one(
            """SELECT n.complaint_id FROM outbox o JOIN notice n ON n.id::text = o.payload ->> 'notice_id'
            WHERE o.id = $1""",
            letter.id,
        )
    assert row is not None
    found: UUID = row["complaint_id"]
    return found


async def test_no_word_of_anybody_reaches_the_index(world: World) -> None:
    """Even where a newer version, or a person, wrote something else where codes belong."""
    async with world.scope():
        await Outbox(
            name="send-mail", payload="{}", dedup_key="mail:To Amina:x", created_at=MONDAY, not_before=MONDAY
        ).save()
    async with world.as_owner("outbox") as owner:
        await owner.execute("SELECT set_config('amends.tenant', $1, true)", str(world.id))
        await owner.execute(
            "UPDATE outbox SET dead_at = $1, reason = 'Amina is gone', failure = 'amina@example.com 550 gone'",
            MONDAY,
        )
    (letter,) = await given_up()
    assert (letter.event, letter.reason, letter.reply) == ("", Reason.OTHER, "")


async def test_those_given_up_before_there_was_a_list_are_on_it(
    world: World, mail: MailSink, folder: Path
) -> None:
    """The migration's own statements, over an outbox as an earlier version left it."""
    await world.lodge()
    await refuse(world, mail)
    (before,) = await given_up()
    async with world.as_owner("outbox") as owner:
        await owner.execute("SELECT set_config('amends.tenant', $1, true)", str(world.id))
        await owner.execute("UPDATE outbox SET reason = NULL")
        await owner.execute("DELETE FROM dead_letter_index")
    _, marker, moved = (FOLDER / "0005_health.sql").read_text().partition("-- each tenant: outbox\n")
    (folder / "9005_once_more.sql").write_text(marker + moved)
    try:
        await migrate(world.owner_url, folder=folder)
    finally:
        async with world.as_owner() as owner:
            await owner.execute("DELETE FROM migration WHERE name LIKE '9%'")
    assert await given_up() == [before]
