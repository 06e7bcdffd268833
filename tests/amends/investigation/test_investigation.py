"""Checklists line by line, accounts, findings, evidence at risk: kept with every earlier entry, and held up by them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from msgspec import structs

from amends.complaints.deciding import accept
from amends.complaints.desk import Desk
from amends.complaints.guards import NotYet
from amends.complaints.handling import Finding, investigate, resolve
from amends.database.scope import fetch
from amends.errors import Forbidden, Invalid, NotFound
from amends.investigation import checking, hearing, risk
from amends.investigation.checking import Check
from amends.investigation.queries import inquiry_of
from amends.people.actor import Actor
from amends.policy.document import Checklist, ChecklistLine, Condition, Text
from tests.world import Organisation, World


def _text(text: str) -> Text:
    return Text(zh=text, en=text)


SAMPLE = Checklist(
    name=_text("The sample"),
    when=Condition(field="case.channel", value="web"),
    before="decide",
    lines={
        "pack": ChecklistLine(name=_text("Pack whole"), rank=1),
        "sealed": ChecklistLine(name=_text("Sealed"), rank=2, attachment=True),
        "signed": ChecklistLine(name=_text("Signed"), rank=3, signature=True),
        "expert": ChecklistLine(name=_text("By the expert"), rank=4, role="appraiser", required=False),
    },
)


@asynccontextmanager
async def at_desk(at: Organisation) -> AsyncIterator[Desk]:
    async with at.at_desk() as desk:
        yield replace(desk, policy=structs.replace(desk.policy, checklists={"sample": SAMPLE}))


def given(line: str, **said: object) -> Check:
    return Check(**{"list": "sample", "line": line, "applies": True, "found": "As it should be", **said})  # type: ignore[arg-type]


async def check(world: World, case: UUID, one: Check, *, by: Actor | None = None, hours: float = 2) -> None:
    async with at_desk(world) as desk:
        await checking.check(desk, case, given=one, by=by or world.actor("bram"), now=world.at(hours=hours))


async def decide(world: World, case: UUID) -> None:
    findings = {row.id: Finding("upheld", "Seen") for row in await world.allegations(case)}
    async with at_desk(world) as desk:
        await resolve(
            desk, case, findings=findings, result="Sorry", by=world.actor("bram"), now=world.at(hours=4)
        )


async def opened(world: World) -> UUID:
    case = (await world.lodge()).complaint_id
    await world.do(accept, case, by="ines", now=world.at(hours=1))
    await world.do(investigate, case, by="bram", now=world.at(hours=1))
    return case


async def a_file(world: World, case: UUID) -> UUID:
    """As if somebody had added one."""
    file_id = uuid4()
    async with world.scope():
        await fetch(
            """INSERT INTO evidence (id, tenant_id, complaint_id, name, mime, size, sha256, object_name, added_at)
            VALUES ($1, $2, $3, 'photo.jpg', 'image/jpeg', 1, 'x', $4, $5) RETURNING id""",
            file_id,
            world.id,
            case,
            str(file_id),
            world.at(hours=1),
        )
    return file_id


async def test_a_decision_waits_for_its_list_and_goes_on_when_every_line_is_settled(world: World) -> None:
    case = await opened(world)
    with pytest.raises(NotYet) as waiting:
        await decide(world, case)
    assert "Still open: 3, beginning with “Pack whole”" in str(waiting.value.own_words["en"])
    await check(world, case, given("pack"))
    await check(world, case, given("sealed", evidence_id=await a_file(world, case)))
    with pytest.raises(NotYet):
        await decide(world, case)
    await check(world, case, given("signed", signed=True))
    await decide(world, case)
    assert (await world.complaint(case)).state == "DECIDED"


@pytest.mark.parametrize(
    ("line", "said", "field"),
    [
        ("pack", {"found": " "}, "found"),
        ("pack", {"applies": False, "found": ""}, "found"),
        ("pack", {"hours": 3}, "at"),
        ("pack", {"hours": -1}, "at"),
        ("sealed", {}, "files"),
        ("sealed", {"evidence_id": uuid4()}, "evidence"),
        ("signed", {}, "password"),
    ],
)
async def test_a_line_is_checked_whole_or_not_at_all(
    world: World, line: str, said: dict[str, object], field: str
) -> None:
    case = await opened(world)
    hours = said.pop("hours", None)
    at = {} if hours is None else {"at": world.at(hours=hours)}  # type: ignore[arg-type]
    with pytest.raises(Invalid) as refused:
        await check(world, case, given(line, **said, **at))
    assert set(refused.value.fields) == {field}
    async with world.scope():
        assert not (await inquiry_of(case)).entries


async def test_a_line_that_does_not_apply_needs_a_reason_and_neither_file_nor_expert(world: World) -> None:
    case = await opened(world)
    await check(world, case, given("sealed", applies=False, found="There is no sample"))
    with pytest.raises(Forbidden):
        await check(world, case, given("expert"))
    expert = replace(world.actor("otto"), roles=("auditor", "appraiser"))
    await check(world, case, given("expert"), by=expert)
    with pytest.raises(Forbidden):
        await check(world, case, given("pack"), by=expert)
    with pytest.raises(checking.NoSuchLine):
        await check(world, case, given("nothing"))


async def test_checking_again_keeps_what_was_written_before(world: World) -> None:
    case = await opened(world)
    await check(world, case, given("pack", found="Whole"), hours=2)
    await check(world, case, given("pack", found="A crack at the bottom"), hours=3)
    async with world.scope():
        entries = (await inquiry_of(case)).entries["sample", "pack"]
    assert [row.found for row in entries] == ["Whole", "A crack at the bottom"]
    assert (await world.acts(case)).count(checking.CHECKED) == 2


async def test_no_investigation_needs_a_reason_and_a_name_and_can_be_taken_back(world: World) -> None:
    case = await opened(world)
    with pytest.raises(Invalid):
        await world.do(checking.waive, case, by="bram", reason="")
    with pytest.raises(Forbidden):
        await world.do(checking.waive, case, by="ines", reason="The same as before")
    await world.do(checking.waive, case, by="bram", reason="The same as before")
    with pytest.raises(checking.WaivedAlready):
        await world.do(checking.waive, case, by="chen", reason="Again")
    await world.do(checking.take_up, case, by="chen")
    with pytest.raises(NotYet):
        await decide(world, case)
    await world.do(checking.waive, case, by="chen", reason="Settled elsewhere")
    await decide(world, case)
    [line] = [line for line in await world.history(case) if line.act == checking.WAIVED][:1]
    assert line.actor_id == world.actor("bram").id


async def test_staff_are_told_before_they_are_heard_and_accounts_are_kept(world: World) -> None:
    case = await opened(world)
    staff = hearing.Hearing(
        part="staff",
        person_id=world.actor("ines").id,
        way="in_person",
        heard_at=world.at(hours=2),
        account="I was next door.",
    )
    for told, wrong in ((None, "when they were told"), (world.at(hours=3), "told before they are heard")):
        with pytest.raises(Invalid) as refused:
            await world.do(
                hearing.hear, case, by="bram", now=world.at(hours=4), given=replace(staff, told_at=told)
            )
        assert wrong in refused.value.fields["told_at"]
    heard = replace(staff, told_at=world.at(hours=1), read_back=True)
    await world.do(hearing.hear, case, by="bram", now=world.at(hours=4), given=heard)
    witness = hearing.Hearing(part="witness", name="Mr Li", way="telephone", account="I saw it.")
    await world.do(hearing.hear, case, by="bram", now=world.at(hours=4), given=witness)
    async with world.scope():
        interviews = (await inquiry_of(case)).interviews
    assert [(row.name, row.read_back) for row in interviews] == [
        (world.actor("ines").name, True),
        ("Mr Li", False),
    ]


async def test_a_finding_rests_on_files_and_lines_of_its_own_case(world: World) -> None:
    case, other = await opened(world), await opened(world)
    file_id, strange = await a_file(world, case), await a_file(world, other)
    await check(world, case, given("pack"))
    async with world.scope():
        [entry] = (await inquiry_of(case)).entries["sample", "pack"]
    for grounds in ((), (strange,)):
        with pytest.raises(Invalid):
            await world.do(hearing.find, case, by="bram", content="It got wet", evidence=grounds, entries=())
    await world.do(
        hearing.find, case, by="bram", content="It got wet", evidence=(file_id,), entries=(entry.id,)
    )
    async with world.scope():
        [found] = (await inquiry_of(case)).findings
    assert {ground.evidence_id or ground.entry_id for ground in found.grounds} == {file_id, entry.id}


async def test_evidence_at_risk_is_a_task_at_once_and_stands_until_it_is_lifted(world: World) -> None:
    case = await opened(world)
    await world.do(risk.flag, case, by="ines", now=world.at(hours=2), reason="CCTV is written over")
    with pytest.raises(risk.AtRiskAlready):
        await world.do(risk.flag, case, by="bram", now=world.at(hours=2), reason="CCTV")
    async with world.scope():
        [task] = await fetch("SELECT kind, due_at FROM task WHERE complaint_id = $1", case)
    assert (task["kind"], task["due_at"]) == ("evidence-risk", world.at(hours=2))
    await world.do(risk.lift, case, by="bram", now=world.at(hours=3), reason="Copied")
    async with world.scope():
        assert (await inquiry_of(case)).risk is None
    with pytest.raises(risk.NotAtRisk):
        await world.do(risk.lift, case, by="bram", now=world.at(hours=3), reason="Copied")


async def test_another_organisation_finds_nothing(world: World) -> None:
    case = await opened(world)
    await check(world, case, given("pack"))
    async with world.other.scope():
        assert not (await inquiry_of(case)).entries
    with pytest.raises(NotFound):
        await world.other.do(checking.waive, case, by="dora", reason="Curious")
