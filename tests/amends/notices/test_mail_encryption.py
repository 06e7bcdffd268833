"""Encryption towards the mail server, against real ones: what is demanded is had or nothing leaves, least a password."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from pathlib import Path

import pytest

from amends import clock
from amends.notices import lines
from amends.notices.mail import Letter, SendFailed, compose, send
from tests.certificates import Authority
from tests.mail import PASSWORD, MailSink, catching
from tests.world import MONDAY

LETTER = compose(
    Letter(
        organisation="Harbour",
        to="amina@example.com",
        subject="Your complaint",
        body="Dear Amina,\n",
        language="en",
        message_id="<0b0e@amends.example.org>",
        written_at=MONDAY,
    ),
    mail_from="a@example.org",
)


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """The only one this machine trusts."""
    made = Authority(tmp_path, "trusted", now=clock.now())
    monkeypatch.setenv("SSL_CERT_FILE", str(made.trusted))
    return made


@pytest.fixture
def stranger(tmp_path: Path) -> Authority:
    return Authority(tmp_path, "stranger", now=clock.now())


def signing_in(url: str) -> str:
    return url.replace("://", f"://user:{PASSWORD}@")


async def refused(sink: MailSink, url: str) -> SendFailed:
    """Not for ever: somebody will mend the settings, and the letter then leaves."""
    with pytest.raises(SendFailed) as failed:
        await send(LETTER, smtp_url=url)
    assert not failed.value.permanent
    assert (sink.mails, sink.passwords) == ([], [])
    return failed.value


@pytest.mark.parametrize("how", ["", "?starttls=offered", "?starttls=required"])
async def test_a_line_that_can_be_encrypted_is(authority: Authority, how: str) -> None:
    async with catching(certificate=authority.server()) as sink:
        await send(LETTER, smtp_url=signing_in(sink.url) + how)
    assert (sink.encrypted, sink.passwords) == ([True], [PASSWORD])


async def test_a_line_may_be_encrypted_from_the_start(authority: Authority) -> None:
    async with catching(certificate=authority.server(), from_the_start=True) as sink:
        await send(LETTER, smtp_url=sink.url)
    assert len(sink.mails) == 1


async def test_a_server_that_demands_it_gets_it(authority: Authority) -> None:
    async with catching(certificate=authority.server(), demands=True) as sink:
        failed = await refused(sink, f"{sink.url}?starttls=never")
        assert failed.reason.startswith("not let in: 530")
        await send(LETTER, smtp_url=sink.url)
    assert sink.encrypted == [True]


@pytest.mark.parametrize("from_the_start", [True, False])
@pytest.mark.parametrize("wrong", ["of a stranger", "of another server", "over"])
async def test_a_wrong_certificate_gets_nothing_whatever_is_demanded(
    authority: Authority, stranger: Authority, wrong: str, from_the_start: bool
) -> None:
    makers: dict[str, Callable[[], ssl.SSLContext]] = {
        "of a stranger": stranger.server,
        "of another server": lambda: authority.server("192.0.2.7"),
        "over": lambda: authority.server(days=-1),
    }
    async with catching(certificate=makers[wrong](), from_the_start=from_the_start) as sink:
        failed = await refused(sink, signing_in(sink.url))
    assert failed.reason == "the mail server shows a certificate that is not good for it"


async def test_what_is_demanded_and_not_offered_stops_the_letter(mail: MailSink) -> None:
    failed = await refused(mail, f"{mail.url}?starttls=required")
    assert failed.reason == "the mail server offers no encryption"


async def test_a_password_leaves_this_machine_only_encrypted(
    mail: MailSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = signing_in(mail.url)
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(lines, "_on_this_machine", lambda _: False)
        failed = await refused(mail, url)
        assert failed.reason == "the mail server offers no encryption"
        await send(LETTER, smtp_url=f"{url}?starttls=never")  # somebody said so
    await send(LETTER, smtp_url=url)
    assert mail.passwords == [PASSWORD, PASSWORD]


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("10.0.0.1", False),
        ("mail.example.org", False),
    ],
)
def test_which_servers_are_on_this_machine(host: str, here: bool) -> None:
    assert lines._on_this_machine(host) is here
