"""Steps of a draft over the past: on duty, for the second time, complained of again, by its own calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from msgspec import structs

from amends.complaints import closing, handling
from amends.complaints.desk import Desk
from amends.deadlines.period import Period, Unit
from amends.people.shifts import add_shift
from amends.people.staff import staff
from amends.policy.document import Chain, Roster, Step, Text, Trigger, Within
from amends.simulation.comparing import Trial, decisive
from amends.simulation.gathering import ids_since, recorded
from amends.simulation.result import Result
from amends.trying.duty import duty_between
from tests.amends.complaints.cases import closed, decide
from tests.amends.deadlines.governed import usual
from tests.world import MONDAY, World

NAME = Text(zh="步骤", en="Step")
NIGHTS = {"nights": Roster(name=NAME, role="supervisor")}
SINCE = MONDAY - timedelta(days=1)


async def tried(world: World, steps: dict[str, Step], **parts: object) -> Result:
    """A draft with these steps, over a past with none."""
    now = world.at(days=5)
    async with world.at_desk() as desk:
        chains = {"one": Chain(name=NAME, steps=steps)} if steps else {}
        plain = replace(desk, policy=structs.replace(desk.policy, chains={}))
        draft = replace(desk, policy=structs.replace(desk.policy, **{"chains": chains, **parts}))
        return await compared(plain, draft, world, now=now)


async def compared(desk: Desk, draft: Desk, world: World, *, now: datetime) -> Result:
    duty = await duty_between(draft.policy.rosters, SINCE, now)
    asked = decisive(desk.policy) | decisive(draft.policy)
    cases = await recorded(await ids_since(SINCE), asked)
    return Trial(desk, draft, await staff(now), now, duty).compare(cases)


async def test_whoever_was_on_duty_then_would_have_been_told(world: World) -> None:
    await usual(world, rosters=NIGHTS)
    night = MONDAY.replace(hour=12)
    async with world.at_desk() as desk:
        await add_shift(
            desk,
            roster="nights",
            person_id=world.actor("bram").id,
            begins=night - timedelta(hours=1),
            ends=night + timedelta(hours=9),
            by=world.actor("chen"),
            now=world.at(),
        )
    step = Step(rank=1, name=NAME, on=(Trigger.LODGED,), roster="nights")
    await world.lodge()
    assert (await tried(world, {"duty": step})).people == {}
    await world.lodge(now=night)
    assert (await tried(world, {"duty": step})).people == {str(world.actor("bram").id): [0, 1]}


async def test_a_step_for_the_second_time_waits_for_it(world: World) -> None:
    case = await closed(world)
    await world.do(closing.reopen, case, by="chen", now=world.at(hours=6), reason="Again")
    await world.do(handling.investigate, case, by="bram", now=world.at(hours=7))
    await decide(world, case, now=world.at(hours=8))
    await world.do(closing.record_feedback, case, by="bram", now=world.at(hours=9), feedback="Fine")
    await world.do(closing.close, case, by="bram", now=world.at(hours=10), reason="explained")
    await world.do(closing.reopen, case, by="chen", now=world.at(hours=11), reason="Once more")
    steps = {
        "every": Step(rank=1, name=NAME, on=(Trigger.REOPENED,), role="supervisor"),
        "second": Step(rank=2, name=NAME, on=(Trigger.REOPENED,), role="supervisor", from_number=2),
    }
    found = await tried(world, steps)
    assert found.steps == {"reopened||every": [0, 2], "reopened||second": [0, 1]}


async def test_complained_of_again_within_the_drafts_time_is_a_repeat(world: World) -> None:
    for day, email in enumerate(("amina@example.com", "other@example.com", "amina@example.com")):
        await world.lodge(email=email, now=world.at(days=day))
    step = Step(rank=1, name=NAME, on=(Trigger.REPEATED,), role="supervisor", within=Within.ORGANISATION)
    async with world.at_desk() as desk:
        handling = desk.policy.handling
    for days, times in ((2, 1), (1, 0)):
        within = structs.replace(handling, repeat_within=Period(days, Unit.CALENDAR_DAYS))
        found = await tried(world, {"again": step}, handling=within)
        assert sum(after for _, after in found.steps.values()) == times
