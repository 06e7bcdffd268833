"""A promise at risk or broken: what is written down, and who is told. Never nobody."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from amends.audit.operations import Act
from amends.complaints.case import Case
from amends.deadlines.tables import Promise
from amends.escalation.letters import work_words
from amends.notices.operations import Telling
from amends.notices.recipients import Recipient
from amends.people.actor import SYSTEM
from amends.people.rights import Role
from amends.people.staff import Staff
from amends.people.tables import Person
from amends.policy.document import ClockKind, Step, Trigger
from amends.policy.events import Event


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows from one due row; written by whoever fires it, together with those of other rows."""

    act: Act
    tellings: Sequence[Telling]


def warned(case: Case, promise: Promise, staff: Staff, *, now: datetime) -> Consequence:
    """S-DL-07: whoever works on it hears before the time is over."""
    act = Act("promise-warning", SYSTEM, case.id, _facts(promise))
    to = staff.told(staff.of_case(case.row))
    return Consequence(act, _tellings(case, promise, Event.PROMISE_WARNING, to, staff, now=now))


def escalated(case: Case, promise: Promise, staff: Staff, *, now: datetime) -> Consequence:
    """The promise is broken: written down, told to those who work on it, and the first step of the chain fires."""
    step = first_step(case, ClockKind(promise.kind))
    raised = _step_audience(case, step, staff) if step else []
    told = {"step": step[0] if step else None, "told": [person.id for person in raised]}
    act = Act("promise-broken", SYSTEM, case.id, {**_facts(promise), **told})
    theirs = staff.of_case(case.row)
    owners = {person.id for person in theirs}
    everybody = staff.told(theirs, raised)
    tellings = _tellings(case, promise, Event.PROMISE_BROKEN, everybody, staff, now=now)
    return Consequence(act, [replace(each, own=_responsible(each.to, owners)) for each in tellings])


def first_step(case: Case, kind: ClockKind) -> tuple[str, Step] | None:
    """The lowest rank among the steps for this clock; ties by code."""
    chains = sorted(case.desk.policy.chains.items(), key=lambda item: (item[1].rank, item[0]))
    steps = {
        code: step
        for code, step in (chains[0][1].steps.items() if chains else ())
        if Trigger.BREACH in step.on and (not step.clocks or kind in step.clocks)
    }
    if not steps:
        return None
    code = min(steps, key=lambda code: (steps[code].rank, code))
    return code, steps[code]


def _step_audience(case: Case, step: tuple[str, Step], staff: Staff) -> list[Person]:
    """Holders of the step's role, in the department first; nobody there: the admins."""
    people = staff.holders(Role(step[1].role), department_id=case.row.department_id)
    return people or staff.holders(Role.ADMIN, department_id=None)


def _tellings(
    case: Case, promise: Promise, event: Event, people: Sequence[Recipient], staff: Staff, *, now: datetime
) -> list[Telling]:
    return [
        Telling(
            desk=case.desk,
            event=event,
            to=to,
            values={
                **work_words(case, to.language, staff, promise),
                "over": _span(now - promise.due_at, to.language),
            },
            key=f"{promise.id}:{event}",
            complaint_id=case.id,
        )
        for to in people
    ]


def _responsible(to: Recipient, owners: Collection[UUID]) -> bool:
    """Also whoever stands in for somebody: their own wishes were made for their own cases."""
    return to.person_id in owners or bool(to.stands_in_for)


def _facts(promise: Promise) -> dict[str, object]:
    return {"promise": promise.id, "clock": promise.kind, "due_at": promise.due_at}


def _span(time: timedelta, language: str) -> str:
    minutes = max(0, int(time.total_seconds() // 60))
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    units = ("天", "小时", "分钟") if language == "zh" else (" d ", " h ", " min")
    parts = [f"{amount}{unit}" for amount, unit in zip((days, hours, minutes), units, strict=True) if amount]
    return "".join(parts).strip() or ("不到1分钟" if language == "zh" else "less than a minute")
