"""Several cases at once: seen before, done each by itself, once, by the reader's own rights, and taken back."""

from __future__ import annotations

from uuid import UUID

from amends.complaints.about import AboutYou
from amends.complaints.closing import record_feedback, reopen
from amends.complaints.concerned import name_concerned
from amends.complaints.handling import held_by
from amends.database.scope import execute
from amends.workbench.tags import tag, tags_of
from tests.amends.complaints.cases import accepted, decided
from tests.web.portal.conftest import Enter
from tests.web.visitor import Page, Visitor
from tests.world import World


async def chosen(visitor: Visitor, cases: list[UUID]) -> Page:
    return await visitor.get("/portal/bulk?" + "&".join(f"case={case}" for case in cases))


async def three(world: World) -> list[UUID]:
    return [(await world.lodge()).complaint_id for _ in range(3)]


async def test_assigned_after_a_preview_and_taken_back(world: World, enter: Enter) -> None:
    cases = await three(world)
    ines = await enter("ines")
    before = {case: held_by(await world.complaint(case)) for case in cases}
    queue = await ines.get("/portal")
    assert queue.html.count('name="case"') == 3
    page = await chosen(ines, cases[:2])
    seen = await ines.submit(page, "/portal/bulk/assignment", assignee=str(world.actor("bram").id))
    assert "It would be done to 2 cases." in seen.words
    assert {case: held_by(await world.complaint(case)) for case in cases} == before
    assert "assign" not in await world.acts(cases[0])
    done = await ines.submit(seen, "/portal/bulk/assignment")
    assert "Done to 2 cases." in done.words
    assert [(await world.complaint(case)).assignee_id for case in cases] == [
        world.actor("bram").id,
        world.actor("bram").id,
        None,
    ]
    again = await ines.submit(seen, "/portal/bulk/assignment")
    assert again.path == done.path
    assert (await world.acts(cases[0])).count("assign") == 1
    await world.do(tag, cases[0], by="bram", add="x")  # another thing that changed is no reason to keep it
    back = await ines.submit(done, "/undo")
    assert back.words.count("taken back") >= 2
    assert {case: held_by(await world.complaint(case)) for case in cases} == before
    assert (await world.acts(cases[0])).count("assign") == 2


async def test_what_is_refused_for_one_is_done_to_the_others_and_says_why(world: World, enter: Enter) -> None:
    cases = await three(world)
    await world.do(name_concerned, cases[1], by="ines", person_id=world.actor("bram").id)
    bram = await enter("bram")
    page = await chosen(bram, cases)
    empty = await bram.submit(page, "/portal/bulk/tags", add=" , ", remove="")
    assert empty.errors == {"tags-add": "Please give a word to put on or to take off."}
    seen = await bram.submit(empty, "/portal/bulk/tags", add="Lift")
    assert "It would be done to 2 cases." in seen.words
    assert AboutYou.message in seen.words
    done = await bram.submit(seen, "/portal/bulk/tags")
    assert AboutYou.message in done.words
    async with world.scope():
        assert [await tags_of(case) for case in cases] == [["lift"], [], ["lift"]]
    await world.do(tag, cases[0], by="chen", remove=["lift"], add="done")
    back = await bram.submit(done, "/undo")
    assert "but for what somebody has changed since" in back.words
    async with world.scope():
        assert [await tags_of(case) for case in cases] == [["done"], [], []]


async def test_all_of_a_list_beyond_its_page(world: World, enter: Enter) -> None:
    cases = [(await world.lodge(category="AB"[place % 2])).complaint_id for place in range(54)]
    bram = await enter("bram")
    page = await bram.get((await bram.get("/portal?show=open&category=A")).link("all=yes"))
    [form] = [page.form("/portal/bulk/tags")]
    assert set(form.values["cases"][0].split()) == {str(case) for case in cases[::2]}
    assert "all=yes" not in (await bram.get("/portal?show=open&category=A&rows=50")).html


