"""Mail is brought to the listener as servers bring it, then the worker reads what was kept."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from email.message import EmailMessage

import aiosmtplib

from amends.arrivals.tables import Arrival
from amends.config import Settings
from amends.mailin.tables import IncomingMail
from tests.workers.driving import work
from tests.world import Organisation
from workers.mail import taking

DOMAIN = "in.example.org"


@dataclass
class Post:
    settings: Settings
    url: str

    async def bring(
        self, raw: bytes | EmailMessage, *to: str, sender: str = "amina@example.com"
    ) -> tuple[dict[str, aiosmtplib.SMTPResponse], str]:
        """As a mail server does: what was said of the recipients that were refused, and of the mail."""
        host, _, port = self.url.removeprefix("smtp://").partition(":")
        async with aiosmtplib.SMTP(hostname=host, port=int(port), start_tls=False, use_tls=False) as line:
            data = raw.as_bytes() if isinstance(raw, EmailMessage) else raw
            return await line.sendmail(sender, list(to), data)

    async def arrives(self, raw: bytes | EmailMessage, *to: str, sender: str = "amina@example.com") -> None:
        """Brought, and read by a worker."""
        await self.bring(raw, *to, sender=sender)
        await work(self.settings)


@asynccontextmanager
async def post_of(settings: Settings, *, listen: str = "smtp://127.0.0.1:0") -> AsyncIterator[Post]:
    settings = replace(settings, mail_in_domain=settings.mail_in_domain or DOMAIN, mail_listen=listen)
    async with taking(settings) as url:
        yield Post(settings, url)


def letter(
    body: str = "It stopped again.\n", *, sender: str = "Amina <amina@example.com>", **headers: str
) -> EmailMessage:
    """`in_reply_to` and the like are headers; what is "" is left out."""
    mail = EmailMessage()
    usual = {
        "from": sender,
        "to": f"harbour@{DOMAIN}",
        "subject": "The lift",
        "message-id": "<1@example.com>",
    }
    for name, text in {**usual, **{key.replace("_", "-"): text for key, text in headers.items()}}.items():
        if text:
            mail[name] = text
    mail.set_content(body)
    return mail


async def tray(organisation: Organisation) -> list[Arrival]:
    async with organisation.scope():
        return list(await Arrival.objects().order_by(Arrival.recorded_at))


async def kept(organisation: Organisation) -> list[IncomingMail]:
    async with organisation.scope():
        return list(await IncomingMail.objects().order_by(IncomingMail.received_at))
