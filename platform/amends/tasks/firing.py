"""Telling people of tasks when it is time: found by the clock where it finds due rows, and the rule asked again.

A batch is one transaction. Cases and tasks somebody is working on this moment are left for the next round.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg

from amends.audit.operations import Act, record_all
from amends.complaints.desk import Desk, Desks
from amends.complaints.tables import Complaint
from amends.database.outage import OUTAGE
from amends.database.rows import select_all
from amends.database.scope import current_tenant, execute, fetch
from amends.deadlines.due import due
from amends.deadlines.failing import TASKS, put_off
from amends.notices.operations import tell_all
from amends.notices.telling import Telling
from amends.people.actor import SYSTEM
from amends.people.staff import Staff, staff
from amends.tasks.audience import among, those_above, those_for
from amends.tasks.rules import Facts, Look, look
from amends.tasks.tables import Task, Told
from amends.tasks.telling import moment_cause, tellings
from amends.tenancy.tables import Tenant

log = logging.getLogger(__name__)

_ACTS = {Told.OVERDUE: "task-overdue", Told.SUPERVISOR: "task-raised"}
"""What is written down; that somebody heard of a new task is no news to its case."""


@dataclass(frozen=True, slots=True)
class _Looked:
    task: Task
    look: Look
    act: Act | None
    tellings: Sequence[Telling]


async def tasks_due(*, now: datetime, most: int) -> list[UUID]:
    """Of the tenant in scope, the oldest first."""
    rows = await fetch(
        "SELECT id FROM task WHERE look_at <= $1 AND set_aside_at IS NULL ORDER BY look_at LIMIT $2",
        now,
        most,
    )
    return [row["id"] for row in rows]


async def tell_of_tasks(desks: Desks, *, now: datetime, most: int, only: UUID | None = None) -> int:
    """Those of the tenant in scope that are to be looked at, oldest first, or this one; how many were."""
    claimed = await _claimed(now=now, most=most, only=only)
    if not claimed:
        return 0
    cases = {
        row.id: row
        for row in await select_all(
            Complaint, "WHERE id = ANY($1::uuid[])", [task.complaint_id for task in claimed]
        )
    }
    people = await staff(now)
    looked = []
    for task in claimed:
        try:
            looked.append(await _looked(task, cases.get(task.complaint_id), desks, people, now=now))
        except (*OUTAGE, asyncpg.PostgresError):
            raise  # no task's fault, or the transaction is lost with it
        except Exception as error:
            log.exception("task not looked at", extra={"row": str(task.id)})
            await put_off(TASKS, {task.id: error}, now=now)
    try:
        await _write(looked, now=now)
    except OUTAGE:
        raise
    except Exception:
        log.exception("tasks not told of together, trying them one by one")
        for each in looked:
            await _write_alone(each, now=now)
    return len(claimed)


async def _claimed(*, now: datetime, most: int, only: UUID | None) -> list[Task]:
    """The case first, as whoever works on it locks it first."""
    this = "" if only is None else "AND t.id = $2"
    given = (now,) if only is None else (now, only)
    of_cases = await fetch(
        f"""SELECT t.id FROM task t JOIN complaint c ON c.tenant_id = t.tenant_id AND c.id = t.complaint_id
        WHERE t.look_at <= $1 AND t.set_aside_at IS NULL {this}
        ORDER BY t.look_at LIMIT {int(most)} FOR NO KEY UPDATE OF c, t SKIP LOCKED""",  # noqa: S608
        *given,
    )
    of_none = await fetch(
        f"""SELECT t.id FROM task t WHERE t.look_at <= $1 AND t.set_aside_at IS NULL AND t.complaint_id IS NULL {this}
        ORDER BY t.look_at LIMIT {int(most)} FOR NO KEY UPDATE SKIP LOCKED""",  # noqa: S608
        *given,
    )
    ids = [row["id"] for row in (*of_cases, *of_none)]
    return await select_all(Task, "WHERE id = ANY($1::uuid[]) ORDER BY look_at, id", ids) if ids else []


async def _looked(
    task: Task, case: Complaint | None, desks: Desks, people: Staff, *, now: datetime
) -> _Looked:
    desk = await _desk(case, desks)
    raised_at = due(task.due_at, desk.policy.handling.task_raised_after, desk.calendar)
    facts = Facts(task.due_at, task.done_at, task.cancelled_at)
    found = look(facts, Told(task.told), now, raised_at=raised_at)
    if found.tell is None:
        return _Looked(task, found, None, ())
    above = found.tell is Told.SUPERVISOR
    told = (those_above if above else those_for)(task, case, people)
    cause = moment_cause(task.created_at if found.tell is Told.NEW else task.look_at)
    act = None
    if found.tell in _ACTS:
        detail = {
            "task": task.id,
            "kind": task.kind,
            "due_at": task.due_at,
            "told": [each.id for each in told],
        }
        act = Act(_ACTS[found.tell], SYSTEM, task.complaint_id, detail)
    to = among(people, case).told(told)
    return _Looked(task, found, act, tellings(task, case, desk, found.tell, to, cause=cause))


async def _desk(case: Complaint | None, desks: Desks) -> Desk:
    """A case's is what it was lodged under; without one, what is in force."""
    if case is not None:
        return await desks(case.policy_version_id, case.calendar_version_id)
    tenant = await Tenant.objects().get(Tenant.id == current_tenant())
    assert tenant is not None, "a scope is a tenant's"
    return await desks(tenant.policy_version_id, tenant.calendar_version_id)


async def _write_alone(looked: _Looked, *, now: datetime) -> None:
    try:
        await _write([looked], now=now)
    except OUTAGE:
        raise
    except Exception as error:
        log.exception("task not told of", extra={"row": str(looked.task.id)})
        await put_off(TASKS, {looked.task.id: error}, now=now)


async def _write(looked: Sequence[_Looked], *, now: datetime) -> None:
    """All of it or, where the database refuses, nothing."""
    await execute("SAVEPOINT telling")
    try:
        await _write_down(looked, now=now)
    except Exception:
        await execute("ROLLBACK TO SAVEPOINT telling; RELEASE SAVEPOINT telling")
        raise
    await execute("RELEASE SAVEPOINT telling")


async def _write_down(looked: Sequence[_Looked], *, now: datetime) -> None:
    if acts := [each.act for each in looked if each.act is not None]:
        await record_all(acts, now=now)
    await tell_all([telling for each in looked for telling in each.tellings], now=now)
    await execute(
        """UPDATE task t SET told = m.told, look_at = m.at, attempts = 0, failure = NULL
        FROM unnest($1::uuid[], $2::text[], $3::timestamptz[]) AS m (id, told, at) WHERE t.id = m.id""",
        [each.task.id for each in looked],
        [str(each.look.told) for each in looked],
        [each.look.again_at for each in looked],
    )
