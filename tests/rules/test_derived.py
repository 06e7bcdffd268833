"""What follows from other answers is the highest of them; corrected, it stands until one of them changes."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from amends.complaints.derived import because_of, filled, followed
from amends.policy.checks import problems_in
from amends.policy.document import Choice, Field, FieldType, Policy, Text
from tests.rules.a_policy import policy

LEVELS = {code: Choice(zh=code, en=code, rank=rank) for rank, code in enumerate(("low", "medium", "high"), 1)}
PARTS = ("satisfaction", "reputation", "liability")


def _choice(*highest_of: str, choices: Mapping[str, Choice] = LEVELS) -> Field:
    name = Text(zh="风险", en="Risk")
    return Field(name=name, type=FieldType.CHOICE, choices=dict(choices), highest_of=highest_of)


def _policy(**fields: Field) -> Policy:
    parts = {part: _choice() for part in PARTS}
    return policy(fields={**parts, "risk": _choice(*PARTS), **fields})


POLICY = _policy()
ANSWERS = st.dictionaries(st.sampled_from(PARTS), st.sampled_from(sorted(LEVELS)))


@given(answers=ANSWERS)
def test_it_is_as_high_as_the_highest_and_says_of_which(answers: dict[str, str]) -> None:
    found = filled(POLICY, answers)
    assert {part: found[part] for part in answers} == answers
    if not answers:
        assert "risk" not in found
        return
    assert LEVELS[found["risk"]].rank == max(LEVELS[answer].rank for answer in answers.values())
    assert because_of(POLICY, "risk", found) == [part for part in PARTS if answers.get(part) == found["risk"]]


@given(answers=ANSWERS.filter(bool), later=ANSWERS, said=st.sampled_from(sorted(LEVELS)))
def test_a_correction_stands_until_one_of_them_is_answered_anew(
    answers: dict[str, str], later: dict[str, str], said: str
) -> None:
    corrected = {**answers, "risk": said, "place": "here"}
    assert followed(POLICY, corrected, {**corrected, "place": "there"}) == {**corrected, "place": "there"}
    changed = {**later, "risk": said}
    unchanged = all(later.get(part) == answers.get(part) for part in PARTS)
    assert followed(POLICY, corrected, changed) == (changed if unchanged else filled(POLICY, later))


def test_what_it_follows_from_has_its_choices_and_follows_from_nothing() -> None:
    assert not [line for line in problems_in(POLICY) if "highest_of" in line]
    other = {"yes": Choice(zh="是", en="Yes")}
    wrong = {
        "liability": (_choice(choices=other), "fields.risk.highest_of: 'liability' has other choices"),
        "reputation": (_choice("risk"), "fields.risk.highest_of: 'reputation' follows from others itself"),
        "risk": (_choice("nothing"), "fields.risk.highest_of: no such item in fields: 'nothing'"),
        "satisfaction": (
            Field(name=Text(zh="a", en="a"), highest_of=("risk",)),
            "fields.satisfaction.highest_of: only a field of type 'choice' follows from others",
        ),
    }
    for code, (field, problem) in wrong.items():
        assert any(line.startswith(problem) for line in problems_in(_policy(**{code: field}))), code
