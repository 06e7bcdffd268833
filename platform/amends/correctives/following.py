"""Actions go on when whose they are leaves, or turns out to be whom one of their cases is about."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from amends.correctives.book import SUPERVISOR
from amends.database.scope import execute, fetch
from amends.tasks.tables import TaskKind, Told

_OPEN = "a.state IN ('open', 'done')"


async def from_leaver(person_id: UUID, *, to: UUID | None, now: datetime) -> None:
    """To whoever takes over, unless one of the cases is about them; nobody: their department's, checked by whoever
    supervises."""
    rows = await fetch(
        f"""WITH mine AS (
            SELECT a.id, a.owner_id, a.checker_id, CASE WHEN EXISTS (SELECT FROM corrective_case k
                JOIN complaint c ON c.tenant_id = k.tenant_id AND c.id = k.complaint_id
                WHERE k.tenant_id = a.tenant_id AND k.action_id = a.id AND c.concerned ? ($2::uuid)::text)
                THEN NULL ELSE $2::uuid END AS heir
            FROM corrective_action a WHERE {_OPEN} AND (a.owner_id = $1 OR a.checker_id = $1)
        ), heirs AS (
            SELECT id, CASE WHEN owner_id = $1 THEN heir ELSE owner_id END AS owner_id,
                CASE WHEN checker_id = $1 THEN heir ELSE checker_id END AS checker_id FROM mine
        )
        UPDATE corrective_action a SET owner_id = h.owner_id, checker_id = nullif(h.checker_id, h.owner_id)
        FROM heirs h WHERE a.id = h.id RETURNING a.id""",  # noqa: S608 - a constant of this module
        person_id,
        to,
    )
    await _tasks_follow([row["id"] for row in rows], now=now)


async def from_concerned(complaint_id: UUID, person_id: UUID, *, now: datetime) -> None:
    """Others of the department hear of what was theirs, as of something new."""
    rows = await fetch(
        f"""UPDATE corrective_action a SET owner_id = nullif(a.owner_id, $2), checker_id = nullif(a.checker_id, $2)
        WHERE {_OPEN} AND (a.owner_id = $2 OR a.checker_id = $2)
            AND a.id IN (SELECT action_id FROM corrective_case WHERE complaint_id = $1)
        RETURNING a.id""",  # noqa: S608
        complaint_id,
        person_id,
    )
    await _tasks_follow([row["id"] for row in rows], now=now)


async def _tasks_follow(actions: list[UUID], *, now: datetime) -> None:
    if not actions:
        return
    await execute(
        """UPDATE task t SET assignee_id = f.person_id, told = $4, look_at = $5, attempts = 0, failure = NULL,
            set_aside_at = NULL, role = CASE WHEN f.person_id IS NULL AND t.kind = $2 THEN $3 ELSE t.role END
        FROM (SELECT k.id, CASE WHEN k.kind = $2 THEN a.checker_id ELSE a.owner_id END AS person_id FROM task k
            JOIN corrective_action a ON a.tenant_id = k.tenant_id AND a.id::text = k.facts ->> 'action'
            WHERE a.id = ANY($1::uuid[]) AND k.done_at IS NULL AND k.cancelled_at IS NULL) AS f
        WHERE t.id = f.id""",
        actions,
        TaskKind.CORRECTIVE_CHECK,
        SUPERVISOR,
        Told.NOBODY,
        now,
    )
