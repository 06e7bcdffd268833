"""The policy in force, replayed over what really happened under it: the same promises, and no change."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import cycle
from random import Random
from uuid import UUID

import pytest
from msgspec import structs

from amends.complaints.converting import convert
from amends.complaints.desk import Desk
from amends.complaints.merging import merge, unmerge
from amends.complaints.tables import Complaint
from amends.database.rows import select_all
from amends.deadlines import rules
from amends.deadlines.operations import facts
from amends.deadlines.period import parse_period
from amends.deadlines.tables import Promise
from amends.errors import DomainError
from amends.escalation.asking import ask_for_help
from amends.people.staff import staff
from amends.policy.document import Chain, Condition, Extension, Step, Text, Trigger
from amends.simulation.comparing import Trial, decisive
from amends.simulation.gathering import ids_since, recorded
from amends.simulation.groundwork import Groundwork
from amends.simulation.outcomes import outcome
from amends.simulation.replaying import MERGED, Unforeseeable
from amends.simulation.result import Result
from tests.amends.complaints.cases import accepted, closed
from tests.amends.deadlines.governed import usual
from tests.amends.deadlines.test_ledger_random import (
    PAUSES,
    go_further,
    go_on,
    more,
    other_level,
    stop,
    wait,
    write,
)
from tests.world import MONDAY, World


async def join(world: World, case: UUID, chance: Random, now: datetime) -> None:
    others = [row for row in await _all(world) if row.id != case]
    number = str(chance.choice(others).number)
    await world.do(merge, case, by="bram", now=now, number=number, reason="One matter")


async def part(world: World, case: UUID, chance: Random, now: datetime) -> None:
    await world.do(unmerge, case, by="bram", now=now, reason="Two matters")


async def _all(world: World) -> list[Complaint]:
    async with world.at_desk():
        return await select_all(Complaint, "ORDER BY number")


async def other_kind(world: World, case: UUID, chance: Random, now: datetime) -> None:
    """An enquiry has clocks of its own."""
    kind = chance.choice(("enquiry", "service_request", "complaint"))
    await world.do(convert, case, by="ines", now=now, kind=kind, reason="It is something else")


ACTS = [stop, go_on, more, other_level, other_kind, write, go_further, wait, join, part]
STEPS = 25
_OWED = (
    ("acknowledge", "respond", "resolve"),
    ("acknowledge", "resolve"),
    ("respond", "resolve"),
)
"""By level, so that a change calls some off and makes others owed."""
LEAD = Text(zh="主管", en="Lead")


async def stops(world: World) -> None:
    async with world.at_desk() as desk:
        clocks, named = desk.policy.clocks, desk.policy.pauses
    some = {
        code: structs.replace(clocks[code], pauses=tuple(PAUSES), extension=Extension(most=3))
        for code in ("respond", "resolve")
    }
    levels = {
        code: structs.replace(level, clocks={kind: level.clocks[kind] for kind in kinds})
        for (code, level), kinds in zip(desk.policy.levels.items(), cycle(_OWED), strict=False)
    }
    await usual(world, clocks=some, levels=levels, pauses={**named, **PAUSES})


async def lived(world: World, chance: Random) -> datetime:
    """Three cases to which this and that is done."""
    cases = [(await world.lodge()).complaint_id for _ in range(3)]
    now = world.at(hours=1)
    for _ in range(STEPS):
        now += timedelta(minutes=chance.randrange(1, 400))
        world.move_to(now)
        try:
            await chance.choice(ACTS)(world, chance.choice(cases), chance, now)
        except (DomainError, IndexError):
            continue  # refused, or nothing is owed in it any more
    return now


async def trial(world: World, now: datetime, draft: Desk | None = None) -> Result:
    async with world.at_desk() as desk:
        people, asked = await staff(now), decisive(desk.policy)
        cases = await recorded(await ids_since(MONDAY - timedelta(days=1)), asked)
    return Trial(desk, draft or desk, people, now).compare(cases)


async def promised_in(case: UUID) -> list[Promise]:
    """In scope. Wherever they are handled now."""
    return await select_all(Promise, "WHERE coalesce(origin_id, complaint_id) = $1", case)


async def as_recorded(case: UUID) -> Counter[tuple[object, ...]]:
    """In scope."""
    rows = await promised_in(case)
    return Counter(
        (str(row.kind), row.started_at, row.due_at, bool(row.cancelled), row.paused_since is not None)
        for row in rows
    )


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
async def test_the_policy_in_force_reproduces_its_own_past(world: World, seed: int) -> None:
    await stops(world)
    now = await lived(world, Random(seed))
    async with world.at_desk() as desk:
        people = await staff(now)
        cases = await recorded(await ids_since(MONDAY - timedelta(days=1)), decisive(desk.policy))
        for case in cases:
            try:
                came = outcome(Groundwork(desk, people), case, now=now)
            except Unforeseeable:
                continue  # counted below
            again = Counter((p.kind, p.started_at, p.due_at, p.cancelled, p.paused) for p in came.promises)
            assert again == await as_recorded(case.row.id)
            broken = sorted(
                str(row.kind)
                for row in await promised_in(case.row.id)
                if rules.is_broken(facts(row), now) and not row.late_by_regrading
            )
            assert sorted(p.kind for p in came.promises if p.broken) == broken
    found = await trial(world, now)
    assert (found.total.cases + found.unknown, found.total.changed, found.cases) == (3, 0, [])
    assert found.missing.keys() <= {MERGED}


async def test_a_shorter_promise_is_earlier_and_breaks_and_its_steps_fire(world: World) -> None:
    case, done = await accepted(world), await closed(world)
    now = world.at(days=3)
    assert (await trial(world, now)).total.changed == 0
    level = str((await world.complaint(case)).level)
    async with world.at_desk() as desk:
        short = _with_period(desk, level, "respond", "10 min")
    found = await trial(world, now, short)
    assert found.total.earlier >= 1
    assert {each.id for each in found.cases} == {str(case), str(done)}
    assert found.total.breaks >= 1
    assert sum(after for _, after in found.people.values()) >= sum(
        before for before, _ in found.people.values()
    )


async def test_steps_on_receipt_on_request_and_by_condition_are_reckoned(world: World) -> None:
    case = await accepted(world)
    await world.do(ask_for_help, case, by="bram", now=world.at(hours=1), reason="The lab is silent")
    now = world.at(hours=2)
    state = str((await world.complaint(case)).state)
    async with world.at_desk() as desk:
        here = Condition(field="case.state", value=state)
    steps = {
        code: Step(rank=rank, name=LEAD, on=(on,), role="supervisor", when=when)
        for rank, (code, on, when) in enumerate(
            (("a", Trigger.LODGED, None), ("b", Trigger.ASKED, None), ("c", Trigger.CONDITION, here))
        )
    }
    draft = _with_policy(desk, chains={"one": Chain(name=LEAD, steps=steps)})
    found = await trial(world, now, draft)
    assert {name: after for name, (_, after) in found.steps.items() if after} == {
        "lodged||a": 1,
        "asked||b": 1,
        "condition||c": 1,
    }


async def test_what_the_draft_asks_and_nobody_could_answer_is_unknown(world: World) -> None:
    await accepted(world)
    async with world.at_desk() as desk:
        pass
    clocks = desk.policy.clocks
    odd = structs.replace(clocks["respond"], from_field="a-new-question")
    draft = _with_policy(desk, clocks={**clocks, "respond": odd})
    found = await trial(world, world.at(days=1), draft)
    assert (found.unknown, found.missing, found.total.cases) == (1, {"a-new-question": 1}, 0)


def _with_period(desk: Desk, level: str, clock: str, period: str) -> Desk:
    was = desk.policy.levels[level]
    use = structs.replace(was.clocks[clock], period=parse_period(period))
    now = structs.replace(was, clocks={**was.clocks, clock: use})
    return _with_policy(desk, levels={**desk.policy.levels, level: now})


def _with_policy(desk: Desk, **parts: object) -> Desk:
    return replace(desk, policy=structs.replace(desk.policy, **parts))
