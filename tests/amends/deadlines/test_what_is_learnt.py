"""What staff learn in the course of a case starts the clocks that waited for it, and no clock twice."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from msgspec import structs

from amends.complaints.completing import complete
from amends.deadlines.period import parse_period
from amends.policy.document import (
    AskedOf,
    Basis,
    CaseEvent,
    Clock,
    ClockUse,
    Condition,
    Field,
    FieldType,
    FieldUse,
    Grading,
    Stage,
    Text,
)
from tests.amends.deadlines.governed import usual
from tests.governing import govern
from tests.world import MONDAY, World, first_category

SERIOUS = Condition(field="serious", value="yes")
REPORT = Clock(
    name=Text(zh="报告", en="Report"),
    basis=Basis.STATUTORY,
    starts=CaseEvent.AWARE,
    from_field="known_on",
    ends=CaseEvent.RECORDED,
)
LATER = FieldUse(rank=1, stage=Stage.INVESTIGATION, asked_of=AskedOf.STAFF, required=False)
TUESDAY = MONDAY + timedelta(days=1)


async def governed(world: World) -> None:
    async with world.at_desk() as desk:
        policy, code = desk.policy, first_category(desk.policy)
    category = structs.replace(policy.categories[code], fields={"serious": LATER, "known_on": LATER})
    await usual(
        world,
        clocks={"report": REPORT},
        uses={"report": ClockUse(period=parse_period("15 d"), when=SERIOUS)},
        fields={
            **policy.fields,
            "serious": Field(name=Text(zh="严重", en="Serious?"), type=FieldType.YES_NO),
            "known_on": Field(name=Text(zh="获知日", en="Known on"), type=FieldType.DATE),
        },
        common_fields={},
        categories={**policy.categories, code: category},
    )


async def learn(world: World, case: UUID, **answers: str) -> None:
    await world.do(complete, case, by="bram", now=TUESDAY, answers=answers)


async def test_an_answer_given_later_starts_the_clock_that_waited_for_it(world: World) -> None:
    await governed(world)
    case = (await world.lodge(answers={})).complaint_id
    assert "report" not in await world.promises(case)
    await learn(world, case, serious="no")
    assert "report" not in await world.promises(case)
    await learn(world, case, serious="yes")
    report = (await world.promises(case))["report"]
    assert report.started_at == TUESDAY, "nothing is late before anybody knew it"
    assert any(row.promise_id == report.id for row in await world.due_rows(case))
    assert (await world.complaint(case)).next_due == min(
        row.due_at for row in (await world.promises(case)).values() if row.ended_at is None
    )


async def test_it_counts_from_the_day_it_became_known_and_begins_once(world: World) -> None:
    await governed(world)
    case = (await world.lodge(answers={})).complaint_id
    await learn(world, case, serious="yes", known_on="2026-02-27")
    report = (await world.promises(case))["report"]
    assert report.started_at.astimezone(MONDAY.tzinfo).date().isoformat() == "2026-02-27"
    await learn(world, case, serious="no")
    await learn(world, case, serious="yes")
    rows = [row for row in (await world.promises(case)).values() if row.kind == "report"]
    assert [row.id for row in rows] == [report.id]


async def test_the_history_says_which_promises_an_answer_made(world: World) -> None:
    await governed(world)
    case = (await world.lodge(answers={})).complaint_id
    await learn(world, case, serious="yes")
    entries = [entry for entry in await world.history(case) if entry.act == "details"]
    assert '"clocks"' in str(entries[-1].detail)


async def test_level_and_department_stay_as_they_were_judged_at_lodging(world: World) -> None:
    await governed(world)
    rule = Grading(rank=1, when=SERIOUS, level="T1", reason=Text(zh="严重", en="Serious"))
    await govern(world, grading={"serious": rule})
    case = (await world.lodge(answers={})).complaint_id
    before = await world.complaint(case)
    assert before.level != "T1"
    await learn(world, case, serious="yes")
    after = await world.complaint(case)
    assert (after.level, after.department_id) == (before.level, before.department_id)
    assert after.graded_by is None
    assert "report" in await world.promises(case), "what waited for the answer begins"
