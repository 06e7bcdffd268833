"""What fails each time it falls due: found row by row, tried later and later, set aside, and put back by people."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from amends import clock
from amends.complaints.case import Case
from amends.complaints.deciding import accept
from amends.database.scope import execute, platform_scope
from amends.deadlines.failing import FIRST_PAUSE, MOST_TRIES
from amends.deadlines.firing import next_look
from amends.deadlines.tables import DueRow
from amends.escalation.gathering import facts_elsewhere
from amends.people.actor import SYSTEM
from amends.people.staff import Staff
from amends.policy.conditions import Facts
from amends.policy.document import Trigger
from amends.running.aside import aside, put_all_back
from amends.tasks.operations import NewTask, opened
from amends.tasks.tables import Task, TaskKind
from tests.amends.deadlines.governed import usual
from tests.world import World
from workers.clock import LONGEST_SLEEP, Firing


@pytest.fixture(autouse=True)
async def ordinary(world: World) -> None:
    await usual(world)


@pytest.fixture
async def case(world: World) -> UUID:
    lodged = await world.lodge()
    await world.do(accept, lodged.complaint_id, by="ines", now=world.at(minutes=30))
    return lodged.complaint_id


@contextmanager
def poisoned(case: UUID, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whoever looks at this case's broken promises asks the database for something that is not there: with it the
    whole transaction is lost."""

    async def asks_amiss(cases: Collection[Case], people: Staff, *triggers: Trigger) -> dict[UUID, Facts]:
        if case in {each.id for each in cases}:
            await execute("SELECT no_such_column FROM complaint")
        return await facts_elsewhere(cases, people, *triggers)

    with monkeypatch.context() as patched:
        patched.setattr("amends.deadlines.firing.facts_elsewhere", asks_amiss)
        yield


async def look_again_and_again(world: World, *, times: int = MOST_TRIES) -> None:
    """As often as it takes, each try when it is due."""
    for number in range(times):
        world.move_to(nth_try(world.at(hours=24, minutes=1), number))
        await Firing(world.settings).fire()


def nth_try(first: datetime, number: int) -> datetime:
    """The clock goes on between the tries, a little."""
    return first + FIRST_PAUSE * (2.0**number - 1) + timedelta(seconds=5) * number


async def breaches(world: World, case: UUID) -> list[DueRow]:
    return [row for row in await world.due_rows(case) if row.kind == "breach"]


async def test_what_costs_the_whole_batch_holds_up_nothing_else(
    world: World, case: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = [(await world.lodge()).complaint_id for _ in range(3)]
    with poisoned(case, monkeypatch):
        world.move_to(world.at(hours=24, minutes=1))
        assert await Firing(world.settings).fire() > 0
    for other in others:
        assert (await world.acts(other)).count("promise-broken") == 1
    assert "promise-broken" not in await world.acts(case)
    tried = [row for row in await world.due_rows(case) if row.attempts]
    assert {(row.attempts, row.failure) for row in tried} == {(1, "UndefinedColumnError")}
    world.move_to(world.at(hours=24, minutes=3))
    await Firing(world.settings).fire()
    assert (await world.acts(case)).count("promise-broken") == 1


async def test_after_the_last_try_it_is_set_aside_told_of_and_put_back(
    world: World, case: UUID, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with poisoned(case, monkeypatch):
        await look_again_and_again(world, times=MOST_TRIES - 1)
        async with platform_scope():
            assert await aside() == []
        await look_again_and_again(world)
        assert "set aside after the last try" in caplog.text
        (breach,) = [row for row in await breaches(world, case) if row.attempts]
        assert breach.attempts == MOST_TRIES
        assert breach.fired_at is None
        assert breach.set_aside_at is not None
        world.move_to(world.at(days=3))
        assert await Firing(world.settings).fire() == 0, "nobody tries it any more"
    async with platform_scope():
        (found, *_) = await aside()
        assert (found.tenant_id, found.kind, found.failure) == (world.id, "promise", "UndefinedColumnError")
        next_at = await next_look()
        assert next_at is None or next_at > clock.now(), "nor does the clock wake for it"
    assert await put_all_back(world.id, by=SYSTEM, now=clock.now()) >= 1
    assert await put_all_back(world.id, by=SYSTEM, now=clock.now()) == 0
    assert await Firing(world.settings).fire() > 0
    assert (await world.acts(case)).count("promise-broken") == 1
    async with platform_scope():
        assert await aside() == []


async def test_a_task_that_fails_is_set_aside_as_well(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    lodged = await world.lodge()

    def breaks(*_: object, **__: object) -> Any:
        raise ZeroDivisionError

    async with world.scope():
        await opened(
            [
                NewTask(
                    kind=TaskKind.CALL,
                    cause="a call",
                    due_at=world.at(days=1),
                    complaint_id=lodged.complaint_id,
                )
            ],
            by=SYSTEM,
            now=world.at(),
        )
    with monkeypatch.context() as patched:
        patched.setattr("amends.tasks.firing.look", breaks)
        for number in range(MOST_TRIES):
            world.move_to(nth_try(world.at(), number))
            await Firing(world.settings).fire()
    async with platform_scope():
        assert {(each.kind, each.failure) for each in await aside()} == {("task", "ZeroDivisionError")}
    await put_all_back(world.id, by=SYSTEM, now=clock.now())
    await Firing(world.settings).fire()
    async with world.scope():
        assert not await Task.exists().where(Task.set_aside_at.is_not_null() | (Task.attempts > 0))


async def test_long_nights_are_caught_up_with_in_order_and_folded(world: World, case: UUID) -> None:
    """Nobody looked for three days: the oldest is written first, and what each person missed comes in one letter."""
    later = (await world.lodge(now=world.at(hours=1))).complaint_id
    world.move_to(world.at(days=3))
    await Firing(world.settings).fire()
    async with world.scope():
        rows = await DueRow.objects().where(DueRow.kind == "breach").order_by(DueRow.fire_at)
    assert [row.complaint_id for row in rows if row.fired_at is not None] == [case, later]
    for each in (case, later):
        acts = await world.acts(each)
        assert (acts.count("promise-broken"), acts.count("promise-warning")) == (1, 0)


@pytest.mark.parametrize(("milliseconds", "longest"), [(250, 0.25), (30_000, LONGEST_SLEEP)])
async def test_an_idle_clock_wakes_for_the_next_row_and_for_new_ones(
    world: World, case: UUID, milliseconds: int, longest: float
) -> None:
    first = min(row.fire_at for row in await world.due_rows(case))
    world.move_to(first - timedelta(milliseconds=milliseconds))
    assert 0 < await Firing(world.settings).once() <= longest
