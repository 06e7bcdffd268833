"""Complaints of different people about one matter: one case leads, each keeps its own promises, answer and history."""

from __future__ import annotations

import asyncio
from uuid import UUID

import pytest
from msgspec import structs

from amends.complaints.concerned import name_concerned
from amends.complaints.guards import NotYet
from amends.database.scope import execute
from amends.errors import DomainError, Forbidden, Invalid, NotFound
from amends.groups import operations as groups
from amends.groups.queries import line_of, members, membership
from amends.groups.refusals import EnoughChosen, GroupChanged, LeadStays
from amends.investigation import checking
from amends.investigation.checking import Check
from amends.investigation.queries import looked_into
from amends.policy.document import Checklist, ChecklistLine, Condition, Text
from tests.amends.complaints.cases import accepted, decide, investigated
from tests.amends.deadlines.governed import usual
from tests.world import MONDAY, World

_ALWAYS = Condition(field="case.channel", value="web")


async def number(world: World, case: UUID) -> str:
    return str((await world.complaint(case)).number)


async def grouped(world: World, lead: UUID, *others: UUID, minutes: float = 40) -> None:
    numbers = [await number(world, each) for each in others]
    now = world.at(minutes=minutes)
    await world.do(groups.join, lead, by="bram", numbers=numbers, reason="The same lift", now=now)


async def inside(world: World, case: UUID) -> list[UUID]:
    async with world.scope():
        row = await membership(case)
        return [each.complaint_id for each in await members(row.lead_id)] if row else []


async def test_one_leads_and_every_history_tells_it(world: World) -> None:
    lead, two, three = [await accepted(world) for _ in range(3)]
    promised = await world.promises(two)
    await grouped(world, lead, two)
    await grouped(world, two, three, two, minutes=50)
    assert await inside(world, three) == [lead, two, three], (
        "joined from a member's page, led by the same case"
    )
    assert (await world.acts(lead))[-2:] == ["group-grew", "group-grew"]
    assert (await world.acts(three))[-1] == "group-joined"
    assert (await world.promises(two)).keys() == promised.keys()
    async with world.scope():
        line = await line_of(three, world.actor("otto"))
    assert line is not None
    assert (line.count, line.lead) == (3, await number(world, lead))


async def test_leaving_keeps_everything_and_the_last_one_ends_the_group(world: World) -> None:
    lead, two, three = [await accepted(world) for _ in range(3)]
    await grouped(world, lead, two, three)
    with pytest.raises(LeadStays):
        await world.do(groups.leave, two, by="bram", member_id=lead, reason="No")
    with pytest.raises(Invalid):
        await world.do(groups.leave, two, by="bram", member_id=two, reason=" ")
    await world.do(groups.let_lead, lead, by="bram", member_id=two, reason="Hurt worst")
    await world.do(groups.leave, lead, by="bram", member_id=lead, reason="Another lift")
    assert await inside(world, three) == [two, three]
    assert (await world.complaint(lead)).closed_at is None
    with pytest.raises(GroupChanged):
        await world.do(groups.leave, lead, by="bram", member_id=three, reason="An old page")
    await world.do(groups.leave, three, by="bram", member_id=three, reason="Settled apart")
    assert (await inside(world, two), await inside(world, three)) == ([], [])
    assert (await world.acts(two))[-1] == "group-over"
    await grouped(world, two, lead)
    assert await inside(world, lead) == [two, lead]


async def test_who_may_not_join(world: World) -> None:
    lead, two, three, four = [await accepted(world) for _ in range(4)]
    await grouped(world, lead, two)
    await grouped(world, three, four)
    with pytest.raises(Invalid) as refused:
        await grouped(world, lead, four)
    assert refused.value.fields == {"numbers": "One of these complaints is in another group already."}
    with pytest.raises(Invalid):
        await world.do(groups.join, lead, by="bram", numbers=["X-1"], reason="Unknown")
    with pytest.raises(Forbidden):
        await world.do(groups.join, lead, by="otto", numbers=[await number(world, three)], reason="May not")
    async with world.scope():
        await execute("UPDATE complaint SET confidential = true WHERE id = $1", two)
    with pytest.raises(NotFound):
        await world.do(groups.leave, lead, by="bram", member_id=two, reason="Not theirs to know")
    async with world.scope():
        row = await line_of(lead, world.actor("bram"))
    assert row is not None
    assert row.count == 1, "nobody who may not read it is told that it is there"
    garden = await world.other.lodge()
    given = {"numbers": [await number(world, three)], "reason": "Theirs", "by": world.other.actor("dora")}
    async with world.other.at_desk() as desk:
        with pytest.raises(Invalid):
            await groups.join(desk, garden.complaint_id, **given, now=MONDAY)  # type: ignore[arg-type]


