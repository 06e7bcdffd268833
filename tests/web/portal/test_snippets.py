"""Texts written again and again: filled in for a case, changed by whose they are, and had back."""

from __future__ import annotations

from typing import Any

from tests.web.portal.conftest import Enter
from tests.web.visitor import Visitor
from tests.world import World

LIST = "/portal/snippets"


async def written(visitor: Visitor, **given: Any) -> str:
    """Its address."""
    page = await visitor.submit(await visitor.get(LIST), LIST, **given)
    assert page.status == 200, page.errors
    return page.link(r"/portal/snippets/[0-9a-f-]{36}$")


async def test_put_into_a_message_filled_in_and_in_the_complainants_language(
    world: World, enter: Enter
) -> None:
    case = await world.lodge(name="Amina Yusuf", language="en")
    zh_case = await world.lodge(name="", language="zh")
    bram = await enter("bram")
    await written(bram, name="Hello", text_en="Dear {name}, about {number}: {mine} sees to it.")
    url = f"/portal/cases/{case.complaint_id}"
    choice = await bram.get((await bram.get(url)).link("/snippets$"))
    words = f"Dear Amina Yusuf, about {case.number}: Bram sees to it."
    assert words in choice.words
    plain = (await bram.get(choice.link(r"\?snippet="))).form("/message").values["body"]
    assert plain == [words]
    put = (await bram.get(f"{url}/snippets/{choice.link('snippet=').split('=')[1].split('#')[0]}")).response
    assert (put.text, put.headers["content-type"].split(";")[0]) == (words, "text/plain")
    zh = await bram.get(f"/portal/cases/{zh_case.complaint_id}/snippets")
    assert f"Dear 您, about {zh_case.number}" in zh.words


async def test_own_ones_are_seen_by_nobody_else_and_shared_ones_changed_by_few(
    world: World, enter: Enter
) -> None:
    bram, chen, dora = await enter("bram"), await enter("chen"), await enter("dora")
    own = await written(bram, name="Mine", text_en="A")
    assert 'name="shared"' not in (await bram.get(LIST)).html
    shared = await written(chen, name="Ours", text_zh="您好", shared="yes")
    assert "Mine" not in (await chen.get(LIST)).words
    assert "Ours" in (await bram.get(LIST)).words
    assert "You may use it, not change it." in (await bram.get(shared)).words
    for visitor, url in ((chen, own), (dora, own), (dora, shared)):
        assert (await visitor.get(url)).status == 404
    forged = (await chen.get(shared)).form("/text").values
    assert (await bram.send(f"{shared}/text", forged)).status == 403
    share = {**(await bram.get(LIST)).form(LIST).values, "name": ["x"], "text_en": ["x"], "shared": ["yes"]}
    assert (await bram.send(LIST, share)).status == 403


async def test_nobody_overwrites_what_they_have_not_seen(world: World, enter: Enter) -> None:
    chen = await enter("chen")
    url = await written(chen, name="Ours", text_en="A", shared="yes")
    first, second = await chen.get(url), await chen.get(url)
    await chen.submit(first, "/text", text_en="B")
    late = await chen.submit(second, "/text", text_en="C")
    assert (late.status, "As it stands" in late.words) == (409, True)
    assert late.form("/text").values["text_en"] == ["C"]
    assert "C" in (await chen.submit(late, "/text")).words


async def test_removed_and_had_back(world: World, enter: Enter) -> None:
    case, bram = await world.lodge(), await enter("bram")
    url = await written(bram, name="Mine", text_en="A")
    gone = await bram.submit(await bram.get(url), "/removal")
    assert "It is removed" in gone.words
    assert "Mine" not in (await bram.get(LIST)).words
    assert "Mine" not in (await bram.get(f"/portal/cases/{case.complaint_id}/snippets")).words
    put = f"/portal/cases/{case.complaint_id}/snippets/{url.rpartition('/')[2]}"
    assert (await bram.get(put)).status == 404
    assert "Mine" in (await bram.submit(gone, "/return")).words


async def test_what_is_wrong_is_said_and_kept(enter: Enter) -> None:
    bram = await enter("bram", language="zh")
    page = await bram.submit(await bram.get(LIST), LIST, name="", text_en="Dear {who}")
    assert page.errors == {"text-name": "请取个名称。", "text-text_en": "没有可填入“who”的内容。"}
    assert page.form(LIST).values["text_en"] == ["Dear {who}"]
