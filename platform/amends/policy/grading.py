"""How urgent a complaint is: the first rule that holds of what is known, else what its category says. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from amends.policy.categories import category_facts, effective
from amends.policy.conditions import Facts, holds
from amends.policy.document import Policy, Text


@dataclass(frozen=True, slots=True)
class Graded:
    level: str
    rule: str = ""
    """The code of the rule that gave it; "" when it is the category's own."""
    reason: Text | None = None

    @property
    def detail(self) -> dict[str, object]:
        """For the history, in the words of that day."""
        if self.reason is None:
            return {"level": self.level}
        return {
            "level": self.level,
            "graded": {"rule": self.rule, "zh": self.reason.zh, "en": self.reason.en},
        }


def graded(policy: Policy, category: str, facts: Facts) -> Graded:
    """Rules are asked by rank, ties by code; `case.level` is for them what the category says."""
    own = effective(policy, category).level
    known = {**facts, **category_facts(policy, category), "case.level": own}
    for code, rule in sorted(policy.grading.items(), key=lambda item: (item[1].rank, item[0])):
        if holds(rule.when, known):
            return Graded(rule.level or own, code, rule.reason)
    return Graded(own)
