"""A promise that had ended is open again: due when it was due, and looked at as if it had never ended."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from amends.complaints.facts import facts_of
from amends.database.rows import insert_values, select_all
from amends.database.scope import execute
from amends.deadlines import rules
from amends.deadlines.again import again_at
from amends.deadlines.allowance import stands_still_until
from amends.deadlines.entries import append_all, ledger_of
from amends.deadlines.ledger import Entry, EntryKind
from amends.deadlines.operations import facts, set_next_due
from amends.deadlines.rules import DueKind, Look
from amends.deadlines.tables import DueRow, Promise
from amends.people.actor import SYSTEM, Actor
from amends.policy.chains import facts_for_chains, warning_percents
from amends.policy.document import Trigger

if TYPE_CHECKING:
    from amends.complaints.case import Case
    from amends.complaints.desk import Desk


def looks_again(
    promise: rules.Promise, fired: Collection[str], now: datetime, *, warn_at: Collection[int]
) -> list[Look]:
    """What is still to come: warnings whose time is not over, and a breach nobody has recorded, however long ago."""
    open_again = replace(promise, ended_at=None, cancelled=False)
    return [
        look
        for look in rules.look_times(open_again, warn_at)
        if look.written not in fired and (look.kind is DueKind.BREACH or look.fire_at > now)
    ]


async def reopen(
    case: Case, again: Sequence[Promise], all_rows: Sequence[Promise], *, now: datetime, by: Actor = SYSTEM
) -> None:
    """`all_rows`: the case's promises, those of `again` among them. Whoever calls has written down why."""
    if not again:
        return
    for row in again:
        row.ended_at, row.cancelled = None, False
    await execute(
        "UPDATE promise SET ended_at = NULL, cancelled = false WHERE id = ANY($1::uuid[])",
        [row.id for row in again],
    )
    await append_all([(row, Entry(EntryKind.REOPENED, now)) for row in again], by=by, now=now)
    await look_again(case, again, now=now)
    await set_next_due(case.id, all_rows)


async def look_again(case: Case, rows: Sequence[Promise], *, now: datetime) -> None:
    """At promises that are open again, or run on."""
    before = await select_all(DueRow, "WHERE promise_id = ANY($1::uuid[])", [row.id for row in rows])
    looks: list[dict[str, object]] = []
    for row in rows:
        there = {str(look.kind) for look in before if look.promise_id == row.id}
        wanted = looks_again(facts(row), there, now, warn_at=await _warn_at(case, str(row.kind)))
        looks += [
            {"complaint_id": case.id, "promise_id": row.id, "kind": each.written, "fire_at": each.fire_at}
            for each in wanted
        ]
        looks += _spoken_of(case, row, before, now=now)
        if row.paused_since is not None:
            looks += look_when_over(row, stands_still_until(case.desk, await ledger_of(row.id)))
    await insert_values(DueRow, looks)


async def forget_looks(promise_id: UUID, *, late: bool) -> None:
    """They are drawn anew; of one that stays `late` what was said of it stays said, and is said again in its time."""
    await execute(
        "DELETE FROM due_row WHERE promise_id = $1 AND (NOT $2 OR (fired_at IS NULL AND kind <> $3))",
        promise_id,
        late,
        DueKind.AGAIN,
    )


def _spoken_of(
    case: Case, row: Promise, before: Sequence[DueRow], *, now: datetime
) -> list[dict[str, object]]:
    """Broken, and recorded as such before it ended: it is spoken of once more, as if it had never ended."""
    mine = [look for look in before if look.promise_id == row.id]
    recorded = any(look.kind == DueKind.BREACH and look.fired_at is not None for look in mine)
    waits = any(look.kind == DueKind.AGAIN and look.fired_at is None for look in mine)
    if not recorded or waits or not rules.is_broken(facts(row), now):
        return []
    at = again_at(case.desk.policy, case.desk.calendar, str(row.kind), now=now)
    look = {"complaint_id": row.complaint_id, "promise_id": row.id, "kind": DueKind.AGAIN, "fire_at": at}
    return [look] if at is not None else []


async def look_anew_when_over(desk: Desk, row: Promise) -> None:
    """At a promise that stands still: by what the policy and the calendar at this desk allow it now."""
    until = stands_still_until(desk, await ledger_of(row.id))
    await execute("DELETE FROM due_row WHERE promise_id = $1 AND kind = $2", row.id, DueKind.PAUSE_OVER)
    await insert_values(DueRow, look_when_over(row, until))


def look_when_over(row: Promise, until: datetime | None) -> list[dict[str, object]]:
    """At a promise that stands still; none where it may do so as long as the reason lasts."""
    if until is None:
        return []
    look = {"promise_id": row.id, "kind": DueKind.PAUSE_OVER, "fire_at": until}
    return [{"complaint_id": row.complaint_id, **look}]


async def _warn_at(case: Case, kind: str) -> tuple[int, ...]:
    """As when it began."""
    policy = case.desk.policy
    clock = policy.clocks.get(kind)
    known = await facts_of(policy, case.row, facts_for_chains(policy, Trigger.WARNING))
    return tuple(sorted({*(clock.warn_at if clock else ()), *warning_percents(policy, known, kind)}))
