"""Amina changes how she is reached: proved where it goes, told where it went, and nobody else's business."""

from __future__ import annotations

import re
from datetime import timedelta

from amends.database.housekeeping import tidy_tenant
from amends.database.scope import fetch
from amends.notices.delivery import with_secrets
from amends.notices.tables import NoticeRow
from tests.web.conftest import Arrive
from tests.web.public.test_tracking import opened
from tests.web.visitor import Page, Visitor
from tests.world import MONDAY, World

NEW = "amina.wang@example.cn"


async def at_contact(world: World, amina: Visitor) -> Page:
    case = await opened(world, amina, await world.lodge())
    return await amina.get(case.link(r"/contact$"))


async def code_in(world: World, letter: NoticeRow) -> str:
    async with world.scope():
        body = await with_secrets(letter, world.settings.secrets)
    [code] = re.findall(r"[:：] ?([0-9A-Z]{4}-[0-9A-Z]{4})$", body, re.MULTILINE)
    return str(code)


async def letters(world: World) -> dict[str, NoticeRow]:
    """The newest of each kind."""
    return {str(row.event): row for row in await world.notices() if str(row.event).startswith("contact_")}


async def test_a_new_address_counts_only_once_it_is_proved(world: World, arrive: Arrive) -> None:
    amina = arrive()
    page = await at_contact(world, amina)
    refused = await amina.submit(page, "/contact", contact="not an address")
    assert (refused.status, refused.errors) == (422, {"change-contact": "This is not an e-mail address."})
    page = await amina.submit(refused, "/contact", contact=NEW)
    sent = await letters(world)
    assert {event: row.address for event, row in sent.items()} == {
        "contact_code": NEW,
        "contact_asked": "amina@example.com",
    }
    code = await code_in(world, sent["contact_code"])
    assert code not in str(sent["contact_code"].body), "no notice at rest proves anything"
    [case] = await world.complaints()
    assert case.complainant_email == "amina@example.com"
    wrong = await amina.submit(page, "/proof", code="0000-0000")
    assert (wrong.status, "This code does not fit." in wrong.words) == (422, True)
    page = await amina.submit(wrong, "/proof", code=code.lower().replace("-", " "))
    assert "From now on we reach you there." in page.words
    [case] = await world.complaints()
    assert (case.complainant_email, case.complainant_email_key) == (NEW, NEW)
    assert (await letters(world))["contact_changed"].address == "amina@example.com"
    assert [act for act in await world.acts(case.id) if act.startswith("contact")] == [
        "contact-asked",
        "contact-changed",
    ]
    async with world.scope():
        assert [row["contact"] for row in await fetch("SELECT contact FROM contact_change")] == [""]


async def test_a_code_is_good_for_a_day_and_only_the_newest(world: World, arrive: Arrive) -> None:
    amina = arrive()
    page = await amina.submit(await at_contact(world, amina), "/contact", contact=NEW)
    before = await code_in(world, (await letters(world))["contact_code"])
    page = await amina.submit(await amina.get(page.path), "/contact", contact=NEW)
    assert (await amina.submit(page, "/proof", code=before)).status == 422
    newest = await code_in(world, (await letters(world))["contact_code"])
    assert newest != before
    world.move_to(MONDAY + timedelta(days=1, minutes=1))
    [case] = await world.complaints()
    number = await opened_again(world, amina)
    assert "Type the code" not in number.words
    assert case.complainant_email == "amina@example.com"
    async with world.scope():
        await tidy_tenant(now=MONDAY + timedelta(days=3))
        assert await fetch("SELECT id FROM contact_change") == []


async def opened_again(world: World, amina: Visitor) -> Page:
    from amends.complaints.access import access_code

    [case] = await world.complaints()
    code = access_code(world.settings.secret, complaint_id=case.id, number=int(case.access_code_number))
    page = await amina.submit(await amina.get("/track"), "/track", number=case.number, code=code)
    return await amina.get(page.link(r"/contact$"))


async def test_codes_are_few_a_day_and_the_change_can_be_left(world: World, arrive: Arrive) -> None:
    amina = arrive()
    page = await at_contact(world, amina)
    for _ in range(5):
        page = await amina.submit(await amina.get(page.path), "/contact", contact=NEW)
    assert "It went to:" in page.words
    page = await amina.submit(page, "/discard")
    assert ("It went to:" in page.words, "Nothing was changed." in page.words) == (False, True)
    amina_elsewhere = arrive(address="192.0.2.9")
    page = await opened_again(world, amina_elsewhere)
    late = await amina_elsewhere.submit(page, "/contact", contact=NEW)
    assert (late.status, "Too many codes were sent today." in late.words) == (429, True)


async def test_chinese_letters_and_nobody_else_s_page(world: World, arrive: Arrive) -> None:
    amina, stranger = arrive(language="zh-CN"), arrive()
    page = await amina.submit(await at_contact(world, amina), "/contact", contact="王敏@例子.中国")
    assert "验证码已发送" in page.words
    assert (await stranger.get(page.path)).status == 404
    refused = await stranger.send(page.path, {"contact": NEW, "form_id": "x" * 32})
    assert refused.status in (403, 404)
    assert len(await world.notices(event="contact_code")) == 1
