"""The way out: published with the change, claimed before sending, settled after.

A row is handed out again until it is settled or dead, so a queue that loses everything delays it and no more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec

from amends.database.scope import current_tenant, execute, fetch, fetch_one
from amends.outbox.reasons import Reason

HANDED_OUT_AGAIN = timedelta(seconds=60)
"""How long a handed-out row is hidden; longer than a claim lasts, so that no two workers hold one."""
CLAIM_LASTS = timedelta(seconds=45)
_BACK_OFF = (5, 30, 120, 600, 1800, 3600)
MOST_ATTEMPTS = 20
"""About fifteen hours of retries; then the row is dead and shown to people."""


@dataclass(frozen=True, slots=True)
class Claimed:
    id: UUID
    name: str
    payload: Mapping[str, Any]
    attempts: int
    retries: int = 0
    """How often people had it tried again."""
    trace: str = ""
    """Whose doing it is (`amends.traces`)."""


async def publish(*, name: str, payloads: Mapping[str, Mapping[str, str]], now: datetime) -> None:
    """Owe one effect for each deduplication key; a second row with the same key in this tenant is the same debt, and
    nothing happens."""
    if not payloads:
        return
    await execute(
        """INSERT INTO outbox (id, tenant_id, name, payload, dedup_key, created_at, not_before, attempts)
        SELECT id, $2, $3, payload, dedup_key, $6, $6, 0
        FROM unnest($1::uuid[], $4::jsonb[], $5::text[]) AS owed (id, payload, dedup_key)
        ON CONFLICT (tenant_id, dedup_key) DO NOTHING""",
        [uuid4() for _ in payloads],
        current_tenant(),
        name,
        [msgspec.json.encode(payload).decode() for payload in payloads.values()],
        list(payloads),
        now,
    )


async def hand_out(
    *, now: datetime, most: int, each: int | None = None, room: Mapping[UUID, int] | None = None
) -> Sequence[tuple[UUID, UUID]]:
    """(tenant, row) pairs that are ready, in turns: an organisation's oldest first, and the first of each before the
    second of any. No organisation gets more than `each`, nor more than its `room`; needs no tenant in scope."""
    room = room or {}
    rows = await fetch(
        "SELECT tenant_id, id FROM outbox_turns($1, $2, $3, $4, $5::uuid[], $6::int[])",
        now,
        now + HANDED_OUT_AGAIN,
        most,
        most if each is None else each,
        list(room),
        list(room.values()),
    )
    return [(row["tenant_id"], row["id"]) for row in rows]


async def give_back(row_ids: Sequence[UUID], *, now: datetime) -> None:
    """Handed out, and passed on to nobody: ready again at once."""
    await execute("SELECT outbox_back($1::uuid[], $2)", list(row_ids), now)


async def claim(*, row_id: UUID, now: datetime) -> Claimed | None:
    """Take the row for this worker; None when it is settled, dead, on hold, not due yet or somebody else's."""
    row = await fetch_one(
        """UPDATE outbox SET claimed_until = $2, attempts = attempts + 1
        WHERE id = $1 AND settled_at IS NULL AND dead_at IS NULL AND not_before <= $3
          AND (claimed_until IS NULL OR claimed_until <= $3) AND NOT EXISTS (SELECT FROM outgoing_hold)
        RETURNING id, name, payload, attempts, retries, trace""",
        row_id,
        now + CLAIM_LASTS,
        now,
    )
    if row is None:
        return None
    payload = msgspec.json.decode(row["payload"])
    return Claimed(row["id"], row["name"], payload, row["attempts"], row["retries"] or 0, row["trace"] or "")


async def settle(*, row_id: UUID, now: datetime) -> None:
    """Whoever else gave it up meanwhile: it has left."""
    await execute(
        """UPDATE outbox SET settled_at = $2, claimed_until = NULL, failure = NULL, dead_at = NULL, set_aside_at = NULL
        WHERE id = $1""",
        row_id,
        now,
    )


async def put_off(*, row_id: UUID, until: datetime) -> None:
    """Not now and nobody's failure; the attempt does not count."""
    await execute(
        "UPDATE outbox SET not_before = $2, claimed_until = NULL, attempts = attempts - 1 WHERE id = $1",
        row_id,
        until,
    )


async def fail(
    *,
    row_id: UUID,
    attempts: int,
    failure: str,
    reason: Reason = Reason.OTHER,
    permanent: bool,
    for_ever: bool = False,
    now: datetime,
) -> bool | None:
    """Try again later, or give up; True when the row is dead. `for_ever`: it is never given up.

    None when the claim with that many `attempts` is over: what has become of the row since is for others to say.
    """
    dead = permanent or (attempts >= MOST_ATTEMPTS and not for_ever)
    again = now + timedelta(seconds=_BACK_OFF[min(attempts, len(_BACK_OFF)) - 1])
    row = await fetch_one(
        """UPDATE outbox SET failure = $2, claimed_until = NULL, not_before = $3,
        dead_at = CASE WHEN $4 THEN $5::timestamptz END, reason = $6
        WHERE id = $1 AND attempts = $7 AND settled_at IS NULL AND dead_at IS NULL RETURNING id""",
        row_id,
        failure[:500],
        again,
        dead,
        now,
        str(reason),
        attempts,
    )
    return dead if row is not None else None


async def revive(*, row_id: UUID, now: datetime) -> Mapping[str, Any] | None:
    """Have a dead row tried anew, as often as a fresh one; its payload, or None when it is not dead."""
    row = await fetch_one(
        """UPDATE outbox SET dead_at = NULL, set_aside_at = NULL, not_before = $2, claimed_until = NULL,
        tried_before = coalesce(tried_before, 0) + attempts, attempts = 0, retries = coalesce(retries, 0) + 1
        WHERE id = $1 AND dead_at IS NOT NULL AND settled_at IS NULL RETURNING payload""",
        row_id,
        now,
    )
    return msgspec.json.decode(row["payload"]) if row else None


async def set_aside(*, row_id: UUID, now: datetime) -> Mapping[str, Any] | None:
    """Leave a dead row at that; its payload, or None when there is nothing to decide."""
    row = await fetch_one(
        """UPDATE outbox SET set_aside_at = $2
        WHERE id = $1 AND dead_at IS NOT NULL AND set_aside_at IS NULL RETURNING payload""",
        row_id,
        now,
    )
    return msgspec.json.decode(row["payload"]) if row else None
