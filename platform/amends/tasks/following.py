"""Open tasks go where the work goes: with a case to whoever has it next, into the case it is merged into, from whoever
leaves, from a department that retires. What was given to somebody else in particular stays with them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from amends.complaints.tables import Complaint
from amends.database.scope import execute, fetch
from amends.tasks.tables import SEEN_TO_ELSEWHERE, Told

_OPEN = "done_at IS NULL AND cancelled_at IS NULL"


async def with_case(
    complaint_id: UUID,
    *,
    department_id: UUID,
    assignee_id: UUID | None,
    before: tuple[UUID, UUID | None],
) -> None:
    """`before`: the department and the person that had the case; a task of theirs is now the new ones'."""
    await execute(
        f"""UPDATE task SET department_id = $2, assignee_id = $3 WHERE complaint_id = $1 AND {_OPEN} AND role IS NULL
        AND (assignee_id = $5 OR (assignee_id IS NULL AND department_id = $4))""",  # noqa: S608
        complaint_id,
        department_id,
        assignee_id,
        *before,
    )


async def from_concerned(complaint_id: UUID, person_id: UUID, *, department_id: UUID, now: datetime) -> None:
    """Whom the case turns out to be about loses its tasks to the department, which hears of them as of new ones."""
    await execute(
        f"""UPDATE task SET assignee_id = NULL, department_id = coalesce(department_id, $3), told = $4, look_at = $5,
            attempts = 0, failure = NULL, set_aside_at = NULL
        WHERE complaint_id = $1 AND assignee_id = $2 AND {_OPEN}""",  # noqa: S608
        complaint_id,
        person_id,
        department_id,
        Told.NOBODY,
        now,
    )


async def into_case(gone: Complaint, into: Complaint, *, now: datetime) -> None:
    """What is seen to elsewhere stays with what asks for it."""
    await _over(gone, into, before=None, after=gone.id, now=now)


async def out_of_case(gone: Complaint, into: Complaint, *, now: datetime) -> None:
    """Those that came with it and are still open."""
    await _over(into, gone, before=gone.id, after=None, now=now)


async def _over(
    giver: Complaint, taker: Complaint, *, before: UUID | None, after: UUID | None, now: datetime
) -> None:
    """`before`, `after`: the case they came from. Whoever has one now and had not hears of it as of a new one."""
    rows = await fetch(
        f"""UPDATE task SET complaint_id = $2, origin_id = $4 WHERE complaint_id = $1 AND {_OPEN}
        AND origin_id IS NOT DISTINCT FROM $3 AND NOT kind = ANY($5::text[]) RETURNING id""",  # noqa: S608
        giver.id,
        taker.id,
        before,
        after,
        list(SEEN_TO_ELSEWHERE),
    )
    await execute(
        """UPDATE task SET assignee_id = CASE WHEN assignee_id = ANY($6::uuid[]) THEN NULL ELSE $5::uuid END,
            department_id = CASE WHEN assignee_id = ANY($6::uuid[]) THEN coalesce(department_id, $4) ELSE $4 END,
            told = $7, look_at = $8, attempts = 0, failure = NULL, set_aside_at = NULL
        WHERE id = ANY($1::uuid[]) AND (assignee_id = ANY($6::uuid[]) OR (role IS NULL
            AND (assignee_id = $3 OR (assignee_id IS NULL AND department_id = $2))
            AND (assignee_id, department_id) IS DISTINCT FROM ($5::uuid, $4::uuid)))""",
        [row["id"] for row in rows],
        giver.department_id,
        giver.assignee_id,
        taker.department_id,
        taker.assignee_id,
        list(taker.about),
        Told.NOBODY,
        now,
    )


async def from_leaver(
    person_id: UUID, successors: Mapping[UUID, UUID | None], *, others: UUID | None
) -> None:
    """Of each case to its successor, of all other cases to `others`; None: back to the department, as of those that are
    about `others`."""
    await execute(
        f"""UPDATE task t SET assignee_id = coalesce(
            (SELECT g.person_id FROM unnest($2::uuid[], $3::uuid[]) AS g (case_id, person_id) WHERE g.case_id = t.complaint_id),
            CASE WHEN t.complaint_id = ANY($2::uuid[]) OR EXISTS (SELECT FROM complaint c
                WHERE c.tenant_id = t.tenant_id AND c.id = t.complaint_id AND c.concerned ? ($4::uuid)::text)
            THEN NULL ELSE $4::uuid END)
        WHERE t.assignee_id = $1 AND {_OPEN}""",  # noqa: S608
        person_id,
        list(successors),
        list(successors.values()),
        others,
    )


async def from_department(department_id: UUID, *, to: UUID) -> None:
    await execute(
        f"UPDATE task SET department_id = $2 WHERE department_id = $1 AND {_OPEN}",  # noqa: S608
        department_id,
        to,
    )
