"""A simulation is reckoned by one process or by two: the result is the same, and the second never outlives its work."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import psutil
import pytest
from msgspec import structs

from amends.deadlines.period import parse_period
from amends.people.staff import staff
from amends.simulation.comparing import Trial, decisive
from amends.simulation.gathering import ids_since
from amends.simulation.recorded import Recorded
from amends.simulation.result import Result
from tests.world import MONDAY, World
from workers import reckoning
from workers.reckoning import Beside, Reckoning

CASES = 7
_HOLDS_ON = """
import time
from workers.reckoning import Beside
print(Beside(None).process.pid, flush=True)
time.sleep(600)
"""


async def begun(world: World) -> Reckoning:
    """A draft by which every complaint is answered sooner."""
    now = world.at(days=3)
    async with world.at_desk() as desk:
        people, ids = await staff(now), await ids_since(MONDAY - timedelta(days=1))
    levels = {
        code: structs.replace(
            level,
            clocks={
                name: structs.replace(use, period=parse_period("10 min"))
                for name, use in level.clocks.items()
            },
        )
        for code, level in desk.policy.levels.items()
    }
    draft = replace(desk, policy=structs.replace(desk.policy, levels=levels))
    return Reckoning(Trial(desk, draft, people, now), ids, decisive(desk.policy), world.id)


@pytest.fixture
async def lodged(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(reckoning, "BATCH", 1)
    for _ in range(CASES):
        await world.lodge()
    return world


@pytest.fixture
def helpers(monkeypatch: pytest.MonkeyPatch) -> list[Beside]:
    """All that were begun."""
    seen: list[Beside] = []
    begin = Beside.__init__

    def watched(self: Beside, trial: Trial) -> None:
        begin(self, trial)
        seen.append(self)

    monkeypatch.setattr(Beside, "__init__", watched)
    return seen


@pytest.fixture
def other_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process beside this one is given a batch before anything is compared here."""
    given, ask, compare = threading.Event(), Beside._asked, Trial.compare

    def asked(self: Beside, cases: Sequence[Recorded]) -> Result:
        given.set()
        return ask(self, cases)

    def compared(self: Trial, cases: Sequence[Recorded]) -> Result:
        assert given.wait(60)
        return compare(self, cases)

    monkeypatch.setattr(Beside, "_asked", asked)
    monkeypatch.setattr(Trial, "compare", compared)


async def ran(of: Reckoning, monkeypatch: pytest.MonkeyPatch, *, processors: int) -> Result:
    monkeypatch.setattr(reckoning, "processors", lambda: processors)

    async def told(replayed: int) -> bool:
        return replayed <= CASES

    assert await of.run(told, worth_it=1)
    return of.result


async def test_two_processes_find_what_one_finds(
    lodged: World,
    helpers: list[Beside],
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    alone = await ran(await begun(lodged), monkeypatch, processors=1)
    assert not helpers
    request.getfixturevalue("other_first")
    both = await ran(await begun(lodged), monkeypatch, processors=2)
    assert (both, both.total.changed, len(both.cases)) == (alone, CASES, CASES)
    assert helpers
    assert not caplog.records
    assert not helpers[0].process.is_alive()


async def test_what_a_dead_process_had_in_hand_is_reckoned_without_it(
    lodged: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = await ran(await begun(lodged), monkeypatch, processors=1)
    start = Beside.__init__

    def dying(self: Beside, trial: Trial) -> None:
        start(self, trial)
        self.process.kill()

    monkeypatch.setattr(Beside, "__init__", dying)
    assert await ran(await begun(lodged), monkeypatch, processors=2) == alone


@pytest.mark.parametrize("fails", [False, True])
async def test_a_process_ends_with_what_is_called_off_or_fails(
    lodged: World, helpers: list[Beside], monkeypatch: pytest.MonkeyPatch, *, fails: bool
) -> None:
    monkeypatch.setattr(reckoning, "processors", lambda: 2)

    async def told(replayed: int) -> bool:
        if fails:
            raise RuntimeError(replayed)
        return False

    of = await begun(lodged)
    if fails:
        with pytest.raises(ExceptionGroup):
            await of.run(told, worth_it=1)
    else:
        assert not await of.run(told, worth_it=1)
    assert of.result.total.cases < CASES
    assert helpers
    assert not helpers[0].process.is_alive()
    assert reckoning._ONE.acquire(blocking=False)  # the next simulation may have one
    reckoning._ONE.release()


def test_a_process_ends_when_the_worker_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", _HOLDS_ON], stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        child = psutil.Process(int(worker.stdout.readline()))
        assert child.is_running()
        worker.kill()
        worker.communicate(timeout=30)  # until nobody holds the pipe any more, which both of them do
