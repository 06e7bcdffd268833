"""SIGTERM, as at every upgrade: what is under way is finished, nothing new is begun, and the process ends well."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from tests.concurrency.books import demand_exactly
from tests.concurrency.deployment import Deployment
from tests.concurrency.post import nothing_owed, stalls
from tests.concurrency.waiting import eventually
from tests.world import Organisation

pytestmark = pytest.mark.slow


async def test_web_answers_what_it_began_to_read_and_takes_nothing_new(
    deployment: Deployment, harbour: Organisation
) -> None:
    await deployment.web.start()
    amina = deployment.complainant(harbour)
    form = await amina.fill_in()
    whole = amina.browser.request("/complaints", form.data)
    half_sent, stopped = asyncio.Event(), asyncio.Event()
    body = _slowly(await whole.aread(), half_sent, stopped)
    request = httpx.Request("POST", whole.url, headers=whole.headers, content=body)
    sending = asyncio.create_task(amina.browser.send(request))
    await half_sent.wait()
    deployment.web.tell_to_stop()
    await eventually(lambda: _refused(deployment))
    stopped.set()
    answer = await sending
    assert (answer.status_code, answer.headers["location"]) == (303, "/complaints/lodged")
    assert await deployment.web.ended() == 0
    await deployment.web.start()
    await demand_exactly(harbour, [await amina.told(form, answer)])


async def _slowly(body: bytes, half_sent: asyncio.Event, go_on: asyncio.Event) -> AsyncIterator[bytes]:
    yield body[: len(body) // 2]
    half_sent.set()
    await go_on.wait()
    yield body[len(body) // 2 :]


async def _refused(deployment: Deployment) -> bool:
    """A proxy then sends the request to another process."""
    try:
        async with httpx.AsyncClient() as http:
            await http.get(f"http://127.0.0.1:{deployment.settings.port}/healthz")
    except httpx.ConnectError:
        return True
    return False


async def test_the_worker_waits_for_the_mail_server_s_answer(
    deployment: Deployment, harbour: Organisation
) -> None:
    await deployment.web.start()
    await deployment.worker.start()
    await nothing_owed(deployment)
    before = len(deployment.mail.mails)
    release = deployment.mail.hold()
    complainant = deployment.complainant(harbour)
    await complainant.send(await complainant.fill_in())
    await stalls(deployment, mails=1, since=before)
    deployment.worker.tell_to_stop()
    release.set()
    assert await deployment.worker.ended() == 0
    deployment.mail.accept()
    sent = {str(mail["message-id"]) for mail in deployment.mail.mails[before:]}
    await deployment.worker.start()
    await nothing_owed(deployment)
    again = [str(mail["message-id"]) for mail in deployment.mail.mails[before:]]
    assert sent
    assert all(again.count(message) == 1 for message in sent), "what was answered is not sent again"


@pytest.mark.parametrize("name", ["clock", "second_clock"])
async def test_a_clock_ends_between_two_batches(deployment: Deployment, name: str) -> None:
    clock = getattr(deployment, name)
    await clock.start()
    clock.tell_to_stop()
    assert await clock.ended() == 0
    assert "clock stopped" in clock.said()
