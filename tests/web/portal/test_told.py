"""The case page says who was told what, when, by which way, and what became of it."""

from __future__ import annotations

from datetime import timedelta

from amends import clock
from amends.notices.texts import CODE_LATER
from amends.notices.told import Fate, told
from tests.mail import MailSink
from tests.web.portal.conftest import Enter
from tests.workers.driving import sending_to, work
from tests.world import World
from web.portal.told_view import masked_address


async def test_what_waits_leaves_is_put_off_and_given_up(world: World, mail: MailSink, enter: Enter) -> None:
    lodged = await world.lodge(language="en")
    settings = sending_to(mail, world.settings)
    bram = await enter("bram")

    async def said() -> str:
        page = (await bram.get(f"/portal/cases/{lodged.complaint_id}")).words
        return page[page.index("Who was told what, when") : page.index("History")]

    assert "Confirmation of a complaint → Amina" in (first := await said())
    assert "about to leave" in first
    assert "a•••@example.com" in first
    mail.refuse("451 4.7.1 Try again later")
    await work(settings)
    put_off = await said()
    assert "will be tried again" in put_off
    assert "The mail server refused the letter 451 4.7.1" in put_off
    assert "next try" in put_off
    mail.accept()
    world.move_to(clock.now() + timedelta(minutes=2))
    await work(settings)
    left = await said()
    assert "taken by the mail server" in left
    assert "tries: 2" in left
    assert "451" not in left


async def test_one_given_up_leads_to_what_can_be_done(world: World, mail: MailSink, enter: Enter) -> None:
    lodged = await world.lodge(language="en")
    mail.refuse("550 5.1.1 unknown")
    await work(sending_to(mail, world.settings))
    page = await (await enter("bram")).get(f"/portal/cases/{lodged.complaint_id}")
    assert "not delivered" in page.words
    assert 'href="#undelivered"' in page.html
    assert "/redelivery" in page.html


async def test_its_words_are_read_on_demand_and_no_code_is_among_them(world: World, enter: Enter) -> None:
    lodged, another = await world.lodge(language="en"), await world.lodge()
    async with world.scope():
        (notice,) = [each for each in await told(lodged.complaint_id) if each.to_complainant]
    bram = await enter("bram")
    page = await bram.get(f"/portal/cases/{lodged.complaint_id}/notices/{notice.id}")
    assert lodged.number in page.words
    assert "amina@example.com" in page.words
    assert CODE_LATER not in page.html
    elsewhere = await bram.http.get(f"/portal/cases/{another.complaint_id}/notices/{notice.id}")
    assert elsewhere.status_code == 404


async def test_who_gave_no_way_to_be_reached_is_told_on_the_page(world: World) -> None:
    lodged = await world.lodge(email="", phone="")
    async with world.scope():
        fates = {each.fate(clock.now()) for each in await told(lodged.complaint_id) if each.to_complainant}
    assert fates == {Fate.SHOWN}


def test_addresses_are_told_apart_and_no_more() -> None:
    assert masked_address("amina@example.com") == "a•••@example.com"
    assert masked_address("400 12345") == "••• 2345"
    assert masked_address("1 Harbour Road\n200000 Shanghai") == ""
    assert masked_address("") == ""
