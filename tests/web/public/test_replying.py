"""Amina says how she wants to be answered, and finds what she was told on her page whatever way it went."""

from __future__ import annotations

from amends.complaints.deciding import accept
from tests.web.conftest import Arrive
from tests.web.public.test_lodging import filled
from tests.world import World


async def test_a_way_without_its_contact_is_said_beside_the_contact(world: World, arrive: Arrive) -> None:
    amina = arrive()
    page, values = await filled(amina, reply_by="letter", address="")
    back = await amina.submit(page, "/complaints", **values)
    assert back.errors == {"address": "Please give the postal address we are to write to."}
    assert back.form("/complaints").values["reply_by"] == ["letter"]
    receipt = await amina.submit(back, "/complaints", address="1 Harbour Road\n210000")
    assert "amina@example.com" not in receipt.words, "no mail is promised that is not sent"
    [complaint] = await world.complaints()
    assert (complaint.reply_by, complaint.complainant_address) == ("letter", "1 Harbour Road\n210000")
    assert {str(row.channel) for row in await world.notices(event="lodged")} == {"letter"}


async def test_text_messages_are_offered_only_where_a_gateway_sends_them(
    world: World, arrive: Arrive
) -> None:
    page = await arrive().get("/complaints/new?category=A")
    assert 'value="letter"' in page.html
    assert 'name="reply_by" value="sms"' not in page.html


async def test_who_gave_no_contact_reads_on_the_page_what_others_get(world: World, arrive: Arrive) -> None:
    amina = arrive()
    page, values = await filled(amina, email="")
    receipt = await amina.submit(page, "/complaints", **values)
    [complaint] = await world.complaints()
    await world.do(accept, complaint.id, by="ines")
    own = await amina.get(receipt.link(r"^/complaints/[0-9a-f-]{36}$"))
    [accepted] = await world.notices(event="accepted")
    assert accepted.channel == "page"
    assert "What we told you" in own.words
    assert str(accepted.subject) in own.words
