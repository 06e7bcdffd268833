"""Whatever is done to cases, in whatever order and by whom: no promise is lost, each case is somebody's, its history holds.

Hypothesis walks over all acts of `walked`, time and the clock process among them, and asks after each step.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

import hypothesis
import msgspec
from hypothesis import HealthCheck
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from amends.audit.verify import verify_tenant
from amends.complaints.case import take
from amends.config import Settings
from amends.database.rows import select_all
from amends.database.scope import fetch
from amends.database.tables import WALLED
from amends.deadlines import rules
from amends.deadlines.operations import facts
from amends.deadlines.rebuilding import differing
from amends.deadlines.tables import DueRow, Promise
from amends.people.tables import Department, Person, PersonStatus
from amends.tasks.tables import Task
from tests.emptying import Emptier
from tests.journeys.walked import ACTS, as_usual, possible
from tests.journeys.walking import CASES, Ground, Place, begun, is_over
from tests.world import Organisation

STEPS = 40
PLACES = st.integers(0, CASES - 1)
HOURS = st.sampled_from((0, 0, 0, 0, 0, 1, 5, 30, 100, 400))
Run = Callable[[Coroutine[Any, Any, Any]], Any]


class Walk(RuleBasedStateMachine):
    """Hypothesis knows no loop: each step is handed to the one of the tests."""

    def __init__(self, run: Run, at: Settings, emptier: Emptier, done: Counter[str]) -> None:
        super().__init__()
        self.run, self.emptier, self.done = run, emptier, done
        self.ground: Ground = run(begun(at))
        self.seen: dict[UUID, set[UUID]] = {house.id: set() for house in self.ground.houses}

    @initialize(further=st.tuples(*[st.integers(0, 7)] * CASES))
    def begin_anywhere(self, further: tuple[int, ...]) -> None:
        """On the way to the close, or closed and opened again."""
        for place, steps in zip(self.ground.places, further, strict=True):
            for _ in range(steps):
                self.run(as_usual(self.ground, place, Random(steps)))

    @rule(data=st.data(), place=PLACES, hours=HOURS, looks=st.booleans(), seed=st.integers(0, 99))
    def act(self, data: st.DataObject, place: int, hours: int, looks: bool, seed: int) -> None:
        """After a while in which the clock process has looked at what is due, or has not."""
        if hours and looks:
            self.run(self.ground.let_pass(timedelta(hours=hours)))
        else:
            self.ground.move(timedelta(hours=hours))
        here = self.ground.places[place]
        [other] = [house for house in self.ground.houses if house.id != here.house.id]
        before, name = self.run(_all_of(other)), data.draw(st.sampled_from(self.run(possible(here))))
        self.run(ACTS[name][0](self.ground, here, Random(seed)))
        assert self.run(_all_of(other)) == before, "what one organisation does is nothing to another"

    @invariant()
    def all_holds(self) -> None:
        self.run(self._all_holds())

    def teardown(self) -> None:
        """In the end everything that is owed is late, and has been told of."""
        try:
            self.run(self.ground.let_pass(timedelta(days=90)))
            self.run(self._all_holds())
            self.run(_each_breach_is_told(self.ground))
            self.done.update(self.ground.done)
        finally:
            self.run(self.emptier.empty())

    async def _all_holds(self) -> None:
        for place in self.ground.places:
            await _promises_are_kept_in_order(self.ground, place)
            await _it_is_somebodys(place)
        for house in self.ground.houses:
            await _history_holds(self.ground, house)
            await _none_is_lost(house, self.seen[house.id])


async def test_whatever_is_done_nothing_owed_is_lost(
    database: object, settings: Settings, emptier: Emptier
) -> None:
    loop, done = asyncio.get_running_loop(), Counter[str]()

    def run(coroutine: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, loop).result()

    await asyncio.to_thread(_walk, lambda: Walk(run, settings, emptier, done))
    assert len(done) >= len(ACTS) // 3, f"most was refused, and nothing is shown: {done}"


def _walk(machine: Any) -> None:
    """A walk is worth many examples of a rule, and takes as long."""
    usual = hypothesis.settings()
    run_state_machine_as_test(
        machine,
        settings=hypothesis.settings(
            max_examples=usual.max_examples // 6,
            stateful_step_count=STEPS,
            suppress_health_check=list(HealthCheck),
        ),
    )


async def _promises_are_kept_in_order(ground: Ground, place: Place) -> None:
    """Each ended, stands still, is looked at when it is due, or is late; and is what its ledger says."""
    async with place.house.at_desk() as desk:
        case = await take(desk, place.id)
        assert await differing(case) == []
        rows = await select_all(Promise, "WHERE complaint_id = $1", place.id)
        looks = await select_all(DueRow, "WHERE complaint_id = $1 AND fired_at IS NULL", place.id)
    assert case.row.next_due == rules.earliest_due(facts(row) for row in rows)
    for row in rows:
        kinds = {str(look.kind).partition(":")[0] for look in looks if look.promise_id == row.id}
        assert not [look for look in looks if look.set_aside_at is not None or look.attempts]
        if row.ended_at is None and row.paused_since is None:
            assert "breach" in kinds or rules.is_broken(facts(row), ground.now), f"nobody looks at {row.kind}"


async def _it_is_somebodys(place: Place) -> None:
    """A department's always; a person's who works there and whom it is not about; so are its open tasks."""
    row = await place.row()
    async with place.house.scope():
        department = await Department.objects().get(Department.id == row.department_id)
        working = {p.id for p in await select_all(Person, "WHERE status = $1", PersonStatus.ACTIVE)}
        open_tasks = await select_all(
            Task, "WHERE complaint_id = $1 AND done_at IS NULL AND cancelled_at IS NULL", place.id
        )
    assert department is not None
    assert department.retired_at is None
    if not is_over(row):
        assert row.assignee_id is None or row.assignee_id in working - row.about
    for task in open_tasks:
        assert task.assignee_id is None or task.assignee_id in working - row.about, f"{task.kind} is nobody's"
        assert task.assignee_id or task.role or task.department_id


async def _history_holds(ground: Ground, house: Organisation) -> None:
    async with house.scope():
        checked = await verify_tenant(secrets=[ground.settings.secret])
    assert not checked.problems


async def _none_is_lost(house: Organisation, seen: set[UUID]) -> None:
    """What was promised once is there for ever, and goes on in no case that goes on in another; `seen` grows."""
    async with house.scope():
        rows = await select_all(Promise, "ORDER BY id")
        gone = {row["id"] for row in await fetch("SELECT id FROM complaint WHERE merged_into IS NOT NULL")}
    assert seen <= {row.id for row in rows}
    assert not [row.kind for row in rows if row.ended_at is None and row.complaint_id in gone]
    seen |= {row.id for row in rows}


async def _each_breach_is_told(ground: Ground) -> None:
    """Once for each time it was due at, and of everything that is late and still owed."""
    for house in ground.houses:
        async with house.scope():
            lines = await fetch("SELECT detail FROM history_entry WHERE act = 'promise-broken'")
            owed = await select_all(Promise, "WHERE ended_at IS NULL AND paused_since IS NULL")
        details = [msgspec.json.decode(str(line["detail"])) for line in lines]
        told = Counter((detail["promise"], detail["due_at"]) for detail in details)
        assert set(told.values()) <= {1}
        late = {str(row.id) for row in owed if rules.is_broken(facts(row), ground.now)}
        assert late <= {promise for promise, _ in told}


async def _all_of(house: Organisation) -> list[tuple[str, str]]:
    """Every row of an organisation, as one digest for each table."""
    parts = [
        f"SELECT '{table}' AS name, md5(coalesce(string_agg(t::text, '' ORDER BY t.id::text), '')) AS sum FROM {table} t"
        for table in sorted(str(each._meta.tablename) for each in WALLED)
    ]
    async with house.scope():
        return [(row["name"], row["sum"]) for row in await fetch(" UNION ALL ".join(parts))]
