"""A promise that had ended is open again: due when it was due, and looked at as if it had never ended."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from amends.complaints.facts import facts_of
from amends.database.rows import insert_values, select_all
from amends.database.scope import execute
from amends.deadlines import rules
from amends.deadlines.operations import facts, set_next_due
from amends.deadlines.rules import DueKind, Look
from amends.deadlines.tables import DueRow, Promise
from amends.policy.chains import facts_for_chains, warning_percents
from amends.policy.document import Trigger

if TYPE_CHECKING:
    from amends.complaints.case import Case


def looks_again(
    promise: rules.Promise, fired: Collection[str], now: datetime, *, warn_at: Collection[int]
) -> list[Look]:
    """What is still to come: warnings whose time is not over, and a breach nobody has recorded, however long ago."""
    open_again = rules.Promise(promise.kind, promise.started_at, promise.due_at)
    return [
        look
        for look in rules.look_times(open_again, warn_at)
        if look.written not in fired and (look.kind is DueKind.BREACH or look.fire_at > now)
    ]


async def reopen(case: Case, again: Sequence[Promise], all_rows: Sequence[Promise], *, now: datetime) -> None:
    """`all_rows`: the case's promises, those of `again` among them. Whoever calls has written down why."""
    ids = [row.id for row in again]
    before = await select_all(DueRow, "WHERE promise_id = ANY($1::uuid[])", ids)
    looks: list[dict[str, object]] = []
    for row in again:
        there = {str(look.kind) for look in before if look.promise_id == row.id}
        wanted = looks_again(facts(row), there, now, warn_at=await _warn_at(case, str(row.kind)))
        row.ended_at, row.cancelled = None, False
        looks += [
            {"complaint_id": case.id, "promise_id": row.id, "kind": each.written, "fire_at": each.fire_at}
            for each in wanted
        ]
    await insert_values(DueRow, looks)
    await execute("UPDATE promise SET ended_at = NULL, cancelled = false WHERE id = ANY($1::uuid[])", ids)
    await set_next_due(case.id, all_rows)


async def _warn_at(case: Case, kind: str) -> tuple[int, ...]:
    """As when it began."""
    policy = case.desk.policy
    clock = policy.clocks.get(kind)
    known = await facts_of(policy, case.row, facts_for_chains(policy, Trigger.WARNING))
    return tuple(sorted({*(clock.warn_at if clock else ()), *warning_percents(policy, known, kind)}))
