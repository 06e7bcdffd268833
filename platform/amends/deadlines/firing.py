"""Firing due rows: the rule is asked again before anything is written.

A batch is one transaction and few statements, however many rows it holds. Nothing is waited for but chains: what
somebody is working on this moment is left for the next sweep. A row that fails is put off and holds up no other; where
the whole transaction fails with it, the clock fires the rows one by one.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from amends.audit.operations import record_all
from amends.complaints.case import Case
from amends.complaints.desk import Desks
from amends.database.outage import OUTAGE
from amends.database.rows import insert_values, select_all
from amends.database.scope import execute, fetch, fetch_one
from amends.database.tables import WalledTable
from amends.deadlines import rules
from amends.deadlines.acts import run_on_by_clock
from amends.deadlines.again import again_at
from amends.deadlines.failing import PROMISES, put_off
from amends.deadlines.operations import facts
from amends.deadlines.rules import DueKind
from amends.deadlines.tables import DueRow, Promise
from amends.escalation.gathering import cases_of, chain_facts, facts_elsewhere
from amends.escalation.operations import Consequence, escalated, warned
from amends.escalation.raising import all_carried_out
from amends.escalation.reaching import Duty
from amends.notices.operations import tell_all
from amends.people.duty import running
from amends.people.staff import Staff, staff
from amends.policy.conditions import Facts
from amends.policy.document import Trigger

log = logging.getLogger(__name__)

Walled = TypeVar("Walled", bound=WalledTable)
_ASKED = (Trigger.WARNING, Trigger.BREACH, Trigger.UNANSWERED)
"""Which steps may follow."""


@dataclass(frozen=True, slots=True)
class _Due:
    """A claimed row and what follows from it: nothing where the rule holds no more."""

    id: UUID
    case: Case
    promise: Promise
    kind: DueKind
    consequence: Consequence | None
    again_at: datetime | None = None
    """When a broken promise is spoken of once more."""


async def due_tenants(*, now: datetime, most: int) -> Sequence[UUID]:
    """Tenants with due rows, the one waiting longest first; needs no tenant in scope."""
    rows = await fetch("SELECT tenant_id FROM due_rows($1, $2)", now, most)
    return list(dict.fromkeys(row["tenant_id"] for row in rows))


async def next_look() -> datetime | None:
    row = await fetch_one("SELECT next_due_row() AS at")
    return row["at"] if row else None


async def rows_due(*, now: datetime, most: int) -> list[UUID]:
    """Of the tenant in scope, the oldest first."""
    rows = await fetch(
        """SELECT id FROM due_row WHERE fire_at <= $1 AND fired_at IS NULL AND set_aside_at IS NULL
        ORDER BY fire_at LIMIT $2""",
        now,
        most,
    )
    return [row["id"] for row in rows]


async def fire_batch(desks: Desks, *, now: datetime, most: int, only: UUID | None = None) -> int:
    """Fire up to `most` due rows of the tenant in scope, oldest first, or this one."""
    claimed = await _claim(now=now, most=most, only=only)
    if not claimed:
        return 0
    due = await _asked_again(claimed, desks, now=now)
    try:
        await _write(due, now=now)
    except OUTAGE:
        raise  # nobody's row is to blame
    except Exception:
        log.exception("batch of due rows not written, trying them one by one")
        return sum([await _alone(each.id, desks, now=now) for each in due])
    return len(due)


async def _claim(*, now: datetime, most: int, only: UUID | None) -> Sequence[Mapping[str, Any]]:
    """Locks each case and its due row, as an operation on the case does. Either being locked, it is passed over; one
    that was fired or forgotten since the statement began is looked at anew and is not among them."""
    this = "" if only is None else "AND d.id = $2"
    return await fetch(
        f"""SELECT d.id, d.kind, d.promise_id, d.complaint_id AS complaint_id FROM due_row d
        JOIN complaint c ON c.tenant_id = d.tenant_id AND c.id = d.complaint_id
        WHERE d.fire_at <= $1 AND d.fired_at IS NULL AND d.set_aside_at IS NULL {this}
        ORDER BY d.fire_at LIMIT {int(most)} FOR NO KEY UPDATE OF c, d SKIP LOCKED""",  # noqa: S608
        *((now,) if only is None else (now, only)),
    )


async def _asked_again(claimed: Sequence[Mapping[str, Any]], desks: Desks, *, now: datetime) -> list[_Due]:
    """What is read now, behind the locks, is how things are; a row that fails is put off."""
    promises = await _by_id(Promise, {row["promise_id"] for row in claimed})
    people, duty = await staff(now), await running(now)
    failed: dict[UUID, Exception] = {}
    cases = await cases_of({row["id"]: row["complaint_id"] for row in claimed}, desks, failed=failed)
    elsewhere = await facts_elsewhere(cases.values(), people, *_ASKED)
    due: list[_Due] = []
    for row in claimed:
        if (case := cases.get(row["id"])) is None:
            continue
        try:
            known = chain_facts(case, elsewhere[case.id], *_ASKED)
            due.append(_judged(row, case, promises[row["promise_id"]], people, duty, known, now=now))
        except Exception as error:
            log.exception("due row not fired", extra={"due_row": str(row["id"])})
            failed[row["id"]] = error
    await put_off(PROMISES, failed, now=now)
    return due


def _judged(
    row: Mapping[str, Any],
    case: Case,
    promise: Promise,
    people: Staff,
    duty: Duty,
    known: Facts,
    *,
    now: datetime,
) -> _Due:
    row_id, (kind, percent) = row["id"], rules.read_look(row["kind"])
    if kind is DueKind.WARNING:
        follows = warned(case, promise, people, facts=known, percent=percent, now=now, duty=duty)
        return _Due(row_id, case, promise, kind, follows)
    if kind is DueKind.PAUSE_OVER or not rules.still_holds(kind, facts(promise), now):
        return _Due(row_id, case, promise, kind, None)
    again = kind is DueKind.AGAIN
    follows = escalated(case, promise, people, facts=known, now=now, again=again, duty=duty)
    return _Due(row_id, case, promise, kind, follows, _again_at(case, promise, now=now))


def _again_at(case: Case, promise: Promise, *, now: datetime) -> datetime | None:
    if promise.ended_at is not None:
        return None
    return again_at(case.desk.policy, case.desk.calendar, str(promise.kind), now=now)


async def _by_id(table: type[Walled], ids: set[UUID]) -> dict[UUID, Walled]:
    return {row.id: row for row in await select_all(table, "WHERE id = ANY($1::uuid[])", list(ids))}


async def _alone(row_id: UUID, desks: Desks, *, now: datetime) -> int:
    """Read and judged anew: what the batch had in hand says what was not kept, and a row before this one may have made
    it needless."""
    claimed = await _claim(now=now, most=1, only=row_id)
    due = await _asked_again(claimed, desks, now=now)
    try:
        await _write(due, now=now)
    except OUTAGE:
        raise
    except Exception as error:
        log.exception("due row not fired", extra={"due_row": str(row_id)})
        await put_off(PROMISES, {row_id: error}, now=now)
        return 0
    return len(due)


async def _write(due: Sequence[_Due], *, now: datetime) -> None:
    """All of it or, where the database refuses, nothing."""
    follows = [each.consequence for each in due if each.consequence is not None]
    await execute("SAVEPOINT firing")
    try:
        await record_all([each.act for each in follows], now=now)
        await tell_all([telling for each in follows for telling in each.tellings], now=now)
        await _look_again(due)
        done = [each.id for each in due if each.kind is not DueKind.AGAIN or each.again_at is None]
        await execute("UPDATE due_row SET fired_at = $2 WHERE id = ANY($1::uuid[])", done, now)
        for each in due:
            if each.kind is DueKind.PAUSE_OVER:
                await run_on_by_clock(each.case, each.promise, now=now)
        # Last: a step that raises the level draws the looks that have not fired anew.
        come = [(each.case, each.consequence.stepped) for each in due if each.consequence is not None]
        await all_carried_out(come, now=now)
    except Exception:
        await execute("ROLLBACK TO SAVEPOINT firing; RELEASE SAVEPOINT firing")
        raise
    await execute("RELEASE SAVEPOINT firing")


async def _look_again(due: Sequence[_Due]) -> None:
    """One row for each promise, moved on each time it fires."""
    begun = [
        {
            "complaint_id": each.promise.complaint_id,
            "promise_id": each.promise.id,
            "kind": DueKind.AGAIN,
            "fire_at": each.again_at,
        }
        for each in due
        if each.again_at is not None and each.kind is DueKind.BREACH
    ]
    await insert_values(DueRow, begun)
    moved = {each.id: each.again_at for each in due if each.again_at and each.kind is DueKind.AGAIN}
    if moved:
        await execute(
            """UPDATE due_row d SET fire_at = m.at, attempts = 0, failure = NULL
            FROM unnest($1::uuid[], $2::timestamptz[]) AS m (id, at) WHERE d.id = m.id""",
            list(moved),
            list(moved.values()),
        )
