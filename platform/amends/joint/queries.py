"""Whether a department that was asked about a case still owes its answer."""

from __future__ import annotations

from uuid import UUID

from amends.database.scope import fetch_one


async def unanswered(complaint_id: UUID) -> bool:
    found = await fetch_one(
        """SELECT id FROM case_department
        WHERE complaint_id = $1 AND answered_at IS NULL AND ended_at IS NULL LIMIT 1""",
        complaint_id,
    )
    return found is not None
