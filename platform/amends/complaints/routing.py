"""Which department a complaint goes to, and why. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from amends.policy.categories import effective
from amends.policy.conditions import Facts, holds
from amends.policy.document import Policy, Text


@dataclass(frozen=True, slots=True)
class Routed:
    """`rule` is "" where the category's own department takes it."""

    department: str
    rule: str = ""
    reason: Text | None = None

    @property
    def detail(self) -> dict[str, object]:
        """For the history, in the words of that day: a rule may be gone tomorrow."""
        if self.reason is None:
            return {"department": self.department}
        why = {"rule": self.rule, "zh": self.reason.zh, "en": self.reason.en}
        return {"department": self.department, "routed": why}


def routed(policy: Policy, category: str, facts: Facts) -> Routed:
    """`policy` is the one in force: routing changes with it at once."""
    for code, route in sorted(policy.routing.items(), key=lambda item: (item[1].rank, item[0])):
        if holds(route.when, facts):
            return Routed(route.department, code, route.reason)
    return Routed(effective(policy, category).department)
