"""No transaction is open while we wait for anyone outside: slow phones and a dead mail server harm nobody else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from amends import clock
from tests.concurrency.books import demand_exactly
from tests.concurrency.complainant import Complainant, Form, Receipt
from tests.concurrency.deployment import Deployment
from tests.concurrency.post import nothing_owed, stalls
from tests.world import Organisation
from workers.flight import EACH

UPLOADS = 50
ANSWERED = 5
"""So many of them go on in the end."""
LONGEST = 3.0
"""What lodging may take for all but the slowest twentieth; one held by an upload would take ten times that."""


class SlowPhone:
    """Sends half of its form and then nothing, until it may go on."""

    def __init__(self, complainant: Complainant, form: Form) -> None:
        self._complainant = complainant
        self._form = form
        self._half_sent = asyncio.Event()
        self._go_on = asyncio.Event()
        self._sending: asyncio.Task[Receipt] | None = None

    async def begin(self) -> None:
        self._sending = asyncio.create_task(self._send())
        await self._half_sent.wait()

    async def end(self) -> Receipt:
        assert self._sending is not None
        self._go_on.set()
        return await self._sending

    async def give_up(self) -> None:
        assert self._sending is not None
        self._sending.cancel()
        await asyncio.gather(self._sending, return_exceptions=True)

    async def _send(self) -> Receipt:
        browser = self._complainant.browser
        whole = browser.request("/complaints", self._form.data)
        slow = httpx.Request(
            "POST", whole.url, headers=whole.headers, content=self._halves(await whole.aread())
        )
        return await self._complainant.told(self._form, await browser.send(slow))

    async def _halves(self, body: bytes) -> AsyncIterator[bytes]:
        yield body[: len(body) // 2]
        self._half_sent.set()
        await self._go_on.wait()
        yield body[len(body) // 2 :]


async def test_stalled_uploads_and_a_stalled_mail_server_leave_lodging_unharmed(
    deployment: Deployment, harbour: Organisation
) -> None:
    await asyncio.gather(deployment.web.start(), nothing_owed(deployment))
    async with stalled_uploads(deployment, harbour) as phones, stalled_mail(deployment, harbour) as waiting:
        browsing = [deployment.complainant(harbour) for _ in range(2)]
        lodged = await asyncio.gather(*(lodge_and_time(somebody, times=10) for somebody in browsing))
        assert await deployment.held_open() == 0
        times = sorted(time for _, each in lodged for time in each)
        assert times[len(times) * 95 // 100 - 1] < LONGEST, times
        told = [receipt for receipts, _ in lodged for receipt in receipts]
        told += await asyncio.gather(*(phone.end() for phone in phones[:ANSWERED]))  # nor were they harmed
    await demand_exactly(harbour, [*told, *waiting])


@asynccontextmanager
async def stalled_uploads(deployment: Deployment, of: Organisation) -> AsyncIterator[list[SlowPhone]]:
    """Only those that will go on need a form of their own."""
    owners = [deployment.complainant(of) for _ in range(ANSWERED)]
    phones = [SlowPhone(owner, await owner.fill_in()) for owner in owners]
    for _ in range(UPLOADS - ANSWERED):
        phones.append(SlowPhone(deployment.complainant(of), Form("", {"narrative": "So slow " * 1000})))
    try:
        await asyncio.gather(*(phone.begin() for phone in phones))
        yield phones
    finally:
        for phone in phones:
            await phone.give_up()


@asynccontextmanager
async def stalled_mail(deployment: Deployment, of: Organisation) -> AsyncIterator[list[Receipt]]:
    """All that one organisation may have under way waits for an answer; what was lodged for it."""
    before = len(deployment.mail.mails)
    deployment.mail.stall()
    somebody = deployment.complainant(of)
    try:
        receipts = [await somebody.lodge() for _ in range(EACH)]
        await stalls(deployment, mails=EACH, since=before)
        yield receipts
    finally:
        deployment.mail.accept()
        deployment.worker.kill()


async def lodge_and_time(somebody: Complainant, *, times: int) -> tuple[list[Receipt], list[float]]:
    receipts, seconds = [], []
    for _ in range(times):
        form = await somebody.fill_in()
        began = clock.ticks()
        receipts.append(await somebody.send(form))
        seconds.append(clock.ticks() - began)
    return receipts, seconds
