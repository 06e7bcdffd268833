"""What a replay asks of one policy again and again, worked out once for many cases. Pure; kept for one simulation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from amends.complaints.case import Case
from amends.complaints.desk import Desk
from amends.deadlines.regraded import Happening
from amends.deadlines.starting import clocks_of, ends_with, made_needless, outlives, repeating, started_by
from amends.people.staff import Staff
from amends.policy.categories import category_facts
from amends.policy.chains import facts_for_chains, told_on
from amends.policy.conditions import Facts
from amends.policy.document import CaseEvent, ClockUse, Trigger
from amends.simulation.listeners import Listeners
from amends.simulation.recorded import Recorded
from amends.trying.duty import Shifts

Place = tuple[str, str, str]
"""Category, level and kind."""
Running = tuple[str, ...]
"""The clocks of what runs."""


class Follows(NamedTuple):
    """What becomes of promises by something that happened."""

    kept: frozenset[str] = frozenset()
    needless: frozenset[str] = frozenset()
    begun: Mapping[str, ClockUse] = {}
    asking: bool = False
    """What begins asks for facts."""


@dataclass(slots=True)
class Groundwork:
    """Of a desk. `asked`: the facts that its chains ask for, on which alone it depends who is told."""

    desk: Desk
    staff: Staff
    duty: Shifts = field(default_factory=Shifts)
    asked: tuple[str, ...] = ()
    conditional: bool = False
    """Steps wait for conditions."""
    _clocks: dict[Place, Mapping[str, ClockUse]] = field(default_factory=dict)
    _follows: dict[object, Follows] = field(default_factory=dict)
    _categories: dict[str, Facts] = field(default_factory=dict)
    _listeners: dict[object, Listeners] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.asked = tuple(sorted(facts_for_chains(self.desk.policy)))
        self.conditional = told_on(self.desk.policy, Trigger.CONDITION)

    def listeners(self, case: Recorded, facts: Facts) -> Listeners:
        key = (case.around, *map(facts.get, self.asked))
        found = self._listeners.get(key)
        if found is None:
            found = self._listeners[key] = Listeners(Case(self.desk, case.row), facts, self.staff, self.duty)
        return found

    def category(self, code: str) -> Facts:
        if code not in self._categories:
            self._categories[code] = category_facts(self.desk.policy, code)
        return self._categories[code]

    def clocks(self, place: Place) -> Mapping[str, ClockUse]:
        if place not in self._clocks:
            self._clocks[place] = clocks_of(self.desk.policy, *place)
        return self._clocks[place]

    def follows(self, place: Place, now: Happening, running: Running) -> Follows:
        key = (place, now.events, now.met, now.anew, now.over, now.starts, running)
        found = self._follows.get(key)
        if found is None:
            found = self._follows[key] = self._reckoned(place, now, running)
        return found

    def _reckoned(self, place: Place, now: Happening, running: Running) -> Follows:
        """As `deadlines.happening.happened`, without writing."""
        policy = self.desk.policy
        kept = frozenset(code for code in running if code in now.met or ends_with(policy, code) in now.events)
        needless = frozenset(
            code
            for code in running
            if made_needless(policy, code, now.events) or (now.over and not outlives(policy, code))
        )
        if not now.starts:
            return Follows(kept, needless)
        again = {*now.anew, *(() if now.over else repeating(policy, kept - needless))}
        events = now.events & {CaseEvent.CLOSED} if now.over else now.events
        still = frozenset(running) - kept - needless
        begun = started_by(policy, self.clocks(place), events, anew=again, running=still)
        asking = any(use.when or policy.clocks[code].from_field for code, use in begun.items())
        return Follows(kept, needless, begun, asking)
