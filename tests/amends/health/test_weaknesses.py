"""Every rule of a configuration's health by a policy that breaks it, and one that does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from msgspec import structs

from amends.health.finding import Absence, Rule
from amends.health.of_people import unmanned
from amends.health.of_policy import weaknesses
from amends.health.staffing import Staffing
from amends.policy.categories import leaves
from amends.policy.document import (
    Approval,
    Audience,
    CaseKind,
    Chain,
    Checklist,
    ChecklistLine,
    Complainant,
    Field,
    Policy,
    Roster,
    Step,
    Text,
    Trigger,
)
from amends.policy.parts.conditions import Condition, Operator
from tenants.templates import pickable_templates

NAME = Text(zh="名称", en="Name")
SERVICE = pickable_templates()["service"].policy
LEAF = leaves(SERVICE)[0]
FULL = Staffing(here=frozenset(SERVICE.roles), addresses=frozenset({"ada@example.com"}))
NOBODY = replace(FULL, here=FULL.here - {"legal"})
LAST = Step(rank=9, name=NAME, on=(Trigger.BREACH,), role="legal")


def chained(**steps: Step) -> Policy:
    return structs.replace(SERVICE, chains={"one": Chain(name=NAME, steps=steps)})


def promising_nothing() -> Policy:
    """Each promise only of what came by letter: what anybody else lodges is promised nothing."""
    when = Condition(field="case.channel", op=Operator.IS, value="letter")
    levels = {
        code: structs.replace(
            level, clocks={name: structs.replace(use, when=when) for name, use in level.clocks.items()}
        )
        for code, level in SERVICE.levels.items()
    }
    return structs.replace(SERVICE, levels=levels)


def telling_alone() -> Policy:
    """All that is promised is told to somebody: where nobody complained nothing is left."""
    levels = {
        code: structs.replace(level, clocks={"respond": level.clocks["respond"]})
        for code, level in SERVICE.levels.items()
    }
    return found_by_ourselves(structs.replace(SERVICE, levels=levels))


def found_by_ourselves(policy: Policy) -> Policy:
    return structs.replace(policy, kinds={"own": CaseKind(name=NAME, complainant=Complainant.NONE)})


def shadowed(*, same: bool) -> Policy:
    """A second chain behind one that always holds, or before it."""
    always, asks = Chain(name=NAME, rank=1), Chain(name=NAME, rank=2 if same else 0)
    return structs.replace(SERVICE, chains={"always": always, "asks": asks})


def asking(*, sensitive: bool) -> Policy:
    field = Field(name=NAME, sensitive=sensitive)
    fields = {
        code: structs.replace(each, personal=False, sensitive=False) for code, each in SERVICE.fields.items()
    }
    use = next(iter(pickable_templates()["property"].policy.common_fields.values()))
    return structs.replace(SERVICE, fields={**fields, "state": field}, common_fields={"state": use})


def rostered(**more: object) -> Policy:
    roster = Roster(name=NAME)
    step = Step(rank=1, name=NAME, on=(Trigger.BREACH,), roster="night")
    return structs.replace(chained(first=step), rosters={"night": roster}, **more)


OF_POLICY: list[tuple[Rule, Policy, Policy]] = [
    (Rule.CATEGORY_WITHOUT_CLOCK, promising_nothing(), SERVICE),
    (Rule.KIND_WITHOUT_CLOCK, telling_alone(), found_by_ourselves(SERVICE)),
    (Rule.RULE_SHADOWED, shadowed(same=True), SERVICE),
    (Rule.PERSONAL_WITHOUT_NOTICE, asking(sensitive=True), asking(sensitive=False)),
]
CHECKED = Checklist(name=NAME, lines={"seen": ChecklistLine(name=NAME, role="legal")})
OPTIONAL = Checklist(name=NAME, lines={"seen": ChecklistLine(name=NAME, role="legal", required=False)})
APPROVED = Approval(name=NAME, roles=("legal",))
BY_PLACE = structs.replace(LAST, role="", to=(Audience.ASSIGNEE,))
OF_PEOPLE: list[tuple[Rule, Callable[[], Policy], Staffing, Callable[[], Policy], Staffing]] = [
    (Rule.CHAIN_ENDS_AT_NOBODY, lambda: chained(last=LAST), NOBODY, lambda: chained(last=BY_PLACE), NOBODY),
    (
        Rule.STEP_REACHES_NOBODY,
        lambda: chained(first=structs.replace(LAST, rank=1), last=BY_PLACE),
        NOBODY,
        lambda: chained(first=structs.replace(LAST, rank=1), last=BY_PLACE),
        FULL,
    ),
    (
        Rule.CHECKLIST_NOBODY,
        lambda: structs.replace(SERVICE, checklists={"visit": CHECKED}),
        NOBODY,
        lambda: structs.replace(SERVICE, checklists={"visit": OPTIONAL}),
        NOBODY,
    ),
    (
        Rule.APPROVAL_NOBODY,
        lambda: structs.replace(SERVICE, approvals={"much": APPROVED}),
        NOBODY,
        lambda: structs.replace(SERVICE, approvals={"much": APPROVED}),
        FULL,
    ),
    (
        Rule.DEPARTMENT_WITHOUT_HEAD,
        lambda: SERVICE,
        replace(FULL, headless=(("service", "客服部", "Service"),)),
        lambda: SERVICE,
        FULL,
    ),
    (Rule.ROSTER_EMPTY, rostered, replace(FULL, empty_rosters=frozenset({"night"})), rostered, FULL),
]


def rules(policy: Policy, *, notice: bool = False) -> set[Rule]:
    return {finding.rule for finding in weaknesses(policy, notice=notice)}


@pytest.mark.parametrize(("rule", "bad", "good"), OF_POLICY, ids=[str(each[0]) for each in OF_POLICY])
def test_a_policy_by_itself(rule: Rule, bad: Policy, good: Policy) -> None:
    assert rule in rules(bad)
    assert rule not in rules(good)
    assert Rule.PERSONAL_WITHOUT_NOTICE not in rules(bad, notice=True)


@pytest.mark.parametrize(
    ("rule", "bad", "with_these", "good", "with_those"), OF_PEOPLE, ids=[str(each[0]) for each in OF_PEOPLE]
)
def test_a_policy_and_who_is_there(
    rule: Rule,
    bad: Callable[[], Policy],
    with_these: Staffing,
    good: Callable[[], Policy],
    with_those: Staffing,
) -> None:
    assert rule in {finding.rule for finding in unmanned(bad(), with_these)}
    assert rule not in {finding.rule for finding in unmanned(good(), with_those)}


def test_every_rule_has_a_good_and_a_bad_example() -> None:
    """The two of what no policy says: tests/tenants/test_health_elsewhere.py."""
    elsewhere = {Rule.CALENDAR_WITHOUT_YEAR, Rule.GAPS_OPEN}
    assert {each[0] for each in OF_POLICY} | {each[0] for each in OF_PEOPLE} | elsewhere == set(Rule)


def test_of_two_that_always_hold_the_first_by_rank_counts() -> None:
    for same, behind in ((True, "asks"), (False, "always")):
        found = [each for each in weaknesses(shadowed(same=same)) if each.rule is Rule.RULE_SHADOWED]
        assert [each.place for each in found] == [("chains", behind)]


@pytest.mark.parametrize(
    ("people", "why"),
    [
        (NOBODY, Absence.UNHELD),
        (replace(NOBODY, suspended=frozenset({"legal"})), Absence.SUSPENDED),
        (replace(NOBODY, away=frozenset({"legal"}), suspended=frozenset({"legal"})), Absence.AWAY),
    ],
)
def test_it_is_said_why_nobody_is_there(people: Staffing, why: Absence) -> None:
    [found] = [
        each for each in unmanned(chained(last=LAST), people) if each.rule is Rule.CHAIN_ENDS_AT_NOBODY
    ]
    assert found.why is why
    assert found.place == ("chains", "one", "steps", "last")


@pytest.mark.parametrize("code", sorted(pickable_templates()))
def test_the_templates_are_sound_where_every_role_is_held(code: str) -> None:
    policy = pickable_templates()[code].policy
    assert weaknesses(policy) == []
    people = Staffing(here=frozenset(policy.roles))
    assert unmanned(policy, people) == []