async def test_whom_a_case_is_about_neither_joins_nor_writes(world: World) -> None:
    lead, two = [await accepted(world) for _ in range(2)]
    await world.do(name_concerned, two, by="ines", person_id=world.actor("bram").id)
    with pytest.raises(DomainError) as refused:
        await grouped(world, lead, two)
    assert refused.value.code == "about-you"


async def test_only_so_many_speak_for_a_group(world: World) -> None:
    async with world.at_desk() as desk:
        few = structs.replace(desk.policy.handling, representatives=1)
    await usual(world, handling=few)
    lead, two = [await accepted(world) for _ in range(2)]
    await grouped(world, lead, two)
    await world.do(groups.choose, lead, by="bram", member_id=two, chosen=True)
    with pytest.raises(EnoughChosen):
        await world.do(groups.choose, two, by="bram", member_id=lead, chosen=True)
    await world.do(groups.choose, lead, by="bram", member_id=two, chosen=False)
    await world.do(groups.choose, two, by="bram", member_id=lead, chosen=True)
    assert (await world.acts(two))[-2:] == ["group-chosen", "group-not-chosen"]


async def test_what_was_checked_in_the_leading_case_counts_for_who_relies_on_it(world: World) -> None:
    name = Text(zh="样品", en="Sample")
    line = ChecklistLine(name=name, rank=1)
    sample = Checklist(name=name, before="decide", lines={"pack": line}, when=_ALWAYS)
    async with world.at_desk() as desk:
        lists = desk.policy.checklists
    await usual(world, checklists={**lists, "sample": sample})
    lead, two = [await investigated(world) for _ in range(2)]
    await grouped(world, lead, two, minutes=90)
    check = Check(list="sample", line="pack", applies=True, found="Whole")
    await world.do(checking.check, lead, by="bram", given=check, now=world.at(hours=2))
    with pytest.raises(NotYet):
        await decide(world, two, now=world.at(hours=3))
    await world.do(groups.rely, two, by="bram", relies=True, now=world.at(hours=3))
    async with world.scope():
        assert (await looked_into(two)).lines == {("sample", "pack")}
    await world.do(
        groups.let_lead, lead, by="bram", member_id=two, reason="Hurt worst", now=world.at(hours=3)
    )
    with pytest.raises(NotYet):
        await decide(world, two, now=world.at(hours=3))
    await world.do(groups.let_lead, two, by="bram", member_id=lead, reason="No", now=world.at(hours=3))
    await world.do(groups.rely, two, by="bram", relies=True, now=world.at(hours=3))
    await decide(world, two, now=world.at(hours=3))
    assert (await world.complaint(lead)).state == "INVESTIGATING", "each is decided for itself"


async def test_two_groups_that_want_one_case_at_once(world: World) -> None:
    lead, other, wanted = [await accepted(world) for _ in range(3)]
    done = await asyncio.gather(
        grouped(world, lead, wanted), grouped(world, other, wanted), return_exceptions=True
    )
    assert [type(each) for each in done if each is not None] == [Invalid]
    assert len(await inside(world, wanted)) == 2


async def test_a_letter_to_each_names_nobody_else(world: World) -> None:
    lead = await accepted(world)
    two = await accepted(world, name="Wu", email="wu@example.com")
    await grouped(world, lead, two)
    async with world.at_desk() as desk:
        await groups.write_to_all(
            {lead: desk, two: desk}, body="We look into it", by=world.actor("bram"), now=MONDAY
        )
    letters = await world.notices(event="message")
    assert sorted(str(each.address) for each in letters) == ["amina@example.com", "wu@example.com"]
    [wus] = [each for each in letters if each.address == "wu@example.com"]
    assert "Amina" not in f"{wus.subject} {wus.body}"
