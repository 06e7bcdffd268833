"""A case becomes an incident, with whoever sees to it; what is done about it is in its history (`incident_acts`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from amends.audit.operations import Act, record
from amends.complaints.case import Case
from amends.database.rows import insert_values, select_one
from amends.database.scope import execute, fetch
from amends.escalation.tables import Incident
from amends.people.actor import Actor


@dataclass(frozen=True, slots=True)
class OpenIncident:
    """One line of the list."""

    complaint_id: UUID
    number: str
    subject: str
    owner: str
    """"": nobody sees to it."""
    plan: str
    declared_at: datetime


async def incident_of(complaint_id: UUID) -> Incident | None:
    return await select_one(Incident, "WHERE complaint_id = $1", complaint_id)


async def open_incidents() -> Sequence[OpenIncident]:
    """Those nobody sees to first, then the oldest."""
    rows = await fetch(
        """SELECT i.complaint_id, c.number, c.subject, coalesce(p.name, '') AS owner, i.plan, i.declared_at
        FROM incident i
        JOIN complaint c ON c.tenant_id = i.tenant_id AND c.id = i.complaint_id
        LEFT JOIN person p ON p.tenant_id = i.tenant_id AND p.id = i.owner_id
        WHERE i.ended_at IS NULL ORDER BY i.owner_id IS NOT NULL, i.declared_at, i.id LIMIT 200"""
    )
    return [OpenIncident(**row) for row in rows]


def fingerprint(incident: Incident) -> str:
    """Of what a form about it would change: another one means that somebody was faster."""
    plain = f"{incident.owner_id}\n{incident.declared_at}\n{incident.ended_at}\n{incident.plan}"
    return sha256(plain.encode()).hexdigest()[:16]


async def declare(
    case: Case, *, owner_id: UUID | None, plan: str, by: Actor, now: datetime, anew: bool = False
) -> None:
    """Once: one that is over begins again, and keeps its owner and plan, save where somebody says them (`anew`)."""
    found = await incident_of(case.id)
    if found is not None and found.ended_at is None:
        return
    if found is None:
        values = {"complaint_id": case.id, "owner_id": owner_id, "plan": plan, "declared_at": now}
        await insert_values(Incident, [values])
    else:
        kept = found.owner_id if found.owner_id not in case.row.about else None
        if not anew:
            owner_id, plan = kept or owner_id, str(found.plan)
        await execute(
            "UPDATE incident SET ended_at = NULL, owner_id = $2, plan = $3, declared_at = $4 WHERE id = $1",
            found.id,
            owner_id,
            plan,
            now,
        )
    await record(
        act="incident-declared",
        by=by,
        now=now,
        complaint_id=case.id,
        detail={"owner": owner_id},
        personal={"plan": plan or None},
    )


async def from_concerned(case: Case, person_id: UUID, *, by: Actor, now: datetime) -> None:
    """The complaint turns out to be about them: the incident waits for somebody else."""
    rows = await fetch(
        """UPDATE incident SET owner_id = NULL WHERE complaint_id = $1 AND owner_id = $2 AND ended_at IS NULL
        RETURNING id""",
        case.id,
        person_id,
    )
    if rows:
        detail = {"from": person_id, "owner": None}
        await record(act="incident-given", by=by, now=now, complaint_id=case.id, detail=detail)


async def from_leaver(person_id: UUID, successor_id: UUID | None, *, by: Actor) -> list[Act]:
    """To their successor, unless the complaint is about them; else the incident waits for somebody."""
    rows = await fetch(
        """UPDATE incident i SET owner_id = CASE WHEN coalesce(c.concerned, '[]') ? ($2::uuid)::text THEN NULL
            ELSE $2::uuid END
        FROM complaint c WHERE c.tenant_id = i.tenant_id AND c.id = i.complaint_id
            AND i.owner_id = $1 AND i.ended_at IS NULL
        RETURNING i.complaint_id, i.owner_id""",
        person_id,
        successor_id,
    )
    return [
        Act("incident-given", by, row["complaint_id"], {"from": person_id, "owner": row["owner_id"]})
        for row in rows
    ]
