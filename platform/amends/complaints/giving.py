"""A case is given to a member of staff: by whoever assigns it, or on arrival where its department shares its cases out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from amends.audit.operations import Act
from amends.complaints.case import Case
from amends.complaints.desk import Desk
from amends.complaints.sharing import Hand, Shared, least_loaded
from amends.database.rows import select_beside
from amends.database.scope import execute, fetch
from amends.deadlines.operations import promises_of
from amends.escalation.letters import work_words
from amends.notices.operations import tell
from amends.people.actor import SYSTEM
from amends.people.duties import asked_of_handlers, lacking
from amends.people.rights import Right
from amends.people.roles import may
from amends.people.staff import AWAY, staff
from amends.people.tables import Department, Person, PersonStatus
from amends.policy.document import Assign, Policy
from amends.policy.events import Event

ASSIGNED = "assign"

_OPEN = """(SELECT count(*) FROM complaint c WHERE c.tenant_id = person.tenant_id AND c.assignee_id = person.id
    AND c.closed_at IS NULL)"""


def shares(policy: Policy, department: Department) -> bool:
    known = policy.departments.get(str(department.code))
    return known is not None and known.assign is Assign.LEAST_LOADED


async def share_out(case: Case, department: Department, *, now: datetime) -> list[Act]:
    """What the history is to say of it; the case itself is not written yet. With nobody there to take it, it waits for the
    department as any other; and who is to read a confidential one is for somebody to say.

    Of two that arrive at once the second waits for the first, and counts it.
    """
    if case.row.confidential or not shares(case.desk.policy, department):
        return []
    await fetch("SELECT id FROM department WHERE id = $1 FOR NO KEY UPDATE", department.id)
    shared = least_loaded(await _hands(case, department, now=now))
    if shared is None:
        return []
    case.row.assignee_id = shared.person_id
    await given_to(shared.person_id, now=now)
    return [_given(case, department, shared)]


async def given_to(person_id: UUID, *, now: datetime) -> None:
    await execute("UPDATE person SET last_given_at = $2 WHERE id = $1", person_id, now)


async def tell_assigned(case: Case, assignee_id: UUID, *, now: datetime) -> None:
    people = await staff(now)
    open_promises = [row for row in await promises_of(case.id) if row.ended_at is None]
    next_promise = min(open_promises, key=lambda row: row.due_at, default=None)
    free = people.without(case.row.about)
    for to in free.told(person for person in free.active if person.id == assignee_id):
        await tell(
            case.desk,
            Event.ASSIGNED,
            to=to,
            values=work_words(case, to.language, people, next_promise),
            key=f"{case.id}:assigned:{now.isoformat()}",
            now=now,
            complaint_id=case.id,
            urgent=case.urgent,
        )


async def _hands(case: Case, department: Department, *, now: datetime) -> list[Hand]:
    """Locked as whoever is given a case is: nobody leaves meanwhile."""
    found = await select_beside(
        Person,
        _OPEN,
        f"WHERE department_id = $2 AND status = $3 AND NOT {AWAY} ORDER BY id FOR KEY SHARE",
        now,
        department.id,
        PersonStatus.ACTIVE,
    )
    able = [
        (person, cases)
        for person, cases in found
        if may(person, Right.HANDLE) and person.id not in case.row.about
    ]
    missing = await _lacking(case.desk, str(case.row.category), [person for person, _ in able], now=now)
    return [
        Hand(person.id, int(cases), person.last_given_at)
        for person, cases in able
        if person.id not in missing
    ]


async def _lacking(desk: Desk, category: str, people: Sequence[Person], *, now: datetime) -> set[UUID]:
    today = now.astimezone(ZoneInfo(desk.zone)).date()
    asked = {person.id: asked_of_handlers(desk.policy, category, person.roles) for person in people}
    return set(await lacking(asked, on=today))


def _given(case: Case, department: Department, shared: Shared) -> Act:
    detail = {"department": department.code, "assignee": shared.person_id, **shared.detail}
    return Act(ASSIGNED, SYSTEM, case.id, detail)
