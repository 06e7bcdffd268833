"""What people have to do about a remedy: approve it, carry it out. Its tasks go on and end with it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from amends.deadlines.due import due
from amends.deadlines.operations import promises_of
from amends.deadlines.period import Period, Unit
from amends.people.actor import Actor
from amends.policy.document import CaseEvent
from amends.remedies.ledger import Held
from amends.remedies.rules import PROMISED, awaited, round_of
from amends.remedies.wording import plain_name
from amends.tasks.ending import seen_to
from amends.tasks.operations import NewTask, opened
from amends.tasks.tables import TaskKind

APPROVE_WITHIN = Period(1, Unit.WORKING_DAYS)
OVERTAKEN = "the remedy was changed"
"""Why a task need not be done that the program itself cancels; pages say it in the reader's language."""


async def ask_for_approval(there: Held, *, by: Actor, now: datetime) -> None:
    """A task for each role of whom an approval is awaited."""
    case = there.case
    tasks = [
        NewTask(
            kind=TaskKind.REMEDY_APPROVAL,
            cause=_approval(there, role),
            due_at=due(now, APPROVE_WITHIN, case.desk.calendar),
            complaint_id=case.id,
            facts=_facts(there),
            role=role,
        )
        for role in sorted(awaited(there.entries))
    ]
    await opened(tasks, by=by, now=now)


async def approval_ended(
    there: Held, *, still: Collection[str] = (), by: Actor, now: datetime, outcome: str = "", why: str = ""
) -> None:
    """The tasks of roles that are awaited no more; `why` they need not be done, where nobody approved it."""
    roles = {role for entry in there.entries if entry.need is not None for role in entry.need.roles}
    # Of every round: what was changed meanwhile is asked for anew.
    causes = [
        f"remedy-approval:{there.remedy.id}:{place}:{role}"
        for place in range(1, len(there.entries) + 1)
        for role in sorted(roles)
        if not (role in still and place == round_of(there.entries))
    ]
    await seen_to(causes, by=by, now=now, outcome=outcome, cancelled=why)


async def ask_to_carry_out(there: Held, *, by: Actor, now: datetime) -> None:
    """For its owner, until it is due; one that nobody said a day for waits in the ledger alone."""
    if there.remedy.due_at is not None and there.state in PROMISED:
        await _ask_owner(there, there.remedy.due_at, by=by, now=now)


async def ask_about_dispute(there: Held, *, by: Actor, now: datetime) -> None:
    desk = there.case.desk
    await carrying_out_ended(there, by=by, now=now)
    await _ask_owner(there, due(now, desk.policy.handling.reach_within, desk.calendar), by=by, now=now)


async def carrying_out_ended(there: Held, *, by: Actor, now: datetime, why: str = "") -> None:
    places = range(1, len(there.entries) + 1)
    causes = [f"remedy:{there.remedy.id}:{place}" for place in places]
    await seen_to(causes, by=by, now=now, cancelled=why)


async def usual_due(there: Held, *, now: datetime) -> datetime | None:
    """When what the policy's clocks allow for carrying out is over; else what it allows for any remedy."""
    policy = there.case.desk.policy
    ends = [
        row.due_at
        for row in await promises_of(there.case.id)
        if row.ended_at is None and row.due_at > now and row.kind in policy.clocks
        and policy.clocks[str(row.kind)].ends is CaseEvent.EXECUTED
    ]  # fmt: skip
    within = policy.handling.remedy_within
    if ends or within is None:
        return min(ends, default=None)
    return due(now, within, there.case.desk.calendar)


async def _ask_owner(there: Held, until: datetime, *, by: Actor, now: datetime) -> None:
    task = NewTask(
        kind=TaskKind.REMEDY,
        cause=f"remedy:{there.remedy.id}:{len(there.entries)}",
        due_at=until,
        complaint_id=there.case.id,
        facts=_facts(there),
        assignee_id=there.remedy.owner_id,
    )
    await opened([task], by=by, now=now)


def _approval(there: Held, role: str) -> str:
    return f"remedy-approval:{there.remedy.id}:{round_of(there.entries)}:{role}"


def _facts(there: Held) -> dict[str, str]:
    """Which remedy, for the words of the task."""
    policy = there.case.desk.policy
    names = {f"name_{language}": plain_name(policy, there.remedy, language) for language in ("zh", "en")}
    return {"remedy": str(there.remedy.id), **names}
