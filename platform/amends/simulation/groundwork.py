"""What a replay asks of one policy again and again, worked out once for many cases. Pure; kept for one simulation."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from amends.complaints.case import Case
from amends.complaints.desk import Desk
from amends.deadlines.starting import clocks_of, ends_with, made_needless, started_by
from amends.escalation.stepping import find, is_open
from amends.people.staff import Staff
from amends.policy.categories import category_facts
from amends.policy.chains import Steps, facts_for_chains, steps_on, told_on, warning_percents
from amends.policy.conditions import Facts
from amends.policy.document import CaseEvent, ClockUse, Step, Trigger

About = tuple[object, ...]
Place = tuple[str, str]
"""Category and level."""
Reach = tuple[str, tuple[UUID, ...]]
"""Which step reached somebody, and whom."""


@dataclass(slots=True)
class Groundwork:
    """Of a desk. `about`: the facts that its chains ask for, on which alone it depends who is told."""

    desk: Desk
    asked: tuple[str, ...] = ()
    conditional: bool = False
    """Steps wait for conditions."""
    _ends: dict[str, CaseEvent | None] = field(default_factory=dict)
    _needless: dict[object, bool] = field(default_factory=dict)
    _clocks: dict[Place, Mapping[str, ClockUse]] = field(default_factory=dict)
    _begun: dict[object, Mapping[str, ClockUse]] = field(default_factory=dict)
    _categories: dict[str, Facts] = field(default_factory=dict)
    _percents: dict[object, frozenset[int]] = field(default_factory=dict)
    _steps: dict[object, Steps] = field(default_factory=dict)
    _reached: dict[object, Reach] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.asked = tuple(sorted(facts_for_chains(self.desk.policy)))
        self.conditional = told_on(self.desk.policy, Trigger.CONDITION)

    def about(self, facts: Facts) -> About:
        """What answers depend on; asked once for many of them."""
        return tuple(map(facts.get, self.asked))

    def ends(self, code: str) -> CaseEvent | None:
        if code not in self._ends:
            self._ends[code] = ends_with(self.desk.policy, code)
        return self._ends[code]

    def needless(self, code: str, events: frozenset[CaseEvent]) -> bool:
        key = (code, events)
        if key not in self._needless:
            self._needless[key] = made_needless(self.desk.policy, code, events)
        return self._needless[key]

    def category(self, code: str) -> Facts:
        if code not in self._categories:
            self._categories[code] = category_facts(self.desk.policy, code)
        return self._categories[code]

    def clocks(self, category: str, level: str) -> Mapping[str, ClockUse]:
        place = (category, level)
        if place not in self._clocks:
            self._clocks[place] = clocks_of(self.desk.policy, category, level)
        return self._clocks[place]

    def begun(
        self,
        place: Place,
        events: Collection[CaseEvent],
        *,
        anew: Collection[str],
        running: Collection[str],
    ) -> Mapping[str, ClockUse]:
        key = (place, frozenset(events), frozenset(anew), frozenset(running))
        if key not in self._begun:
            clocks = self.clocks(*place)
            self._begun[key] = started_by(self.desk.policy, clocks, events, anew=anew, running=running)
        return self._begun[key]

    def percents(self, facts: Facts, clock: str, about: About) -> frozenset[int]:
        key = (about, clock)
        if key not in self._percents:
            self._percents[key] = warning_percents(self.desk.policy, facts, clock)
        return self._percents[key]

    def steps(self, trigger: Trigger, facts: Facts, clock: str, percent: int | None, about: About) -> Steps:
        key = (about, trigger, clock, percent)
        if key not in self._steps:
            self._steps[key] = steps_on(self.desk.policy, trigger, facts, clock=clock, percent=percent)
        return self._steps[key]

    def reached(
        self, case: Case, code: str, step: Step, staff: Staff, *, facts: Facts, at: datetime, about: About
    ) -> Reach:
        row = case.row
        open_now = bool(self.desk.policy.rosters) and is_open(self.desk.calendar, at)
        key = (about, code, row.department_id, row.assignee_id, row.about, open_now)
        if key not in self._reached:
            found = find(case, code, step, staff, facts=facts, duty={}, now=at, before=frozenset())
            people = found.reached.people if found.step is not None else ()
            self._reached[key] = (found.code, tuple(sorted((each.id for each in people), key=str)))
        return self._reached[key]
