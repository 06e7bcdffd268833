"""What is to become of a step that waited, or that nobody answered: nothing, it fires, or it is passed on. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from amends.complaints.case import Case
from amends.deadlines.operations import facts as promise_facts
from amends.deadlines.rules import USUAL_WARNING, DueKind, still_holds
from amends.deadlines.tables import Promise
from amends.escalation.answering import told_of
from amends.escalation.operations import Consequence
from amends.escalation.raising import consequence_of
from amends.escalation.reaching import Duty, Hindrance
from amends.escalation.stepping import Stepped, stepped, unanswered, untold
from amends.escalation.tables import Escalation
from amends.people.staff import Staff
from amends.policy.chains import step_of
from amends.policy.conditions import Facts
from amends.policy.document import Step, Trigger


class Outcome(Enum):
    OVER = auto()
    """Nobody need be told any more."""
    FIRED = auto()
    PASSED_ON = auto()


@dataclass(frozen=True, slots=True)
class Judged:
    row: Escalation
    case: Case
    outcome: Outcome
    consequence: Consequence | None = None


def judged(
    row: Escalation,
    case: Case,
    promise: Promise | None,
    people: Staff,
    *,
    facts: Facts,
    duty: Duty,
    in_vain: bool,
    now: datetime,
) -> Judged:
    """`in_vain`: the same was asked because of the same promise later on, and that has run out as well: only the later
    is passed on."""
    step = step_of(case.desk.policy, facts, str(row.step))
    if in_vain or _is_over(case, row, step, promise, now=now):
        return Judged(row, case, Outcome.OVER)
    if row.fired_at is None:
        trigger = Trigger(row.trigger)
        come = _firing(case, row, step, people, facts=facts, duty=duty, now=now)
        outcome = Outcome.FIRED
    else:
        trigger = Trigger.UNANSWERED
        come = _passing_on(case, row, people, facts=facts, duty=duty, now=now)
        outcome = Outcome.PASSED_ON
    return Judged(row, case, outcome, consequence_of(case, trigger, come, people, now=now, promise=promise))


def _is_over(
    case: Case, row: Escalation, step: Step | None, promise: Promise | None, *, now: datetime
) -> bool:
    """The case has ended, the promise is kept or has been moved, or somebody answered: nobody need be told."""
    if case.ended or row.answered_at is not None or row.passed_on_at is not None:
        return True
    if promise is None:
        return False
    if promise.ended_at is not None:
        return True
    plain = promise_facts(promise)
    if row.trigger == Trigger.BREACH:
        return not still_holds(DueKind.BREACH, plain, now)
    if row.trigger != Trigger.WARNING:
        return False
    percent = step.percent if step is not None else USUAL_WARNING
    # Who was warned and is silent is passed over also when the promise is broken by now.
    passing_on = row.fired_at is not None and still_holds(DueKind.BREACH, plain, now)
    return not passing_on and not still_holds(DueKind.WARNING, plain, now, percent=percent)


def _firing(
    case: Case,
    row: Escalation,
    step: Step | None,
    people: Staff,
    *,
    facts: Facts,
    duty: Duty,
    now: datetime,
) -> Stepped:
    trigger, code = Trigger(row.trigger), str(row.step)
    if step is None:
        return untold(case, trigger, code, Hindrance.NOBODY, people, now=now)
    return stepped(
        case,
        trigger,
        [(code, step)],
        people,
        facts=facts,
        duty=duty,
        now=now,
        before=told_of(row),
        promise_id=row.promise_id,
        waited=True,
    )


def _passing_on(
    case: Case, row: Escalation, people: Staff, *, facts: Facts, duty: Duty, now: datetime
) -> Stepped:
    return unanswered(
        case,
        str(row.step),
        people,
        facts=facts,
        duty=duty,
        now=now,
        before=told_of(row),
        promise_id=row.promise_id,
    )
