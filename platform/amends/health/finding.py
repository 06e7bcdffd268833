"""What is weak in a configuration, each with the place where it is mended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from amends.policy.parts.base import Text
from amends.policy.places import Keys


class Rule(StrEnum):
    CATEGORY_WITHOUT_CLOCK = "category-without-clock"
    KIND_WITHOUT_CLOCK = "kind-without-clock"
    RULE_SHADOWED = "rule-shadowed"
    STEP_REACHES_NOBODY = "step-reaches-nobody"
    CHAIN_ENDS_AT_NOBODY = "chain-ends-at-nobody"
    CHECKLIST_NOBODY = "checklist-nobody"
    APPROVAL_NOBODY = "approval-nobody"
    DEPARTMENT_WITHOUT_HEAD = "department-without-head"
    ROSTER_EMPTY = "roster-empty"
    PERSONAL_WITHOUT_NOTICE = "personal-without-notice"
    CALENDAR_WITHOUT_YEAR = "calendar-without-year"
    GAPS_OPEN = "gaps-open"


STOPPING = frozenset(
    {
        Rule.CATEGORY_WITHOUT_CLOCK,
        Rule.KIND_WITHOUT_CLOCK,
        Rule.CHAIN_ENDS_AT_NOBODY,
        Rule.CHECKLIST_NOBODY,
        Rule.APPROVAL_NOBODY,
    }
)
"""Errors: with them a complaint would be promised nothing, stay where nobody sees it, or wait for good. A draft that
brings one is not published; the others are warnings."""


class Absence(StrEnum):
    """Why nobody holds a role now."""

    UNHELD = "unheld"
    SUSPENDED = "suspended"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Finding:
    """`place`: in the policy; empty where it is mended elsewhere. `names`: of what it is about, in reading order."""

    rule: Rule
    place: Keys = ()
    names: tuple[Text, ...] = ()
    why: Absence | None = None
    numbers: Mapping[str, int] = field(default_factory=dict)

    @property
    def stops(self) -> bool:
        return self.rule in STOPPING

    @property
    def mark(self) -> tuple[object, ...]:
        """The same of two policies, whatever its names are now."""
        return self.rule, self.place, self.why, self.names if not self.place else ()
