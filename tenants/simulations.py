"""Replaying a draft over the organisation's own complaints: asked for, carried out by a worker, called off, shown.

One at a time. A worker that dies is noticed by its silence (`SILENT`): the errand is handed out again and begins anew; one that
nobody takes up is given up on the page as well (`Seen.stuck`), so that nobody waits for ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID, uuid4

import msgspec

from amends.config import Settings
from amends.database.rows import insert_all, new_row, select_one
from amends.database.scope import execute, fetch_one
from amends.errors import DomainError, Invalid, NotFound
from amends.outbox.operations import publish
from amends.people.actor import Actor, ActorKind
from amends.people.staff import staff
from amends.simulation.comparing import Trial, decisive
from amends.simulation.gathering import ids_since
from amends.simulation.result import Result
from amends.tenancy.tables import Tenant
from amends.trying.duty import duty_between
from tenants.calendars import years_wanted
from tenants.desks import desk_in_force
from tenants.later_notices import with_later_notices
from tenants.tables import Simulation
from tenants.trying import with_policy
from tenants.turns import alone
from tenants.working import at_work, demand, state_seen

SIMULATE: Final = "simulate-policy"
MOST_DAYS = 3660
SILENT = timedelta(seconds=50)
"""Longer than the slowest batch takes; shorter than it takes until an errand is handed out again."""
GIVEN_UP = timedelta(minutes=15)


class SimulationState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


UNDER_WAY = frozenset({SimulationState.QUEUED, SimulationState.RUNNING})


class AlreadySimulating(DomainError):
    code = "already-simulating"
    status = 409
    message = "A simulation is under way already."
    hint = "Wait until it is done, or stop it first."


class NothingToSimulate(DomainError):
    code = "no-draft"
    status = 409
    message = "There is no draft to try."
    hint = "Change something first; the draft begins by itself."


@dataclass(frozen=True, slots=True)
class Begun:
    """What a worker holds of the run it may write."""

    id: UUID
    runner: UUID
    trial: Trial
    cases: Sequence[UUID]
    asked: frozenset[str]


async def ask(tenant: Tenant, *, days: int, by: Actor, now: datetime) -> None:
    """For the draft as it is; PolicyError where it is not fit to be one."""
    demand(by)
    if not 1 <= days <= MOST_DAYS:
        raise Invalid({"days": "Please give a number of days from 1 to 3660."})
    work = await at_work(await alone(tenant))
    if not work.exists:
        raise NothingToSimulate()
    work.state.policy()
    before = await latest()
    if before is not None and is_stuck(before, now):
        await _end(before.id, SimulationState.FAILED, now=now)
    elif before is not None and before.state in UNDER_WAY:
        raise AlreadySimulating()
    row = new_row(
        Simulation,
        id=uuid4(),
        draft_seen=work.seen,
        days=days,
        state=SimulationState.QUEUED,
        asked_at=now,
        asked_by=by.id if by.kind is ActorKind.PERSON else None,
        cases=0,
        replayed=0,
    )
    await insert_all([row])
    await publish(name=SIMULATE, payloads={f"simulate:{row.id}": {"simulation_id": str(row.id)}}, now=now)


async def cancel(simulation_id: UUID, *, by: Actor, now: datetime) -> None:
    """One that is over stays as it is."""
    demand(by)
    if await select_one(Simulation, "WHERE id = $1", simulation_id) is None:
        raise NotFound()
    await _end(simulation_id, SimulationState.CANCELLED, now=now)


async def latest() -> Simulation | None:
    """Of the tenant in scope."""
    return await select_one(Simulation, "ORDER BY asked_at DESC, id LIMIT 1")


async def finished() -> Simulation | None:
    """The last one that came to an end."""
    return await select_one(
        Simulation, "WHERE state = $1 ORDER BY asked_at DESC, id LIMIT 1", str(SimulationState.DONE)
    )


def is_stuck(row: Simulation, now: datetime) -> bool:
    """Nobody has been heard of for so long that nobody will be."""
    return row.state in UNDER_WAY and now - (row.beat_at or row.asked_at) > GIVEN_UP


def result_of(row: Simulation) -> Result:
    return msgspec.json.decode(str(row.result), type=Result)


async def begin(
    simulation_id: UUID, tenant: Tenant, settings: Settings, *, now: datetime
) -> Begun | datetime | None:
    """A moment: somebody else is at it, ask again then; None: it is over."""
    row = await select_one(Simulation, "WHERE id = $1 FOR NO KEY UPDATE", simulation_id)
    if row is None or row.state not in UNDER_WAY:
        return None
    if row.beat_at is not None and now - row.beat_at < SILENT:
        return now + SILENT
    runner = uuid4()
    since = now - timedelta(days=int(row.days))
    cases = await ids_since(since)
    trial = await _trial(tenant, settings, str(row.draft_seen), since=since, now=now)
    await execute(
        "UPDATE simulation SET state = $2, runner = $3, beat_at = $4, cases = $5, replayed = 0 WHERE id = $1",
        simulation_id,
        SimulationState.RUNNING,
        runner,
        now,
        len(cases),
    )
    asked = decisive(trial.in_force.policy) | decisive(trial.draft.policy)
    return Begun(row.id, runner, trial, cases, asked)


async def _trial(tenant: Tenant, settings: Settings, seen: str, *, since: datetime, now: datetime) -> Trial:
    state = await state_seen(seen, await at_work(tenant))
    desk = await desk_in_force(tenant, settings)
    replayed = range(since.year - 1, years_wanted(now).stop)
    draft = with_policy(desk, with_later_notices(state.policy()), years=replayed)
    duty = await duty_between({*desk.policy.rosters, *draft.policy.rosters}, since, now)
    return Trial(desk, draft, await staff(now), now, duty)


async def progressed(run: Begun, replayed: int, *, now: datetime) -> bool:
    """False: it was called off, or given to somebody else."""
    row = await fetch_one(
        """UPDATE simulation SET replayed = $3, beat_at = $4 WHERE id = $1 AND runner = $2 AND state = 'running'
        RETURNING id""",
        run.id,
        run.runner,
        replayed,
        now,
    )
    return row is not None


async def done(run: Begun, result: Result, *, now: datetime) -> None:
    await execute(
        """UPDATE simulation SET state = 'done', ended_at = $3, result = $4::text::jsonb, replayed = cases
        WHERE id = $1 AND runner = $2 AND state = 'running'""",
        run.id,
        run.runner,
        now,
        msgspec.json.encode(result).decode(),
    )


async def failed(simulation_id: UUID, *, now: datetime) -> None:
    await _end(simulation_id, SimulationState.FAILED, now=now)


async def _end(simulation_id: UUID, state: SimulationState, *, now: datetime) -> None:
    await execute(
        """UPDATE simulation SET state = $2, ended_at = $3 WHERE id = $1 AND state IN ('queued', 'running')""",
        simulation_id,
        state,
        now,
    )
