"""A disk takes nothing more: people are told that nothing was saved, keep what they typed, and lose nothing later."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from amends.evidence.tables import Evidence
from tests.concurrency.books import demand_exactly
from tests.concurrency.browser import NotTold, hidden
from tests.concurrency.complainant import Complainant, Form, Receipt
from tests.concurrency.deployment import Deployment
from tests.concurrency.post import nothing_owed
from tests.concurrency.small_disk import fill, may_mount, mounted, takes_nothing
from tests.mail import MailSink
from tests.world import PASSWORD, Organisation

LETTER = ("letter.txt", b"They wrote that nobody was in. " * 4000, "text/plain")
WITH_ROOM_TO_FILL = "256m"
MOST = 100


async def test_without_room_for_files_the_form_comes_back_as_it_was_typed(
    deployment: Deployment, harbour: Organisation
) -> None:
    await deployment.web.start()
    amina, dora = deployment.complainant(harbour), deployment.complainant(harbour)
    form, plain = await amina.fill_in(file=LETTER), await dora.fill_in()
    with takes_nothing(place_of_files(harbour)):
        with pytest.raises(NotTold, match="503") as refused:
            await amina.send(form)
        typed = (form.subject, form.data["narrative"], form.data["email"], form.data["form_id"])
        assert all(text in refused.value.said for text in ("Files cannot be stored", *typed))
        assert await harbour.complaints() == []
        without = await dora.send(plain)  # who sends no file notices nothing
    told = await amina.send(form)
    await demand_exactly(harbour, [told, without])
    async with harbour.scope():
        assert [item.name for item in await Evidence.objects()] == ["letter.txt"]


@pytest.mark.slow
async def test_without_room_for_files_a_message_and_evidence_of_staff_wait_with_them(
    deployment: Deployment, harbour: Organisation
) -> None:
    await deployment.web.start()
    amina, bram = deployment.complainant(harbour), deployment.browser(harbour)
    await amina.lodge()
    (case,) = [row.id for row in await harbour.complaints()]
    await bram.sign_in(str(harbour.people["bram"].email), PASSWORD)
    with takes_nothing(place_of_files(harbour)):
        page = await amina.browser.get(f"/complaints/{case}")
        message = {
            "_csrf_token": hidden(page, "_csrf_token"),
            "form_id": "my-message-1",
            "body": "See the letter",
        }
        with pytest.raises(NotTold, match="503") as refused:
            await amina.browser.post(f"/complaints/{case}/message", message, LETTER)
        assert all(text in refused.value.said for text in ("Files cannot be stored", "See the letter"))
        page = await bram.get(f"/portal/cases/{case}")
        scan = {"_csrf_token": hidden(page, "_csrf_token"), "form_id": "my-evidence-1"}
        answer = await bram.post(f"/portal/cases/{case}/evidence", scan, LETTER)
        assert (answer.status_code, "Files cannot be stored" in answer.text) == (422, True)
    assert await harbour.acts(case) == ["lodge", "acknowledge"]
    assert (await amina.browser.post(f"/complaints/{case}/message", message, LETTER)).status_code == 303
    assert (await bram.post(f"/portal/cases/{case}/evidence", scan, LETTER)).status_code == 303
    assert await harbour.acts(case) == ["lodge", "acknowledge", "message:from_complainant", "evidence"]


def place_of_files(of: Organisation) -> Path:
    """Where a store in a folder keeps this organisation's objects."""
    return Path(urlsplit(of.settings.store_url).path) / str(of.id)


@pytest.fixture
async def on_a_small_disk(mail_server: MailSink) -> AsyncIterator[Deployment]:
    """Database, files and logs together on one disk, as on a machine that runs everything."""
    home = Path(tempfile.mkdtemp(prefix="amends-test-"))
    with mounted(home, size=WITH_ROOM_TO_FILL):
        deployment = Deployment(mail_server, home=home)
        try:
            await deployment.open()
            async with deployment.at_hand():
                yield deployment
        finally:
            await deployment.close()


if may_mount():  # elsewhere a database that takes no writes stands for it: see test_database_trouble

    @pytest.mark.slow
    async def test_a_machine_whose_disk_is_full_goes_on_once_there_is_room(
        on_a_small_disk: Deployment,
    ) -> None:
        deployment, harbour = on_a_small_disk, await on_a_small_disk.organisation()
        processes = (deployment.web, deployment.worker, deployment.clock)
        await asyncio.gather(*(process.start() for process in processes))
        amina = deployment.complainant(harbour)
        ballast = fill(deployment.home)
        told, refused = await lodge_until_refused(amina)
        ballast.unlink()
        deployment.revive_servers()  # where PostgreSQL gave up, too
        told.append(await amina.send_until_told(refused))
        assert all(process.alive for process in processes)
        await nothing_owed(deployment)
        await demand_exactly(harbour, told)


async def lodge_until_refused(amina: Complainant) -> tuple[list[Receipt], Form]:
    """What still went in, and the first form that did not: with a page that says so, and that it is worth a try later."""
    told: list[Receipt] = []
    for _ in range(MOST):
        form = await amina.fill_in()
        long = Form(
            form.subject, {**form.data, "narrative": " ".join(f"{number:x}" for number in range(4000))}
        )
        try:
            told.append(await amina.send(long))
        except NotTold as nothing:
            if str(nothing) != "503":
                raise
            return told, long
    raise AssertionError("the disk never filled up")
