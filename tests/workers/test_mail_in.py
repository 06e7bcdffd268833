"""Mail that came in ends in the tray, in its case, or among what was put aside; none is lost, none is answered."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import aiosmtplib
import asyncpg
import pytest

from amends.arrivals.rules import Standing
from amends.complaints.lifecycle import State
from amends.correspondence.tables import Message
from amends.database.scope import execute
from amends.evidence.store import open_store
from amends.mailin.keeping import unread_objects
from amends.mailin.routing import MOST_IN_AN_HOUR
from amends.notices import reply_address
from amends.tasks.tables import Task, TaskKind
from tests.amends.complaints.cases import closed
from tests.mail import MailSink
from tests.workers.driving import sending_to, work
from tests.workers.incoming import DOMAIN, Post, kept, letter, post_of, tray
from tests.world import Organisation, World


@pytest.fixture
async def post(world: World) -> AsyncIterator[Post]:
    async with post_of(world.settings) as found:
        yield found


def address_of(world: Organisation, complaint_id: object) -> str:
    return reply_address.made(
        tenant_id=world.id, complaint_id=complaint_id, secret=world.settings.secret, domain=DOMAIN  # type: ignore[arg-type]
    )  # fmt: skip


async def messages(world: Organisation, complaint_id: object) -> list[str]:
    async with world.scope():
        rows = await Message.objects().where(Message.complaint_id == complaint_id).order_by(Message.at)
    return [str(row.body) for row in rows if row.kind == "from_complainant"]


async def test_a_letter_to_the_organisation_waits_in_its_tray_with_its_raw_source(
    world: World, post: Post
) -> None:
    mail = letter("电梯又停了。\n\n-- \n阿米娜\n", sender="阿米娜 <Amina@Example.com>")
    await post.arrives(mail, f"Harbour+lifts@{DOMAIN}")

    [row] = await tray(world)
    assert (row.standing, row.sender_name, row.sender_email) == ("waiting", "阿米娜", "amina@example.com")
    assert row.body == "电梯又停了。\n\n-- \n阿米娜"
    [mail_row] = await kept(world)
    store = open_store(world.settings.store_url)
    raw = await store.get(str(mail_row.object_name), sha256=bytes(mail_row.digest).hex())
    assert raw.replace(b"\r\n", b"\n") == mail.as_bytes()
    assert (mail_row.outcome, mail_row.arrival_id) == ("waiting", row.id)
    assert await tray(world.other) == []


async def test_brought_again_after_a_lost_answer_it_is_there_once(world: World, post: Post) -> None:
    for _ in range(2):
        await post.arrives(letter(), f"harbour@{DOMAIN}")
    assert len(await kept(world)) == len(await tray(world)) == 1
    await post.arrives(b"Received: by another way\r\n" + letter().as_bytes(), f"harbour@{DOMAIN}")
    assert [row.outcome for row in await kept(world)] == ["waiting", "repeated"]
    await post.arrives(letter("Another letter under the same id.\n"), f"harbour@{DOMAIN}")
    assert len(await tray(world)) == 2


async def test_nobody_s_address_is_refused_and_two_organisations_are_served_one_by_one(
    world: World, post: Post
) -> None:
    other = f"{world.other.tenant.slug}@{DOMAIN}"
    with pytest.raises(aiosmtplib.SMTPRecipientsRefused) as refused:
        await post.bring(letter(), f"nobody@{DOMAIN}", "harbour@elsewhere.example", f"r-{'a' * 56}@{DOMAIN}")
    assert {each.code for each in refused.value.recipients} == {550}
    turned_away, _ = await post.bring(letter(), f"harbour@{DOMAIN}", other)
    assert turned_away[other][0] == 452
    await post.arrives(letter(), other)
    assert (len(await tray(world)), len(await tray(world.other))) == (1, 1)


async def test_an_answer_to_a_letter_comes_into_its_case(world: World, post: Post, mail: MailSink) -> None:
    lodged = await world.lodge(language="en")
    await work(replace(sending_to(mail, world.settings), mail_in_domain=DOMAIN))
    to = str(mail.mails[0]["Reply-To"])
    text = "Thank you.\n\nOn Mon, 2 Mar 2026, Harbour wrote:\n> Your complaint is registered\n"

    await post.arrives(letter(text, in_reply_to=str(mail.mails[0]["Message-ID"])), to)

    assert await messages(world, lodged.complaint_id) == ["Thank you."]
    [row] = await tray(world)
    assert (row.standing, row.complaint_id) == (Standing.MESSAGE, lodged.complaint_id)
    async with world.scope():
        assert not await Task.exists().where(Task.kind == TaskKind.ARRIVAL)


async def test_it_is_known_by_the_letter_it_answers_though_it_came_to_the_organisation(
    world: World, post: Post
) -> None:
    lodged = await world.lodge(language="en")
    [notice] = await world.notices(event="lodged")
    await post.arrives(letter("More of it.\n", references=f"<x@y> {notice.message_id}"), f"harbour@{DOMAIN}")
    assert await messages(world, lodged.complaint_id) == ["More of it."]
    await post.arrives(letter(in_reply_to=str(notice.message_id), message_id="<2@example.com>"), f"{world.other.tenant.slug}@{DOMAIN}")  # fmt: skip
    assert [row.standing for row in await tray(world.other)] == [Standing.WAITING]


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ({"sender": "Somebody <else@example.com>"}, "stranger"),
        ({"authentication_results": "mx.example.org; dmarc=fail"}, "unproved"),
        ({"x_spam_flag": "YES"}, "spam"),
        ({"auto_submitted": "auto-generated"}, "bulk"),
    ],
)
async def test_what_nobody_can_be_sure_of_is_held_and_adds_nothing_to_the_case(
    world: World, headers: dict[str, str], why: str
) -> None:
    lodged = await world.lodge()
    async with post_of(replace(world.settings, mail_trusted=("mx.example.org",))) as post:
        await post.arrives(letter(**headers), address_of(world, lodged.complaint_id))
    [row] = await tray(world)
    assert (row.standing, row.reason, row.case_hint) == (Standing.HELD, why, lodged.complaint_id)
    assert await messages(world, lodged.complaint_id) == []


async def test_programs_that_answer_open_and_reopen_nothing_and_are_not_answered(
    world: World, post: Post, mail: MailSink
) -> None:
    ended = await closed(world)
    case = address_of(world, ended)
    await post.arrives(letter(auto_submitted="auto-replied"), case)
    await post.arrives(letter(message_id="<2@example.com>", precedence="auto_reply"), f"harbour@{DOMAIN}")
    await post.arrives(letter(message_id="<3@example.com>"), case, sender="")
    assert [row.standing for row in await tray(world)] == [Standing.DISMISSED] * 3
    assert (await world.complaint(ended)).state == State.CLOSED
    await post.arrives(letter("It is broken again.\n", message_id="<4@example.com>"), case)
    assert [row.standing for row in await tray(world)][3:] == [Standing.WAITING]
    await work(sending_to(mail, world.settings))
    assert not [each for each in mail.mails if "amina" in str(each["To"]) and "lift" in str(each["Subject"])]


async def test_our_own_mail_that_comes_back_to_us_is_put_aside(world: World, post: Post) -> None:
    await world.lodge()
    [notice] = await world.notices(event="lodged")
    await post.arrives(letter(message_id=str(notice.message_id), auto_submitted="auto-generated"), f"harbour@{DOMAIN}")  # fmt: skip
    assert [row.reason for row in await tray(world)] == ["our-own"]


REPORT = """\
From: MAILER-DAEMON@mx.example.com
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; amina@example.com
Action: {action}
Status: {status}