async def test_each_complainant_gets_their_own_letter(world: World, enter: Enter) -> None:
    cases = [await accepted(world), await accepted(world)]
    bram = await enter("bram")
    seen = await bram.submit(await chosen(bram, cases), "/portal/bulk/message", body="The lift runs again.")
    assert "It cannot be taken back afterwards." in seen.words
    assert not await world.notices(event="message")
    done = await bram.submit(seen, "/portal/bulk/message")
    assert "/undo" not in done.html
    assert {row.complaint_id for row in await world.notices(event="message")} == set(cases)
    for case in cases:
        assert "message:to_complainant" in await world.acts(case)


async def test_what_was_closed_by_mistake_goes_on(world: World, enter: Enter) -> None:
    cases = [await decided(world), await decided(world)]
    for case in cases:
        await world.do(record_feedback, case, by="bram", feedback="Fine")
    chen = await enter("chen")
    seen = await chen.submit(await chosen(chen, cases), "/portal/bulk/closure", reason="explained")
    assert "It cannot be taken back afterwards." not in seen.words
    done = await chen.submit(seen, "/portal/bulk/closure")
    assert [(await world.complaint(case)).state for case in cases] == ["CLOSED"] * 2
    assert "are told that it goes on" in done.words
    await world.do(reopen, cases[0], by="chen", reason="By hand")
    back = await chen.submit(done, "/undo")
    assert "but for what somebody has changed since" in back.words
    assert [(await world.complaint(case)).closed_at for case in cases] == [None, None]
    assert {row.complaint_id for row in await world.notices(event="reopened")} == set(cases)
    assert len(await world.notices(event="reopened", to="amina")) == 2


async def test_by_own_rights_and_in_the_own_organisation_only(world: World, enter: Enter) -> None:
    cases = await three(world)
    theirs = (await world.other.lodge()).complaint_id
    otto, bram, ines, chen = [await enter(name) for name in ("otto", "bram", "ines", "chen")]
    assert 'name="case"' not in (await otto.get("/portal")).html
    assert "/portal/bulk/closure" not in (await chosen(ines, cases)).html
    own = (await chosen(bram, cases)).form("/portal/bulk/tags").values
    sent = {**own, "cases": [f"{theirs} {cases[0]} x"], "add": ["a"], "go": ["yes"]}
    assert "Done to 1 case." in (await bram.send("/portal/bulk/tags", sent)).words
    nothing = await bram.send("/portal/bulk/tags", {**own, "cases": [str(theirs)], "form_id": ["y" * 32]})
    assert nothing.status == 422
    assert "No case is chosen" in nothing.words
    assert (
        await otto.send("/portal/bulk/closure", (await otto.get("/portal")).form("/sign-out").values)
    ).status == 403
    seen = await chen.submit(await chosen(chen, cases), "/portal/bulk/closure", reason="explained")
    assert "It would be done to 0 cases." in seen.words
    assert "go" not in seen.form("/portal/bulk/closure").values or "Do it" not in seen.words


async def test_the_result_is_for_whoever_did_it(world: World, enter: Enter) -> None:
    cases = await three(world)
    bram = await enter("bram")
    seen = await bram.submit(await chosen(bram, cases), "/portal/bulk/tags", add="a")
    done = await bram.submit(seen, "/portal/bulk/tags")
    for name in ("chen", "dora"):
        assert (await (await enter(name)).get(done.path)).status == 404
    zh = await (await enter("bram", language="zh")).get(done.path)
    async with world.scope():
        await execute("UPDATE complaint SET confidential = true WHERE id = $1", cases[0])
    hidden = (await world.complaint(cases[0])).number
    assert hidden in done.words
    left = await bram.get(done.path)
    assert (hidden in left.words, "It was interrupted" in left.words) == (False, False)
    assert "已对3件案件执行" in zh.words
