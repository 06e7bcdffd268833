"""A promise at risk or broken: what is written down, and who is told. Never nobody."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from amends.audit.operations import Act
from amends.complaints.case import Case
from amends.deadlines.operations import facts as promise_facts
from amends.deadlines.rules import USUAL_WARNING, DueKind, still_holds
from amends.deadlines.tables import Promise
from amends.escalation.letters import ANSWER, work_words
from amends.escalation.reaching import Duty
from amends.escalation.stepping import Stepped, stepped
from amends.notices.recipients import Recipient
from amends.notices.telling import Telling, dedup_key
from amends.people.actor import SYSTEM
from amends.people.staff import Staff
from amends.policy.chains import steps_on
from amends.policy.conditions import Facts
from amends.policy.document import Policy, Trigger
from amends.policy.events import Event


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows from one due row; written by whoever fires it, together with those of other rows."""

    act: Act
    tellings: Sequence[Telling]
    stepped: Stepped = field(default_factory=Stepped)
    """What becomes of the steps that fired; written after the rest (`carrying_out`)."""


def warned(
    case: Case,
    promise: Promise,
    staff: Staff,
    *,
    facts: Facts,
    percent: int,
    now: datetime,
    duty: Duty = MappingProxyType({}),
) -> Consequence | None:
    """S-DL-07: whoever works on it hears before the time is over, and whom the chain names. None: nobody is to."""
    plain, policy = promise_facts(promise), case.desk.policy
    if not still_holds(DueKind.WARNING, plain, now, percent=percent):
        return None
    marks = warn_at(policy, str(promise.kind))
    own = percent in marks and still_holds(DueKind.WARNING, plain, now, percent=percent, later=marks)
    steps = steps_on(policy, Trigger.WARNING, facts, clock=str(promise.kind), percent=percent)
    theirs = staff.of_case(case.row) if own else []
    come = stepped(
        case, Trigger.WARNING, steps, staff, facts=facts, duty=duty, now=now, promise_id=promise.id
    )
    if not theirs and not come.told and not come.rows:
        return None
    detail = {**_facts(promise), "percent": percent, **(come.detail if steps else {})}
    to = staff.without(case.row.about).told(theirs, come.told.values())
    tellings = _tellings(case, promise, Event.PROMISE_WARNING, to, staff, now=now, cause=_cause(percent))
    act = Act("promise-warning", SYSTEM, case.id, detail)
    return Consequence(act, asked_to_answer(tellings, come), come)


def escalated(
    case: Case,
    promise: Promise,
    staff: Staff,
    *,
    facts: Facts,
    now: datetime,
    again: bool = False,
    duty: Duty = MappingProxyType({}),
) -> Consequence:
    """The promise is broken: written down, told to those who work on it, and the first step of the chain fires.
    `again`: it was told before and nothing has been done since."""
    steps = steps_on(case.desk.policy, Trigger.BREACH, facts, clock=str(promise.kind))
    come = stepped(case, Trigger.BREACH, steps, staff, facts=facts, duty=duty, now=now, promise_id=promise.id)
    if promise.late_by_regrading:
        come.raise_no_level()
    detail = {**_facts(promise), **come.detail}
    act = Act("promise-still-broken" if again else "promise-broken", SYSTEM, case.id, detail)
    theirs = staff.of_case(case.row)
    owners = {person.id for person in theirs}
    cause = f":{now.isoformat()}" if again else ""
    to = staff.without(case.row.about).told(theirs, come.told.values())
    tellings = _tellings(case, promise, Event.PROMISE_BROKEN, to, staff, now=now, cause=cause)
    warnings = _warnings(case.desk.policy, promise)
    tellings = [
        replace(each, own=_responsible(each.to, owners), overtakes=_keys(warnings, each.to))
        for each in tellings
    ]
    return Consequence(act, asked_to_answer(tellings, come), come)


def asked_to_answer(tellings: Sequence[Telling], come: Stepped) -> list[Telling]:
    """Whoever must answer is told until when."""
    return [
        _asked(each, come.answer_by.get(each.to.person_id) if each.to.person_id else None)
        for each in tellings
    ]


def _asked(telling: Telling, answer_by: datetime | None) -> Telling:
    if answer_by is None:
        return telling
    language = telling.to.language
    words = ANSWER.in_language(language).replace("{time}", telling.desk.local(answer_by, language))
    return replace(telling, below=words)


def warn_at(policy: Policy, clock: str) -> tuple[int, ...]:
    """When those who work on a case hear of this clock."""
    known = policy.clocks.get(clock)
    return known.warn_at if known is not None else (USUAL_WARNING,)


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
                "over": span(now - promise.due_at, to.language),
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


def span(time: timedelta, language: str) -> str:
    minutes = max(0, int(time.total_seconds() // 60))
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    units = ("天", "小时", "分钟") if language == "zh" else (" d ", " h ", " min")
    parts = [f"{amount}{unit}" for amount, unit in zip((days, hours, minutes), units, strict=True) if amount]
    return "".join(parts).strip() or ("不到1分钟" if language == "zh" else "less than a minute")
