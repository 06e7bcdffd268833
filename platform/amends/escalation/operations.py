"""A promise at risk or broken: what is written down, and who is told. Never nobody."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from amends.audit.operations import Act
from amends.complaints.case import Case
from amends.deadlines.operations import facts as promise_facts
from amends.deadlines.rules import USUAL_WARNING, DueKind, still_holds
from amends.deadlines.tables import Promise
from amends.escalation.letters import work_words
from amends.notices.recipients import Recipient
from amends.notices.telling import Telling, dedup_key
from amends.people.actor import SYSTEM
from amends.people.rights import Role
from amends.people.staff import Staff
from amends.people.tables import Person
from amends.policy.chains import Steps, steps_on
from amends.policy.conditions import Facts
from amends.policy.document import Policy, Step, Trigger, Within
from amends.policy.events import Event


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows from one due row; written by whoever fires it, together with those of other rows."""

    act: Act
    tellings: Sequence[Telling]


def warned(
    case: Case, promise: Promise, staff: Staff, *, facts: Facts, percent: int, now: datetime
) -> Consequence | None:
    """S-DL-07: whoever works on it hears before the time is over, and whom the chain names. None: nobody is to."""
    plain, policy = promise_facts(promise), case.desk.policy
    if not still_holds(DueKind.WARNING, plain, now, percent=percent):
        return None
    marks = warn_at(policy, str(promise.kind))
    own = percent in marks and still_holds(DueKind.WARNING, plain, now, percent=percent, later=marks)
    steps = steps_on(policy, Trigger.WARNING, facts, clock=str(promise.kind), percent=percent)
    theirs = staff.of_case(case.row) if own else []
    told = audience(case, steps, staff)
    if not theirs and not told:
        return None
    detail = {**_facts(promise), "percent": percent, **(_raised(steps, told) if steps else {})}
    to = staff.told(theirs, told)
    tellings = _tellings(case, promise, Event.PROMISE_WARNING, to, staff, now=now, cause=_cause(percent))
    return Consequence(Act("promise-warning", SYSTEM, case.id, detail), tellings)


def escalated(
    case: Case, promise: Promise, staff: Staff, *, facts: Facts, now: datetime, again: bool = False
) -> Consequence:
    """The promise is broken: written down, told to those who work on it, and the first step of the chain fires.
    `again`: it was told before and nothing has been done since."""
    steps = steps_on(case.desk.policy, Trigger.BREACH, facts, clock=str(promise.kind))
    told = audience(case, steps, staff)
    detail = {**_facts(promise), **_raised(steps, told)}
    act = Act("promise-still-broken" if again else "promise-broken", SYSTEM, case.id, detail)
    theirs = staff.of_case(case.row)
    owners = {person.id for person in theirs}
    cause = f":{now.isoformat()}" if again else ""
    tellings = _tellings(
        case, promise, Event.PROMISE_BROKEN, staff.told(theirs, told), staff, now=now, cause=cause
    )
    warnings = _warnings(case.desk.policy, promise)
    return Consequence(
        act,
        [
            replace(each, own=_responsible(each.to, owners), overtakes=_keys(warnings, each.to))
            for each in tellings
        ],
    )


def warn_at(policy: Policy, clock: str) -> tuple[int, ...]:
    """When those who work on a case hear of this clock."""
    known = policy.clocks.get(clock)
    return known.warn_at if known is not None else (USUAL_WARNING,)


def audience(case: Case, steps: Steps, staff: Staff) -> list[Person]:
    """Whom the steps name, each once; nobody holding any of these roles: the admins."""
    found = {person.id: person for _, step in steps for person in holders(case, step, staff)}
    if steps and not found:
        return staff.holders(Role.ADMIN, department_id=None)
    return list(found.values())


def holders(case: Case, step: Step, staff: Staff) -> list[Person]:
    """Of the roles it names; nobody may hold them."""
    roles = [role for role in (step.role, *step.also) if role]
    return [person for role in roles for person in _holders(case, role, step, staff)]


def _holders(case: Case, role: str, step: Step, staff: Staff) -> list[Person]:
    if step.within is Within.ORGANISATION:
        return [person for person in staff.active if role in person.roles]
    return staff.holders(role, department_id=case.row.department_id)


def _raised(steps: Steps, told: Sequence[Person]) -> dict[str, object]:
    return {
        "step": ",".join(code for code, _ in steps) or None,
        "told": [person.id for person in told],
    }


def _cause(percent: int) -> str:
    return "" if percent == USUAL_WARNING else f":{percent}"


def _key(promise: Promise, event: Event, cause: str) -> str:
    """Of this date: where the promise is moved and comes to be broken again, that is news."""
    return f"{promise.id}:{event}:{promise.due_at.isoformat()}{cause}"


def _tellings(
    case: Case,
    promise: Promise,
    event: Event,
    people: Sequence[Recipient],
    staff: Staff,
    *,
    now: datetime,
    cause: str,
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
            key=_key(promise, event, cause),
            complaint_id=case.id,
            urgent=case.urgent,
        )
        for to in people
    ]


def _responsible(to: Recipient, owners: Collection[UUID]) -> bool:
    """Also whoever stands in for somebody: their own wishes were made for their own cases."""
    return to.person_id in owners or bool(to.stands_in_for)


def _warnings(policy: Policy, promise: Promise) -> list[str]:
    """The causes of all that may have been said of it before it was broken."""
    steps = (step for chain in policy.chains.values() for step in chain.steps.values())
    percents = {step.percent for step in steps if Trigger.WARNING in step.on}
    return [
        _key(promise, Event.PROMISE_WARNING, _cause(percent))
        for percent in sorted(percents | {*warn_at(policy, str(promise.kind))})
    ]


def _keys(causes: Collection[str], to: Recipient) -> list[str]:
    return [dedup_key(Event.PROMISE_WARNING, cause, to) for cause in causes]


def _facts(promise: Promise) -> dict[str, object]:
    plain = {"promise": promise.id, "clock": promise.kind, "due_at": promise.due_at}
    return plain | ({"late_by_regrading": True} if promise.late_by_regrading else {})


def _span(time: timedelta, language: str) -> str:
    minutes = max(0, int(time.total_seconds() // 60))
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    units = ("天", "小时", "分钟") if language == "zh" else (" d ", " h ", " min")
    parts = [f"{amount}{unit}" for amount, unit in zip((days, hours, minutes), units, strict=True) if amount]
    return "".join(parts).strip() or ("不到1分钟" if language == "zh" else "less than a minute")
