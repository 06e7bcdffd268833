"""Which escalation chain is a case's, and which of its steps follow from what happened. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from amends.policy.conditions import Facts, fields_of, holds
from amends.policy.document import Action, Chain, Policy, Step, Trigger

Steps = list[tuple[str, Step]]
"""With their codes, by rank."""


def chain_of(policy: Policy, facts: Facts) -> Chain | None:
    """The first by rank whose condition holds; ties by code."""
    for _, chain in sorted(policy.chains.items(), key=lambda item: (item[1].rank, item[0])):
        if holds(chain.when, facts):
            return chain
    return None


def steps_on(
    policy: Policy, trigger: Trigger, facts: Facts, *, clock: str = "", percent: int | None = None
) -> Steps:
    """The steps of the case's chain that follow now; `percent`: how much of a clock's time has gone at a warning."""
    chain = chain_of(policy, facts)
    found = [
        (code, step)
        for code, step in _by_rank(chain)
        if trigger in step.on
        and tells(step)
        and (not clock or _about(step, clock))
        and (percent is None or step.percent == percent)
        and holds(step.when, facts)
    ]
    # A broken promise goes up one step at a time; the later ones wait until nobody answers.
    return found[:1] if trigger is Trigger.BREACH else found


def after(policy: Policy, facts: Facts, code: str) -> Steps:
    """Those that follow a step of the case's chain where nobody answers or nobody can be told: the first that says so
    of itself first, else whichever comes next and is no step of another matter."""
    steps = list(_by_rank(chain_of(policy, facts)))
    ranks = [step.rank for each, step in steps if each == code]
    beyond = [
        (each, step)
        for each, step in steps
        if ranks and each != code and step.rank > ranks[0] and tells(step) and holds(step.when, facts)
    ]
    called = [(each, step) for each, step in beyond if Trigger.UNANSWERED in step.on]
    broken = [(each, step) for each, step in beyond if Trigger.BREACH in step.on]
    return [*called, *(each for each in broken if each not in called)]


def step_of(policy: Policy, facts: Facts, code: str) -> Step | None:
    """Of the case's chain, else of any that has it: another may have been the case's when the step began to wait."""
    chains = [chain for _, chain in sorted(policy.chains.items(), key=lambda item: (item[1].rank, item[0]))]
    own = chain_of(policy, facts)
    found = (chain.steps.get(code) for chain in ([own] if own is not None else []) + chains)
    return next((step for step in found if step is not None), None)


def told_on(policy: Policy, trigger: Trigger) -> bool:
    """Whether any chain has a step for it: mostly none has, and then nothing more is asked."""
    return any(
        trigger in step.on and tells(step)
        for chain in policy.chains.values()
        for step in chain.steps.values()
    )


def warning_percents(policy: Policy, facts: Facts, clock: str) -> frozenset[int]:
    """When steps of the case's chain want to hear of a clock that runs out."""
    chain = chain_of(policy, facts)
    return frozenset(
        step.percent
        for _, step in _by_rank(chain)
        if Trigger.WARNING in step.on and tells(step) and _about(step, clock)
    )


def facts_for_chains(policy: Policy, *triggers: Trigger) -> frozenset[str]:
    """What must be known to say who is told."""
    asked: set[str] = set()
    for chain in policy.chains.values():
        asked |= fields_of(chain.when)
        for step in chain.steps.values():
            if not triggers or set(triggers) & set(step.on):
                asked |= fields_of(step.when)
    return frozenset(asked)


def _by_rank(chain: Chain | None) -> Iterator[tuple[str, Step]]:
    steps = chain.steps.items() if chain is not None else ()
    yield from sorted(steps, key=lambda item: (item[1].rank, item[0]))


def tells(step: Step) -> bool:
    """Somebody inside the organisation."""
    named = step.role or step.also or step.to or step.roster or step.person
    return step.action is not Action.INFORM_OUTSIDE and bool(named)


def _about(step: Step, clock: str) -> bool:
    return not step.clocks or clock in step.clocks
