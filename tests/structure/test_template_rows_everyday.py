"""Service organisations, property managers, online shops: what their sources say beside the first answer and the result.

The figures are written by hand from the requirements, never read from the templates.
"""

from __future__ import annotations

import pytest

from amends.policy.chains import steps_on
from amends.policy.conditions import holds
from amends.policy.document import Basis, CaseEvent, Policy, Trigger
from amends.policy.grading import graded
from amends.policy.parse import parse
from tenants.templates import pickable_templates

# template, level: clocks beside acknowledge, respond and resolve that run whatever was answered
LEVEL_CLOCKS = {
    ("service", "T1"): {"decide": "2 h", "update": "4 h"},
    ("service", "T2"): {"decide": "6 h", "update": "1 d"},
    ("service", "T3"): {"decide": "1 wd", "update": "3 wd"},
    ("property", "PM-S"): {"decide": "now", "on_site": "30 min", "make_safe": "4 h", "update": "1 h"},
    ("property", "PM-I"): {"decide": "24 h", "update": "1 d"},
    ("property", "PM-W"): {"decide": "24 h"},
    ("property", "PM-G"): {"decide": "24 h", "update": "1 wd"},
    ("property", "PM-O"): {},
    ("ecommerce", "EC-3"): {"decide": "24 h", "interim": "24 h"},
    ("ecommerce", "EC-2"): {"decide": "1 wd"},
    ("ecommerce", "EC-1"): {"decide": "1 wd"},
}
USUAL = {"acknowledge", "respond", "resolve"}

# template, category, answers and facts: the level
GRADES = [
    ("service", "B", {}, "T3"),
    ("service", "N", {}, "T2"),
    ("service", "B", {"injury": "yes"}, "T1"),
    ("service", "B", {"people_affected": "9"}, "T3"),
    ("service", "B", {"people_affected": "10"}, "T1"),
    ("service", "C", {"case.amount_band": "medium"}, "T2"),
    ("service", "C", {"case.amount_band": "large"}, "T1"),
    ("service", "B", {"service_unusable": "yes"}, "T2"),
    ("service", "B", {"user_deadline": "2026-03-09"}, "T2"),
    ("service", "B", {"valued_customer": "yes"}, "T2"),
    ("property", "PM01", {"persons_trapped": "no"}, "PM-I"),
    ("property", "PM01", {"persons_trapped": "yes"}, "PM-S"),
    ("property", "PM04", {"property_danger": "yes"}, "PM-S"),
    ("property", "PM04", {"case.channel": "web"}, "PM-G"),
    ("property", "PM04", {"case.channel": "letter"}, "PM-W"),
    ("property", "PM04", {"case.channel": "phone"}, "PM-G"),
    ("property", "PM04", {"case.channel": "phone", "solvable_now": "yes"}, "PM-O"),
    ("property", "PM03", {"case.channel": "letter"}, "PM-I"),
    ("property", "PM04", {"source_kind": "petition"}, "PM-I"),
    ("property", "PM04", {"households": "3"}, "PM-I"),
    ("ecommerce", "EC08", {}, "EC-1"),
    ("ecommerce", "EC01", {}, "EC-2"),
    ("ecommerce", "EC02", {}, "EC-3"),
    ("ecommerce", "EC06", {"injury": "yes"}, "EC-3"),
    ("ecommerce", "EC08", {"case.amount_band": "medium"}, "EC-2"),
    ("ecommerce", "EC06", {"regulator": "yes"}, "EC-3"),
]

# the choices sources leave: template, choice, level: acknowledge, respond, resolve
PROFILES = {
    ("service", "profile", "G2", "T1"): ("24 h", "48 h", "48 h"),
    ("service", "profile", "G2", "T3"): ("24 h", "48 h", "48 h"),
    ("service", "profile", "G3", "T1"): (None, "24 h", "3 wd"),
    ("service", "profile", "G3", "T3"): (None, "24 h", "5 wd"),
    ("service", "profile", "G4", "T1"): ("now", "1 h", "24 h"),
    ("service", "profile", "G4", "T2"): ("now", "24 h", "3 wd"),
    ("service", "profile", "G4", "T3"): ("now", "24 h", "7 wd"),
    ("service", "profile", "G5", "T2"): ("24 h", "24 h", "15 wd"),
    ("service", "profile", "G6", "T2"): ("now", None, "8 w"),
    ("service", "profile", "G7", "T2"): ("now", None, "15 d"),
    ("property", "answers", "plain", "PM-G"): ("now", "24 h", "3 wd"),
    ("property", "answers", "group_rules", "PM-O"): (None, "same day", "same day"),
    ("property", "answers", "group_rules", "PM-W"): ("now", "24 h", "2 wd"),
    ("property", "answers", "uk", "PM-G"): ("5 wd", None, "10 wd"),
}


