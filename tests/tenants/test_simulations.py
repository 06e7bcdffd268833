"""A draft is replayed by a worker; it can be called off, and a worker that died leaves nothing stuck."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from amends import clock
from amends.errors import NotFound
from amends.policy.overriding import put
from tenants import simulations
from tenants.simulations import AlreadySimulating, Begun, NothingToSimulate, SimulationState
from tenants.tables import Simulation
from tenants.working import edit
from tests.amends.complaints.cases import accepted
from tests.tenants.policies import admin_of, changed, work_of
from tests.world import World
from workers import effects
from workers.simulating import replay

ZONE = ZoneInfo("Asia/Shanghai")


async def asked(world: World, days: int = 30) -> Simulation:
    async with world.scope():
        await simulations.ask(world.tenant, days=days, by=admin_of(world), now=clock.now())
        row = await simulations.latest()
    assert row is not None
    return row


async def shorter(world: World, case: UUID) -> None:
    level = str((await world.complaint(case)).level)
    await changed(world, edit(put, ("levels", level, "clocks", "respond", "period"), "10 min"))


async def worked_off(world: World) -> None:
    for row in await world.outbox():
        if row.name != simulations.SIMULATE or row.settled_at is not None:
            continue
        errand = await effects.take(tenant_id=world.id, outbox_id=row.id, settings=world.settings)
        if errand is not None:
            await effects.carry_out(errand)


async def now_stands(world: World) -> Simulation:
    async with world.scope():
        row = await simulations.latest()
    assert row is not None
    return row


async def test_a_worker_replays_the_draft_and_its_result_is_kept(world: World) -> None:
    case = await accepted(world)
    await shorter(world, case)
    world.move_to(world.at(days=2))
    await asked(world)
    await worked_off(world)
    row = await now_stands(world)
    assert (row.state, row.cases, row.replayed) == (SimulationState.DONE, 1, 1)
    found = simulations.result_of(row)
    assert [each.id for each in found.cases] == [str(case)]
    assert found.total.earlier == 1
    assert row.draft_seen == (await work_of(world)).seen


async def test_a_draft_is_tried_by_its_own_week(world: World) -> None:
    await accepted(world)
    await changed(world, edit(put, ("calendar", "week"), {"5": ["09:00-10:00"]}))
    world.move_to(world.at(days=2))
    await asked(world)
    await worked_off(world)
    found = simulations.result_of(await now_stands(world))
    [case] = found.cases
    late = [each.after.astimezone(ZONE) for each in case.shifts if each.before and each.after]
    assert found.total.later == len(late) > 0
    assert {(each.isoweekday(), each.hour) for each in late} == {(6, 0)}, "when a Friday is over"


async def test_without_a_draft_and_twice_at_once_it_is_refused(world: World) -> None:
    with pytest.raises(NothingToSimulate):
        await asked(world)
    await shorter(world, await accepted(world))
    await asked(world)
    with pytest.raises(AlreadySimulating):
        await asked(world)


async def test_what_is_called_off_stops_and_writes_nothing_more(world: World) -> None:
    await shorter(world, await accepted(world))
    row = await asked(world)
    async with world.scope():
        run = await simulations.begin(row.id, world.tenant, world.settings, now=clock.now())
        await simulations.cancel(row.id, by=admin_of(world), now=clock.now())
    assert isinstance(run, Begun)
    await replay(run, world.id)
    after = await now_stands(world)
    assert after.state == SimulationState.CANCELLED
    assert after.result is None
    await worked_off(world)
    assert (await now_stands(world)).state == SimulationState.CANCELLED


async def test_a_run_whose_worker_was_killed_is_taken_up_by_another(world: World) -> None:
    await shorter(world, await accepted(world))
    row = await asked(world)
    async with world.scope():
        killed = await simulations.begin(row.id, world.tenant, world.settings, now=clock.now())
    await worked_off(world)  # the first may still be alive: not yet
    assert (await now_stands(world)).state == SimulationState.RUNNING
    world.move_to(clock.now() + timedelta(minutes=2))
    await worked_off(world)
    assert (await now_stands(world)).state == SimulationState.DONE
    assert isinstance(killed, Begun)
    await replay(killed, world.id)  # it was not dead after all: it finds that it may not write
    assert (await now_stands(world)).state == SimulationState.DONE


async def test_one_that_nobody_takes_up_keeps_nobody_from_starting_again(world: World) -> None:
    await shorter(world, await accepted(world))
    first = await asked(world)
    world.move_to(clock.now() + timedelta(minutes=20))
    second = await asked(world)
    assert (first.id != second.id, second.state) == (True, SimulationState.QUEUED)


async def test_another_organisation_finds_none_of_it(world: World) -> None:
    await shorter(world, await accepted(world))
    row = await asked(world)
    async with world.other.scope():
        assert await simulations.latest() is None
        with pytest.raises(NotFound):
            await simulations.cancel(row.id, by=admin_of(world.other), now=clock.now())
