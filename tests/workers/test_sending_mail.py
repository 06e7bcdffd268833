"""Notices leave by mail: once when all goes well, again under the same Message-ID when it does not."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import asyncpg
import pytest

from amends import clock
from amends.audit.tables import HistoryEntry
from amends.complaints.access import access_code
from amends.correspondence.operations import write_from_complainant, write_to_complainant
from amends.database.scope import platform_scope
from amends.notices import delivery
from amends.notices import mail as letters
from amends.notices.reply_address import read
from amends.notices.texts import CODE_LATER
from amends.people.actor import SYSTEM
from amends.people.operations import invite, invited
from amends.people.rights import Role
from amends.tenancy.operations import NewTenant, resume, suspend, tenant_by_id
from amends.tenancy.trial import go_live
from tests.mail import MailSink, html_of, text_of
from tests.workers.driving import deliver, ready, sending_to, work
from tests.world import MONDAY, World, add_organisation
from workers import effects


async def test_amina_gets_number_and_code(world: World, mail: MailSink) -> None:
    lodged = await world.lodge(language="en")

    assert await work(sending_to(mail, world.settings)) == 1

    (letter,) = mail.mails
    code = access_code(world.settings.secret, complaint_id=lodged.complaint_id, number=1)
    assert mail.recipients == ["amina@example.com"]
    assert lodged.number in str(letter["Subject"])
    assert code in text_of(letter)
    assert code in html_of(letter)
    (notice,) = await world.notices(event="lodged")
    assert notice.sent_at is not None
    assert CODE_LATER in notice.body  # nothing at rest opens anything
    assert notice.answer == "250"
    (row,) = await world.outbox()
    assert row.settled_at is not None


async def test_headers_say_who_writes_and_that_nobody_need_answer(world: World, mail: MailSink) -> None:
    await world.lodge(language="zh")
    await work(sending_to(mail, world.settings))

    (letter,) = mail.mails
    (notice,) = await world.notices(event="lodged")
    assert letter["From"] == "海湾服务 <noreply@localhost>"
    assert letter["Message-ID"] == notice.message_id
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Content-Language"] == "zh-CN"
    assert letter["Date"].datetime == MONDAY


async def test_what_a_person_wrote_or_decided_is_not_called_automatic(world: World, mail: MailSink) -> None:
    lodged = await world.lodge(language="en")
    await world.do(write_to_complainant, lodged.complaint_id, by="bram", body="We will call you today.")
    await work(sending_to(mail, world.settings))

    said = {str(letter["Subject"]): letter["Auto-Submitted"] for letter in mail.mails}
    assert said == {
        f"Your complaint is registered as {lodged.number}": "auto-generated",
        f"A message about your complaint {lodged.number}": None,
    }


async def test_a_complainant_s_answer_finds_its_case_and_a_colleague_s_goes_where_it_went(
    world: World, mail: MailSink
) -> None:
    lodged = await world.lodge()
    await world.do(write_from_complainant, lodged.complaint_id, by="amina", body="It happened again.")
    settings = replace(sending_to(mail, world.settings), mail_in_domain="answers.example.org")
    await work(settings)

    by_reader = {str(letter["To"]): letter for letter in mail.mails}
    theirs = by_reader.pop("amina@example.com")
    found = read(str(theirs["Reply-To"]), secrets=settings.secrets, domain="answers.example.org")
    assert found is not None
    assert found.complaint_id == lodged.complaint_id
    assert found.belongs_to(world.id)
    assert by_reader
    assert all(letter["Reply-To"] is None for letter in by_reader.values())


async def test_an_answer_signed_before_the_secret_changed_still_finds_its_case(
    world: World, mail: MailSink
) -> None:
    lodged = await world.lodge()
    settings = replace(sending_to(mail, world.settings), mail_in_domain="answers.example.org")
    await work(settings)

    later = replace(settings, secret="n" * 40, secret_previous=(settings.secret,))
    found = read(str(mail.mails[0]["Reply-To"]), secrets=later.secrets, domain="answers.example.org")
    assert found is not None
    assert found.complaint_id == lodged.complaint_id


async def test_nothing_is_sent_twice(world: World, mail: MailSink) -> None:
    await world.lodge()
    settings = sending_to(mail, world.settings)
    (handed_out,) = await ready()

    await asyncio.gather(*(deliver(*handed_out, settings) for _ in range(5)))
    await deliver(*handed_out, settings)

    assert len(mail.mails) == 1


async def test_a_refused_recipient_is_given_up_and_the_history_says_so(world: World, mail: MailSink) -> None:
    lodged = await world.lodge()
    mail.refuse("550 5.1.1 amina@example.com unknown")

    await work(sending_to(mail, world.settings))

    (notice,) = await world.notices(event="lodged")
    assert notice.failed_at is not None
    assert notice.sent_at is None
    assert notice.failure == "mail refused: 550 5.1.1"  # and not whose address it was
    row, *_ = await world.outbox()
    assert row.dead_at is not None
    assert (await world.acts(lodged.complaint_id))[-2:] == ["notice-failed", "task-opened"]


async def test_who_handles_the_case_hears_that_amina_cannot_be_reached(world: World, mail: MailSink) -> None:
    await world.lodge()
    mail.refuse("550 5.1.1 unknown")
    settings = sending_to(mail, world.settings)
    await work(settings)
    (news,) = await world.notices(event="case_news", channel="app", to="bram")
    assert "could not be delivered" in str(news.body)

    await work(settings)  # the mails to staff are refused, too: about those nobody is written to
    assert len(await world.notices(event="case_news", channel="app", to="bram")) == 1


async def test_a_busy_server_is_asked_again_later(world: World, mail: MailSink) -> None:
    lodged = await world.lodge()
    settings = sending_to(mail, world.settings)
    mail.refuse("451 4.7.1 Try again later")
    await work(settings)
    mail.accept()

    assert await work(settings) == 0  # not before its time
    world.move_to(world.at(minutes=2))
    assert await work(settings) == 1

    first, second = mail.mails
    assert first["Message-ID"] == second["Message-ID"]
    assert first.as_bytes() == second.as_bytes()
    (notice,) = await world.notices(event="lodged")
    assert notice.sent_at is not None
    assert notice.failure is None
    assert "notice-failed" not in await world.acts(lodged.complaint_id)


async def test_waiting_grows_until_somebody_must_look(world: World, mail: MailSink) -> None:
    lodged = await world.lodge()
    settings = sending_to(mail, world.settings)
    mail.refuse("451 Try again later")
    tries = 0
    while (row := (await world.outbox())[0]).dead_at is None:
        assert tries < 100
        # A row is hidden for a minute from when it was handed out, whatever its own time is.
        world.move_to(max(row.not_before, clock.now() + timedelta(minutes=2)))
        tries += await work(settings)

    assert tries == 20
    assert (row.dead_at - MONDAY).total_seconds() / 3600 == pytest.approx(15.5, abs=1.5)
    assert (await world.acts(lodged.complaint_id))[-2:] == ["notice-failed", "task-opened"]


async def test_a_line_that_breaks_after_the_mail_repeats_it_under_the_same_id(
    world: World, mail: MailSink
) -> None:
    await world.lodge()
    settings = sending_to(mail, world.settings)
    mail.drop_after_data()
    await work(settings)
    mail.accept()
    world.move_to(world.at(minutes=2))
    await work(settings)

    first, second = mail.mails
    assert first["Message-ID"] == second["Message-ID"]
    (row,) = await world.outbox()
    assert row.settled_at is not None


async def test_a_stalled_server_holds_no_transaction_open(
    world: World, mail: MailSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.lodge()
    settings = sending_to(mail, world.settings)
    mail.stall()
    under_way = asyncio.create_task(work(settings))
    await mail.stalled.wait()

    # As the role itself, by a connection of its own: PostgreSQL shows nobody else what it does.
    witness = await asyncpg.connect(settings.database_url)
    try:
        held = await witness.fetchrow(
            """SELECT count(*) FILTER (WHERE state LIKE 'idle in transaction%') AS open, count(state) AS seen
            FROM pg_stat_activity
            WHERE usename = current_user AND datname = current_database() AND pid <> pg_backend_pid()"""
        )
    finally:
        await witness.close()
    assert (held["open"], held["seen"] >= 1) == (0, True)
    await world.lodge()  # and nobody is in the way
    under_way.cancel()
    await asyncio.gather(under_way, return_exceptions=True)


async def test_a_stalled_server_is_given_up_in_time(
    world: World, mail: MailSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letters, "LONGEST", 0.2)
    await world.lodge()
    mail.stall()

    await work(sending_to(mail, world.settings))

    (row,) = await world.outbox()
    assert row.failure == "the mail server did not answer in time"
    assert row.dead_at is None
    assert row.not_before > MONDAY


async def test_nobody_listening_is_trouble_for_later(world: World) -> None:
    await world.lodge()

    await work(replace(world.settings, smtp_url="smtp://127.0.0.1:9"))

    (row,) = await world.outbox()
    assert row.dead_at is None
    assert row.attempts == 1
    assert row.failure is not None
    assert row.failure.startswith("the mail server cannot be reached")


async def test_killed_after_the_claim_the_row_comes_again(world: World, mail: MailSink) -> None:
    await world.lodge()
    settings = sending_to(mail, world.settings)
    (handed_out,) = await ready()
    await effects.take(tenant_id=handed_out[0], outbox_id=handed_out[1], settings=settings)
    # … and here the process is killed.

    assert await work(settings) == 0
    world.move_to(world.at(minutes=2))
    assert await work(settings) == 1
    assert len(mail.mails) == 1


async def test_killed_between_sending_and_settling_the_mail_is_repeated_once(
    world: World, mail: MailSink
) -> None:
    await world.lodge()
    settings = sending_to(mail, world.settings)
    (handed_out,) = await ready()
    errand = await effects.take(tenant_id=handed_out[0], outbox_id=handed_out[1], settings=settings)
    assert errand is not None
    await errand.act()
    # … and here the process is killed.
    world.move_to(world.at(minutes=2))
    await work(settings)
    world.move_to(world.at(minutes=4))
    await work(settings)

    first, second = mail.mails
    assert first["Message-ID"] == second["Message-ID"]


async def test_an_error_in_the_program_counts_as_a_try(
    world: World, mail: MailSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    await world.lodge()
    for name, module in (("compose", effects), ("access_code", delivery)):
        with monkeypatch.context() as patched:
            patched.setattr(module, name, broken)
            await work(sending_to(mail, world.settings))
        world.move_to(world.at(minutes=2))

    (row,) = await world.outbox()
    assert row.attempts == 2
    assert row.failure == "an error in the program"


async def test_what_a_newer_version_owes_waits_for_it(world: World, mail: MailSink) -> None:
    from amends.outbox.operations import publish

    async with world.scope():
        await publish(name="send-pigeon", payloads={"pigeon": {}}, now=MONDAY)
    await work(sending_to(mail, world.settings))

    (row,) = await world.outbox()
    assert row.attempts == 0
    assert row.dead_at is None
    assert row.settled_at is None


async def test_mail_of_a_suspended_organisation_waits(world: World, mail: MailSink) -> None:
    settings = sending_to(mail, world.settings)
    await world.lodge()
    async with platform_scope():
        await suspend(slug="harbour", by=SYSTEM, now=MONDAY)
    await work(settings)
    assert mail.mails == []

    async with platform_scope():
        await resume(slug="harbour", by=SYSTEM, now=MONDAY)
    world.move_to(world.at(minutes=6))
    await work(settings)

    assert len(mail.mails) == 1
    (row,) = await world.outbox()
    assert row.attempts == 1  # waiting was no attempt


async def test_the_invitation_carries_its_token(world: World, mail: MailSink) -> None:
    async with world.at_desk() as desk:
        await invite(
            desk,
            email="finn@harbour.example.com",
            name="Finn",
            roles=[Role.HANDLER],
            department_id=None,
            language="en",
            secret=world.settings.secret,
            by=SYSTEM,
            now=MONDAY,
        )
    await work(sending_to(mail, world.settings))

    (letter,) = mail.mails
    token = text_of(letter).split("/invitation/")[1].split()[0]
    assert f'/invitation/{token}"' in html_of(letter)
    async with world.scope():
        assert (await invited(secrets=world.settings.secrets, token=token, now=MONDAY)).name == "Finn"


async def test_marks_typed_by_somebody_are_only_marks(world: World, mail: MailSink) -> None:
    """Otherwise a complainant could make the organisation mail secrets about."""
    lodged = await world.lodge(language="en")
    await world.do(write_to_complainant, lodged.complaint_id, by="bram", body=f"Here: {CODE_LATER}")
    await work(sending_to(mail, world.settings))

    code = access_code(world.settings.secret, complaint_id=lodged.complaint_id, number=1)
    (message,) = [letter for letter in mail.mails if "Here:" in text_of(letter)]
    assert code not in text_of(message)


async def test_history_of_a_failed_notice_names_the_notice(world: World, mail: MailSink) -> None:
    lodged = await world.lodge()
    mail.refuse("554 no")
    await work(sending_to(mail, world.settings))

    entry: HistoryEntry = (await world.history(lodged.complaint_id))[-1]
    (notice,) = await world.notices(event="lodged")
    assert str(notice.id) in entry.detail


async def test_letters_of_a_trial_say_so(world: World, mail: MailSink) -> None:
    wanted = NewTenant("lighthouse", "灯塔", "Lighthouse", "service", "Asia/Shanghai", "zh", "400-3000")
    trying = await add_organisation(world.settings, wanted, trial=True)
    for language in ("zh", "en"):
        await trying.lodge(language=language)
    await work(sending_to(mail, world.settings))
    texts = {str(each["Subject"])[:5]: text_of(each) for each in mail.mails if "amina" in each["To"]}
    assert {subject[:4] for subject in texts} == {"[Tri", "【试用】"}
    assert any(text.startswith("This is a trial") for text in texts.values())
    assert any(text.startswith("这是一封试用邮件") for text in texts.values())


async def test_a_letter_under_way_when_its_trial_is_wiped_harms_nobody(world: World, mail: MailSink) -> None:
    wanted = NewTenant("lighthouse", "灯塔", "Lighthouse", "service", "Asia/Shanghai", "zh", "400-3000")
    trying = await add_organisation(world.settings, wanted, trial=True)
    await trying.lodge()
    settings = sending_to(mail, world.settings)
    [(tenant_id, row_id)] = await ready()
    errand = await effects.take(tenant_id=tenant_id, outbox_id=row_id, settings=settings)
    assert errand is not None
    async with trying.scope():
        tenant = await tenant_by_id(trying.id)
        await go_live(tenant, name="Lighthouse", by=trying.actor("ada"), now=MONDAY)
    await effects.carry_out(errand)
    assert len(mail.mails) == 1
    assert await trying.acts() == ["go-live"]
    assert await trying.outbox() == []
