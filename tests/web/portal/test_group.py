"""The page of a group: begun from a hint, written to, left; the leading case's findings begin a member's decision."""

from __future__ import annotations

from msgspec import structs

from amends.complaints.concerned import name_concerned
from tests.amends.complaints.cases import decide, investigated
from tests.amends.deadlines.governed import usual
from tests.web.portal.conftest import Enter
from tests.world import World


async def test_a_group_from_the_hint_to_its_end(world: World, enter: Enter) -> None:
    async with world.at_desk() as desk:
        handling = structs.replace(desk.policy.handling, joint_from=3)
    await usual(world, handling=handling)
    lead, two, three = [await investigated(world) for _ in range(3)]
    bram = await enter("bram")
    page = await bram.get((await bram.get(f"/portal/cases/{lead}")).link("/group$"))
    assert "3 open complaints of this category in this department" in page.words
    numbers = [str((await world.complaint(each)).number) for each in (two, three)]
    refused = await bram.submit(page, "/joining", others=numbers[:1], reason="")
    assert (refused.status, "Please say why." in refused.words) == (422, True)
    page = await bram.submit(refused, "/joining", numbers=f"{numbers[0]}, {numbers[1]}", reason="One lift")
    assert "Begin the group" not in page.words
    assert "One lift" in page.words
    mine = await bram.get(f"/portal/cases/{two}")
    first = (await world.complaint(lead)).number
    assert f"One of 3 in a group led by {first}" in mine.words
    assert "Joined a group of complainants" in mine.words

    await decide(world, lead, now=world.at(hours=3))
    page = await bram.get(f"/portal/cases/{two}/group")
    proposal = await bram.get(page.link("findings=lead"))
    assert "The queue was not staffed" in proposal.html
    assert (await world.complaint(two)).state == "INVESTIGATING"
    await bram.submit(proposal, "/decision", result="We are sorry")
    [own] = await world.allegations(two)
    assert (own.outcome, own.finding) == ("upheld", "The queue was not staffed")

    page = await bram.get(f"/portal/cases/{three}/group")
    form = page.form("/letters")
    for _ in range(2):  # however often it is sent
        await bram.send(form.action, {**form.values, "body": "The lift is repaired"})
    assert len(await world.notices(event="message")) == 3
    page = await bram.submit(page, "/leaving", member=str(three), reason="Another lift")
    assert "It is in no group" in page.words


async def test_in_chinese_and_only_read_by_who_may_not_or_whom_one_is_about(
    world: World, enter: Enter
) -> None:
    lead, two = [await investigated(world) for _ in range(2)]
    chen, otto, bram = await enter("chen", language="zh"), await enter("otto"), await enter("bram")
    page = await chen.get(f"/portal/cases/{lead}/group")
    number = str((await world.complaint(two)).number)
    page = await chen.submit(page, "/joining", numbers=number, reason="同一部电梯")
    assert "群体" in page.words
    assert "同一部电梯" in page.words
    page = await chen.submit(page, "/representative", member=str(two), chosen="yes")
    assert "群体代表" in page.words
    read = await otto.get(f"/portal/cases/{lead}/group")
    assert number in read.words
    assert "/leaving" not in read.html
    await world.do(name_concerned, two, by="ines", person_id=world.actor("bram").id)
    seen = await bram.get(f"/portal/cases/{lead}/group")
    assert "/group/letters" not in seen.html
    dora = await enter("dora")
    assert (await dora.get(f"/portal/cases/{lead}/group")).status == 404
