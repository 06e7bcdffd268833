"""The lists of the queue: what is in each, what they are narrowed down to, and that a count is what its list shows."""

from __future__ import annotations

import re
from uuid import UUID

import pytest

from amends.complaints.handling import assign
from amends.complaints.listing import counts, listing
from amends.complaints.lists import Looking, View
from amends.correspondence.operations import write_from_complainant
from amends.database.scope import execute
from amends.deadlines import acts
from amends.deadlines.operations import facts
from amends.deadlines.rules import Promise as Facts
from amends.deadlines.rules import PromiseState, state
from amends.workbench.following import follow
from tests.amends.complaints.cases import closed, investigated
from tests.web.portal.conftest import Enter
from tests.web.portal.test_queue import numbers
from tests.web.visitor import Visitor
from tests.world import World


async def given_to(world: World, case: UUID, person: str) -> None:
    owner = (await world.complaint(case)).department_id
    await world.do(assign, case, by="ines", department_id=owner, assignee_id=world.actor(person).id)


async def facts_of(world: World, case: UUID) -> list[Facts]:
    return [facts(row) for row in (await world.promises(case)).values() if row.ended_at is None]


async def looking(world: World) -> Looking:
    return Looking(
        reader=world.actor("bram"),
        now=world.at(),
        day_ends=world.at(hours=15),
        pauses=["complainant"],
        levels=["major"],
    )


async def test_a_count_is_what_its_list_shows(world: World) -> None:
    cases = [(await world.lodge(now=world.at(hours=-hours))).complaint_id for hours in range(0, 40, 3)]
    for case in cases[::3]:
        await given_to(world, case, "bram")
    waiting = await investigated(world)
    promise = (await world.promises(waiting))["resolve"].id
    await world.do(
        acts.pause,
        waiting,
        by="bram",
        promise_id=promise,
        code="complainant",
        since=None,
        note="Which?",
        paragraph="",
    )
    await closed(world)
    async with world.scope():
        for case in cases[:2]:
            await follow(case, by=world.actor("bram"), now=world.at())
        seen = await looking(world)
        counted = await counts(list(View), looking=seen)
        shown = {view: (await listing(view, looking=seen, size=100)).rows for view in View}
    assert counted == {view: len(rows) for view, rows in shown.items()}
    assert counted[View.FOLLOWING] == 2
    assert [row.id for row in shown[View.WAITING]] == [waiting]
    for view, states in (
        (View.AT_RISK, {PromiseState.AT_RISK}),
        (View.TODAY, {PromiseState.AT_RISK, PromiseState.RUNNING}),
    ):
        assert shown[view]
        for row in shown[view]:
            assert {state(each, world.at()) for each in await facts_of(world, row.id)} & states
    risky = {row.id for row in shown[View.AT_RISK]}
    for row in shown[View.OPEN]:
        become = {state(each, world.at()) for each in await facts_of(world, row.id)}
        assert (PromiseState.AT_RISK in become) == (row.id in risky)


async def test_what_is_promised_by_the_end_of_today_is_due_today(world: World, enter: Enter) -> None:
    case = await world.lodge()
    midnight = world.at(hours=15)
    assert midnight.hour == 0
    async with world.scope():
        await execute("UPDATE promise SET due_at = $1, started_at = $2", midnight, world.at(hours=-1))
        await execute("UPDATE complaint SET next_due = $1", midnight)
    bram = await enter("bram")
    for address in ("show=today", "show=open&due=2026-03-02"):
        assert numbers(await bram.get(f"/portal?{address}")) == [case.number]
    assert numbers(await bram.get("/portal?show=open&due=2026-03-01")) == []


async def test_counts_come_after_the_page(world: World, enter: Enter) -> None:
    await world.lodge()
    bram = await enter("bram")
    page = await bram.get("/portal?show=open")
    assert 'class="count"' not in page.html
    [url] = re.findall(r'hx-get="(/portal/lists[^"]*)"', page.html)
    part = await bram.get(url)
    assert "All open 1" in part.words
    assert "Mine 0" in part.words
    assert "<html" not in part.html


async def test_narrowed_down_and_sorted_by_the_address_and_taken_back_one_by_one(
    world: World, enter: Enter
) -> None:
    old = await world.lodge(now=world.at(hours=-50), subject="Old")
    new = await world.lodge(subject="New")
    await given_to(world, new.complaint_id, "bram")
    bram = await enter("bram")
    form = await bram.get((await bram.get("/portal")).link("narrow=yes"))
    assert 'name="assignee"' in form.html
    me = world.actor("bram").id
    page = await bram.get(f"/portal?show=open&assignee={me}")
    assert numbers(page) == [new.number]
    assert "With Bram" in page.words
    assert numbers(await bram.get("/portal?show=open&from=2026-03-02")) == [new.number]
    both = await bram.get("/portal?show=open&to=2026-03-01&tag=none")
    assert numbers(both) == []
    assert "Take something of the choice back" in both.words
    assert numbers(await bram.get(both.link(r"\?show=open&(amp;)?to=2026-03-01$"))) == [old.number]
    for sort, order in (("newest", [new, old]), ("oldest", [old, new]), ("level", [old, new])):
        assert numbers(await bram.get(f"/portal?sort={sort}")) == [each.number for each in order]
    nothing = "/portal?level=x&state=y&department=1&assignee=2&from=3&to=9999-12-31&due=0001-01-01x&sort=q"
    assert numbers(await bram.get(nothing)) == [old.number, new.number]


