"""A case becomes an incident, with whoever sees to it; what is done about it is in its history."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from amends.audit.operations import record
from amends.complaints.case import Case
from amends.database.rows import insert_values, select_one
from amends.database.scope import execute
from amends.escalation.tables import Incident
from amends.people.actor import Actor


async def incident_of(complaint_id: UUID) -> Incident | None:
    return await select_one(Incident, "WHERE complaint_id = $1", complaint_id)


async def declare(case: Case, *, owner_id: UUID | None, plan: str, by: Actor, now: datetime) -> None:
    """Once: one that is over begins again, and keeps its owner and plan."""
    found = await incident_of(case.id)
    if found is not None and found.ended_at is None:
        return
    if found is None:
        values = {"complaint_id": case.id, "owner_id": owner_id, "plan": plan, "declared_at": now}
        await insert_values(Incident, [values])
    else:
        await execute("UPDATE incident SET ended_at = NULL WHERE id = $1", found.id)
    await record(
        act="incident-declared",
        by=by,
        now=now,
        complaint_id=case.id,
        detail={"owner": owner_id},
        personal={"plan": plan or None},
    )
