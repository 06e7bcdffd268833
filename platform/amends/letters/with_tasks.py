"""A letter goes with the task to post it: done, it was posted; cancelled, it is not sent; open again, neither."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from amends.database.scope import execute

_ITS = "(id = $1 OR notice_id = $2)"


async def posted(
    letter_id: UUID | None, notice_id: UUID | None, *, on: date, by_id: UUID | None, now: datetime
) -> None:
    await execute(
        f"""UPDATE letter SET state = 'posted', posted_on = $3, posted_at = $4, posted_by = $5
        WHERE {_ITS} AND state = 'approved'""",  # noqa: S608 - a constant of this module
        letter_id,
        notice_id,
        on,
        now,
        by_id,
    )


async def not_to_post(letter_id: UUID | None, notice_id: UUID | None, *, now: datetime) -> None:
    """Why stands with the task."""
    await execute(
        f"UPDATE letter SET state = 'cancelled', cancelled_at = $3 WHERE {_ITS} AND state = 'approved'",  # noqa: S608
        letter_id,
        notice_id,
        now,
    )


async def to_post_again(letter_id: UUID | None, notice_id: UUID | None) -> None:
    await execute(
        f"""UPDATE letter SET state = 'approved', posted_on = NULL, posted_at = NULL, posted_by = NULL,
            cancelled_at = NULL, cancelled_by = NULL, cancelled_reason = NULL
        WHERE {_ITS} AND state IN ('posted', 'cancelled') AND approved_at IS NOT NULL""",  # noqa: S608
        letter_id,
        notice_id,
    )