async def test_a_list_is_kept_under_a_name_removed_and_had_back(world: World, enter: Enter) -> None:
    await world.lodge()
    bram, chen = await enter("bram"), await enter("chen")
    page = await bram.get("/portal?show=broken&sort=oldest")
    empty = await bram.submit(page, "/portal/saved", name=" ")
    assert (empty.status, empty.errors) == (422, {"saved-name": "Please give it a name."})
    page = await bram.submit(empty, "/portal/saved", name="Late ones")
    assert "Late ones" in page.words
    assert "Late ones" not in (await chen.get("/portal")).words
    page = await bram.get((await bram.get("/portal")).link("show=broken&(amp;)?sort=oldest"))
    other = await bram.submit(await bram.get("/portal?show=mine"), "/portal/saved", name="My own")
    taken = await bram.submit(other, "/name", name="Late  ones")
    assert taken.errors == {"name-name": "Another list of yours has this name already."}
    assert "Mine, by me" in (await bram.submit(taken, "/name", name="Mine, by me")).words
    gone = await bram.submit(page, "/removal")
    assert "Late ones" not in gone.words
    assert gone.form("/portal/saved").values["name"] == ["Late ones"]
    assert "Late ones" in (await bram.submit(gone, "/portal/saved")).words


async def test_a_list_shown_to_everybody_is_its_owner_s_to_change(world: World, enter: Enter) -> None:
    await world.lodge()
    ines, chen = await enter("ines"), await enter("chen", language="zh")
    page = await ines.submit(
        await ines.get("/portal?show=broken&columns=due.channel"), "/portal/saved", name="Late"
    )
    assert "Late" not in (await chen.get("/portal")).words
    shown = await ines.submit(page, "/everybody", shared="yes")
    assert "for everybody" in shown.words
    theirs = await chen.get("/portal?show=broken&columns=due.channel")
    assert "Late 由Ines" in theirs.words.replace("Late由", "Late 由")
    assert "/everybody" not in theirs.html
    assert "/removal" not in theirs.html
    bram = await enter("bram")
    own = await bram.submit(await bram.get("/portal?show=mine"), "/portal/saved", name="Own")
    assert "Show it to everybody" not in own.html
    forged = own.form("/removal")
    there = forged.action.replace("removal", "everybody")
    assert (await bram.send(there, {**forged.values, "shared": ["yes"]})).status == 403
    await ines.submit(shown, "/everybody", shared="no")
    assert "Late" not in (await chen.get("/portal")).words


async def test_columns_and_their_order_stand_in_the_address(world: World, enter: Enter) -> None:
    case = await world.lodge()
    bram, zh = await enter("bram"), await enter("ines", language="zh")

    async def heads(page: str, by: Visitor = bram) -> list[str]:
        return re.findall(r'<th scope="col"[^>]*>(?:<a[^>]*>)?([^<]+)', (await by.get(page)).html)

    assert await heads("/portal") == ["Next promise", "Complaint", "Level", "With", "State"]
    assert await heads("/portal?columns=state.channel.nonsense") == ["Complaint", "Channel", "State"]
    form = await bram.get("/portal?columns=channel&columns=received&show=open&narrow=yes")
    assert re.findall(r'value="([a-z]+)" checked', form.html) == ["channel", "received"]
    assert await heads("/portal?columns=channel.received", zh) == ["投诉", "渠道", "收到日期"]
    newest = form.link("sort=newest")
    assert "columns=channel.received" in newest
    oldest = await bram.get((await bram.get(newest)).link("sort=oldest"))
    assert 'aria-sort="ascending"' in oldest.html
    assert numbers(oldest) == [case.number]
    assert "columns=channel.received" in oldest.link(r"show=mine")


async def test_tags_are_put_on_found_by_and_recorded(world: World, enter: Enter) -> None:
    case, other = await world.lodge(), await world.lodge()
    bram, zh = await enter("bram"), await enter("ines", language="zh")
    url = f"/portal/cases/{case.complaint_id}"
    page = await bram.get(url)
    late = await bram.submit(page, "/tags", tags="Lift，Building 3、 lift")
    assert "building 3" in late.words
    meanwhile = await zh.submit(await zh.get(url), "/tags", tags="lift, building 3, 急")
    assert "急" in meanwhile.words
    page = await bram.submit(late, "/tags", tags="lift")
    assert re.findall(r'class="tag" [^>]*><bdi>([^<]+)', page.html) == ["lift", "急"]
    assert numbers(await bram.get(page.link("tag=lift"))) == [case.number]
    assert numbers(await bram.get("/portal?tag=building 3")) == []
    assert (await world.acts(case.complaint_id)).count("tagged") == 3
    long = await bram.submit(page, "/tags", tags="x" * 31)
    assert long.status == 422
    assert other.number not in page.words


async def test_who_follows_is_told_what_the_owner_is_told(world: World, enter: Enter) -> None:
    case = await world.lodge()
    await given_to(world, case.complaint_id, "bram")
    chen = await enter("chen")
    page = await chen.submit(await chen.get(f"/portal/cases/{case.complaint_id}"), "/follow")
    assert numbers(await chen.get("/portal?show=following")) == [case.number]
    await world.do(
        write_from_complainant, case.complaint_id, by="amina", body="Any news?", now=world.at(hours=1)
    )
    for name in ("bram", "chen"):
        assert await world.notices(to=name, event="case_news")
    before = len(await world.notices(to="chen", event="case_news"))
    await chen.submit(page, "/unfollow")
    await world.do(write_from_complainant, case.complaint_id, by="amina", body="Any?", now=world.at(hours=2))
    assert len(await world.notices(to="chen", event="case_news")) == before


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_the_lists_of_another_organisation_count_its_own(
    world: World, enter: Enter, language: str
) -> None:
    await world.lodge()
    page = await (await enter("dora", language=language)).get("/portal/lists")
    assert re.findall(r'class="count">(\d+)', page.html) == ["0"] * 10
