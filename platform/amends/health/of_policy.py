"""What is weak in a policy by itself, whoever works there. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from amends.deadlines.starting import clocks_of
from amends.health.finding import Finding, Rule
from amends.policy.categories import effective, leaves
from amends.policy.document import Policy, Stage, Text
from amends.policy.kinds import COMPLAINT, has_nobody
from amends.policy.parts.conditions import Condition


class _Ranked(Protocol):
    @property
    def rank(self) -> int: ...
    @property
    def when(self) -> Condition | None: ...


def weaknesses(policy: Policy, *, notice: bool = True) -> list[Finding]:
    """`notice`: whether the organisation says on its public pages what it does with what it is told."""
    return [
        *_categories_without_clock(policy),
        *_kinds_without_clock(policy),
        *_shadowed(policy),
        *([] if notice else _personal_questions(policy)),
    ]


def _categories_without_clock(policy: Policy) -> Iterator[Finding]:
    """A complaint of it may be promised nothing at its own level, and nobody would ever be late: a clock under a
    condition does not run for each."""
    for code in leaves(policy):
        if _promises_nothing(policy, code):
            yield Finding(Rule.CATEGORY_WITHOUT_CLOCK, ("categories", code), (policy.categories[code].name,))


def _kinds_without_clock(policy: Policy) -> Iterator[Finding]:
    """What complaints of a category are promised, another kind may not be: it has clocks of its own, or nobody to tell."""
    promised = [code for code in leaves(policy) if not _promises_nothing(policy, code)]
    for code, kind in policy.kinds.items():
        differs = kind.clocks or has_nobody(policy, code)
        without = (each for each in promised if differs and _promises_nothing(policy, each, code))
        if category := next(without, ""):
            yield Finding(
                Rule.KIND_WITHOUT_CLOCK, ("kinds", code), (kind.name, policy.categories[category].name)
            )


def _promises_nothing(policy: Policy, category: str, kind: str = COMPLAINT) -> bool:
    clocks = clocks_of(policy, category, effective(policy, category).level, kind)
    return all(use.when is not None for use in clocks.values())


def _shadowed(policy: Policy) -> Iterator[Finding]:
    """Rules of which the first that holds counts, behind one that always holds or asks the very same."""
    ruled: Sequence[tuple[str, Mapping[str, _Ranked], Mapping[str, Text]]] = (
        ("grading", policy.grading, {code: rule.reason for code, rule in policy.grading.items()}),
        ("routing", policy.routing, {code: rule.reason for code, rule in policy.routing.items()}),
        ("chains", policy.chains, {code: chain.name for code, chain in policy.chains.items()}),
    )
    for part, rules, names in ruled:
        before: list[tuple[str, _Ranked]] = []
        for code, rule in sorted(rules.items(), key=lambda item: (item[1].rank, item[0])):
            over = next((each for each, other in before if other.when in (None, rule.when)), None)
            if over is not None:
                yield Finding(Rule.RULE_SHADOWED, (part, code), (names[code], names[over]))
            before.append((code, rule))


def _personal_questions(policy: Policy) -> Iterator[Finding]:
    """Asked of everybody on the public form, and the organisation has not said what becomes of the answers."""
    used = [policy.common_fields, *(effective(policy, code).fields for code in leaves(policy))]
    asked = {code for uses in used for code, use in uses.items() if use.stage is Stage.LODGING}
    fields = [policy.fields[code] for code in sorted(asked) if code in policy.fields]
    if names := tuple(field.name for field in fields if field.personal or field.sensitive):
        yield Finding(Rule.PERSONAL_WITHOUT_NOTICE, names=names)
