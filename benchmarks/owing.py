"""Lists of what is due, made in the database by its owner: warnings, steps nobody answered, and what is not due for long."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from benchmarks.filling import LATE, as_owner
from benchmarks.world import Bench

AHEAD: Final = 1_000_000
CLOCK: Final = "respond"
"""Of its promises the chain's first step hears, too."""
STEP: Final = "L2"
_LATE_CASES = f"SELECT id FROM complaint WHERE number ~ '^B[0-9]+$' AND substr(number, 2)::int <= {LATE}"
_NOTHING_DUE = (
    "UPDATE due_row SET fired_at = $1 WHERE fired_at IS NULL AND fire_at <= $1",
    "UPDATE escalation SET look_at = NULL WHERE look_at <= $1",
)
_NEARLY_DUE = f"""
    UPDATE promise SET started_at = $1::timestamptz - 0.9 * (due_at - started_at),
        due_at = $1::timestamptz + 0.1 * (due_at - started_at) + interval '1 hour'
    WHERE kind = '{CLOCK}' AND complaint_id IN ({_LATE_CASES})"""
_WARNINGS = f"""
    INSERT INTO due_row (id, tenant_id, complaint_id, promise_id, kind, fire_at, attempts)
    SELECT gen_random_uuid(), tenant_id, complaint_id, id, 'warning', $1::timestamptz - random() * interval '1 hour', 0
    FROM promise WHERE kind = '{CLOCK}' AND complaint_id IN ({_LATE_CASES})"""
_LONG_BROKEN = f"""
    UPDATE promise SET started_at = $1::timestamptz - interval '6 days', due_at = $1::timestamptz - interval '4 days'
    WHERE kind = '{CLOCK}' AND complaint_id IN ({_LATE_CASES})"""
_STEPS = f"""
    INSERT INTO escalation (id, tenant_id, complaint_id, trigger, promise_id, step, rank, raised_at, fired_at, told,
        answer_by, look_at, attempts)
    SELECT gen_random_uuid(), tenant_id, complaint_id, 'breach', id, '{STEP}', 2, due_at, due_at,
        jsonb_build_array($2::text), due_at + interval '1 day', $1::timestamptz - random() * interval '1 hour', 0
    FROM promise WHERE kind = '{CLOCK}' AND complaint_id IN ({_LATE_CASES})"""
_AHEAD = f"""
    INSERT INTO due_row (id, tenant_id, complaint_id, promise_id, kind, fire_at, attempts)
    SELECT gen_random_uuid(), p.tenant_id, p.complaint_id, p.id, 'warning:' || n,
        $1::timestamptz + interval '2 days' + random() * interval '300 days', 0
    FROM generate_series(1, 40) n, promise p LIMIT {AHEAD}"""


async def owe_warnings(bench: Bench, *, now: datetime) -> None:
    await _write(bench, [*((sql, (now,)) for sql in (*_NOTHING_DUE, _NEARLY_DUE, _WARNINGS))])


async def owe_steps(bench: Bench, *, told: UUID, now: datetime) -> None:
    """`told`: who was told of the step before, and did not answer."""
    before = [(sql, (now,)) for sql in (*_NOTHING_DUE, _LONG_BROKEN)]
    await _write(bench, [*before, (_STEPS, (now, str(told)))])


async def owe_later(bench: Bench, *, now: datetime) -> None:
    await _write(bench, [(_AHEAD, (now,))])


async def _write(bench: Bench, statements: Sequence[tuple[str, tuple[object, ...]]]) -> None:
    async with as_owner(bench, ("complaint", "promise", "due_row", "escalation")) as connection:
        for sql, values in statements:
            await connection.execute(sql, *values)
