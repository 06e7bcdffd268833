"""The local mailbox: development only, open without an account, and never more than text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from amends.config import Mode
from tests.web.conftest import Arrive
from tests.web.visitor import Page, Visitor
from tests.world import World
from web.app import create_app

FIRST = "20260302T010000.000000Z-00000000000000aa.eml"
SECOND = "20260302T020000.000000Z-00000000000000bb.eml"
MAIL = """\
Return-Path: <noreply@localhost>\r
Delivered-To: ada@example.com\r
From: Harbour <noreply@localhost>\r
To: ada@example.com\r
Subject: {subject}\r
Message-ID: <1@localhost>\r
Content-Type: text/plain; charset=utf-8\r
\r
请打开 http://harbour.localhost:8000/invitation/abc\r
or http://harbour.localhost.evil.example/x\r
<script>alert(1)</script>\r
"""


@pytest.fixture
def mailbox(world: World) -> Path:
    folder = world.settings.home / "mailbox"
    folder.mkdir(exist_ok=True)
    (folder / FIRST).write_bytes(MAIL.format(subject="=?utf-8?b?6YKA6K+35oKo?=").encode())
    (folder / SECOND).write_bytes(MAIL.format(subject="The second").encode())
    (folder / f".{SECOND}").write_bytes(b"half a mail")
    (world.settings.home / "secret.eml").write_bytes(MAIL.format(subject="Secret").encode())
    return folder


@pytest.fixture
def newcomer(world: World, arrive: Arrive, mailbox: Path) -> Visitor:
    return arrive(host=world.settings.base_domain)


async def test_the_newest_mail_is_on_top(newcomer: Visitor) -> None:
    page = await newcomer.get("/mailbox")
    assert page.status == 200
    assert page.html.index("The second") < page.html.index("邀请您")
    assert page.html.count("/mailbox/2026") == 2


async def test_a_mail_is_text_with_links_to_our_own_hosts_only(newcomer: Visitor) -> None:
    page = await newcomer.get(f"/mailbox/{FIRST}")
    assert "邀请您" in page.words
    assert "ada@example.com" in page.words
    assert page.link(r"^http").endswith("/invitation/abc")
    assert 'href="http://harbour.localhost.evil' not in page.html
    assert "<script>alert" not in page.html


async def test_only_mails_are_read(newcomer: Visitor) -> None:
    for name in (
        "secret.eml",
        "..%2Fsecret.eml",
        f".{SECOND}",
        SECOND.replace("bb.", "bc."),
        "%2e%2e",
        "x" * 300,
    ):
        assert (await newcomer.look(f"/mailbox/{name}")).status == 404, name


async def test_production_has_none(world: World, mailbox: Path) -> None:
    visitor = Visitor(create_app(replace(world.settings, mode=Mode.PRODUCTION)), "localhost")
    answers: list[Page] = [await visitor.look(path) for path in ("/mailbox", f"/mailbox/{FIRST}")]
    await visitor.close()
    assert [answer.status for answer in answers] == [404, 404]
