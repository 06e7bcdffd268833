"""A mail server that brings mail and keeps a log, as ours would be measured by: what was answered for may not be missing.

It tries again whatever was not answered for, as RFC 5321 has it: what was cut off may come twice.
"""

from __future__ import annotations

from email.message import EmailMessage
from urllib.parse import urlsplit

import aiosmtplib

from tests.concurrency.deployment import Deployment
from tests.concurrency.waiting import eventually
from tests.world import Organisation


class Sender:
    def __init__(self, deployment: Deployment, to: Organisation) -> None:
        where = urlsplit(deployment.settings.mail_listen)
        self._host, self._port = str(where.hostname), where.port
        self._to = f"{to.tenant.slug}@{deployment.settings.mail_in_domain}"
        self.answered_for: list[str] = []
        """Message-IDs, in the order in which 250 was said."""
        self.tries = 0

    async def bring(self, number: int, *, within: float = 60.0) -> None:
        """Until it is answered for."""
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = f"s{number}@example.com", self._to, f"Letter {number}"
        mail["Message-ID"] = f"<{number}@sender.example>"
        mail.set_content(f"It stopped again, for the {number}th time.\n")
        await eventually(lambda: self._tried(mail), within=within)
        self.answered_for.append(str(mail["Message-ID"]))

    async def _tried(self, mail: EmailMessage) -> bool:
        self.tries += 1
        line = aiosmtplib.SMTP(hostname=self._host, port=self._port, start_tls=False, timeout=10)
        try:
            async with line:
                await line.sendmail("s@example.com", [self._to], mail.as_bytes())
        except (aiosmtplib.SMTPException, OSError):
            return False
        return True