--b
Content-Type: text/rfc822-headers

Message-ID: {original}
Subject: Your complaint
--b--
"""


@pytest.mark.parametrize("known_by", ["address", "original"])
async def test_a_letter_that_comes_back_has_failed_for_ever_and_somebody_is_asked_to_reach_them(
    world: World, post: Post, mail: MailSink, known_by: str
) -> None:
    lodged = await world.lodge()
    settings = replace(
        sending_to(mail, world.settings), mail_in_domain=DOMAIN, mail_from="noreply@example.org"
    )
    await work(settings)
    [notice] = await world.notices(event="lodged")
    back = reply_address.returning(
        tenant_id=world.id, notice_id=notice.id, secret=settings.secret, domain=DOMAIN
    )
    assert mail.senders[0] == back, "of the sender's own domain, so that SPF and DMARC agree"
    report = REPORT.format(
        to=back,
        action="failed",
        status="5.1.1",
        original=notice.message_id if known_by == "original" else "<x@y>",
    )

    await post.arrives(report.encode(), back if known_by == "address" else f"harbour@{DOMAIN}", sender="")

    [failed] = await world.notices(event="lodged")
    assert (failed.failure, failed.failed_at is not None) == ("came back 5.1.1", True)
    async with world.scope():
        [task] = await Task.objects().where(Task.kind == TaskKind.REACH)
    assert task.notice_id == notice.id
    assert (await world.acts(lodged.complaint_id))[-2:] == ["notice-failed", "task-opened"]
    assert [row.reason for row in await tray(world)] == ["comes-back"]


async def test_a_letter_that_is_only_late_has_not_failed(world: World, post: Post) -> None:
    await world.lodge()
    [notice] = await world.notices(event="lodged")
    back = reply_address.returning(
        tenant_id=world.id, notice_id=notice.id, secret=world.settings.secret, domain=DOMAIN
    )
    report = REPORT.format(to=back, action="delayed", status="4.4.1", original=notice.message_id)
    await post.arrives(report.encode(), back, sender="")
    [notice] = await world.notices(event="lodged")
    assert notice.failed_at is None
    assert [row.reason for row in await tray(world)] == ["delayed"]


async def test_two_programs_that_answer_each_other_are_stopped(world: World, post: Post) -> None:
    lodged = await world.lodge()
    to = address_of(world, lodged.complaint_id)
    for turn in range(MOST_IN_AN_HOUR + 3):
        await post.arrives(
            letter(f"Your request {turn} was received.\n", message_id=f"<{turn}@example.com>"), to
        )
    assert len(await messages(world, lodged.complaint_id)) == MOST_IN_AN_HOUR
    assert [row.reason for row in await tray(world) if row.standing == Standing.HELD] == ["many"] * 3


async def test_what_no_program_reads_comes_into_the_tray_as_it_is(world: World, post: Post) -> None:
    await post.bring(letter(), f"harbour@{DOMAIN}")
    async with world.scope():
        [row] = await unread_objects()
    await open_store(world.settings.store_url).delete(row)
    for turn in range(7):
        world.move_to(world.at(hours=2 * turn))
        await work(post.settings)
    [arrival] = await tray(world)
    assert (arrival.standing, arrival.source is not None) == (Standing.WAITING, True)


async def test_with_the_database_away_it_is_to_be_brought_again(
    world: World, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object, **__: object) -> None:
        raise asyncpg.CannotConnectNowError("the database system is starting up")

    with monkeypatch.context() as broken:
        broken.setattr("amends.mailin.keeping.publish", away)
        with pytest.raises(aiosmtplib.SMTPDataError) as refused:
            await post.bring(letter(), f"harbour@{DOMAIN}")
    assert refused.value.code == 451
    assert await kept(world) == []
    await post.arrives(letter(), f"harbour@{DOMAIN}")
    assert len(await tray(world)) == 1


async def test_killed_after_the_reading_it_is_in_the_tray_once(world: World, post: Post) -> None:
    await post.arrives(letter(), f"harbour@{DOMAIN}")
    async with world.scope():
        await execute("UPDATE outbox SET settled_at = NULL, claimed_until = NULL WHERE name = 'read-mail'")
    world.move_to(world.at(minutes=5))
    await work(post.settings)
    assert len(await tray(world)) == 1


async def test_lmtp_answers_for_each_recipient_by_itself(world: World) -> None:
    async with post_of(world.settings, listen="lmtp://127.0.0.1:0") as post:
        reader, writer = await asyncio.open_connection("127.0.0.1", int(post.url.rpartition(":")[2]))

        async def say(words: str) -> str:
            writer.write(words.encode() + b"\r\n")
            answer = (await reader.readline()).decode()
            while answer[3:4] == "-":
                answer = (await reader.readline()).decode()
            return answer[:3]

        await reader.readline()
        said = [await say(each) for each in ("LHLO mx", "MAIL FROM:<a@b.example>", f"RCPT TO:<harbour@{DOMAIN}>", f"RCPT TO:<harbour+2@{DOMAIN}>", "DATA")]  # fmt: skip
        assert said == ["250", "250", "250", "452", "354"]
        assert await say(letter().as_string().replace("\n", "\r\n") + "\r\n.") == "250"
        writer.close()
    assert len(await kept(world)) == 1
