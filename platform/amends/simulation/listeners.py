"""Whom the chain of a case tells of what. Pure.

One for all cases that are alike in what that depends on: the facts that chains ask for, who works on it and whom it is
about. Each question is worked out once and remembered, for as long as the simulation lasts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from amends.complaints.case import Case
from amends.escalation.raising import COUNTED
from amends.escalation.reaching import Duty
from amends.escalation.stepping import find, is_open
from amends.people.staff import Staff
from amends.policy.chains import Steps, after, steps_on, warning_percents
from amends.policy.conditions import Facts
from amends.policy.document import Policy, Step, Trigger


class Escalated(NamedTuple):
    trigger: str
    clock: str
    step: str
    people: tuple[str, ...]
    """Their ids. Empty: it would have reached nobody but the administrators."""


class Question(NamedTuple):
    trigger: Trigger
    clock: str = ""
    percent: int | None = None
    times: int = 0
    """Of what is counted: which one it is."""


class Fired(NamedTuple):
    code: str
    told: Escalated


@dataclass(slots=True)
class Listeners:
    case: Case
    """One of those that are alike."""
    facts: Facts
    staff: Staff
    duty: Callable[[datetime], Duty]
    _percents: dict[str, frozenset[int]] = field(default_factory=dict)
    _steps: dict[Question, tuple[Steps, bool]] = field(default_factory=dict)
    _fired: dict[tuple[Question, object], tuple[Fired, ...]] = field(default_factory=dict)

    @property
    def policy(self) -> Policy:
        return self.case.desk.policy

    def percents(self, clock: str) -> frozenset[int]:
        if clock not in self._percents:
            self._percents[clock] = warning_percents(self.policy, self.facts, clock)
        return self._percents[clock]

    def fired(self, asked: Question, *, at: datetime) -> tuple[Fired, ...]:
        steps, by_the_hour = self._steps.get(asked) or self._asked(asked)
        if not steps:
            return ()
        duty = self.duty(at) if by_the_hour else {}
        moment = (is_open(self.case.desk.calendar, at), *_plain(duty)) if by_the_hour else None
        found = self._fired.get((asked, moment))
        if found is None:
            found = tuple(self._told(asked, code, step, duty, at=at) for code, step in steps)
            self._fired[asked, moment] = found
        return found

    def _asked(self, asked: Question) -> tuple[Steps, bool]:
        """The steps, and whether it depends on the moment whom they reach."""
        trigger, clock, percent, times = asked
        steps = steps_on(self.policy, trigger, self.facts, clock=clock, percent=percent)
        if trigger in COUNTED:
            steps = [(code, step) for code, step in steps if step.from_number <= times]
        perhaps = [*steps, *(each for code, _ in steps for each in after(self.policy, self.facts, code))]
        found = (steps, any(_by_the_hour(self.policy, step) for _, step in perhaps))
        self._steps[asked] = found
        return found

    def _told(self, asked: Question, code: str, step: Step, duty: Duty, *, at: datetime) -> Fired:
        found = find(
            self.case, code, step, self.staff, facts=self.facts, duty=duty, now=at, before=frozenset()
        )
        people = found.reached.people if found.step is not None else ()
        ids = tuple(sorted(str(person.id) for person in people))
        return Fired(code, Escalated(str(asked.trigger), asked.clock, found.code, ids))


def _plain(duty: Duty) -> tuple[object, ...]:
    return tuple((roster, *duty[roster]) for roster in sorted(duty))


def _by_the_hour(policy: Policy, step: Step) -> bool:
    """Somebody on duty may be told: of a roster it names, or of one of its roles."""
    roles = {role for role in (step.role, *step.also) if role}
    return any(code == step.roster or roster.role in roles for code, roster in policy.rosters.items())
