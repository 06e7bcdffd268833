"""Which conditions, lists and lines a case has, and what a move waits for: for every policy and every case alike."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from amends.acceptance import rules as acceptance
from amends.investigation.rules import Looked, lines, lists, open_lines, to_do_first
from amends.policy.document import AcceptanceCondition, Checklist, ChecklistLine, Condition, Policy, Text
from amends.policy.parts.acceptance import Unmet
from tenants.templates import pickable_templates

_NAME = Text(zh="某项", en="Something")
_FACTS = {"case.category": "A", "case.level": "T3", "case.channel": "phone"}
_SERVICE = pickable_templates()["service"].policy


def _conditions() -> st.SearchStrategy[Condition | None]:
    """Nothing, what is so, and what is not."""
    return st.sampled_from(
        [
            None,
            Condition(field="case.channel", value="phone"),
            Condition(field="case.channel", value="letter"),
        ]
    )


def _so(condition: Condition | None) -> bool:
    return condition is None or condition.value == "phone"


_CODES = st.sampled_from(["a", "b", "c", "d"])
_LINES = st.dictionaries(
    _CODES,
    st.builds(
        ChecklistLine,
        name=st.just(_NAME),
        rank=st.integers(0, 3),
        when=_conditions(),
        required=st.booleans(),
    ),
    max_size=4,
)
_LISTS = st.dictionaries(
    _CODES,
    st.builds(
        Checklist,
        name=st.just(_NAME),
        rank=st.integers(0, 3),
        when=_conditions(),
        before=st.sampled_from(["", "decide", "close"]),
        lines=_LINES,
    ),
    max_size=4,
)


def _policy(checklists: dict[str, Checklist], by_category: str, by_level: str) -> Policy:
    categories = {"A": structs.replace(_SERVICE.categories["A"], checklist=by_category)}
    levels = {"T3": structs.replace(_SERVICE.levels["T3"], checklist=by_level)}
    return structs.replace(_SERVICE, checklists=checklists, categories=categories, levels=levels)


@given(
    _LISTS,
    st.sampled_from(["", "a", "b"]),
    st.sampled_from(["", "b", "c"]),
    st.sets(st.tuples(_CODES, _CODES)),
)
def test_a_list_applies_where_it_is_named_or_its_own_condition_holds(
    checklists: dict[str, Checklist], by_category: str, by_level: str, done: set[tuple[str, str]]
) -> None:
    policy = _policy(checklists, by_category, by_level)
    found = lists(policy, _FACTS)
    for code, checklist in checklists.items():
        own = checklist.when is not None and _so(checklist.when)
        assert (code in found) == (code in {by_category, by_level} or own)
        assert set(lines(checklist, _FACTS)) == {
            name for name, line in checklist.lines.items() if _so(line.when)
        }
    assert [found[code].rank for code in found] == sorted(found[code].rank for code in found)
    left = open_lines(policy, _FACTS, done)
    assert left.keys() == {
        (code, name)
        for code in found
        for name, line in checklists[code].lines.items()
        if _so(line.when) and line.required and (code, name) not in done
    }


@given(_LISTS, st.sets(st.tuples(_CODES, _CODES)), st.sampled_from(["decide", "close", "accept"]))
def test_a_move_waits_for_the_lists_that_say_so_until_their_lines_are_done_or_all_is_waived(
    checklists: dict[str, Checklist], done: set[tuple[str, str]], move: str
) -> None:
    policy = _policy(checklists, "a", "b")
    left = open_lines(policy, _FACTS, done, before=move)
    assert {policy.checklists[code].before for code, _ in left} <= {move}
    waits = list(to_do_first(policy, move, _FACTS, Looked(frozenset(done))))
    assert len(waits) == len({code for code, _ in left})
    assert list(to_do_first(policy, move, _FACTS, Looked(frozenset(done), waived=True))) == []
    finished = Looked(frozenset(done) | left.keys())
    assert list(to_do_first(policy, move, _FACTS, finished)) == []


_ACCEPTANCE = st.dictionaries(
    _CODES,
    st.builds(
        AcceptanceCondition, name=st.just(_NAME), when=_conditions(), unmet=st.sampled_from(list(Unmet))
    ),
    max_size=4,
)


@given(_ACCEPTANCE, st.dictionaries(_CODES, st.booleans(), max_size=4), st.booleans())
def test_nothing_is_accepted_unanswered_or_against_a_condition_that_refuses(
    conditions: dict[str, AcceptanceCondition], answers: dict[str, bool], checked: bool
) -> None:
    handling = structs.replace(_SERVICE.handling, acceptance_checked=checked)
    policy = structs.replace(_SERVICE, acceptance=conditions, handling=handling)
    here = {code: each for code, each in conditions.items() if _so(each.when)}
    found = acceptance.outcome(policy, _FACTS, answers)
    assert set(found.unanswered) == here.keys() - answers.keys()
    assert {code for codes in found.unmet.values() for code in codes} == {
        code for code in here if answers.get(code) is False
    }
    against = any(
        answers.get(code) is False and each.unmet in (Unmet.REFUSE, Unmet.FORWARD)
        for code, each in here.items()
    )
    waits = acceptance.to_do_first(policy, _FACTS, answers) is not None
    assert waits == (checked and (against or bool(here.keys() - answers.keys())))
