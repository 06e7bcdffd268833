"""What the templates say is looked into comes out whole for the cases it is written for (S-AC, S-IV)."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from amends.acceptance.rules import applying
from amends.investigation.rules import Looked, lines, lists, to_do_first
from amends.policy.categories import category_facts, leaves
from amends.policy.conditions import Facts
from amends.policy.document import Policy
from tenants.templates import pickable_templates

_RECORDS = [f"S-IV-{number}" for number in (17, 18, 19, 20, 21, 22, 24, 25, 26, 27)]
"""Of the most serious class; the warehouse's record (S-IV-23) is asked for in class 2B alone."""


def facts(policy: Policy, level: str = "", **answers: str) -> Facts:
    category = leaves(policy)[0]
    known = {"case.level": level or next(iter(policy.levels)), "case.channel": "web"}
    return {**category_facts(policy, category), **known, **answers}


def rows(policy: Policy, known: Facts) -> set[str]:
    """The sources of every list and line that applies."""
    here = lists(policy, known).values()
    return {row for each in here for row in each.source} | {
        row for each in here for line in lines(each, known).values() for row in line.source
    }


@pytest.fixture(scope="module")
def policies() -> dict[str, Policy]:
    return {code: template.policy for code, template in pickable_templates().items()}


def test_the_most_serious_class_of_medicines_reviews_every_record(policies: dict[str, Policy]) -> None:
    policy = policies["pharma"]
    found = rows(policy, facts(policy, "PH3", sample_received_on="2026-03-02"))
    assert set(_RECORDS) <= found
    assert "S-IV-23" in rows(policy, facts(policy, "PH2B"))
    held = lists(policy, facts(policy, "PH3", sample_received_on="2026-03-02"))
    waits = {code for code, each in held.items() if each.before == "decide"}
    assert {
        "batch_production",
        "batch_packaging",
        "site_monitoring",
        "batch_testing",
        "retained_sample",
    } <= waits
    assert "sample_check" in waits


def test_an_appraisal_holds_a_decision_up_only_where_one_is_needed(policies: dict[str, Policy]) -> None:
    policy = policies["ecommerce"]
    needed, not_needed = facts(policy, appraisal_needed="yes"), facts(policy, appraisal_needed="no")
    [first] = to_do_first(policy, "decide", needed, Looked())
    assert "Standards collected" in first.en
    assert list(to_do_first(policy, "decide", not_needed, Looked())) == []
    assert {"S-IV-08", "S-IV-10", "S-IV-11", "S-IV-12"} <= rows(policy, needed)


@pytest.mark.parametrize(
    ("code", "conditions"),
    [
        ("vehicle", ["direct_interest", "respondent", "request", "repair_service"]),
        ("ecommerce", ["clear", "in_remit", "evidence", "authority", "suggestion"]),
        ("pharma", ["content", "adverse_event", "sample_pack", "sample_seal", "sample_own", "sample_expiry"]),
    ],
)
def test_acceptance_is_reviewed_condition_by_condition(
    policies: dict[str, Policy], code: str, conditions: Iterable[str]
) -> None:
    policy = policies[code]
    assert policy.handling.acceptance_checked
    assert set(conditions) <= applying(policy, facts(policy, sample_received_on="2026-03-02")).keys()


@pytest.mark.parametrize("code", ["service", "property", "vehicle", "nursing"])
def test_both_sides_are_heard_in_every_industry(policies: dict[str, Policy], code: str) -> None:
    """Their lists say what is looked into and hold nothing up."""
    policy = policies[code]
    assert lists(policy, facts(policy))
    assert list(to_do_first(policy, "decide", facts(policy), Looked())) == []
