"""Mail is fetched from a mailbox once, whatever breaks off, and nothing is marked as read before it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

import pytest

from amends.arrivals.rules import Standing
from amends.evidence.store import open_store
from amends.mailin.mailboxes import Mailbox, MailboxTrouble, mailbox, mailboxes
from amends.notices import reply_address
from tests.imap import PASSWORD, USER, Folder, keeping_mail
from tests.workers.driving import work
from tests.workers.incoming import DOMAIN, kept, letter, tray
from tests.world import World
from workers import fetching
from workers.fetching import fetch


@pytest.fixture
def folder() -> Iterator[Folder]:
    with keeping_mail() as found:
        yield found


def box_at(folder: Folder, *, password: str = PASSWORD, name: str = "INBOX") -> Mailbox:
    user = quote(USER, safe="")
    return mailbox(
        f"imap://{user}:{quote(password)}@127.0.0.1:{folder.port}/{quote(name)}?to=harbour&starttls=never"
    )


async def fetched(world: World, box: Mailbox) -> int:
    settings = replace(world.settings, mail_in_domain=DOMAIN)
    try:
        return await fetch(box, settings, open_store(settings.store_url))
    finally:
        await work(settings)


async def test_what_is_unread_is_kept_once_and_then_marked(world: World, folder: Folder) -> None:
    for number in (1, 2):
        folder.put(letter(f"Number {number}.\n", message_id=f"<{number}@example.com>").as_bytes())
    assert await fetched(world, box_at(folder)) == 2
    assert await fetched(world, box_at(folder)) == 0
    assert folder.seen == {1, 2}
    assert {str(row.body) for row in await tray(world)} == {"Number 1.", "Number 2."}
    assert {row.outcome for row in await kept(world)} == {"waiting"}
    assert await tray(world.other) == []


@pytest.mark.parametrize("before", ["STORE", "FETCH"])
async def test_broken_off_it_is_fetched_again_and_there_once(
    world: World, folder: Folder, before: str
) -> None:
    folder.put(letter().as_bytes())
    folder.hangs_up_before = before
    with pytest.raises(MailboxTrouble):
        await fetched(world, box_at(folder))
    assert not folder.seen
    await fetched(world, box_at(folder))
    assert folder.seen == {1}
    assert len(await tray(world)) == 1


async def test_an_answer_found_in_the_mailbox_comes_into_its_case(world: World, folder: Folder) -> None:
    lodged = await world.lodge()
    to = reply_address.made(
        tenant_id=world.id, complaint_id=lodged.complaint_id, secret=world.settings.secret, domain=DOMAIN
    )
    folder.put(letter("Thank you.\n", to=f"Harbour <{to}>").as_bytes())
    folder.put(b"Return-Path: <>\r\n" + letter(message_id="<2@example.com>", to=to).as_bytes())
    await fetched(world, box_at(folder))
    rows = await tray(world)
    assert {row.standing for row in rows} == {Standing.MESSAGE, Standing.DISMISSED}
    assert {row.complaint_id for row in rows if row.standing == Standing.MESSAGE} == {lodged.complaint_id}


async def test_one_that_is_too_large_stays_where_it_is(
    world: World, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "LARGEST", 2_000)
    folder.put(letter("x" * 3_000).as_bytes())
    folder.put(letter(message_id="<2@example.com>").as_bytes())
    assert await fetched(world, box_at(folder)) == 1
    assert folder.seen == {2}


async def test_folders_of_any_name_and_passwords_that_are_wrong(world: World, folder: Folder) -> None:
    await fetched(world, box_at(folder, name="投诉 & Co"))
    assert folder.folders == ['"&YpWLyQ- &- Co"']
    with pytest.raises(MailboxTrouble) as refused:
        await fetched(world, box_at(folder, password="guessed"))
    assert "guessed" not in str(refused.value)
    with pytest.raises(MailboxTrouble, match="cannot be read"):
        await fetched(world, replace(box_at(folder), port=1))
    with pytest.raises(MailboxTrouble, match="cannot be read"):
        await fetched(world, replace(box_at(folder), plain=False))  # no STARTTLS there: no password is sent


@pytest.mark.parametrize(
    "wrong",
    [
        "imaps://imap.example.org/INBOX?to=harbour",
        "imaps://a:b@imap.example.org/INBOX",
        "pop3://a:b@imap.example.org/?to=harbour",
        "imap://a:b@imap.example.org/?to=harbour&starttls=maybe",
        "imaps://a:b@imap.example.org:x/?to=harbour",
    ],
)
def test_addresses_of_mailboxes_are_read_strictly(wrong: str) -> None:
    with pytest.raises(ValueError, match="expected mailboxes like") as refused:
        mailboxes(wrong)
    assert "a:b" not in str(refused.value)
