"""What becomes of a message follows from what is known of it, whatever else is so."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from amends.mailin.routing import MOST_IN_AN_HOUR, Facts, Outcome, Why, route

FACTS = st.builds(
    Facts,
    **{name: st.booleans() for name, kind in Facts.__annotations__.items() if kind == "bool"},
    sender_lately=st.integers(0, 40),
    case_lately=st.integers(0, 40),
)


@given(FACTS)
def test_programs_never_write_into_a_case_and_never_wait_for_anybody(facts: Facts) -> None:
    way = route(facts)
    if facts.readable and (facts.report or facts.our_own or facts.automatic_answer or facts.to_letter):
        assert way.outcome is Outcome.SET_ASIDE
    else:
        assert way.outcome is not Outcome.SET_ASIDE, "what people wrote is looked at by people"


@given(FACTS)
def test_only_who_is_known_writes_into_an_open_case(facts: Facts) -> None:
    if route(facts).outcome is Outcome.MESSAGE:
        assert facts.of_case
        assert facts.known_sender
        assert facts.case_open
        assert not any((facts.spam, facts.bulk, facts.unproved))
        assert facts.case_lately < MOST_IN_AN_HOUR


@given(FACTS)
def test_what_is_held_or_put_aside_says_why(facts: Facts) -> None:
    way = route(facts)
    assert (way.why is None) <= (way.outcome in (Outcome.WAITING, Outcome.MESSAGE))
    assert route(facts) == way


@given(FACTS)
def test_the_more_is_doubtful_the_less_it_does_by_itself(facts: Facts) -> None:
    if route(replace(facts, spam=True)).outcome is Outcome.MESSAGE:
        raise AssertionError("spam in a case")
    if route(replace(facts, known_sender=False)).outcome is Outcome.MESSAGE:
        raise AssertionError("a stranger in a case")


def test_a_report_that_a_letter_is_late_is_no_failure() -> None:
    assert route(Facts(report=True)).why is Why.DELAYED
    assert route(Facts(report=True, for_ever=True)).why is Why.COMES_BACK
