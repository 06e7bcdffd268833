"""A condition that names a group of categories holds for all that lies below it, however deep."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from amends.complaints.questions import asked
from amends.policy.categories import category_facts, path, subtree
from amends.policy.conditions import holds
from amends.policy.document import Category, Condition, Field, FieldType, FieldUse, Grading, Operator, Policy
from amends.policy.grading import graded
from tests.rules.a_policy import policy, text, when


@st.composite
def trees(draw: st.DrawFn) -> Policy:
    """Each category below an earlier one, or a root."""
    number = draw(st.integers(1, 12))
    above = [draw(st.integers(-1, place - 1)) for place in range(number)]
    return policy(
        categories={
            f"c{place}": Category(
                name=text(f"C{place}"),
                parent=f"c{parent}" if parent >= 0 else "",
                level="ordinary",
                department="front",
            )
            for place, parent in enumerate(above)
        }
    )


@given(trees(), st.data())
def test_it_holds_exactly_for_what_lies_below(tree: Policy, data: st.DataObject) -> None:
    codes = st.sampled_from(sorted(tree.categories))
    case, one, other = data.draw(codes), data.draw(codes), data.draw(codes)
    facts = category_facts(tree, case)
    below = case in subtree(tree, one)
    assert holds(when("case.category", one), facts) is below is (one in path(tree, case))
    assert holds(when("case.category", one, Operator.IS_NOT), facts) is not below
    several = Condition(field="case.category", op=Operator.ONE_OF, value=(one, other))
    assert holds(several, facts) is (below or case in subtree(tree, other))


def test_a_category_the_policy_no_longer_has_is_itself_and_nothing_else() -> None:
    facts = category_facts(policy(), "gone")
    assert holds(when("case.category", "gone"), facts)
    assert not holds(when("case.category", "cat"), facts)


def test_levels_and_questions_follow_a_rule_about_a_group() -> None:
    rule = Grading(
        rank=1, when=when("case.category", "group"), level="urgent", reason=text("The whole group")
    )
    use = FieldUse(shown_when=when("case.category", "group"))
    of = policy(
        grading={"group": rule},
        fields={"place": Field(name=text("Place"), type=FieldType.TEXT)},
        common_fields={"place": use},
        categories={
            "group": Category(name=text("Group"), level="ordinary", department="front"),
            "middle": Category(name=text("Middle"), parent="group"),
            "leaf": Category(name=text("Leaf"), parent="middle"),
            "cat": Category(name=text("Category"), level="ordinary", department="front"),
        },
    )
    assert (graded(of, "leaf", {}).level, graded(of, "cat", {}).level) == ("urgent", "ordinary")
    assert [each.code for each in asked(of, "leaf", {}, known={})] == ["place"]
    assert asked(of, "cat", {}, known={}) == []
