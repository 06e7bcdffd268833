"""Which open promises rest on years that became known, reckoned anew; nothing is written."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from amends.database.rows import select_all
from amends.database.scope import fetch
from amends.deadlines.calendar import Calendar
from amends.deadlines.entries import ledgers_of_promises
from amends.deadlines.explain import explain
from amends.deadlines.ledger import Entry
from amends.deadlines.moving import Move
from amends.deadlines.operations import facts
from amends.deadlines.reckoned import due_after
from amends.deadlines.restanding import explanation_of, period_of
from amends.deadlines.tables import Promise


@dataclass(frozen=True, slots=True)
class Affected:
    """One open promise that relied on a year nobody had published, reckoned anew."""

    complaint_id: UUID
    number: str
    policy_version_id: UUID
    calendar_id: UUID
    move: Move

    @property
    def old_due(self) -> datetime:
        return self.move.before.due_at

    @property
    def new_due(self) -> datetime:
        return self.move.due_at

    @property
    def stands_still(self) -> bool:
        """Nobody knows when it will be due."""
        return self.move.before.paused_since is not None

    @property
    def moves(self) -> bool:
        return self.new_due != self.old_due


async def affected_by(
    before: Mapping[UUID, Calendar], after: Mapping[UUID, Calendar], *, now: datetime
) -> list[Affected]:
    """Also of what stands still, stood still or was extended: such a time may reach into a year by that alone."""
    rows = await select_all(
        Promise,
        """WHERE ended_at IS NULL AND due_at > coalesce(paused_since, $1)
            AND (explanation ? 'uncovered' OR EXISTS (SELECT FROM promise_entry e
                WHERE e.tenant_id = promise.tenant_id AND e.promise_id = promise.id))
            AND EXISTS (SELECT FROM complaint c WHERE c.tenant_id = promise.tenant_id
                AND c.id = promise.complaint_id AND c.calendar_version_id = ANY($2::uuid[]))
        ORDER BY due_at, id""",
        now,
        list(before),
    )
    cases = await pins_of({row.complaint_id for row in rows})
    ledgers = await ledgers_of_promises([row.id for row in rows])
    found: list[Affected] = []
    for row in rows:
        case = cases[row.complaint_id]
        key = case["calendar_version_id"]
        move = _reckoned(row, ledgers.of(row.id), before[key], after[key], now=now)
        if move is not None:
            found.append(Affected(row.complaint_id, case["number"], case["policy_version_id"], key, move))
    return found


async def pins_of(complaints: Collection[UUID]) -> dict[UUID, Mapping[str, Any]]:
    rows = await fetch(
        "SELECT id, number, policy_version_id, calendar_version_id FROM complaint WHERE id = ANY($1::uuid[])",
        list(complaints),
    )
    return {row["id"]: row for row in rows}


def _reckoned(
    row: Promise, entries: Sequence[Entry], old: Calendar, new: Calendar, *, now: datetime
) -> Move | None:
    """None where the same years are missing still, or where its due time was changed by another act."""
    before = explanation_of(row)
    missing, period = set(before.get("uncovered", ())), period_of(row)
    why = explain(row.started_at, period, new)
    learnt = missing - set(why.uncovered)
    changed = due_after(row.started_at, period, old, entries) != row.due_at
    due_at = due_after(row.started_at, period, new, entries)
    # A made-up working day can bring a date forward, but never into the past: nobody could keep it then.
    if changed or due_at <= (row.paused_since or now) or not (learnt or due_at != row.due_at):
        return None
    kept = {key: value for key, value in before.items() if key not in ("uncovered", "made_up")}
    moved = {"due": before["due"], "years": sorted(learnt)}
    elsewhere = bool(learnt) and why.due != datetime.fromisoformat(before["due"])
    return Move(
        row.id, facts(row), due_at, {**kept, **why.as_plain(), **({"moved": moved} if elsewhere else {})}
    )
