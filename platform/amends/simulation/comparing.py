"""The policy in force and a draft over the same past. Pure: nothing is read or written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from amends.complaints.desk import Desk
from amends.people.staff import Staff
from amends.policy.chains import facts_for_chains, told_on
from amends.policy.conditions import fields_of
from amends.policy.document import Policy, Trigger
from amends.policy.kinds import not_counted
from amends.simulation.groundwork import Groundwork
from amends.simulation.outcomes import outcome
from amends.simulation.recorded import REPEATED, Recorded
from amends.simulation.replaying import Unforeseeable
from amends.simulation.result import Result
from amends.trying.duty import Shifts


@dataclass(frozen=True, slots=True)
class Trial:
    in_force: Desk
    draft: Desk
    staff: Staff
    """As they are today: whose load it would be."""
    now: datetime
    duty: Shifts = field(default_factory=Shifts)
    ground: tuple[Groundwork, Groundwork] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        grounds = (
            Groundwork(self.in_force, self.staff, self.duty),
            Groundwork(self.draft, self.staff, self.duty),
        )
        object.__setattr__(self, "ground", grounds)

    @property
    def uncounted(self) -> list[str]:
        """The kinds that are no complaints to the draft."""
        return not_counted(self.draft.policy)

    def compare(self, cases: Iterable[Recorded]) -> Result:
        found = Result()
        new = newly_asked(self.in_force.policy, self.draft.policy)
        for case in cases:
            lacking = new - case.answers.keys()
            if lacking:
                found.lacks(lacking)
                continue
            try:
                before = outcome(self.ground[0], case, now=self.now)
                after = outcome(self.ground[1], case, now=self.now)
            except Unforeseeable as missing:
                found.lacks(frozenset({missing.what}))
                continue
            found.add(str(case.row.id), str(case.row.number), before, after)
        return found


def newly_asked(before: Policy, after: Policy) -> frozenset[str]:
    """Answers that decide something in the draft and that nobody could give until now."""
    asked = frozenset(name for name in decisive(after) if not name.startswith("case."))
    return asked - before.fields.keys()


def decisive(policy: Policy) -> frozenset[str]:
    """Facts that levels, clocks and chains depend on."""
    repeats = {REPEATED} if told_on(policy, Trigger.REPEATED) else frozenset()
    return frozenset[str]().union(facts_for_chains(policy), repeats, *_asked(policy))


def _asked(policy: Policy) -> Iterator[frozenset[str]]:
    for rule in policy.grading.values():
        yield fields_of(rule.when)
    uses = [use for level in policy.levels.values() for use in level.clocks.values()]
    uses += [use for category in policy.categories.values() for use in category.clocks.values()]
    for use in uses:
        yield fields_of(use.when)
    for clock in policy.clocks.values():
        if clock.from_field:
            yield frozenset({clock.from_field})
