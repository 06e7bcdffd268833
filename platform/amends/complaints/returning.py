"""Who has a case that goes on after it had ended: whoever had it may have left since, its department may have retired."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from amends.complaints.tables import Complaint
from amends.database.rows import select_one
from amends.database.scope import fetch
from amends.people.tables import Person, PersonStatus


async def whose_now(row: Complaint) -> dict[str, Any]:
    """By column: the person, unless they left; the department, or whichever its work went to."""
    return {
        "assignee_id": await _person(row.assignee_id),
        "department_id": await _department(row.department_id),
    }


async def _person(person_id: UUID | None) -> UUID | None:
    """Whoever is about to leave waits until this is over, as with a case that is being assigned."""
    if person_id is None:
        return None
    there = await select_one(
        Person, "WHERE id = $1 AND status <> $2 FOR KEY SHARE", person_id, PersonStatus.LEFT
    )
    return there.id if there is not None else None


async def _department(department_id: UUID) -> UUID:
    rows = await fetch(_IN_CHARGE, department_id)
    return UUID(str(rows[0]["id"]))


_IN_CHARGE = """WITH RECURSIVE line AS (
        SELECT id, successor_id, retired_at, 0 AS steps FROM department WHERE id = $1
        UNION ALL
        SELECT d.id, d.successor_id, d.retired_at, l.steps + 1 FROM line l
        JOIN department d ON d.id = l.successor_id WHERE l.retired_at IS NOT NULL AND l.steps < 50
    ) SELECT id FROM line ORDER BY steps DESC LIMIT 1"""
