"""A promise at risk or broken: who is told. Never nobody."""

from __future__ import annotations

from datetime import datetime, timedelta

from amends.audit.operations import record
from amends.complaints.case import Case
from amends.deadlines.tables import Promise
from amends.escalation.letters import work_words
from amends.notices.operations import tell
from amends.notices.recipients import Recipient
from amends.people.actor import SYSTEM
from amends.people.queries import as_recipients, holders, staff_of_case
from amends.people.rights import Role
from amends.policy.document import ClockKind, Step
from amends.policy.events import Event


async def warn(case: Case, promise: Promise, *, now: datetime) -> None:
    """S-DL-07: whoever works on it hears before the time is over."""
    await record(act="promise-warning", by=SYSTEM, now=now, complaint_id=case.id, detail=_facts(promise))
    await _tell(case, promise, Event.PROMISE_WARNING, await staff_of_case(case.row), now=now)


async def escalate(case: Case, promise: Promise, *, now: datetime) -> None:
    """The promise is broken: written down, told to those who work on it, and the first step of the chain fires."""
    step = first_step(case, ClockKind(promise.kind))
    told = await staff_of_case(case.row)
    raised = await _step_audience(case, step) if step else []
    await record(
        act="promise-broken",
        by=SYSTEM,
        now=now,
        complaint_id=case.id,
        detail={
            **_facts(promise),
            "step": step[0] if step else None,
            "told": [person.person_id for person in raised],
        },
    )
    everybody = {person.person_id: person for person in [*told, *raised]}
    await _tell(case, promise, Event.PROMISE_BROKEN, list(everybody.values()), now=now)


def first_step(case: Case, kind: ClockKind) -> tuple[str, Step] | None:
    """The lowest rank among the steps for this clock; ties by code."""
    steps = [(step.rank, code) for code, step in case.desk.policy.escalation.items() if kind in step.clocks]
    if not steps:
        return None
    code = min(steps)[1]
    return code, case.desk.policy.escalation[code]


async def _step_audience(case: Case, step: tuple[str, Step]) -> list[Recipient]:
    """Holders of the step's role, in the department first; nobody there: the admins."""
    people = await holders(Role(step[1].role), department_id=case.row.department_id)
    return as_recipients(people or await holders(Role.ADMIN, department_id=None))


async def _tell(
    case: Case, promise: Promise, event: Event, people: list[Recipient], *, now: datetime
) -> None:
    for to in people:
        words = await work_words(case, to.language, promise)
        await tell(
            case.desk,
            event,
            to=to,
            values={**words, "over": _span(now - promise.due_at, to.language)},
            key=f"{promise.id}:{event}",
            now=now,
            complaint_id=case.id,
        )


def _facts(promise: Promise) -> dict[str, object]:
    return {"promise": promise.id, "clock": promise.kind, "due_at": promise.due_at}


def _span(time: timedelta, language: str) -> str:
    minutes = max(0, int(time.total_seconds() // 60))
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    units = ("天", "小时", "分钟") if language == "zh" else (" d ", " h ", " min")
    parts = [f"{amount}{unit}" for amount, unit in zip((days, hours, minutes), units, strict=True) if amount]
    return "".join(parts).strip() or ("不到1分钟" if language == "zh" else "less than a minute")
