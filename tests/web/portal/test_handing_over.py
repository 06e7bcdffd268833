"""A complaint handed over page by page: asked for, agreed to, taken over; strangers find nothing."""

from __future__ import annotations

import re
from typing import Any

import pytest

from amends.complaints.access import access_code
from amends.complaints.lodging import Lodged
from amends.evidence.intake import Upload, receive
from amends.evidence.store import open_store
from amends.tenancy.operations import NewTenant
from tests.mail import MailSink
from tests.web.conftest import Arrive
from tests.web.portal.conftest import Enter
from tests.web.visitor import Page, Visitor
from tests.workers.driving import sending_to, work
from tests.world import Organisation, World, add_organisation, first_category, lodgement

WORDS = {
    "en": {
        "asked": "waiting for the complainant’s word",
        "waiting": "waiting for their answer",
        "tray": "Handed over to us",
        "mine": "waiting for you",
        "taken": "taken over",
        "consent": "May we hand your complaint over?",
        "history": "Taken over by another organisation",
    },
    "zh": {
        "asked": "等待投诉人答复",
        "waiting": "等待答复",
        "tray": "转入的投诉",
        "mine": "等待贵方答复",
        "taken": "已接手",
        "consent": "您是否同意转交投诉？",
        "history": "已由其他单位接手",
    },
}


@pytest.fixture
async def meadow(world: World) -> Organisation:
    wanted = NewTenant("meadow", "草地物业", "Meadow", "service", "Asia/Shanghai", "en", "400-3000")
    return await add_organisation(world.settings, wanted)


async def complaint(world: World) -> Lodged:
    store = open_store(world.settings.store_url)
    stored = await receive(store, tenant_id=world.id, uploads=[Upload("lift.txt", b"It stopped")])
    return await world.lodge(evidence=stored)


async def own_page(world: World, arrive: Arrive, case: Lodged, language: str) -> tuple[Visitor, Page]:
    amina = arrive(language=language)
    code = access_code(world.settings.secret, complaint_id=case.complaint_id, number=case.access_code_number)
    page = await amina.submit(await amina.get("/track"), "/track", number=case.number, code=code)
    return amina, page


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_from_the_door_that_opens_to_the_complaint_it_becomes(
    world: World, meadow: Organisation, enter: Enter, arrive: Arrive, mail: MailSink, language: str
) -> None:
    said, settings = WORDS[language], sending_to(mail, world.settings)
    ada = await enter("ada", of=meadow, language=language)
    door = await ada.get("/portal/settings/handovers")
    refused = await ada.submit(door, "/portal/settings/handovers", takes_over="yes", about_zh="", about_en="")
    assert refused.status == 422
    await ada.submit(
        refused, "/portal/settings/handovers", takes_over="yes", about_zh="电梯", about_en="Lifts"
    )

    case, ines = await complaint(world), await enter("ines", language=language)
    address = f"/portal/cases/{case.complaint_id}/handover"
    assert address in (await ines.get(f"/portal/cases/{case.complaint_id}")).html
    page = await ines.get(address)
    [taker] = re.findall(r'name="to" value="([0-9a-f-]{36})"', page.html)
    [file] = re.findall(r'name="evidence" value="([0-9a-f-]{36})"', page.html)
    refused = await ines.submit(page, "/offer", to=taker, reason=" ", evidence=[file])
    assert refused.status == 422
    page = await ines.submit(refused, "/offer", to=taker, reason="Their lift", evidence=[file])
    assert said["asked"] in page.words

    amina, page = await own_page(world, arrive, case, language)
    assert said["consent"] in page.words
    await amina.submit(page, "/handover", answer="yes")
    await work(settings)
    assert said["waiting"] in (await ines.get(address)).words

    theirs = await enter("ines", of=meadow, language=language)
    page = await theirs.get("/portal/handovers")
    assert said["tray"] in page.words
    assert said["mine"] in page.words
    [envelope] = set(re.findall(r"/portal/handovers/[0-9a-f-]{36}", page.html))
    page = await theirs.get(envelope)
    for words in ("Amina", "amina@example.com", "Their lift", "lift.txt"):
        assert words in page.words
    assert (await theirs.get(f"{envelope}/files/0")).response.content == b"It stopped"
    refused = await theirs.submit(page, "/take", category="")
    assert refused.status == 422
    async with meadow.at_desk() as desk:
        category, answers = first_category(desk.policy), dict(lodgement(desk.policy).answers)
    given: dict[str, Any] = {
        "category": category,
        **{f"answers.{code}": text for code, text in answers.items()},
    }
    page = await theirs.submit(refused, "/take", **given)
    if page.status == 422:  # its questions were not asked yet
        page = await theirs.submit(page, "/take", **given)
    assert said["taken"] in page.words
    assert "It stopped" not in page.words
    [new] = await meadow.complaints()
    assert f"/portal/cases/{new.id}" in page.html
    await work(settings)
    page = await ines.get(address)
    assert said["taken"] in page.words
    assert str(new.number) in page.words
    assert said["history"] in (await ines.get(f"/portal/cases/{case.complaint_id}")).words

    bram, dora = await enter("bram", of=meadow), await enter("dora")
    assert (await bram.get(envelope)).status == 403
    for stranger in (dora, await enter("ines")):
        assert (await stranger.get(envelope)).status == 404
        assert (await stranger.get(f"{envelope}/files/0")).status == 404
    assert (await dora.get(address)).status == 404


async def test_what_is_given_back_goes_on_where_it_was(
    world: World, meadow: Organisation, enter: Enter, arrive: Arrive, mail: MailSink
) -> None:
    settings, ada = sending_to(mail, world.settings), await enter("ada", of=meadow)
    door = await ada.get("/portal/settings/handovers")
    await ada.submit(door, "/portal/settings/handovers", takes_over="yes", about_zh="电梯", about_en="Lifts")
    case, ines = await complaint(world), await enter("ines")
    address = f"/portal/cases/{case.complaint_id}/handover"
    page = await ines.get(address)
    [taker] = re.findall(r'name="to" value="([0-9a-f-]{36})"', page.html)
    page = await ines.submit(page, "/offer", to=taker, reason="Their lift")
    refused = await ines.submit(page, "/consent", said="yes", how="written", note="By letter")
    assert (refused.status, "Please choose the file with what they wrote." in refused.words) == (422, True)
    page = await ines.submit(refused, "/consent", said="yes", how="spoken", note="On the telephone")
    amina, own = await own_page(world, arrive, case, "en")
    assert "You agreed that we hand it over" in own.words
    await work(settings)
    theirs = await enter("ines", of=meadow)
    [envelope] = set(
        re.findall(r"/portal/handovers/[0-9a-f-]{36}", (await theirs.get("/portal/handovers")).html)
    )
    await theirs.submit(await theirs.get(envelope), "/refusal", reason="Not our lift")
    await work(settings)
    page = await ines.get(address)
    for words in ("not taken over", "Not our lift", "by word of mouth"):
        assert words in page.words
    late = await amina.submit(own, "/handover", answer="no")
    assert late.status == 409
    case_page = await (await enter("bram")).get(f"/portal/cases/{case.complaint_id}")
    assert "A complaint was not taken over elsewhere: carry on with it" in case_page.words
