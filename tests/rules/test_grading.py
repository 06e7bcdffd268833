"""Which level a complaint gets, and which rule gave it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from amends.policy.document import Category, Grading, Operator
from amends.policy.grading import graded
from tests.rules.a_policy import policy, text, when

URGENT = Grading(rank=1, when=when("injury"), level="urgent", reason=text("Somebody is hurt"))
CHEAP = Grading(
    rank=2, when=when("amount", 100, Operator.LESS_THAN), level="ordinary", reason=text("Little money")
)


def test_the_first_rule_that_holds_decides_and_says_why() -> None:
    of = policy(grading={"cheap": CHEAP, "urgent": URGENT})
    found = graded(of, "cat", {"injury": "yes", "amount": "5"})
    assert (found.level, found.rule, found.reason) == ("urgent", "urgent", URGENT.reason)
    assert found.detail == {
        "level": "urgent",
        "graded": {"rule": "urgent", "zh": "Somebody is hurt", "en": "Somebody is hurt"},
    }


def test_without_a_rule_that_holds_it_is_the_categorys_own_inherited_or_not() -> None:
    categories = {
        "group": Category(name=text("Group"), level="urgent", department="front"),
        "cat": Category(name=text("Category"), parent="group"),
    }
    found = graded(policy(grading={"cheap": CHEAP}, categories=categories), "cat", {"amount": "500"})
    assert (found.level, found.rule, found.detail) == ("urgent", "", {"level": "urgent"})


def test_a_rule_may_rest_on_the_categorys_level() -> None:
    rule = Grading(
        rank=1, when=when("case.level", "ordinary"), level="urgent", reason=text("Once ordinary, now urgent")
    )
    assert graded(policy(grading={"up": rule}), "cat", {}).level == "urgent"


@given(st.permutations(["a", "b", "c"]), st.lists(st.booleans(), min_size=3, max_size=3))
def test_ranks_and_codes_decide_not_the_order_in_the_document(order: list[str], hold: list[bool]) -> None:
    holds = dict(zip("abc", hold, strict=True))
    rules = {
        code: Grading(
            rank=0, when=when("yes", "yes" if holds[code] else "no"), level="urgent", reason=text(code)
        )
        for code in order
    }
    first = next((code for code in "abc" if holds[code]), "")
    assert graded(policy(grading=rules), "cat", {"yes": "yes"}).rule == first
