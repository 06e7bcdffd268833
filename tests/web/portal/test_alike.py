"""Complaints that look alike on their page: why, side by side, and three ways out; the case page leads there."""

from __future__ import annotations

from amends.deadlines.operations import promises_of
from tests.amends.complaints.cases import accepted
from tests.web.portal.conftest import Enter
from tests.world import World


async def test_it_is_told_why_and_linked_or_said_not_to_be_the_same(world: World, enter: Enter) -> None:
    one, two, three = [
        (await world.lodge(phone="138 0013 8000", now=world.at(hours=hour))).complaint_id for hour in range(3)
    ]
    bram = await enter("bram")
    case = await bram.get(f"/portal/cases/{one}")
    assert "2 that look alike" in case.words
    page = await bram.get(case.link("/alike$"))
    for reason in ("same e-mail address", "same telephone number", "same category", "text 100 % alike"):
        assert reason in page.words
    await bram.submit(page, "/link", other=str(two))
    done = await bram.submit(page, "/dismissal", other=str(three))
    assert "Nothing looks like it" in done.words
    assert "Linked complaints" in done.words
    number = str((await world.complaint(one)).number)
    assert number in (await bram.get(f"/portal/cases/{two}")).words
    assert "Linked with another complaint" in (await bram.get(f"/portal/cases/{two}")).words
    again = await bram.submit(done, "/undoing", other=str(two))
    assert "100" in again.words
    assert again.link(f"/portal/cases/{two}$")


async def test_merging_from_there_keeps_every_promise(world: World, enter: Enter) -> None:
    into, gone = await accepted(world), await accepted(world, now=world.at(minutes=5))
    async with world.at_desk():
        owed = {row.id: row.due_at for row in await promises_of(gone) if row.ended_at is None}
    bram = await enter("bram")
    page = await bram.get(f"/portal/cases/{into}/alike")
    refused = await bram.submit(page, "/merging", reason="")
    assert (refused.status, "Please say why" in refused.words) == (422, True)
    await bram.submit(page, "/merging")
    assert (await world.complaint(gone)).merged_into == into
    async with world.at_desk():
        went = {row.id: row.due_at for row in await promises_of(into) if row.origin_id == gone}
    assert went == owed
    assert "same e-mail address" in (await bram.get(f"/portal/cases/{into}")).words


async def test_in_chinese_and_only_read_by_who_may_not_say_it(world: World, enter: Enter) -> None:
    one, two = [(await world.lodge()).complaint_id for _ in range(2)]
    chen, otto = await enter("chen", language="zh"), await enter("otto")
    page = await chen.get(f"/portal/cases/{one}/alike")
    assert "电子邮箱相同" in page.words
    assert "不是同一件事" in page.words
    read = await otto.get(f"/portal/cases/{one}/alike")
    assert str((await world.complaint(two)).number) in read.words
    assert "/dismissal" not in read.html
