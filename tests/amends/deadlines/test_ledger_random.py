"""Whatever is done to a case, in whatever order: its promises are what their ledgers say, and looked at as they should be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
from msgspec import structs

from amends.bodies.binding import matters_of
from amends.bodies.given import Matter
from amends.bodies.operations import answer, change, write_down
from amends.complaints import closing, deciding, handling
from amends.complaints.case import Case, take
from amends.complaints.regrading import regrade
from amends.correspondence.operations import write_to_complainant
from amends.deadlines import rules
from amends.deadlines.extending import extend
from amends.deadlines.operations import facts
from amends.deadlines.pausing import pause, resume
from amends.deadlines.period import Period, Unit, parse_period
from amends.deadlines.rebuilding import differing
from amends.deadlines.reopening import reopen
from amends.deadlines.tables import DueRow, Promise
from amends.errors import DomainError
from amends.policy.document import Extension, Pause, Text
from tests.amends.deadlines.governed import usual
from tests.amends.deadlines.test_promises_fire import let_pass
from tests.world import World

PAUSES = {
    "evidence": Pause(name=Text(zh="等待材料", en="Waiting for documents"), longest=parse_period("2 wd")),
    "court": Pause(name=Text(zh="司法程序", en="In court")),
}
STEPS = 40

Done = Callable[[World, UUID, Random, datetime], Awaitable[None]]


@pytest.fixture(autouse=True)
async def ordinary(world: World) -> None:
    async with world.at_desk() as desk:
        clocks, named = desk.policy.clocks, desk.policy.pauses
    stops = {
        code: structs.replace(clocks[code], pauses=tuple(PAUSES), extension=Extension(most=3))
        for code in ("respond", "resolve")
    }
    await usual(world, clocks=stops, pauses={**named, **PAUSES})


async def _some(case: UUID, chance: Random) -> Promise:
    """Mostly one that runs."""
    rows = (
        await Promise.objects().where(Promise.complaint_id == case).order_by(Promise.started_at, Promise.kind)
    )
    return chance.choice([row for row in rows if row.ended_at is None or chance.random() < 0.2] or rows)


async def stop(world: World, case: UUID, chance: Random, now: datetime) -> None:
    async with world.at_desk() as desk:
        whole, since = await take(desk, case), now - timedelta(hours=chance.randrange(5))
        row = await _some(case, chance)
        await pause(whole, row, chance.choice(list(PAUSES)), since=since, by=world.actor("bram"), now=now)


async def go_on(world: World, case: UUID, chance: Random, now: datetime) -> None:
    async with world.at_desk() as desk:
        whole, at = await take(desk, case), now - timedelta(hours=chance.randrange(5))
        stopped = await Promise.objects().where(
            Promise.complaint_id == case, Promise.paused_since.is_not_null(), Promise.ended_at.is_null()
        )
        for row in stopped:
            await resume(whole, row, at=at, by=world.actor("bram"), now=now)


async def more(world: World, case: UUID, chance: Random, now: datetime) -> None:
    async with world.at_desk() as desk:
        whole, row = await take(desk, case), await _some(case, chance)
        by = Period(
            chance.randrange(1, 6), chance.choice([Unit.HOURS, Unit.WORKING_DAYS, Unit.CALENDAR_DAYS])
        )
        await extend(whole, row, period=by, reason="The lab", by=world.actor("bram"), now=now)


async def other_level(world: World, case: UUID, chance: Random, now: datetime) -> None:
    async with world.at_desk() as desk:
        level = chance.choice(sorted(desk.policy.levels))
        await regrade(desk, case, level=level, reason="Graver", by=world.actor("chen"), now=now)


async def void(world: World, case: UUID, chance: Random, now: datetime) -> None:
    async with world.at_desk() as desk:
        whole = await take(desk, case)
        rows = await Promise.objects().where(Promise.complaint_id == case)
        running = {str(row.kind) for row in rows if row.ended_at is None}
        met = [
            row for row in rows if row.ended_at is not None and not row.cancelled and row.kind not in running
        ]
        if met and not whole.ended:
            await reopen(
                whole,
                [chance.choice(sorted(met, key=lambda row: (row.started_at, str(row.kind))))],
                rows,
                now=now,
            )


async def write(world: World, case: UUID, chance: Random, now: datetime) -> None:
    await world.do(write_to_complainant, case, by="bram", now=now, body="We are at it")


async def go_further(world: World, case: UUID, chance: Random, now: datetime) -> None:
    async with world.at_desk() as desk:
        whole: Case = await take(desk, case)
        if chance.random() < 0.5:
            await deciding.accept(desk, case, by=world.actor("ines"), now=now)
        elif chance.random() < 0.8:
            await handling.investigate(desk, case, by=world.actor("bram"), now=now)
        elif not whole.ended and chance.random() < 0.3:
            await closing.close(desk, case, reason="explained", by=world.actor("bram"), now=now)


async def a_body_asks(world: World, case: UUID, chance: Random, now: datetime) -> None:
    by = now + timedelta(hours=chance.randrange(1, 90)) if chance.random() < 0.8 else None
    given = Matter(f"Office {chance.randrange(9)}", "", by)
    async with world.scope():
        open_ = [row for row in await matters_of(case) if row.answered_at is None]
    bram: dict[str, Any] = {"by": "bram", "now": now}
    if not open_ or chance.random() < 0.3:
        await world.do(write_down, case, given=given, **bram)
    elif chance.random() < 0.7:
        await world.do(change, case, matter_id=open_[0].id, given=given, reason="Theirs", **bram)
    else:
        await world.do(answer, case, matter_id=open_[0].id, words="Told", **bram)


async def wait(world: World, case: UUID, chance: Random, now: datetime) -> None:
    await let_pass(world, now)


ACTS: list[Done] = [
    stop,
    stop,
    go_on,
    go_on,
    more,
    other_level,
    void,
    write,
    go_further,
    a_body_asks,
    a_body_asks,
    wait,
    wait,
]


@pytest.mark.parametrize(
    "seed", [1, 2, pytest.param(3, marks=pytest.mark.slow), pytest.param(4, marks=pytest.mark.slow)]
)
async def test_rows_are_what_ledgers_come_to(world: World, seed: int) -> None:
    chance, now, done = Random(seed), world.at(hours=1), Counter[str]()
    case = (await world.lodge()).complaint_id
    for _ in range(STEPS):
        now += timedelta(minutes=chance.randrange(1, 300))
        world.move_to(now)
        try:
            act = chance.choice(ACTS)
            await act(world, case, chance, now)
            done[act.__name__] += 1
        except DomainError:
            pass  # refused: nothing may have changed
        await in_order(world, case, now)
    assert {stop, go_on, other_level, wait} <= {act for act in ACTS if done[act.__name__]}


async def in_order(world: World, case: UUID, now: datetime) -> None:
    async with world.at_desk() as desk:
        whole = await take(desk, case)
        assert await differing(whole) == []
        rows = await Promise.objects().where(Promise.complaint_id == case)
        looks = await DueRow.objects().where(DueRow.complaint_id == case, DueRow.fired_at.is_null())
    assert whole.row.next_due == rules.earliest_due(facts(row) for row in rows)
    for row in rows:
        kinds = {str(look.kind).partition(":")[0] for look in looks if look.promise_id == row.id}
        if row.ended_at is not None:
            assert kinds <= {"breach"}
        elif row.paused_since is not None:
            assert kinds <= {"pause_over"}
        else:
            assert "breach" in kinds or rules.is_broken(facts(row), now)
            assert "pause_over" not in kinds
    if whole.ended:
        assert [row.kind for row in rows if row.ended_at is None] == []
