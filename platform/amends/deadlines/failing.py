"""What falls due and cannot be worked off: put off, longer each time, and set aside when that does not help."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from amends.database.scope import fetch

log = logging.getLogger(__name__)

MOST_TRIES: Final = 7
FIRST_PAUSE: Final = timedelta(minutes=1)
"""Doubled with each further try: what seven tries within an hour do not bring about waits for somebody to mend it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Which table it stands in, and where that says when to look."""

    table: str
    due: str


PROMISES: Final = Kept("due_row", "fire_at")
TASKS: Final = Kept("task", "look_at")
ESCALATIONS: Final = Kept("escalation", "look_at")


async def put_off(kept: Kept, failed: Mapping[UUID, Exception], *, now: datetime) -> None:
    """With the name of the error and nothing of what it says, which may be personal."""
    if not failed:
        return
    rows = await fetch(
        f"""UPDATE {kept.table} d SET attempts = d.attempts + 1, failure = m.failure,
            {kept.due} = CASE WHEN d.attempts + 1 < $4 THEN $1::timestamptz + $5::interval * 2 ^ d.attempts ELSE d.{kept.due} END,
            set_aside_at = CASE WHEN d.attempts + 1 < $4 THEN NULL ELSE $1 END
        FROM unnest($2::uuid[], $3::text[]) AS m (id, failure) WHERE d.id = m.id
        RETURNING d.id, d.failure, d.set_aside_at""",  # noqa: S608
        now,
        list(failed),
        [type(error).__name__ for error in failed.values()],
        MOST_TRIES,
        FIRST_PAUSE,
    )
    for row in rows:
        if row["set_aside_at"] is not None:
            log.error("set aside after the last try", extra={"row": str(row["id"]), "reason": row["failure"]})


async def put_back() -> int:
    """All that the tenant in scope has set aside is due anew, the oldest first; how much that was."""
    done = 0
    for kept in (PROMISES, TASKS, ESCALATIONS):
        rows = await fetch(
            f"""UPDATE {kept.table} SET set_aside_at = NULL, failure = NULL, attempts = 0
            WHERE set_aside_at IS NOT NULL AND {kept.due} IS NOT NULL RETURNING id"""  # noqa: S608
        )
        done += len(rows)
    return done
