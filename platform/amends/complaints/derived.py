"""Answers that follow from other answers: the highest of several assessments. Pure.

Nobody is asked for them. Staff may correct one, which stands until one of those it follows from is answered anew.
"""

from __future__ import annotations

from collections.abc import Mapping

from amends.policy.document import Policy


def follows(policy: Policy, code: str) -> bool:
    return code in policy.fields and bool(policy.fields[code].highest_of)


def highest(policy: Policy, code: str, answers: Mapping[str, str]) -> str:
    """ "" where none of those it follows from is answered."""
    given = {answers[part] for part in policy.fields[code].highest_of if answers.get(part)}
    choices = policy.fields[code].choices
    known = [choice for choice in given if choice in choices]
    return max(known, key=lambda choice: (choices[choice].rank, choice), default="")


def because_of(policy: Policy, code: str, answers: Mapping[str, str]) -> list[str]:
    """The questions whose answer it is; none: it was corrected."""
    return [part for part in policy.fields[code].highest_of if answers.get(part) == answers.get(code)]


def filled(policy: Policy, answers: Mapping[str, str]) -> dict[str, str]:
    """With what follows from them and is not there."""
    found = {code: highest(policy, code, answers) for code in _following(policy) if not answers.get(code)}
    return {**answers, **{code: answer for code, answer in found.items() if answer}}


def followed(policy: Policy, before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    """What follows from `after`, where something it follows from is another than `before`."""
    anew = {
        code: highest(policy, code, after)
        for code in _following(policy)
        if any(before.get(part) != after.get(part) for part in policy.fields[code].highest_of)
    }
    return {code: answer for code, answer in {**after, **anew}.items() if answer}


def _following(policy: Policy) -> list[str]:
    return [code for code, field in policy.fields.items() if field.highest_of]
