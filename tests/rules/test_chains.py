"""Which chain is a case's, and whom it tells of what."""

from __future__ import annotations

from typing import Any

import pytest

from amends.policy.chains import chain_of, facts_for_chains, steps_on, told_on
from amends.policy.document import Action, Chain, Policy, Step, Trigger
from tests.rules.a_policy import policy, text, when


def step(rank: int = 1, *on: Trigger, **more: Any) -> Step:
    return Step(
        **{"rank": rank, "name": text("step"), "on": on or (Trigger.BREACH,), "role": "leader", **more}
    )


def chained(**steps: Step) -> Policy:
    return policy(chains={"ordinary": Chain(name=text("chain"), steps=steps)})


def codes(of: Policy, trigger: Trigger, facts: dict[str, str] | None = None, **more: Any) -> list[str]:
    return [code for code, _ in steps_on(of, trigger, facts or {}, **more)]


def test_the_first_chain_whose_condition_holds_is_the_cases() -> None:
    serious = Chain(name=text("serious"), rank=1, when=when("injury"))
    of = policy(chains={"ordinary": Chain(name=text("ordinary"), rank=9), "serious": serious})
    assert chain_of(of, {"injury": "yes"}) is serious
    assert chain_of(of, {"injury": "no"}) is of.chains["ordinary"]
    assert chain_of(policy(), {}) is None


def test_a_broken_promise_goes_to_the_first_step_for_its_clock_only() -> None:
    of = chained(second=step(2), first=step(1, clocks=("respond",)), zero=step(1, clocks=("resolve",)))
    assert codes(of, Trigger.BREACH, clock="respond") == ["first"]
    assert codes(of, Trigger.BREACH, clock="update") == ["second"]


def test_what_is_not_about_a_clock_goes_to_every_step_for_it_by_rank() -> None:
    of = chained(b=step(2, Trigger.LODGED), a=step(3, Trigger.LODGED, Trigger.REOPENED), c=step(1))
    assert codes(of, Trigger.LODGED) == ["b", "a"]
    assert codes(of, Trigger.REOPENED) == ["a"]


def test_a_warning_goes_to_the_steps_for_just_that_moment() -> None:
    of = chained(half=step(1, Trigger.WARNING, percent=50), late=step(2, Trigger.WARNING, percent=80))
    assert codes(of, Trigger.WARNING, clock="respond", percent=50) == ["half"]
    assert codes(of, Trigger.WARNING, clock="respond", percent=60) == []


def test_a_step_has_a_condition_of_its_own() -> None:
    of = chained(a=step(1, Trigger.LODGED, when=when("injury")))
    assert codes(of, Trigger.LODGED, {"injury": "yes"}) == ["a"]
    assert codes(of, Trigger.LODGED, {"injury": "no"}) == []
    assert facts_for_chains(of, Trigger.LODGED) == {"injury"}
    assert facts_for_chains(of, Trigger.BREACH) == frozenset()


@pytest.mark.parametrize(
    ("silent", "told"),
    [(step(1, Trigger.LODGED, action=Action.INFORM_OUTSIDE), False), (step(1, Trigger.LODGED), True)],
)
def test_whether_anybody_is_told_is_known_beforehand(silent: Step, told: bool) -> None:
    assert told_on(chained(a=silent), Trigger.LODGED) is told
    assert bool(codes(chained(a=silent), Trigger.LODGED)) is told
