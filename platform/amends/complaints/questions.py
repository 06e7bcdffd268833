"""Which questions are asked in a category: by stage, of whom, and what the other answers make of them. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from amends.complaints.answers import answer_facts, several
from amends.complaints.derived import filled, follows
from amends.policy.categories import category_facts, effective
from amends.policy.conditions import Facts, fields_of, holds
from amends.policy.document import AskedOf, Field, FieldUse, Policy, Stage, Text

LODGING = frozenset({Stage.LODGING})


@dataclass(frozen=True, slots=True)
class Question:
    code: str
    field: Field
    use: FieldUse
    required: bool


@dataclass(frozen=True, slots=True)
class Stop:
    """An answer upon which the policy says what to do instead of, or before, sending a form."""

    field: str
    answer: str
    text: Text


def uses_of(policy: Policy, category: str) -> dict[str, FieldUse]:
    """Every field of a category at any stage, in the order of forms; none of an unknown category."""
    if category not in policy.categories:
        return {}
    uses = {**policy.common_fields, **effective(policy, category).fields}
    return {code: uses[code] for code in sorted(uses, key=lambda code: (uses[code].rank, code))}


def asked(
    policy: Policy,
    category: str,
    answers: Mapping[str, str],
    *,
    known: Facts,
    stages: Collection[Stage] = LODGING,
    of: Collection[AskedOf] = frozenset(AskedOf),
) -> list[Question]:
    """The questions to ask, given these answers; one whose condition rests on an answer to a hidden one is hidden."""
    known = {**known, **category_facts(policy, category)}
    uses = {
        code: use
        for code, use in uses_of(policy, category).items()
        if use.stage in stages and use.asked_of in of
    }
    shown, facts = uses, _facts(policy, uses, answers, known)
    for _ in uses:
        now = {code: use for code, use in uses.items() if holds(use.shown_when, facts)}
        if now.keys() == shown.keys():
            break
        shown, facts = now, _facts(policy, now, answers, known)
    return [
        Question(code, policy.fields[code], use, use.required and holds(use.required_when, facts))
        for code, use in shown.items()
        if not follows(policy, code)
    ]


def asks_for(policy: Policy, category: str) -> frozenset[str]:
    """The facts on which it depends what is asked in a category, at any stage."""
    conditions = [
        c for use in uses_of(policy, category).values() for c in (use.shown_when, use.required_when)
    ]
    return frozenset[str]().union(*(fields_of(condition) for condition in conditions))


def deciding(policy: Policy, category: str) -> frozenset[str]:
    """The same with the field an amount's band comes from: forms ask anew when one of these is answered."""
    found = asks_for(policy, category)
    return found | {policy.handling.amount_field} if "case.amount_band" in found else found


def is_readable(field: Field, roles: Collection[str]) -> bool:
    """Whether somebody with these roles reads the answers to a question at all."""
    return not field.visible_to or not set(field.visible_to).isdisjoint(roles)


def stops(questions: Collection[Question], answers: Mapping[str, str]) -> list[Stop]:
    """In the order of the questions."""
    return [
        Stop(question.code, answer, question.field.stops[answer])
        for question in questions
        for answer in several(answers.get(question.code, ""))
        if answer in question.field.stops
    ]


def _facts(
    policy: Policy, uses: Mapping[str, FieldUse], answers: Mapping[str, str], known: Facts
) -> dict[str, str | frozenset[str]]:
    whole = filled(policy, answers)
    given = {code: whole[code] for code in uses if whole.get(code)}
    return {**known, **answer_facts(policy, given)}
