"""What happens in a case ends the clocks of its policy and starts others, whatever they are called."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from amends.complaints import closing, deciding, handling
from amends.correspondence.operations import write_to_complainant
from amends.deadlines.operations import promises_of
from amends.deadlines.period import parse_period
from amends.deadlines.recording import DoneBefore, record_done
from amends.errors import Forbidden, NotFound
from amends.policy.document import (
    Basis,
    CaseEvent,
    Chain,
    Clock,
    ClockUse,
    Condition,
    Grading,
    Handling,
    Resolved,
    Step,
    Text,
    Trigger,
)
from amends.remedies.carrying_out import carried_out
from amends.remedies.operations import grant, remedies_of
from tests.amends.complaints.cases import closed, decide, investigated
from tests.amends.deadlines.governed import usual
from tests.world import World

REPORT = "tell_authority"
EXTRA = {
    "update": Clock(
        name=Text(zh="进展", en="progress"),
        ends=CaseEvent.TOLD,
        also_ends=(CaseEvent.DECIDED,),
        repeats=True,
    ),
    "execute": Clock(name=Text(zh="执行", en="carry out"), starts=CaseEvent.AGREED, ends=CaseEvent.EXECUTED),
    REPORT: Clock(
        name=Text(zh="上报", en="report"), starts=CaseEvent.AWARE, basis=Basis.STATUTORY, public=False
    ),
    "visit": Clock(name=Text(zh="回访", en="visit"), starts=CaseEvent.CLOSED),
}
USES = {code: ClockUse(period=parse_period("5 d")) for code in EXTRA}


async def rule(world: World, *, uses: dict[str, ClockUse] | None = None, **parts: Any) -> None:
    await usual(world, clocks=EXTRA, uses=USES if uses is None else uses, **parts)


async def promised(world: World, case: UUID, kind: str) -> list[tuple[bool, bool]]:
    """Of each promise of a kind, in order: whether it has ended, whether it was called off."""
    async with world.scope():
        rows = await promises_of(case)
    return [(row.ended_at is not None, bool(row.cancelled)) for row in rows if row.kind == kind]


KEPT, OFF, RUNS = (True, False), (True, True), (False, False)


async def test_a_repeating_promise_begins_again_each_time_until_it_is_needless(world: World) -> None:
    await rule(world)
    case = await investigated(world)  # accepting it told the complainant something
    assert await promised(world, case, "update") == [KEPT, RUNS]
    await world.do(write_to_complainant, case, by="bram", now=world.at(hours=2), body="Still at it")
    assert await promised(world, case, "update") == [KEPT, KEPT, RUNS]
    await decide(world, case, now=world.at(hours=3))
    assert await promised(world, case, "update") == [KEPT, KEPT, KEPT]
    assert await promised(world, case, "resolve") == [KEPT]


@pytest.mark.parametrize("resolved", [Resolved.DECIDED, Resolved.AGREED, Resolved.EXECUTED])
async def test_what_counts_as_resolved_is_the_organisations_to_say(world: World, resolved: Resolved) -> None:
    await rule(world, handling=Handling(resolved=resolved))
    case = await investigated(world)
    await world.do(
        grant, case, by="bram", now=world.at(hours=2), code="RM-APOLOGY", description="", amount=""
    )
    after = []
    await decide(world, case, now=world.at(hours=3))
    after.append(await promised(world, case, "resolve"))
    await world.do(handling.agree, case, by="amina", now=world.at(hours=4))
    after.append(await promised(world, case, "resolve"))
    assert await promised(world, case, "execute") == [RUNS]
    async with world.scope():
        [remedy] = await remedies_of(case)
    await world.do(carried_out, case, by="bram", now=world.at(hours=5), remedy_id=remedy.id)
    after.append(await promised(world, case, "resolve"))
    assert after.index([KEPT]) == list(Resolved).index(resolved)
    assert await promised(world, case, "execute") == [KEPT]


async def test_what_is_owed_after_the_end_begins_with_it_and_all_else_is_called_off(world: World) -> None:
    await rule(world)
    case = await closed(world)
    assert await promised(world, case, "visit") == [RUNS]
    await world.do(closing.reopen, case, by="chen", now=world.at(hours=6), reason="It broke again")
    assert (await promised(world, case, "resolve"))[-1] == RUNS
    assert (await promised(world, case, "update"))[-1] == RUNS
    assert await promised(world, case, "visit") == [OFF]  # it is owed again when the case is closed again
    await world.do(closing.withdraw, case, by="amina", now=world.at(hours=7), reason="")
    assert (await promised(world, case, "resolve"))[-1] == OFF
    assert await promised(world, case, "visit") == [OFF]


async def test_refusing_keeps_the_promise_to_decide(world: World) -> None:
    await rule(world, uses={"decide": ClockUse(period=parse_period("1 wd"))})
    case = (await world.lodge()).complaint_id
    await world.do(
        deciding.refuse, case, by="ines", now=world.at(hours=1), reason="not_about_us", explanation="Not ours"
    )
    assert await promised(world, case, "decide") == [KEPT]
    assert await promised(world, case, "respond") == [KEPT]
    assert await promised(world, case, "resolve") == [OFF]


async def test_staff_record_what_only_they_know_to_be_done(world: World) -> None:
    await rule(world)
    case = (await world.lodge()).complaint_id
    report = (await world.promises(case))[REPORT]
    given: dict[str, Any] = {"promise_id": report.id, "note": "Sent by fax, number 17"}
    with pytest.raises(Forbidden):
        await world.do(record_done, case, by="otto", now=world.at(hours=1), **given)
    # A duty by law is owed whatever becomes of the complaint.
    await world.do(closing.withdraw, case, by="amina", now=world.at(hours=2), reason="")
    assert await promised(world, case, REPORT) == [RUNS]
    await world.do(record_done, case, by="bram", now=world.at(hours=3), **given)
    assert await promised(world, case, REPORT) == [KEPT]
    assert (await world.acts(case))[-1] == "clock-done"
    with pytest.raises(DoneBefore):
        await world.do(record_done, case, by="bram", now=world.at(hours=4), **given)


async def test_what_the_case_itself_shows_is_not_recorded_by_hand(world: World) -> None:
    case, other = (await world.lodge()).complaint_id, (await world.lodge()).complaint_id
    for promise in ((await world.promises(case))["respond"], (await world.promises(other))["respond"]):
        with pytest.raises(NotFound):
            await world.do(record_done, case, by="bram", promise_id=promise.id, note="Done")


async def test_a_grave_case_is_told_of_at_once_and_says_why_it_is_grave(world: World) -> None:
    async with world.at_desk() as desk:
        gravest = min(desk.policy.levels, key=lambda code: desk.policy.levels[code].rank)
    phoned = Condition(field="case.channel", value="phone")
    steps = {
        "at_once": Step(
            rank=1,
            name=Text(zh="立即", en="at once"),
            on=(Trigger.LODGED, Trigger.DEADLOCK),
            role="nobody_holds_this",
            when=Condition(field="case.level", value=gravest),
        )
    }
    await usual(
        world,
        grading={
            "phoned": Grading(rank=1, when=phoned, level=gravest, reason=Text(zh="来电", en="By phone"))
        },
        chains={"ordinary": Chain(name=Text(zh="链", en="Chain"), steps=steps)},
        roles={**desk.policy.roles, "nobody_holds_this": desk.policy.roles["auditor"]},
    )
    calm, grave = await world.lodge(), await world.lodge(by="ines", channel="phone", told_on_receipt=True)
    assert "escalate" not in await world.acts(calm.complaint_id)
    assert (await world.acts(grave.complaint_id)) == ["lodge", "acknowledge", "escalate"]
    row = await world.complaint(grave.complaint_id)
    assert (row.level, row.graded_by) == (gravest, "phoned")
    [mail] = await world.notices(event="escalated", channel="mail")
    assert mail.person_id == world.people["ada"].id  # nobody holds the role: the administrators


async def test_of_each_complaint_only_holders_of_the_role_are_told(world: World) -> None:
    """A role nobody holds yet must not send administrators a letter for every complaint."""
    async with world.at_desk() as desk:
        roles = {**desk.policy.roles, "nobody_holds_this": desk.policy.roles["auditor"]}
    usually = Step(
        rank=1, name=Text(zh="接待", en="Reception"), on=(Trigger.LODGED,), role="nobody_holds_this"
    )
    ordinary = Chain(name=Text(zh="链", en="Chain"), steps={"first": usually})
    await usual(world, chains={"ordinary": ordinary}, roles=roles)
    lodged = await world.lodge()
    assert "escalate" not in await world.acts(lodged.complaint_id)
    assert await world.notices(event="escalated") == []
