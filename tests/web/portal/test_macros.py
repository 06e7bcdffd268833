"""Several acts by one button: all of them or none, each by the person's own rights, seen before they happen."""

from __future__ import annotations

import re
from typing import Any

from amends.complaints.closing import withdraw
from amends.correspondence.tables import Message
from amends.workbench.tags import tags_of
from tests.web.portal.conftest import Enter
from tests.web.visitor import Page, Visitor
from tests.world import World

LIST = "/portal/macros"


async def written(visitor: Visitor, at: str = LIST, **given: Any) -> str:
    """Its address."""
    page = await visitor.submit(await visitor.get(at), at, **given)
    assert page.status == 200, page.errors
    return page.link(rf"{at}/[0-9a-f-]{{36}}$")


async def seen(visitor: Visitor, case: object, macro: str) -> Page:
    return await visitor.get(f"/portal/cases/{case}/macros/{macro.rsplit('/', 1)[1]}")


async def texts(world: World, case: Any) -> list[str]:
    async with world.scope():
        return [str(row.body) for row in await Message.objects().where(Message.complaint_id == case)]


async def tags(world: World, case: Any) -> list[str]:
    async with world.scope():
        return await tags_of(case)


async def test_seen_first_then_done_whole_and_once(world: World, enter: Enter) -> None:
    case = (await world.lodge(name="Amina Yusuf", language="en")).complaint_id
    chen = await enter("chen")
    snippet = await written(chen, "/portal/snippets", name="Hello", text_en="Dear {name}, we look into it.")
    bram = world.actor("bram").id
    macro = await written(
        chen, name="Lift", assignee=bram, tags_on="lift", snippet=snippet.rsplit("/", 1)[1], note="Ask Otto."
    )
    choice = await chen.get((await chen.get(f"/portal/cases/{case}")).link("/macros$"))
    assert "Lift" in choice.words
    before = await world.history(case)
    page = await seen(chen, case, macro)
    assert "Dear Amina Yusuf, we look into it." in page.words
    assert await world.history(case) == before
    done = await chen.submit(page, page.path)
    assert (done.status, done.path) == (200, f"/portal/cases/{case}?done=saved")
    assert (await world.complaint(case)).assignee_id == bram
    assert await tags(world, case) == ["lift"]
    assert sorted(await texts(world, case)) == ["Ask Otto.", "Dear Amina Yusuf, we look into it."]
    await chen.submit(page, page.path)  # the same form once more
    assert len(await texts(world, case)) == 2


async def test_what_one_act_is_refused_for_is_said_and_nothing_is_done(world: World, enter: Enter) -> None:
    case = (await world.lodge()).complaint_id
    chen, ines = await enter("chen"), await enter("ines")
    snippet = await written(chen, "/portal/snippets", name="Hello", text_en="Dear {name}", shared="yes")
    macro = await written(chen, name="Lift", tags_on="lift", snippet=snippet.rsplit("/", 1)[1], shared="yes")
    page = await seen(ines, case, macro)
    assert "Write to the complainant: Your role does not allow this." in page.words
    assert "Do it" not in page.words
    forged = {**(await ines.get(LIST)).form(LIST).values, "seen": ["0"]}
    answer = await ines.send(page.path, forged)
    assert answer.status == 409
    assert "Write to the complainant: Your role does not allow this." in answer.words
    assert await tags(world, case) == []
    await chen.submit(await chen.get(snippet), "/removal")
    gone = await seen(chen, case, macro)
    assert "The snippet that it sends was removed." in gone.words


async def test_what_was_changed_after_it_was_seen_is_not_done(world: World, enter: Enter) -> None:
    case = (await world.lodge()).complaint_id
    chen = await enter("chen")
    macro = await written(chen, name="Lift", tags_on="lift")
    page = await seen(chen, case, macro)
    await chen.submit(await chen.get(macro), "/acts", tags_on="stairs")
    answer = await chen.submit(page, page.path)
    assert (answer.status, "Somebody else has changed this macro" in answer.words) == (409, True)
    assert await tags(world, case) == []
    await chen.submit(answer, page.path)
    assert await tags(world, case) == ["stairs"]


async def test_own_ones_are_nobody_elses_and_shared_ones_changed_by_few(world: World, enter: Enter) -> None:
    case = (await world.lodge()).complaint_id
    bram, chen, dora = await enter("bram"), await enter("chen"), await enter("dora")
    own = await written(bram, name="Mine", tags_on="a")
    shared = await written(chen, name="Ours", tags_on="b", shared="yes")
    assert 'name="shared"' not in (await bram.get(LIST)).html
    assert "Mine" not in (await chen.get(f"/portal/cases/{case}/macros")).words
    assert "Ours" in (await bram.get(f"/portal/cases/{case}/macros")).words
    for visitor, url in ((chen, own), (dora, own), (dora, shared)):
        assert (await visitor.get(url)).status == 404
    assert (await seen(chen, case, own)).status == 404
    forged = (await chen.get(shared)).form("/acts").values
    assert (await bram.send(f"{shared}/acts", forged)).status == 403
    await written(chen, "/portal/snippets", name="Hers", text_en="A")
    theirs = await written(bram, "/portal/snippets", name="Mine", text_en="A")
    refused = await chen.submit(await chen.get(LIST), LIST, name="X", snippet=theirs.rsplit("/", 1)[1])
    assert refused.errors == {"acts-snippet": "Please choose a snippet."}
    empty = await chen.submit(await chen.get(LIST), LIST, name="X")
    assert "at least one thing" in empty.errors["acts-name"]


async def test_run_on_several_cases_each_by_itself(world: World, enter: Enter) -> None:
    open_case, ended = (await world.lodge()).complaint_id, (await world.lodge(by="ines")).complaint_id
    await world.do(withdraw, ended, by="chen", reason="Called.")
    chen = await enter("chen")
    await written(chen, name="Lift", tags_on="lift", assignee=world.actor("bram").id)
    page = await chen.get(f"/portal/bulk?case={open_case}&case={ended}")
    [(value, _)] = [choice for choice in options(page, "macro") if choice[1] == "Lift"]
    preview = await chen.submit(page, "/portal/bulk/macro", macro=value)
    assert "Assign: This complaint has ended" in preview.words
    assert await tags(world, open_case) == []
    await chen.submit(preview, "/portal/bulk/macro")
    assert (await tags(world, open_case), await tags(world, ended)) == (["lift"], [])


def options(page: Page, name: str) -> list[tuple[str, str]]:
    inside = page.html.partition(f'name="{name}"')[2].partition("</select>")[0]
    return re.findall(r'<option value="([^"]+)"[^>]*>([^<]+)<', inside)
