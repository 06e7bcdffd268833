"""Promises that get another due time: themselves, the looks at them, and what the queue is sorted by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

import msgspec

from amends.database.scope import execute, fetch
from amends.deadlines import rules
from amends.deadlines.rules import DueKind


@dataclass(frozen=True, slots=True)
class Move:
    """Of a promise that is neither met nor broken. `explanation` is kept whole in place of the one before."""

    promise_id: UUID
    before: rules.Promise
    due_at: datetime
    explanation: Mapping[str, object]

    @property
    def after(self) -> rules.Promise:
        return replace(self.before, due_at=self.due_at)


async def move_promises(moves: Sequence[Move], *, now: datetime) -> None:
    """However many, in a few statements; the caller writes history and tells people."""
    if not moves:
        return
    await execute(
        """UPDATE promise p SET due_at = m.due, explanation = m.why::jsonb,
            first_due_at = CASE WHEN p.due_at = m.due THEN p.first_due_at ELSE coalesce(p.first_due_at, p.due_at) END
        FROM unnest($1::uuid[], $2::timestamptz[], $3::text[]) AS m (id, due, why) WHERE p.id = m.id""",
        [move.promise_id for move in moves],
        [move.due_at for move in moves],
        [msgspec.json.encode(move.explanation).decode() for move in moves],
    )
    await _look_later(moves, now=now)
    await execute(
        """UPDATE complaint c SET next_due = (SELECT min(p.due_at) FROM promise p
            WHERE p.tenant_id = c.tenant_id AND p.complaint_id = c.id AND p.ended_at IS NULL
                AND p.paused_since IS NULL)
        WHERE c.id IN (SELECT complaint_id FROM promise WHERE id = ANY($1::uuid[]))""",
        [move.promise_id for move in moves],
    )


async def _look_later(moves: Sequence[Move], *, now: datetime) -> None:
    """A warning that was given already is given again when its share of the longer time has gone."""
    by_id = {move.promise_id: move for move in moves if move.due_at != move.before.due_at}
    rows = await fetch(
        "SELECT id, promise_id, kind, fired_at FROM due_row WHERE promise_id = ANY($1::uuid[]) AND kind <> $2",
        [key for key, move in by_id.items() if move.before.paused_since is None],
        DueKind.PAUSE_OVER,
    )
    wanted = {row["id"]: _fires_at(by_id[row["promise_id"]].after, row["kind"]) for row in rows}
    again = [row["id"] for row in rows if row["fired_at"] is None or wanted[row["id"]] > now]
    await execute(
        """UPDATE due_row d SET fire_at = m.at, fired_at = NULL, attempts = 0, set_aside_at = NULL, failure = NULL
        FROM unnest($1::uuid[], $2::timestamptz[]) AS m (id, at) WHERE d.id = m.id""",
        again,
        [wanted[row_id] for row_id in again],
    )


def _fires_at(promise: rules.Promise, written: str) -> datetime:
    kind, percent = rules.read_look(written)
    looks = rules.look_times(promise, (percent,))
    return next((look.fire_at for look in looks if look.kind is kind), looks[-1].fire_at)
