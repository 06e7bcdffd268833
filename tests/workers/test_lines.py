"""A line to the mail server is kept between letters, and no letter is lost or doubled for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from email.message import EmailMessage

import pytest

from amends.notices import lines as module
from amends.notices.lines import Lines
from amends.notices.mail import SendFailed, send
from tests.concurrency.waiting import eventually
from tests.mail import MailSink


@pytest.fixture
async def lines() -> AsyncIterator[Lines]:
    kept = Lines(most=4)
    yield kept
    await kept.close()


def letter(number: int = 1) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@localhost", "amina@example.com", f"Letter {number}"
    mail["Message-ID"] = f"<{number}@localhost>"
    mail.set_content("Good day")
    return mail


async def test_letters_in_a_row_share_a_line(lines: Lines, mail: MailSink) -> None:
    for number in range(5):
        await send(letter(number), smtp_url=mail.url, lines=lines)
    assert (len(mail.mails), mail.lines) == (5, 1)


async def test_at_once_each_has_its_own_and_no_more_are_kept_than_allowed(
    lines: Lines, mail: MailSink
) -> None:
    await asyncio.gather(*(send(letter(number), smtp_url=mail.url, lines=lines) for number in range(6)))
    assert (len(mail.mails), mail.lines) == (6, 6)
    assert len(lines._idle) == 4


async def test_a_line_is_not_used_for_ever(
    lines: Lines, mail: MailSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LETTERS", 2)
    for number in range(4):
        await send(letter(number), smtp_url=mail.url, lines=lines)
    assert (len(mail.mails), mail.lines) == (4, 2)


async def test_one_that_the_server_has_given_up_is_dialled_anew(lines: Lines, mail: MailSink) -> None:
    await send(letter(1), smtp_url=mail.url, lines=lines)
    mail.hang_up()
    await send(letter(2), smtp_url=mail.url, lines=lines)
    assert [str(each["Message-ID"]) for each in mail.mails] == ["<1@localhost>", "<2@localhost>"]
    assert mail.lines == 2


@pytest.mark.parametrize("trouble", ["drop", "refuse"])
async def test_after_any_trouble_the_next_letter_has_a_line_of_its_own(
    lines: Lines, mail: MailSink, trouble: str
) -> None:
    await send(letter(1), smtp_url=mail.url, lines=lines)
    if trouble == "drop":
        mail.drop_after_data()
    else:
        mail.refuse("451 4.7.1 Try again later")
    with pytest.raises(SendFailed):
        await send(letter(2), smtp_url=mail.url, lines=lines)  # once: nobody repeats it behind our back
    mail.accept()
    await send(letter(3), smtp_url=mail.url, lines=lines)
    assert [str(each["Message-ID"]) for each in mail.mails] == [f"<{n}@localhost>" for n in (1, 2, 3)]
    assert mail.lines == 2


async def test_idle_lines_are_closed(lines: Lines, mail: MailSink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "IDLE", 0.0)
    await send(letter(), smtp_url=mail.url, lines=lines)

    async def closed() -> bool:
        return not lines._idle and not lines._goodbyes

    await eventually(closed)
    await send(letter(2), smtp_url=mail.url, lines=lines)
    assert mail.lines == 2
