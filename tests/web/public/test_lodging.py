"""Amina lodges a complaint in her browser, without JavaScript."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.conftest import Arrive
from tests.web.visitor import Page, Visitor
from tests.world import World

PHOTO = ("lift.txt", "电梯又停了。The lift stopped again.".encode(), "text/plain")


async def filled(amina: Visitor, **changed: Any) -> tuple[Page, dict[str, Any]]:
    """The form page and values that would be taken."""
    page = await amina.get("/complaints/new?category=A")
    answers = {name: "2026-02-27" for name in page.form("/complaints").values if name.startswith("answers.")}
    times = {name: "14:30" for name in answers if f'name="{name}" type="time"' in page.html}
    values = {
        **answers,
        **times,
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


async def test_a_form_without_its_token_is_refused(world: World, arrive: Arrive) -> None:
    amina = arrive()
    page, values = await filled(amina)
    back = await amina.submit(page, "/complaints", _csrf_token="forged", **values)
    assert back.status == 403
    assert await world.complaints() == []


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
