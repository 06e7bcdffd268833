"""Whoever was told to answer an escalation does so on the case's page, whatever their role, and is asked no more."""

from __future__ import annotations

from amends.deadlines.period import Period, Unit
from amends.policy.document import Chain, Step, Text, Trigger, Within
from tests.amends.deadlines.governed import usual
from tests.web.portal.conftest import Enter
from tests.world import World

NAME = Text(zh="步骤", en="Step")
HOUR = Period(1, Unit.HOURS)


async def test_of_two_steps_at_once_each_is_answered_by_whom_it_told(world: World, enter: Enter) -> None:
    first = Step(rank=1, name=NAME, on=(Trigger.LODGED,), role="handler", acknowledge_within=HOUR)
    beside = Step(
        rank=1,
        name=NAME,
        on=(Trigger.LODGED,),
        role="auditor",
        within=Within.ORGANISATION,
        acknowledge_within=HOUR,
    )
    await usual(world, chains={"one": Chain(name=NAME, steps={"first": first, "beside": beside})})
    case = (await world.lodge()).complaint_id
    page, action = f"/portal/cases/{case}", f"/portal/cases/{case}/answer"
    for name, still in (("bram", "otto"), ("otto", "")):
        visitor = await enter(name)
        seen = await visitor.submit(await visitor.get(page), "/answer")
        assert (seen.status, action in seen.html) == (200, False), name
        if still:
            assert action in (await (await enter(still)).get(page)).html
    assert (await world.acts(case)).count("escalation-answered") == 2
