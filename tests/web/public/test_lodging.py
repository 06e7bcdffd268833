"""Amina lodges a complaint in her browser, without JavaScript."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
import segno
from PIL import Image

from tests.web.conftest import Arrive
from tests.web.filling import needed_answers
from tests.web.visitor import Page, Visitor
from tests.world import World

PHOTO = ("lift.txt", "电梯又停了。The lift stopped again.".encode(), "text/plain")


async def filled(amina: Visitor, **changed: Any) -> tuple[Page, dict[str, Any]]:
    """The form page and values that would be taken."""
    page = await amina.get("/complaints/new?category=A")
    values = {
        **needed_answers(page),
        "category": "A",
        "subject": "Nobody answered",
        "narrative": "I waited for an hour.",
        "email": "amina@example.com",
        **changed,
    }
    return page, {name.replace(".", "__"): value for name, value in values.items()}


async def test_number_code_and_times_are_shown_at_once(world: World, arrive: Arrive) -> None:
    amina = arrive()
    page, values = await filled(amina)
    receipt = await amina.submit(page, "/complaints", files=[PHOTO], **values)
    assert (receipt.status, receipt.path) == (200, "/complaints/lodged")
    assert receipt.text_of("number") == "A20260001"
    assert "by the end of 11 Mar 2026" in receipt.words  # 7 working days from Monday, 2 March
    [complaint] = await world.complaints()
    assert (complaint.subject, complaint.state) == ("Nobody answered", "REVIEW")
    assert (await world.promises(complaint.id))["acknowledge"].ended_at is not None


async def test_the_receipt_s_qr_code_leads_back_and_holds_no_access_code(
    world: World, arrive: Arrive
) -> None:
    amina = arrive()
    page, values = await filled(amina)
    receipt = await amina.submit(page, "/complaints", **values)
    [complaint] = await world.complaints()
    address = f"{(await world.desk()).base_url}/track?number={complaint.number}"
    drawn = re.search(r'<svg[^>]*class="qr".*?</svg>', receipt.html, re.DOTALL)
    paths = re.compile(r' d="([^"]+)"')
    expected = segno.make_qr(address, error="m").svg_inline(scale=4, border=2, light="#fff", dark="#000")
    assert drawn is not None
    assert paths.findall(drawn[0]) == paths.findall(expected)


async def test_a_form_sent_twice_leads_to_one_complaint_and_the_same_code(
    world: World, arrive: Arrive
) -> None:
    amina = arrive()
    page, values = await filled(amina)
    first = await amina.submit(page, "/complaints", **values)
    second = await amina.submit(page, "/complaints", **values)
    shown = [(receipt.text_of("number"), receipt.text_of("access-code")) for receipt in (first, second)]
    assert shown[0] == shown[1]
    assert len(await world.complaints()) == 1
    assert len(await world.notices(event="lodged")) == 1


async def test_errors_stand_at_their_fields_and_nothing_typed_is_lost(world: World, arrive: Arrive) -> None:
    amina = arrive()
    page, values = await filled(amina, narrative="", email="not an address", demand="An apology")
    back = await amina.submit(page, "/complaints", files=[PHOTO], **values)
    assert back.status == 422
    assert back.errors == {"narrative": "Please fill this in.", "email": "This is not an e-mail address."}
    again = back.form("/complaints").values
    assert (again["email"], again["demand"]) == (["not an address"], ["An apology"])
    assert await world.complaints() == []
    receipt = await amina.submit(back, "/complaints", narrative="I waited.", email="amina@example.com")
    own = await amina.get(receipt.link(r"^/complaints/[0-9a-f-]{36}$"))
    assert "lift.txt" in own.words  # the file received with the first sending


async def test_errors_speak_the_language_of_the_page(world: World, arrive: Arrive) -> None:
    amina = arrive(language="zh-CN")
    page, values = await filled(amina, narrative="")
    back = await amina.submit(page, "/complaints", **values)
    assert back.errors == {"narrative": "请填写此项。"}


async def test_without_javascript_the_category_s_questions_come_with_a_step(
    world: World, arrive: Arrive
) -> None:
    amina = arrive()
    page = await amina.get("/complaints/new")
    assert 'name="answers.' not in page.html
    chosen: dict[str, Any] = {"category": "C", "subject": "My bill", "continue": "yes"}
    next_step = await amina.submit(page, "/complaints", **chosen)
    assert next_step.status == 200
    assert 'name="answers.' in next_step.html
    assert next_step.form("/complaints").values["subject"] == ["My bill"]
    assert await world.complaints() == []


async def test_a_file_that_is_not_what_its_name_says_is_refused_and_the_rest_kept(
    world: World, arrive: Arrive
) -> None:
    amina = arrive()
    page, values = await filled(amina)
    back = await amina.submit(
        page,
        "/complaints",
        files=[("holiday.jpg", b"<html><script>alert(1)</script>", "image/jpeg")],
        **values,
    )
    assert back.status == 422
    assert "This kind of file is not taken." in back.words
    assert back.form("/complaints").values["narrative"] == ["I waited for an hour."]
    assert await world.complaints() == []


async def test_a_form_without_its_token_is_kept_from_us_and_not_from_her(
    world: World, arrive: Arrive
) -> None:
    amina = arrive()
    page, values = await filled(amina)
    amina.http.cookies.delete("csrftoken")
    back = await amina.submit(page, "/complaints", files=[PHOTO], **values)
    assert (back.status, "send it once more" in back.words) == (403, True)
    assert back.form("/complaints").values["narrative"] == ["I waited for an hour."]
    assert await world.complaints() == []
    assert (await amina.submit(back, "/complaints")).path == "/complaints/lodged"


async def test_a_forged_token_is_refused(world: World, arrive: Arrive) -> None:
    amina = arrive()
    page, values = await filled(amina)
    for forged in ("forged", "é" * 200, ""):
        sent: dict[str, Any] = {**values, "_csrf_token": forged}
        assert (await amina.submit(page, "/complaints", **sent)).status == 403
    assert await world.complaints() == []


async def test_the_token_outlives_the_browser_and_a_broken_one_is_replaced(arrive: Arrive) -> None:
    amina = arrive()
    amina.http.cookies.set("csrftoken", "x" * 128, domain="harbour.localhost")
    answer = await amina.look("/complaints/new")
    [cookie] = [text for text in answer.response.headers.get_list("set-cookie") if "csrftoken" in text]
    assert "max-age=31536000" in cookie.lower()


async def test_large_photos_are_taken(world: World, arrive: Arrive) -> None:
    amina = arrive()
    page, values = await filled(amina)
    photos = [(f"{name}.jpg", photo(megabytes=7), "image/jpeg") for name in ("lift", "stairs")]
    receipt = await amina.submit(page, "/complaints", files=photos, **values)
    assert receipt.path == "/complaints/lodged"
    own = await amina.get(receipt.link(r"^/complaints/[0-9a-f-]{36}$"))
    assert ("lift.jpg" in own.words, "stairs.jpg" in own.words) == (True, True)


async def test_a_photo_that_is_too_large_is_told_at_its_field(world: World, arrive: Arrive) -> None:
    amina = arrive()
    page, values = await filled(amina, demand="An apology")
    large = ("lift.jpg", photo(megabytes=21), "image/jpeg")
    back = await amina.submit(page, "/complaints", files=[large], **values)
    assert (back.status, list(back.errors)) == (422, ["files"])
    assert back.errors["files"].startswith("lift.jpg: This file is larger than 20 MB.")
    again = back.form("/complaints").values
    assert all(again[name.replace("__", ".")] == [value] for name, value in values.items())
    assert await world.complaints() == []


def photo(*, megabytes: int) -> bytes:
    """A whole JPEG of this size: small, with a comment in every segment that fits."""
    buffer = io.BytesIO()
    Image.new("RGB", (64, 64), "teal").save(buffer, "JPEG")
    comment = b"\xff\xfe\xff\xff" + b"x" * 65533
    picture = buffer.getvalue()
    return picture[:2] + comment * (megabytes * 1024 * 1024 // len(comment) + 1) + picture[2:]


async def test_lodging_too_often_from_one_address_is_refused_in_words(world: World, arrive: Arrive) -> None:
    amina = arrive()
    page, values = await filled(amina, narrative="")
    statuses = [(await amina.submit(page, "/complaints", **values)).status for _ in range(61)]
    assert statuses == [422] * 60 + [429]
    elsewhere = arrive(address="192.0.2.7")
    page, values = await filled(elsewhere)
    assert (await elsewhere.submit(page, "/complaints", **values)).status == 200


@pytest.mark.parametrize("form_id", ["", "short", "no spaces allowed", "x" * 200])
async def test_a_form_needs_a_proper_one_time_id(world: World, arrive: Arrive, form_id: str) -> None:
    amina = arrive()
    page, values = await filled(amina)
    assert (await amina.submit(page, "/complaints", form_id=form_id, **values)).status == 409
    assert await world.complaints() == []


async def test_a_form_changed_and_sent_again_is_no_resend_and_not_lost(world: World, arrive: Arrive) -> None:
    amina = arrive()
    page, values = await filled(amina)
    await amina.submit(page, "/complaints", **values)
    back = await amina.submit(page, "/complaints", **{**values, "narrative": "I waited for two hours."})
    assert (back.status, "was recorded" in back.words) == (409, True)
    assert len(await world.complaints()) == 1
    receipt = await amina.submit(back, "/complaints")
    assert receipt.text_of("number") == "A20260002"
    assert [row.narrative for row in await world.complaints()] == [
        "I waited for an hour.",
        "I waited for two hours.",
    ]


async def test_null_characters_are_dropped_and_nothing_typed_is_lost(world: World, arrive: Arrive) -> None:
    amina = arrive()
    page, values = await filled(
        amina,
        subject="Nobody\x00 answered",
        narrative="I\x00 waited.\r\nLong.",
        name="Am\x00ina",
        demand="\x00A",
    )
    receipt = await amina.submit(page, "/complaints", **values)
    assert receipt.status == 200
    [row] = await world.complaints()
    assert (row.subject, row.narrative, row.demand) == ("Nobody answered", "I waited.\nLong.", "A")
    own = await amina.get(receipt.link(r"^/complaints/[0-9a-f-]{36}$"))
    sent = await amina.submit(own, "/message", body="More\x00 of it")
    assert (sent.status, "More of it" in sent.words) == (200, True)
    assert (await amina.submit(sent, "/withdrawal", reason="Enough\x00")).status == 200
    track = await amina.submit(await amina.get("/track"), "/track", number="A\x00", code="\x00")
    lost = await amina.submit(await amina.get("/lost-code"), "/lost-code", number="\x00", email="a\x00")
    assert (track.status, lost.status) == (422, 200)


async def test_without_its_one_time_id_a_form_need_only_be_sent_again(world: World, arrive: Arrive) -> None:
    amina = arrive()
    page, values = await filled(amina)
    back = await amina.submit(page, "/complaints", **values | {"form_id": ""})
    assert (back.status, "Send it again as it stands." in back.words) == (409, True)
    assert (await amina.submit(back, "/complaints")).status == 200
    assert len(await world.complaints()) == 1


async def test_foreign_text_cannot_reorder_the_page(world: World, arrive: Arrive) -> None:
    amina = arrive()
    page, values = await filled(amina, subject="Refund \u202e005")
    receipt = await amina.submit(page, "/complaints", **values)
    own = await amina.get(receipt.link(r"^/complaints/[0-9a-f-]{36}$"))
    assert "<h1><bdi>Refund 005</bdi></h1>" in own.html
    assert '<p class="prose" dir="auto">I waited for an hour.</p>' in own.html
