"""What steps do beside telling people: somebody takes over, another department gets the case, the level rises, the case
becomes an incident, a meeting is to be called. And the rows they leave: who is to answer, and who could not be told.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from amends.audit.operations import record
from amends.complaints.case import Case
from amends.complaints.regrading import regrade
from amends.database.rows import insert_values, select_one
from amends.deadlines.due import due
from amends.escalation.incidents import declare
from amends.escalation.letters import work_words
from amends.escalation.stepping import Found, Stepped
from amends.escalation.tables import Escalation, EscalationGap
from amends.notices.operations import tell_all
from amends.notices.telling import Telling
from amends.people.actor import SYSTEM, Actor, ActorKind
from amends.people.rights import Right
from amends.people.roles import may
from amends.people.staff import staff
from amends.people.tables import Department, Person
from amends.policy.document import Action, Policy, Step, Text
from amends.policy.events import Event
from amends.tasks.following import with_case
from amends.tasks.operations import NewTask, opened
from amends.tasks.tables import TaskKind

_CHAIN = Actor(ActorKind.SYSTEM, rights=frozenset({Right.REGRADE}))
"""The rules of the organisation, acting by themselves."""
_RAISED = Text(zh="按升级步骤提高等级：{step}", en="Raised by a step of escalation: {step}")

_MEETING = Text(zh="召集会议：{step}", en="Call a meeting: {step}")


async def leave_rows(come: Collection[Stepped]) -> None:
    """Of however many cases, a statement a table."""
    await insert_values(Escalation, [row for each in come for row in each.rows])
    await insert_values(EscalationGap, [gap for each in come for gap in each.gaps])


async def carry_out(case: Case, come: Stepped, *, now: datetime) -> None:
    """The case, its history, what people are told and the rows of its steps are written."""
    if case.ended:
        return
    for found in come.acting:
        if found.step is not None:
            await _DO[found.step.action](case, found, found.step, now=now)


async def _take_over(case: Case, found: Found, _: Step, *, now: datetime) -> None:
    """The first of those told who may handle cases; they hear of it by what they are told anyway."""
    able = [person for person in found.reached.people if may(person, Right.HANDLE)]
    person = next((each for each in able if each.id in found.reached.acting), able[0] if able else None)
    if person is not None and person.id != case.row.assignee_id:
        await _give(case, case.row.department_id, person, found, now=now)


async def _assign_department(case: Case, found: Found, step: Step, *, now: datetime) -> None:
    """To nobody in particular there: its handlers hear of it."""
    department = await select_one(Department, "WHERE code = $1 AND retired_at IS NULL", step.department)
    if department is not None and department.id != case.row.department_id:
        await _give(case, department.id, None, found, now=now)
        await _tell_department(case, now=now)


async def _raise_level(case: Case, _: Found, step: Step, *, now: datetime) -> None:
    level = step.level or _more_urgent(case.desk.policy, str(case.row.level))
    ranks = {code: each.rank for code, each in case.desk.policy.levels.items()}
    if level not in ranks or ranks[level] >= ranks[str(case.row.level)]:
        return
    reason = _RAISED.in_language(case.desk.language).replace(
        "{step}", step.name.in_language(case.desk.language)
    )
    await regrade(case.desk, case.id, level=level, reason=reason, by=_CHAIN, now=now)
    case.row.level = level


async def _incident(case: Case, found: Found, _: Step, *, now: datetime) -> None:
    owner = next(iter(found.reached.people), None)
    await declare(case, owner_id=owner.id if owner is not None else None, plan="", by=SYSTEM, now=now)


async def _call_meeting(case: Case, found: Found, step: Step, *, now: datetime) -> None:
    """A task for the first of those told who can see to it now."""
    able = [person for person in found.reached.people if person.id in found.reached.acting]
    person = next(iter(able or found.reached.people), None)
    desk, within = case.desk, step.acknowledge_within or case.desk.policy.handling.reach_within
    name = step.name.in_language(desk.language)
    meeting = NewTask(
        kind=TaskKind.OTHER,
        cause=f"meeting:{case.id}:{found.code}:{now.isoformat()}",
        due_at=due(now, within, desk.calendar),
        complaint_id=case.id,
        what=_MEETING.in_language(desk.language).replace("{step}", name),
        assignee_id=person.id if person is not None else None,
    )
    await opened([meeting], by=SYSTEM, now=now)


async def _give(
    case: Case, department_id: UUID, person: Person | None, found: Found, *, now: datetime
) -> None:
    before = (case.row.department_id, case.row.assignee_id)
    assignee_id = person.id if person is not None else None
    await case.change(department_id=department_id, assignee_id=assignee_id)
    await with_case(case.id, department_id=department_id, assignee_id=assignee_id, before=before)
    department = await select_one(Department, "WHERE id = $1", department_id)
    await record(
        act="assign",
        by=SYSTEM,
        now=now,
        complaint_id=case.id,
        detail={
            "department": department.code if department is not None else "",
            "assignee": assignee_id,
            "step": found.code,
        },
    )


async def _tell_department(case: Case, *, now: datetime) -> None:
    people = await staff(now)
    tellings = [
        Telling(
            desk=case.desk,
            event=Event.ASSIGNED,
            to=to,
            values=work_words(case, to.language, people),
            key=f"{case.id}:assigned:{now.isoformat()}",
            complaint_id=case.id,
            urgent=case.urgent,
        )
        for to in people.without(case.row.about).told(people.of_case(case.row))
    ]
    await tell_all(tellings, now=now)


def _more_urgent(policy: Policy, level: str) -> str:
    rank = policy.levels[level].rank
    above = {each.rank: code for code, each in policy.levels.items() if each.rank < rank}
    return above[max(above)] if above else level


_DO: MappingProxyType[Action, Callable[..., Awaitable[None]]] = MappingProxyType(
    {
        Action.TAKE_OVER: _take_over,
        Action.ASSIGN_DEPARTMENT: _assign_department,
        Action.RAISE_LEVEL: _raise_level,
        Action.INCIDENT: _incident,
        Action.CALL_MEETING: _call_meeting,
    }
)
