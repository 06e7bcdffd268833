"""A letter as it travels: readable in both languages, the same at every attempt, and nobody's way to add headers."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.notices.mail import Letter, SendFailed, compose, send, taken
from tests.mail import MailSink, text_of
from tests.world import MONDAY

LETTER = Letter(
    organisation="海湾服务",
    to="amina@example.com",
    subject="您的投诉已登记，编号A20260001",
    body="您好：\n\n" + "很长的一行。" * 300 + "\n.\nFrom here on\n",
    language="zh",
    message_id="<0b0e@amends.example.org>",
    written_at=MONDAY,
)
EXPECTED = {
    "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language", "Content-Type",
    "Content-Transfer-Encoding", "MIME-Version",
}  # fmt: skip


def received(mail: EmailMessage) -> EmailMessage:
    parsed = message_from_bytes(mail.as_bytes(), policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def test_it_reads_as_it_was_written() -> None:
    mail = received(compose(LETTER, mail_from="Complaints <noreply@amends.example.org>"))
    assert mail["From"] == "海湾服务 <noreply@amends.example.org>"
    assert mail["Subject"] == LETTER.subject
    assert text_of(mail) == LETTER.body
    assert set(mail.keys()) == EXPECTED


def test_it_is_the_same_at_every_attempt() -> None:
    first, second = (compose(LETTER, mail_from="a@example.org").as_bytes() for _ in range(2))
    assert first == second


def test_letters_about_a_case_hang_together() -> None:
    letter = replace(LETTER, complaint_id=uuid4())
    mail = received(compose(letter, mail_from="a@example.org"))
    assert mail["References"] == mail["In-Reply-To"] == f"<case-{letter.complaint_id}@amends.example.org>"


@given(text=st.text(max_size=80).map(lambda text: text + "\r\nBcc: everybody@example.com\r\n\r\nBody"))
def test_no_value_adds_a_header(text: str) -> None:
    letter = replace(LETTER, organisation=text, subject=text, language=text)
    mail = received(compose(letter, mail_from="a@example.org"))
    assert set(mail.keys()) == EXPECTED
    assert mail["Bcc"] is None


@pytest.mark.parametrize(
    "address", ["", "nobody", "a@b@c", "a@example.com\r\nBcc: b@example.com", "a@example.com, b@example.com"]
)
def test_what_is_no_address_is_given_up(address: str) -> None:
    with pytest.raises(SendFailed) as failed:
        compose(replace(LETTER, to=address), mail_from="a@example.org")
    assert failed.value.permanent


def test_addresses_with_foreign_domains_travel_in_ascii() -> None:
    mail = received(compose(replace(LETTER, to="amina@例子.中国"), mail_from="a@example.org"))
    assert mail["To"] == "amina@xn--fsqu00a.xn--fiqs8s"


async def test_addresses_in_chinese_reach_servers_that_take_them(mail: MailSink) -> None:
    letter = compose(replace(LETTER, to="阿米娜@例子.中国"), mail_from="a@example.org")
    await send(letter, smtp_url=mail.url)
    assert mail.recipients == ["阿米娜@xn--fsqu00a.xn--fiqs8s"]


async def test_the_body_arrives_whole(mail: MailSink) -> None:
    await send(compose(LETTER, mail_from="a@example.org"), smtp_url=mail.url)
    (arrived,) = mail.mails
    assert text_of(arrived) == LETTER.body
    assert arrived["Message-ID"] == LETTER.message_id


@pytest.mark.parametrize(
    ("reply", "permanent"),
    [("550 5.1.1 no", True), ("552 full", True), ("451 4.3.0 later", False), ("421 bye", False)],
)
async def test_what_the_server_says_decides_about_trying_again(
    mail: MailSink, reply: str, permanent: bool
) -> None:
    mail.refuse(reply)
    with pytest.raises(SendFailed) as failed:
        await send(compose(LETTER, mail_from="a@example.org"), smtp_url=mail.url)
    assert failed.value.permanent is permanent


async def test_a_wrong_password_is_our_fault_and_not_the_letters(mail: MailSink) -> None:
    with pytest.raises(SendFailed) as failed:
        await send(
            compose(LETTER, mail_from="a@example.org"),
            smtp_url=mail.url.replace("smtp://", "smtp://user:wrong@"),
        )
    assert not failed.value.permanent
    assert "wrong" not in failed.value.reason


async def test_encryption_can_be_demanded(mail: MailSink) -> None:
    with pytest.raises(SendFailed):
        await send(compose(LETTER, mail_from="a@example.org"), smtp_url=f"{mail.url}?starttls=required")
    assert mail.mails == []


@pytest.mark.parametrize(
    ("said", "words", "number"),
    [
        ("2.0.0 Ok: queued as 4Gk3Hx2zZ1", "250 2.0.0", "4Gk3Hx2zZ1"),
        ("OK", "250", ""),
        ("2.1.5 <amina@example.com> will get it", "250 2.1.5", ""),
        ("Ok: queued as amina@example.com", "250", ""),
    ],
)
def test_of_a_server_s_yes_its_codes_and_its_number_are_kept_and_no_address(
    said: str, words: str, number: str
) -> None:
    assert (taken(said).words, taken(said).provider_id) == (words, number)
