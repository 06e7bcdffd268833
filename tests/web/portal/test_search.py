"""Searching over HTTP: what was found, why, and only what the reader may read."""

from __future__ import annotations

import re

import pytest
from msgspec import structs

from amends.complaints.closing import withdraw
from amends.correspondence.operations import note
from amends.policy.document import Field, FieldUse, Text
from tests.amends.search.test_finding import read
from tests.governing import govern
from tests.web.portal.conftest import Enter
from tests.web.visitor import Page
from tests.world import World, first_category


def hits(page: Page) -> list[str]:
    return re.findall(r'<li class="card hit">\s*<h2><a href="/portal/cases/([0-9a-f-]{36})"', page.html)


@pytest.mark.parametrize(
    ("language", "words", "where", "marked"),
    [
        ("en", "elevaters", "What was said", "elevator"),
        ("en", "Lin", "Complainant", "Lin"),
        ("en", "damp board", "Messages and notes", "board"),
        ("zh", "停运 lin", "投诉人", "Lin"),
        ("zh", "控制板受潮了", "消息与备注", "控制板受潮"),
    ],
)
async def test_found_with_the_passage_that_shows_why(
    world: World, enter: Enter, language: str, words: str, where: str, marked: str
) -> None:
    case = await world.lodge(
        subject="三号楼停运", narrative="The elevator stopped twice.", name="Lin Xiaoyu", demand="-"
    )
    await world.do(note, case.complaint_id, by="bram", body="控制板受潮：a damp board")
    await world.do(withdraw, case.complaint_id, by="amina", reason="")
    await read()
    page = await (await enter("otto", language=language)).get(f"/portal/search?q={words}")
    assert hits(page) == [str(case.complaint_id)], "closed ones, too"
    assert where in page.words
    assert f"<mark>{marked}</mark>" in page.html


async def test_a_number_leads_straight_to_its_case(world: World, enter: Enter) -> None:
    case = await world.lodge()
    theirs = await world.other.lodge()
    bram = await enter("bram")
    page = await bram.get(f"/portal/search?q={case.number.lower()}")
    assert page.response.url.path == f"/portal/cases/{case.complaint_id}"
    if theirs.number != case.number:
        assert hits(await bram.get(f"/portal/search?q={theirs.number}")) == []


async def test_what_a_reader_may_not_read_is_neither_found_nor_shown(world: World, enter: Enter) -> None:
    async with world.at_desk() as desk:
        policy, code = desk.policy, first_category(desk.policy)
    hurt = Field(name=Text(zh="伤情", en="Hurt"), visible_to=("supervisor",))
    category = structs.replace(policy.categories[code], fields={"hurt": FieldUse(rank=1)})
    await govern(
        world,
        fields={**policy.fields, "hurt": hurt},
        common_fields={},
        categories={**policy.categories, code: category},
        guards={},
        routing={},
    )
    case = await world.lodge(category=code, subject="A fall", answers={"hurt": "fractured wrist"})
    await read()
    bram, chen = await enter("bram"), await enter("chen")
    assert hits(await bram.get("/portal/search?q=wrist")) == []
    by_subject = await bram.get("/portal/search?q=fall")
    assert (hits(by_subject), "wrist" in by_subject.html) == ([str(case.complaint_id)], False)
    page = await chen.get("/portal/search?q=wrist")
    assert (hits(page), "<mark>wrist</mark>" in page.html) == ([str(case.complaint_id)], True)


@pytest.mark.parametrize(("language", "title"), [("en", "Nothing found"), ("zh", "没有找到")])
async def test_nothing_found_and_nothing_asked(enter: Enter, language: str, title: str) -> None:
    bram = await enter("bram", language=language)
    page = await bram.get("/portal/search?q=飞机场&page=99999")
    assert title in page.words
    assert (await bram.get("/portal/search")).status == 200
    assert (await bram.get("/portal/search?q=%00%25_'")).status == 200


async def test_a_page_holds_twenty_five(world: World, enter: Enter) -> None:
    for _ in range(26):
        await world.lodge(subject="The elevator")
    await read()
    bram = await enter("bram")
    first = await bram.get("/portal/search?q=elevator")
    assert (len(hits(first)), "26 complaints" in first.words) == (25, True)
    second = await bram.get(first.link(r"page=2"))
    assert len(set(hits(first)) | set(hits(second))) == 26
