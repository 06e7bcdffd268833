"""Articles through HTTP without scripts: written, approved by another, compared, put into a reply, read by complainants."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.web.conftest import Arrive
from tests.web.portal.conftest import Enter
from tests.web.visitor import Page, Visitor
from tests.world import World, first_category

HOME = "/portal/articles"
NEW: dict[str, Any] = {
    "title_zh": "如何申请退款",
    "title_en": "How to get a refund",
    "body_zh": "请提供订单号。\n\n七天内退款到账。",
    "body_en": "Give the order number.\n\nThe refund arrives within a week.",
    "review_months": "6",
}


async def category_of(world: World) -> str:
    async with world.at_desk() as desk:
        return first_category(desk.policy)


async def written(by: Visitor, **values: Any) -> Page:
    """Its page, as a draft."""
    return await by.submit(await by.get(f"{HOME}/new"), "/articles/new", **{**NEW, **values})


async def approved(enter: Enter, **values: Any) -> str:
    """Its address."""
    page = await written(await enter("bram"), **values)
    address = page.path.partition("?")[0]
    await (bram := await enter("bram")).submit(await bram.get(address), "/proposal")
    chen = await enter("chen")
    page = await chen.submit(await chen.get(address), "/approval")
    assert "Current" in page.words
    return address


async def test_an_article_is_in_use_once_somebody_else_has_approved_it(world: World, enter: Enter) -> None:
    bram, chen, otto = await enter("bram"), await enter("chen"), await enter("otto")
    page = await written(bram)
    address = page.path.partition("?")[0]
    assert (await otto.get(address)).status == 404, "whoever only reads finds no drafts"
    assert "How to get a refund" not in (await otto.get(HOME)).words
    page = await bram.submit(page, "/proposal")
    with pytest.raises(AssertionError):
        page.form("/approval")
    page = await chen.submit(await chen.get(address), "/approval")
    assert "Current text" in page.words
    found = await otto.get(f"{HOME}?q=REFUND+week")
    assert "How to get a refund" in found.words
    assert "How to get a refund" not in (await otto.get(f"{HOME}?q=100%25")).words
    assert "The refund arrives" in (await otto.get(address)).words
    acts = [act for act in await world.acts() if act.startswith("article-")]
    assert acts == ["article-begun", "article-proposed", "article-approved"]


async def test_nobody_approves_what_they_wrote_on(world: World, enter: Enter) -> None:
    chen = await enter("chen")
    page = await written(chen)
    page = await chen.submit(page, "/proposal")
    assert "somebody else approves it" in page.words
    address = page.path.partition("?")[0]
    sent = await chen.send(f"{address}/approval", {**page.form("/return").values})
    assert sent.status == 403
    assert "article-approved" not in await world.acts()
    bram = await enter("bram")
    token = (await bram.get(address)).form("/sign-out").values
    assert (await bram.send(f"{address}/approval", {**token, "form_id": "x" * 32, "seen": "0"})).status == 403


async def test_what_complainants_read_has_to_be_there_in_both_languages(world: World, enter: Enter) -> None:
    bram = await enter("bram", language="zh")
    page = await written(bram, audience="complainants", title_en="", body_en="")
    refused = await bram.submit(page, "/proposal")
    assert refused.status == 422
    assert "投诉人会用两种语言阅读" in refused.words


async def test_a_new_text_waits_while_the_approved_one_is_read(world: World, enter: Enter) -> None:
    address = await approved(enter)
    bram, otto, chen = await enter("bram"), await enter("otto"), await enter("chen")
    page = await bram.submit(
        await bram.get(f"{address}/edit"), "/text", body_en="Give the order number.\n\nTwo days."
    )
    assert "Two days." in page.words
    assert "Two days." not in (await otto.get(address)).words
    await bram.submit(page, "/proposal")
    given_back = await chen.submit(await chen.get(address), "/return", reason="Which days?")
    assert given_back.status == 200
    page = await bram.get(address)
    assert "Which days?" in page.words
    page = await bram.submit(
        await bram.get(f"{address}/edit"), "/text", body_en="Give the order number.\n\nTwo working days."
    )
    await bram.submit(page, "/proposal")
    await chen.submit(await chen.get(address), "/approval")
    assert "Two working days." in (await otto.get(address)).words
    compared = await otto.get(f"{address}/versions")
    assert '<del dir="auto">The refund arrives within a week.</del>' in compared.html
    assert '<ins dir="auto">Two working days.</ins>' in compared.html
    assert "Bram" in compared.words
    old = await otto.get(f"{address}/versions/1")
    assert "This text is not in use." in old.words
    assert "within a week" in old.words
    assert (await otto.get(f"{address}/versions/3")).status == 404


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Somebody else has saved this article"), ("zh", "他人刚刚保存了这篇文章")]
)
async def test_whoever_saves_second_sees_what_the_first_one_changed(
    world: World, enter: Enter, language: str, words: str
) -> None:
    bram, ines = await enter("bram"), await enter("ines", language=language)
    address = (await written(bram)).path.partition("?")[0]
    of_bram, of_ines = await bram.get(f"{address}/edit"), await ines.get(f"{address}/edit")
    await bram.submit(of_bram, "/text", body_en="Call the cashier.")
    refused = await ines.submit(of_ines, "/text", title_en="Refunds in short")
    assert refused.status == 409
    assert words in refused.words
    assert '<del dir="auto">Call the cashier.</del>' in refused.html, "what was saved meanwhile"
    assert refused.form("/text").values["title_en"] == ["Refunds in short"], "what was typed stays"
    saved = await ines.submit(refused, "/text", body_en="Call the cashier.")
    assert saved.status == 200
    page = await bram.get(address)
    assert "Refunds in short" in page.words
    assert "Call the cashier." in page.words


async def test_an_article_is_looked_at_again_and_retired(world: World, enter: Enter) -> None:
    address = await approved(enter)
    chen = await enter("chen")
    assert "How to get a refund" not in (await chen.get(f"{HOME}?show=review")).words
    world.move_to(world.at() + timedelta(days=200))
    chen, otto = await enter("chen"), await enter("otto")
    assert "How to get a refund" in (await chen.get(f"{HOME}?show=review")).words
    await chen.submit(await chen.get(address), "/confirmation")
    assert "How to get a refund" not in (await chen.get(f"{HOME}?show=review")).words
    retired = await chen.submit(await chen.get(address), "/retirement")
    assert "Retired" in retired.words
    assert (await otto.get(address)).status == 404
    assert "How to get a refund" in (await chen.get(f"{address}/versions/1")).words


async def test_a_case_is_offered_what_helps_and_the_reply_is_filled_in(world: World, enter: Enter) -> None:
    bram = await enter("bram")
    lodged = await world.lodge(
        subject="No refund", narrative="I gave the order number and wait for the refund."
    )
    address = f"/portal/cases/{lodged.complaint_id}"
    assert "Articles that may help" not in (await bram.get(address)).words
    article = await approved(enter, audience="complainants")
    await approved(
        enter, title_en="Parking", title_zh="停车", body_en="Behind the house.", body_zh="楼后停车。"
    )
    page = await bram.get(address)
    assert "How to get a refund" in page.words
    assert "Parking" not in page.words
    filled = await bram.get(page.link(r"\?article="))
    body = filled.form("/message").values["body"][0]
    assert body.endswith(f"/help/{article.rpartition('/')[2]}")
    assert body.startswith("如何申请退款"), "in the complainant's language"
    sent = await bram.submit(filled, "/message")
    assert sent.status == 200
    assert "/help/" in sent.words
    text = await bram.get(f"{article}/reply?language=en")
    assert text.html.startswith("How to get a refund")


async def test_articles_of_a_category_are_offered_whatever_the_words(world: World, enter: Enter) -> None:
    article = await approved(
        enter,
        category=await category_of(world),
        title_en="Parking",
        body_en="Behind.",
        title_zh="停车",
        body_zh="楼后。",
    )
    lodged = await world.lodge()
    page = await (await enter("bram")).get(f"/portal/cases/{lodged.complaint_id}")
    assert article in page.html


async def test_complainants_read_what_is_approved_for_them_and_nothing_else(
    world: World, enter: Enter, arrive: Arrive
) -> None:
    amina = arrive()
    assert "Common answers" not in (await amina.get("/")).words
    internal = await approved(enter, title_en="How we judge refunds")
    public = await approved(enter, audience="complainants")
    draft = (
        await written(await enter("bram"), audience="complainants", title_en="Half written")
    ).path.partition("?")[0]
    listed = await amina.get((await amina.get("/")).link("/help"))
    assert "How to get a refund" in listed.words
    assert "How we judge" not in listed.words
    assert "Half written" not in listed.words
    for each in (internal, draft):
        assert (await amina.get("/help/" + each.rpartition("/")[2])).status == 404
    page = await amina.get("/help/" + public.rpartition("/")[2])
    assert "The refund arrives" in page.words
    chinese = await arrive(language="zh").get("/help/" + public.rpartition("/")[2])
    assert "七天内退款到账" in chinese.words
    done = await amina.submit(page, "/answered")
    assert "Nothing was sent to us" in done.words
    bram = await enter("bram")
    assert "1 time " in (await bram.get(public)).words


async def test_the_form_shows_what_may_answer_it_and_lodges_all_the_same(
    world: World, enter: Enter, arrive: Arrive
) -> None:
    public = await approved(enter, audience="complainants")
    amina, code = arrive(), await category_of(world)
    form = await amina.get("/complaints/new")
    told: dict[str, Any] = {
        "category": code,
        "subject": "No refund",
        "narrative": "I gave the order number, no refund arrives.",
    }
    again = await amina.submit(form, "/complaints", **{**told, "continue": "yes"})
    assert "These may answer it already" in again.words
    assert again.form("/complaints").values["narrative"] == [told["narrative"]]
    part = await amina.send("/complaints/new/help", {**form.form("/complaints").values, **told})
    assert f"/help/{public.rpartition('/')[2]}/answered" in part.html
    assert await world.complaints() == []
    short = await amina.send(
        "/complaints/new/help", {**form.form("/complaints").values, **told, "narrative": "Hm"}
    )
    assert "These may answer" not in short.words


async def test_another_organisation_finds_nothing_of_it(world: World, enter: Enter, arrive: Arrive) -> None:
    address = await approved(enter, audience="complainants")
    dora = await enter("dora")
    for path in ("", "/edit", "/versions", "/versions/1", "/beside", "/reply"):
        assert (await dora.get(address + path)).status == 404, path
    assert "How to get a refund" not in (await dora.get(HOME)).words
    stranger = arrive(host=world.other.host)
    assert (await stranger.get("/help/" + address.rpartition("/")[2])).status == 404
    assert "How to get a refund" not in (await stranger.get("/help")).words
    page = await stranger.get("/help")
    token = stranger.http.cookies.get("csrftoken") or ""
    assert page.status == 200
    sent = await stranger.send(f"/help/{UUID(address.rpartition('/')[2])}/answered", {"_csrf_token": token})
    assert sent.status == 404
