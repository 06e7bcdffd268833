"""What only staff know to be done is recorded beside its promise; complainants never hear of what is internal."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from amends.deadlines.operations import promises_of
from amends.deadlines.period import parse_period
from amends.policy.document import Basis, CaseEvent, Clock, ClockUse, Source, SourceKind, Text
from tests.amends.deadlines.governed import usual
from tests.web.portal.conftest import Enter
from tests.world import MONDAY, World
from web.api.answers import promise_answers
from web.promises import shown_promises

REPORT = Clock(
    name=Text(zh="上报主管部门", en="report it upwards"),
    starts=CaseEvent.AWARE,
    basis=Basis.STATUTORY,
    public=False,
    source=("LAW-3",),
)
LAW = Source(title=Text(zh="某法", en="A certain law"), kind=SourceKind.LAW)


async def test_it_is_recorded_once_with_a_note_and_says_what_it_rests_on(world: World, enter: Enter) -> None:
    uses = {"report_up": ClockUse(period=parse_period("3 d"))}
    await usual(world, clocks={"report_up": REPORT}, uses=uses, sources={"LAW": LAW})
    case = (await world.lodge()).complaint_id
    promise = (await world.promises(case))["report_up"]
    bram = await enter("bram")
    page = await bram.get(f"/portal/cases/{case}")
    assert "Report it upwards" in page.words
    assert "Required by law: A certain law." in page.words
    again = await bram.submit(page, "/done", promise=str(promise.id), note="")
    assert (again.status, "Please write down what was done." in again.words) == (422, True)
    done = await bram.submit(again, "/done", promise=str(promise.id), note="Sent by fax, number 17")
    assert "Sent by fax, number 17" in done.words
    assert (await world.promises(case))["report_up"].ended_at is not None


async def test_complainants_never_hear_of_what_is_internal(world: World) -> None:
    uses = {"report_up": ClockUse(period=parse_period("3 d"))}
    await usual(world, clocks={"report_up": REPORT}, uses=uses, sources={"LAW": LAW})
    case = (await world.lodge()).complaint_id
    async with world.at_desk() as desk:
        rows = await promises_of(case)
    assert "report_up" in {row.kind for row in rows}
    shown = shown_promises(rows, policy=desk.policy, zone=ZoneInfo(desk.zone), now=MONDAY)
    answered = promise_answers(rows, desk.policy, now=MONDAY)
    assert {view.kind for view in shown} == {answer.kind for answer in answered}
    assert "report_up" not in {view.kind for view in shown}
