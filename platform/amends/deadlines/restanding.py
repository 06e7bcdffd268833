"""A promise's row is made what its ledger says, with the looks at it and what the queue is sorted by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from amends.database.scope import execute
from amends.deadlines.ledger import Entry, bound, first_period
from amends.deadlines.moving import Move, move_promises
from amends.deadlines.operations import facts
from amends.deadlines.period import Period, parse_period
from amends.deadlines.standing import Standing, standing
from amends.deadlines.tables import Promise

if TYPE_CHECKING:
    from datetime import datetime

    from amends.complaints.case import Case


def explanation_of(row: Promise) -> dict[str, Any]:
    return msgspec.json.decode(str(row.explanation), type=dict[str, Any])


def period_of(row: Promise) -> Period:
    """What holds from the start now, as the promise's explanation counts it."""
    return parse_period(str(explanation_of(row)["period"]))


def stands(case: Case, row: Promise, entries: Sequence[Entry]) -> Standing:
    """By the calendar the case is pinned to."""
    return standing(row.started_at, first_period(entries, period_of(row)), case.desk.calendar, entries)


async def restand(
    case: Case,
    row: Promise,
    entries: Sequence[Entry],
    *,
    now: datetime,
    explanation: Mapping[str, object] | None = None,
) -> Standing:
    """`entries`: all of its ledger, written already; `explanation`: of another period, which is then counted from the
    start. For a promise that is neither met nor called off. `row` says afterwards how things are."""
    plain = dict(explanation) if explanation is not None else explanation_of(row)
    period = parse_period(str(plain["period"]))
    new = standing(row.started_at, first_period(entries, period), case.desk.calendar, entries)
    await execute(
        """UPDATE promise SET paused_since = $2, stood_still = $3, late_by_regrading = $4 WHERE id = $1""",
        row.id,
        new.paused_since,
        new.paused_total or None,
        new.late_by_regrading,
    )
    plain = _with_bound(plain, entries, new.due_at)
    row.paused_since, row.stood_still = new.paused_since, new.paused_total or None
    row.late_by_regrading = new.late_by_regrading
    await move_promises([Move(row.id, facts(row), new.due_at, plain)], now=now)
    if new.due_at != row.due_at:
        row.first_due_at, row.due_at = row.first_due_at or row.due_at, new.due_at
    row.explanation = msgspec.json.encode(plain).decode()
    return new


def _with_bound(plain: dict[str, Any], entries: Sequence[Entry], due_at: datetime) -> dict[str, Any]:
    """Beside how our own time was counted, whose date holds instead of it."""
    kept = {name: value for name, value in plain.items() if name != "bound"}
    by = bound(entries)
    if by is None or by != due_at:
        return kept
    office = next((entry.detail.get("office", "") for entry in reversed(entries) if entry.by == by), "")
    return {**kept, "bound": {"by": by, "office": office}}