def policy(code: str, chosen: dict[str, str] | None = None) -> Policy:
    template = pickable_templates()[code]
    return parse(template.adopted.document(chosen), where=code) if chosen else template.policy


@pytest.mark.parametrize(("code", "level"), LEVEL_CLOCKS)
def test_the_other_promises_of_a_level(code: str, level: str) -> None:
    clocks = policy(code).levels[level].clocks
    always = {kind: str(use.period) for kind, use in clocks.items() if use.when is None and kind not in USUAL}
    assert always == LEVEL_CLOCKS[code, level]


@pytest.mark.parametrize(("code", "category", "facts", "level"), GRADES)
def test_how_urgent_a_complaint_is(code: str, category: str, facts: dict[str, str], level: str) -> None:
    assert graded(policy(code), category, facts).level == level


@pytest.mark.parametrize(("code", "group", "choice", "level"), PROFILES)
def test_every_choice_promises_what_its_source_says(code: str, group: str, choice: str, level: str) -> None:
    clocks = policy(code, {group: choice}).levels[level].clocks
    found = tuple(
        str(clocks[kind].period) if kind in clocks else None for kind in ("acknowledge", "respond", "resolve")
    )
    assert found == PROFILES[code, group, choice, level]


def test_financial_services_have_the_terms_of_their_supervisors() -> None:
    """FCA-04, -07, -09; CFPB-02."""
    british = policy("service", {"profile": "G6"})
    assert str(british.levels["T1"].clocks["short_path"].period) == "3 wd"
    payments = british.categories["C"].clocks
    assert (str(payments["payment_answer"].period), str(payments["payment_latest"].period)) == (
        "15 wd",
        "35 wd",
    )
    assert british.clocks["resolve"].basis is Basis.STATUTORY
    american = policy("service", {"profile": "G7"})
    assert str(american.levels["T3"].clocks["final_explanation"].period) == "60 d"


def test_english_housing_answers_in_two_stages() -> None:
    """PRO-08, -09, -10, -13."""
    english = policy("property", {"answers": "uk"})
    clocks = english.levels["PM-G"].clocks
    assert (str(clocks["stage2_acknowledge"].period), str(clocks["stage2_answer"].period)) == (
        "5 wd",
        "20 wd",
    )
    assert english.clocks["stage2_answer"].starts is CaseEvent.DISPUTED
    assert english.clocks["resolve"].starts is CaseEvent.ACKNOWLEDGED
    extension = english.clocks["resolve"].extension
    assert extension is not None
    assert (extension.most, str(extension.longest)) == (1, "10 wd")


def test_refunds_have_the_limits_of_the_law() -> None:
    """CPL-04, -06, -10; ECL-10."""
    shop = policy("ecommerce")
    returned = shop.categories["EC07"].clocks
    assert str(returned["refund_7"].period) == "7 d"
    assert shop.clocks["refund_7"].from_field == "goods_back_on"
    assert {str(shop.categories[code].clocks["refund_15"].period) for code in ("EC01", "EC03", "EC07")} == {
        "15 d"
    }
    danger = shop.categories["EC02"].clocks
    assert (str(danger["stop_sale"].period), str(danger["report"].period)) == ("now", "now")
    assert str(shop.categories["EC10"].clocks["ip_waiting"].period) == "15 d"
    for clock in ("refund_7", "refund_15", "stop_sale", "report", "ip_waiting"):
        assert shop.clocks[clock].basis is Basis.STATUTORY


