"""Which conditions a complaint has to meet, and what follows from the answers. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from amends.policy.conditions import Facts, fields_of, holds
from amends.policy.document import Policy, Text
from amends.policy.parts.acceptance import AcceptanceCondition, Unmet

HOLDING_UP = frozenset({Unmet.REFUSE, Unmet.FORWARD})
"""Nobody accepts what is to be refused or is somebody else's."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Codes of conditions, in their order: those nobody answered, and those not met by what follows from it."""

    unanswered: tuple[str, ...]
    unmet: Mapping[Unmet, tuple[str, ...]]

    @property
    def acceptable(self) -> bool:
        return not self.unanswered and not HOLDING_UP & self.unmet.keys()


def applying(policy: Policy, facts: Facts) -> dict[str, AcceptanceCondition]:
    """In their order."""
    ranked = sorted(policy.acceptance.items(), key=lambda item: (item[1].rank, item[0]))
    return {code: condition for code, condition in ranked if holds(condition.when, facts)}


def outcome(policy: Policy, facts: Facts, answers: Mapping[str, bool]) -> Outcome:
    """`answers`: by condition, whether it is met. What was answered of one that does not apply counts for nothing."""
    conditions = applying(policy, facts)
    unmet: dict[Unmet, tuple[str, ...]] = {}
    for code, condition in conditions.items():
        if answers.get(code) is False:
            unmet[condition.unmet] = (*unmet.get(condition.unmet, ()), code)
    return Outcome(tuple(code for code in conditions if code not in answers), unmet)


def wanted(policy: Policy) -> frozenset[str]:
    """The facts on which it depends what applies."""
    return frozenset[str]().union(*(fields_of(condition.when) for condition in policy.acceptance.values()))


def to_do_first(policy: Policy, facts: Facts, answers: Mapping[str, bool]) -> Text | None:
    """What stands between a complaint and its acceptance; None: nothing, or the organisation does not ask."""
    if not policy.handling.acceptance_checked:
        return None
    found = outcome(policy, facts, answers)
    if found.acceptable:
        return None
    held = [code for unmet in HOLDING_UP for code in found.unmet.get(unmet, ())]
    names = [policy.acceptance[code].name for code in found.unanswered or sorted(held)]
    said = _ANSWER if found.unanswered else _NOT_MET
    zh, en = "；".join(name.zh for name in names), "; ".join(name.en for name in names)
    return Text(zh=said.zh.replace(_NAMES, zh), en=said.en.replace(_NAMES, en))


_NAMES = "{names}"
_ANSWER = Text(
    zh="请先在“受理审查”中逐项作答：{names}。", en="Answer the acceptance conditions first: {names}."
)
_NOT_MET = Text(
    zh="受理条件不符合：{names}。请不予受理或者转送。",
    en="It does not meet the conditions: {names}. Refuse it or forward it.",
)
