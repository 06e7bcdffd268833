"""What is due first stands first."""

from __future__ import annotations

import re

import pytest

from amends.complaints.closing import withdraw
from amends.complaints.deciding import accept
from amends.complaints.handling import assign
from amends.policy.overriding import remove
from tenants.working import edit
from tests.tenants.policies import publish_change
from tests.web.portal.conftest import Enter
from tests.web.visitor import Page
from tests.world import World


def numbers(page: Page) -> list[str]:
    """Complaint numbers, in the order of the page."""
    return re.findall(r'<span class="code">([^<]+)</span>', page.html)


async def test_the_earliest_promise_stands_first_and_ended_cases_are_gone(world: World, enter: Enter) -> None:
    later = await world.lodge(now=world.at(hours=-1))
    sooner = await world.lodge(now=world.at(hours=-30))
    ended = await world.lodge()
    await world.do(withdraw, ended.complaint_id, by="amina", reason="")
    page = await (await enter("bram")).get("/portal")
    assert numbers(page) == [sooner.number, later.number]
    assert "broken" in page.words
    assert "6 hours ago" in page.words


async def test_lists(world: World, enter: Enter) -> None:
    mine, waiting, broken, closed = [await world.lodge(now=world.at(hours=-hours)) for hours in (1, 2, 30, 3)]
    await world.do(withdraw, closed.complaint_id, by="amina", reason="")
    bram = world.actor("bram")
    for case in (mine, broken):
        owner = (await world.complaint(case.complaint_id)).department_id
        await world.do(assign, case.complaint_id, by="ines", department_id=owner, assignee_id=bram.id)
    visitor = await enter("bram")
    shown = {
        show: numbers(await visitor.get(f"/portal?show={show}"))
        for show in ("open", "mine", "department", "unassigned", "broken", "closed", "unknown")
    }
    everything = [broken.number, waiting.number, mine.number]
    assert shown == {
        "open": everything,
        "mine": [broken.number, mine.number],
        "department": everything,
        "unassigned": [waiting.number],
        "broken": [broken.number],
        "closed": [closed.number],
        "unknown": everything,
    }


async def test_twenty_five_on_a_page(world: World, enter: Enter) -> None:
    for _ in range(26):
        await world.lodge()
    bram = await enter("bram")
    first = await bram.get("/portal")
    assert (len(numbers(first)), "1–25" in first.words) == (25, True)
    second = await bram.get(first.link(r"page=2"))
    assert (len(numbers(second)), "26–26" in second.words) == (1, True)
    assert not set(numbers(first)) & set(numbers(second))
    assert numbers(await bram.get(second.link(r"/portal\?show=open$"))) == numbers(first)
    assert numbers(await bram.get("/portal?page=99999999999999")) == []


async def test_the_rows_alone_are_the_same_list(world: World, enter: Enter) -> None:
    case = await world.lodge()
    bram = await enter("bram")
    page = await bram.get("/portal?show=department")
    rows = await bram.get(re.findall(r'hx-get="(/portal/rows[^"]*)"', page.html)[0])
    assert numbers(rows) == numbers(page) == [case.number]
    assert "<html" not in rows.html


async def test_a_page_left_open_over_night_goes_to_the_sign_in_page_as_a_whole(
    world: World, enter: Enter
) -> None:
    bram = await enter("bram")
    world.move_to(world.at(hours=13))
    headers = {"hx-request": "true", "hx-current-url": f"http://{world.host}/portal?show=mine"}
    answer = (await bram.get("/portal/rows?show=mine", **headers)).response
    assert (answer.status_code, answer.headers["hx-redirect"]) == (
        401,
        "/portal/sign-in?next=/portal%3Fshow%3Dmine",
    )


@pytest.mark.parametrize(("language", "title"), [("en", "You have no open cases"), ("zh", "您没有未结案件")])
async def test_an_empty_list_says_so(enter: Enter, language: str, title: str) -> None:
    page = await (await enter("bram", language=language)).get("/portal?show=mine")
    assert title in page.words


async def test_another_organisations_cases_are_not_in_it(world: World, enter: Enter) -> None:
    case, theirs = await world.lodge(), await world.other.lodge()
    for name, number in (("bram", case.number), ("dora", theirs.number)):
        page = await (await enter(name)).get("/portal")
        assert numbers(page) == [number]


async def test_rows_speak_the_policys_words(world: World, enter: Enter) -> None:
    case = await world.lodge()
    await world.do(accept, case.complaint_id, by="ines")
    page = await (await enter("chen", language="zh")).get("/portal")
    async with world.scope():
        policy = (await world.desk()).policy
    row = await world.complaint(case.complaint_id)
    assert policy.categories[str(row.category)].name.zh in page.words
    assert policy.levels[str(row.level)].name.zh in page.words
    assert "已受理" in page.words


async def test_null_characters_find_nothing_and_break_nothing(enter: Enter) -> None:
    bram = await enter("bram")
    for path in ("/portal/search?q=%00", "/portal/rows?show=%00&page=%00"):
        assert (await bram.get(path)).status == 200, path


async def test_cases_under_categories_the_policy_no_longer_has_are_found(world: World, enter: Enter) -> None:
    gone, there = [await world.lodge(category=category) for category in ("A", "B")]
    await publish_change(world, edit(remove, ("categories", "A")))
    visitor = await enter("bram")
    page = await visitor.get("/portal?category=-")
    assert "No longer in the policy" in page.words
    assert numbers(page) == [gone.number]
    assert numbers(await visitor.get("/portal?category=B")) == [there.number]