def test_clocks_of_merchants_platforms_and_authorities_run_when_there_is_one() -> None:
    uses = policy("ecommerce").levels["EC-3"].clocks
    expected = {
        "merchant_answer": ("24 h", {"merchant": "Haoyun"}),
        "platform_decides": ("48 h", {"merchant": "Haoyun"}),
        "platform_answer": ("48 h", {"platform": "wechat"}),
        "regulator_acceptance": ("7 wd", {"regulator": "yes"}),
        "regulator_mediation": ("45 wd", {"regulator": "yes"}),
        "appraisal": ("15 wd", {"sample_sent_on": "2026-03-02"}),
    }
    for clock, (period, facts) in expected.items():
        assert str(uses[clock].period) == period
        assert holds(uses[clock].when, facts)
        assert not holds(uses[clock].when, {})


@pytest.mark.parametrize(
    ("code", "facts", "steps"),
    [
        ("service", {"case.level": "T3"}, []),
        ("service", {"case.level": "T1"}, ["L5"]),
        ("service", {"case.level": "T1", "media": "yes"}, ["L5", "L6"]),
        ("property", {"case.level": "PM-S"}, ["L5"]),
        ("property", {"case.level": "PM-G", "confidential": "yes"}, ["L4-exception"]),
        ("ecommerce", {"case.level": "EC-3", "case.category": "EC02"}, ["L3", "L4"]),
        ("ecommerce", {"case.level": "EC-2", "case.category": "EC07", "hearing": "yes"}, ["H"]),
    ],
)
def test_who_is_called_at_once(code: str, facts: dict[str, str], steps: list[str]) -> None:
    assert [step for step, _ in steps_on(policy(code), Trigger.CONDITION, facts)] == steps


@pytest.mark.parametrize(
    ("code", "level", "step"),
    [("service", "T3", "L1"), ("property", "PM-O", "L1"), ("ecommerce", "EC-1", "L1")],
)
def test_a_simple_complaint_begins_at_the_desk(code: str, level: str, step: str) -> None:
    assert [code for code, _ in steps_on(policy(code), Trigger.LODGED, {"case.level": level})] == [step]


@pytest.mark.parametrize(
    ("code", "checklist", "lines"),
    [
        ("service", "investigation", 11),
        ("property", "investigation", 10),
        ("ecommerce", "investigation", 11),
        ("ecommerce", "appraisal", 6),
    ],
)
def test_checklists_have_their_lines(code: str, checklist: str, lines: int) -> None:
    assert [
        line.rank
        for line in sorted(policy(code).checklists[checklist].lines.values(), key=lambda line: line.rank)
    ] == list(range(1, lines + 1))


def test_five_dimensions_five_demands_five_checks() -> None:
    """S-SV-05, S-ML-07, S-AC-03."""
    shop = policy("ecommerce")
    assert {"quality", "service", "price", "environment", "rights"} < set(shop.survey.dimensions)
    assert len([code for code in shop.remedies if code.startswith("RECT-")]) == 5
    assert {"clear", "in_remit", "evidence", "authority", "suggestion"} <= set(shop.acceptance)


@pytest.mark.parametrize("code", sorted(pickable_templates()))
def test_files_are_kept(code: str) -> None:
    """S-AR-01: never under two years; S-AR-02: what is important for good."""
    kept = policy(code).retention
    assert all(item.terms or item.permanent_when for item in kept.values())
    assert holds(kept["important"].permanent_when, {"case.category": "any"})


def test_ordinary_files_are_kept_five_years_and_harm_for_good() -> None:
    """S-AR-03, S-AR-02; ECL-02: three years from the transaction."""
    for code in ("service", "property", "ecommerce"):
        ordinary = policy(code).retention["ordinary"]
        assert str(ordinary.terms["kept"].period) == "5 y"
        assert holds(ordinary.permanent_when, {"injury": "yes"})
        assert not holds(ordinary.permanent_when, {"injury": "no"})
    assert str(policy("ecommerce").retention["ordinary"].terms["transaction"].period) == "3 y"
    assert (
        str(policy("service", {"retention": "two_years"}).retention["ordinary"].terms["kept"].period) == "2 y"
    )


def test_remedies_are_approved_by_amount() -> None:
    """S-CL-03, S-ES-22; the figures are common practice."""
    service = policy("service")
    assert [service.amount_bands[band].up_to for band in ("small", "medium", "large")] == [500, 5000, None]
    assert service.approvals["small"].roles == ("handler",)
    assert service.approvals["medium"].roles == ("department_head",)
    assert (service.approvals["large"].roles, service.approvals["large"].persons) == (
        ("leader", "finance"),
        2,
    )
