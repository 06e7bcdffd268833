"""The local mailbox keeps what it accepts, whole, under names that sort by arrival."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import aiosmtplib
import pytest

from amends_cli import mailbox


@dataclass
class Box:
    port: int
    folder: Path

    async def send(self, subject: str, *, to: tuple[str, ...] = ("amina@example.org",)) -> None:
        mail = EmailMessage()
        mail["From"] = "noreply@localhost"
        mail["To"] = "Amina <amina@example.org>"
        mail["Subject"] = subject
        mail.set_content("您的投诉已登记。")
        await aiosmtplib.send(mail, hostname="127.0.0.1", port=self.port, recipients=list(to))

    def mails(self) -> list[EmailMessage]:
        found = [
            message_from_bytes(path.read_bytes(), policy=policy.default)
            for path in sorted(self.folder.iterdir())
        ]
        return [mail for mail in found if isinstance(mail, EmailMessage)]


@pytest.fixture
async def box(tmp_path: Path) -> AsyncIterator[Box]:
    async with mailbox.catching("127.0.0.1", 0, tmp_path / "mailbox") as port:
        yield Box(port, tmp_path / "mailbox")


async def test_a_mail_is_one_file_named_by_its_arrival(box: Box) -> None:
    await box.send("投诉登记 R-1")
    names = [path.name for path in box.folder.iterdir()]
    assert len(names) == 1
    assert re.fullmatch(r"\d{8}T\d{6}\.\d{6}Z-[0-9a-f]{16}\.eml", names[0])
    mail = box.mails()[0]
    assert mail["Subject"] == "投诉登记 R-1"
    assert mail.get_content().strip() == "您的投诉已登记。"


async def test_names_sort_by_arrival(box: Box) -> None:
    for number in range(5):
        await box.send(f"R-{number}")
    assert [mail["Subject"] for mail in box.mails()] == [f"R-{number}" for number in range(5)]


async def test_the_envelope_is_kept_as_well(box: Box) -> None:
    await box.send("R-1", to=("bram@harbour.example", "chen@harbour.example"))
    mail = box.mails()[0]
    assert mail["Return-Path"] == "<noreply@localhost>"
    assert mail.get_all("Delivered-To") == ["bram@harbour.example", "chen@harbour.example"]
