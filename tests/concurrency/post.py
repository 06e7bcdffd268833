"""What has left, what is still owed, what is stuck at the mail server."""

from __future__ import annotations

from email.message import EmailMessage

from tests.concurrency.deployment import Deployment
from tests.concurrency.waiting import eventually


async def nothing_owed(deployment: Deployment, *, within: float = 30.0) -> None:
    """Until everything that waits to leave has left; what a killed worker held comes again after a minute."""

    async def settled() -> bool:
        return await deployment.owed() == 0

    await deployment.worker.start()
    deployment.let_pass(seconds=61)
    await eventually(settled, within=within)


async def stalls(deployment: Deployment, *, mails: int, since: int) -> None:
    """Until so many more mails have come for which the worker awaits an answer in vain."""

    async def waiting() -> bool:
        return len(deployment.mail.mails) >= since + mails

    await eventually(waiting)


def repeats(deployment: Deployment, message_id: str) -> list[EmailMessage]:
    """Every mail that came under this Message-ID."""
    return [mail for mail in deployment.mail.mails if mail["Message-ID"] == message_id]
