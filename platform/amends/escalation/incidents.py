"""A case becomes an incident: with an owner, a plan, and a log of what is done, which is its history."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from amends.audit.operations import record
from amends.complaints.case import Case, take
from amends.complaints.desk import Desk
from amends.complaints.texts import LONGEST_PARAGRAPH, Texts, prose
from amends.correspondence.operations import CaseEnded
from amends.database.rows import insert_values, select_one
from amends.database.scope import execute
from amends.errors import Invalid, NotFound
from amends.escalation.tables import Incident
from amends.people.actor import Actor
from amends.people.queries import active_people
from amends.people.rights import Right


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


async def declare_incident(
    desk: Desk, complaint_id: UUID, *, owner_id: UUID | None, plan: str, by: Actor, now: datetime
) -> None:
    """By somebody who leads: it says who sees to it and how."""
    by.demand(Right.REOPEN)
    plan = prose("plan", plan, longest=LONGEST_PARAGRAPH, needed="Please write down what will be done.")
    case = await take(desk, complaint_id)
    if case.ended:
        raise CaseEnded()
    await _demand_owner(case, owner_id)
    found = await incident_of(case.id)
    if found is None or found.ended_at is not None:
        await declare(case, owner_id=owner_id, plan=plan, by=by, now=now)
        found = await incident_of(case.id)
    elif (found.owner_id, found.plan) != (owner_id, plan):
        await record(
            act="incident-planned",
            by=by,
            now=now,
            complaint_id=case.id,
            detail={"owner": owner_id},
            personal={"plan": plan},
        )
    assert found is not None, "it was declared"
    await execute("UPDATE incident SET owner_id = $2, plan = $3 WHERE id = $1", found.id, owner_id, plan)


async def log_incident(
    desk: Desk, complaint_id: UUID, *, what: str, over: bool, by: Actor, now: datetime
) -> None:
    """What was done about it; `over`: with this it is at an end."""
    by.demand(Right.NOTE)
    texts = Texts()
    what = texts.prose("what", what, needed="Please write down what was done.")
    texts.demand()
    case = await take(desk, complaint_id)
    found = await incident_of(case.id)
    if found is None or found.ended_at is not None:
        raise NotFound()
    if over:
        by.demand(Right.REOPEN)
        await execute("UPDATE incident SET ended_at = $2 WHERE id = $1", found.id, now)
    act = "incident-ended" if over else "incident-act"
    await record(act=act, by=by, now=now, complaint_id=case.id, personal={"what": what})


async def _demand_owner(case: Case, owner_id: UUID | None) -> None:
    people = {person.id for person in await active_people()} - case.row.about
    if owner_id is None or owner_id not in people:
        raise Invalid({"owner": "Please choose who sees to it."})
