"""Which members of staff a complaint is about: they hand it over at once, and hear of it no more in the course of duty."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import msgspec

from amends.audit.operations import record
from amends.complaints.case import Case, take_by
from amends.complaints.desk import Desk
from amends.correctives.following import from_concerned as actions_from_concerned
from amends.correspondence.operations import tell_staff
from amends.database.rows import select_all
from amends.database.scope import execute
from amends.errors import Invalid
from amends.escalation.incidents import from_concerned as incident_from_concerned
from amends.escalation.raising import raised_by_condition
from amends.people.actor import Actor
from amends.people.rights import Right
from amends.people.tables import Person
from amends.policy.document import Text
from amends.tasks.following import from_concerned, with_case

_TAKEN = Text(
    zh="投诉涉及经办人本人，已收回，请另行安排经办人。",
    en="The complaint is about whoever had it. It was taken from them: please give it to somebody else.",
)


async def name_concerned(
    desk: Desk, complaint_id: UUID, *, person_id: UUID | None, by: Actor, now: datetime
) -> None:
    """It is taken from them if they have it; who was told of it last is no answer any more."""
    by.demand(Right.RECORD)
    case = await take_by(desk, complaint_id, by)
    people = await select_all(Person, "WHERE id = $1", person_id) if person_id is not None else []
    if not people:
        raise Invalid({"person": "Please choose whom the complaint is about."})
    if person_id in case.row.about:
        raise Invalid({"person": "This person is named already."})
    assert person_id is not None, "they were found"
    had = case.row.assignee_id == person_id
    await case.change(concerned=_listed({*case.row.about, person_id}))
    await record(act="concerned-named", by=by, now=now, complaint_id=case.id, detail={"person": person_id})
    await _take_from(case, person_id, now=now)
    await incident_from_concerned(case, person_id, by=by, now=now)
    await actions_from_concerned(case.id, person_id, now=now)
    if had:
        await raised_by_condition(case, now=now)
        await tell_staff(case, _TAKEN, key=f"concerned:{person_id}:{now.isoformat()}", now=now)


async def clear_concerned(
    desk: Desk, complaint_id: UUID, *, person_id: UUID | None, by: Actor, now: datetime
) -> None:
    """It turned out not to be about them; somebody who leads says so, and never they themselves."""
    by.demand(Right.REOPEN)
    case = await take_by(desk, complaint_id, by)
    if person_id is None or person_id not in case.row.about:
        raise Invalid({"person": "Please choose whom the complaint is about."})
    await case.change(concerned=_listed(case.row.about - {person_id}))
    await record(act="concerned-cleared", by=by, now=now, complaint_id=case.id, detail={"person": person_id})


async def _take_from(case: Case, person_id: UUID, *, now: datetime) -> None:
    """The case goes back to the department, and so do tasks of it that are theirs; where nobody is left who may answer an
    escalation, the next step follows at once."""
    await execute(
        """UPDATE escalation SET look_at = $3, answer_by = $3 WHERE complaint_id = $1 AND answered_at IS NULL
        AND passed_on_at IS NULL AND answer_by > $3 AND told <> '[]' AND told <@ $2::text::jsonb""",
        case.id,
        str(case.row.concerned),
        now,
    )
    await from_concerned(case.id, person_id, department_id=case.row.department_id, now=now)
    if case.row.assignee_id != person_id:
        return
    before = (case.row.department_id, person_id)
    await case.change(assignee_id=None)
    await with_case(case.id, department_id=case.row.department_id, assignee_id=None, before=before)


def _listed(people: Collection[UUID]) -> str | None:
    return msgspec.json.encode(sorted(map(str, people))).decode() if people else None
