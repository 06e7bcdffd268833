"""Repair shops, medicines, care: what their sources say beside the first answer and the result.

The figures are written by hand from the requirements, never read from the templates.
"""

from __future__ import annotations

import pytest

from amends.policy.conditions import holds
from amends.policy.document import Basis, Policy
from amends.policy.events import PLACEHOLDERS, placeholders_in
from amends.policy.grading import graded
from amends.policy.parse import parse
from tenants.templates import load_templates

# template, level: clocks beside acknowledge, respond and resolve
LEVEL_CLOCKS = {
    ("vehicle", "VR-S"): {"examine": "same day", "decide": "same day", "diagnosis": "24 h"},
    ("vehicle", "VR-M"): {"examine": "same day", "decide": "next wd"},
    ("vehicle", "VR-G"): {"examine": "same day", "decide": "next wd"},
    ("pharma", "PH1"): {"decide": "now", "to_qa": "24 h"},
    ("pharma", "PH1E"): {"decide": "1 wd", "to_qa": "24 h"},
    ("pharma", "PH2B"): {
        "decide": "1 wd",
        "sample_request": "1 wd",
        "sample_tests": "10 wd",
        "investigation": "30 d",
        "update": "15 wd",
    },
    ("pharma", "PH2A"): {"decide": "now", "update": "7 d", "adr_serious": "15 d", "adr_other": "30 d"},
    ("pharma", "PH3"): {
        "decide": "now",
        "personal_contact": "same day",
        "retained_test": "now",
        "decision_meeting": "24 h",
        "adr_death": "now",
        "adr_serious": "15 d",
        "death_investigation": "15 d",
        "group_event": "now",
        "recall_start": "now",
        "recall_1": "1 d",
        "recall_2": "3 d",
        "recall_3": "7 d",
        "recall_inner_1": "24 h",
        "recall_inner_2": "48 h",
        "recall_inner_3": "72 h",
        "recall_progress_1": "1 d",
        "recall_progress_2": "3 d",
        "recall_progress_3": "7 d",
        "recall_summary": "10 wd",
    },
    ("nursing", "NC-S"): {"decide": "now", "first_findings": "24 h", "update": "1 d"},
    ("nursing", "NC-C"): {"decide": "now", "update": "3 wd"},
    ("nursing", "NC-G"): {"decide": "now", "update": "2 wd"},
}
CATEGORY_CLOCKS = {
    ("vehicle", "VR01"): {"proof_of_cause": "3 d", "spare_car_due": "5 d"},
    ("vehicle", "VR07"): {"swap_answer": "10 wd", "swap_done": "20 wd"},
    ("nursing", "NC09"): {"report": "now"},
}
STATUTORY = {
    "vehicle": {"proof_of_cause", "spare_car_due", "swap_answer", "swap_done"},
    "pharma": {"adr_death", "adr_serious", "adr_other", "death_investigation", "recall_1", "recall_summary"},
    "nursing": {"report"},
}

# template, category, what is known: level
GRADED = [
    ("vehicle", "VR01", {}, "VR-G"),
    ("vehicle", "VR01", {"same_fault_repairs": "2"}, "VR-M"),
    ("vehicle", "VR01", {"injury": "yes", "same_fault_repairs": "2"}, "VR-S"),
    ("vehicle", "VR02", {"case.amount_band": "large"}, "VR-S"),
    ("vehicle", "VR04", {"case.amount_band": "large"}, "VR-M"),
    ("pharma", "PH1", {"adverse_event": "no"}, "PH1E"),
    ("pharma", "PH1", {"adverse_event": "no", "words_suffice": "yes"}, "PH1"),
    ("pharma", "PH1", {"adverse_event": "yes"}, "PH2A"),
    ("pharma", "PH1", {"adverse_event": "no", "test_source": "retained"}, "PH2B"),
    ("pharma", "PH2A", {"adverse_event": "yes", "seriousness": "hospital"}, "PH3"),
    ("pharma", "PH2B", {"adverse_event": "no", "severity_2010": "serious"}, "PH3"),
    ("pharma", "PH3", {"adverse_event": "no"}, "PH3"),
    ("pharma", "PHF", {"adverse_event": "no", "words_suffice": "yes"}, "PH3"),
    ("nursing", "NC04", {}, "NC-G"),
    ("nursing", "NC04", {"solved_on_spot": "yes"}, "NC-M"),
    ("nursing", "NC01", {"several_departments": "yes", "solved_on_spot": "yes"}, "NC-C"),
    ("nursing", "NC05", {"injury": "yes"}, "NC-S"),
    ("nursing", "NC03", {"solved_on_spot": "yes"}, "NC-S"),
    ("nursing", "NC09", {}, "NC-C"),
]

STEPS = {
    "vehicle": ["L1", "L2", "L3", "L4", "L4-refused", "X", "X2"],
    "pharma": [
        *("L1", "L2", "L2b", "L3", "L3b", "L4", "L4-class3", "L4-unanswered", "L5", "L5-class3", "L6"),
        *("L4-refused", "R", "R-reminder", "X"),
    ],
    "nursing": ["L1", "L2", "L3", "L3-overdue", "L4", "L4-refused", "L5", "L5-unanswered", "X-report", "X"],
}
LINES = {"vehicle": 12, "pharma": 24, "nursing": 12}
SIGNED = {
    "vehicle": {"acceptance", "dismantling"},
    "pharma": {"class_decision", "class2_conclusion", "return_exchange", "recall", "capa_closing", "archive"},
    "nursing": {"sealing", "settlement"},
}
PAPERS = {
    "vehicle": {"投诉处理档案", "投诉处理工作规程", "拆检确认单", "维修记录"},
    "pharma": {
        "投诉信息接收记录",
        "用户投诉处理记录",
        "投诉判断、调查记录",
        "风险评估、CAPA、流程变更记录",
        "用户投诉登记台帐",
        "药品不良反应/事件报告表",
        "产品召回管理规程",
    },
    "nursing": {"和解协议书", "调解记录", "病历、实物封存清单"},
}
LETTERS = {
    "vehicle": [f"VR-N{n}" for n in range(1, 5)],
    "pharma": [f"PH-N{n}" for n in range(1, 9)],
    "nursing": [f"NC-N{n}" for n in range(1, 5)],
}
WORDS_OF_LETTERS = frozenset().union(
    *PLACEHOLDERS.values(), {"investigation", "allegation", "facts", "demand", "alternative"}
)


def policy(code: str) -> Policy:
    return load_templates()[code].policy


@pytest.mark.parametrize(("code", "level"), LEVEL_CLOCKS)
def test_what_a_level_promises_beside(code: str, level: str) -> None:
    clocks = policy(code).levels[level].clocks
    expected = LEVEL_CLOCKS[code, level]
    assert {clock: str(clocks[clock].period) for clock in expected} == expected


@pytest.mark.parametrize(("code", "category"), CATEGORY_CLOCKS)
def test_what_a_category_promises_beside(code: str, category: str) -> None:
    clocks = policy(code).categories[category].clocks
    expected = CATEGORY_CLOCKS[code, category]
    assert {clock: str(clocks[clock].period) for clock in expected} == expected


@pytest.mark.parametrize("code", STATUTORY)
def test_what_the_law_asks_for_is_marked(code: str) -> None:
    assert {policy(code).clocks[clock].basis for clock in STATUTORY[code]} == {Basis.STATUTORY}


@pytest.mark.parametrize(("code", "category", "known", "level"), GRADED)
def test_how_urgent_it_is(code: str, category: str, known: dict[str, str], level: str) -> None:
    assert graded(policy(code), category, {"case.category": category, **known}).level == level


def test_reports_of_reactions_depend_on_what_happened() -> None:
    """PV-02 … PV-05: death at once, new or serious 15 days, others 30."""
    levels = policy("pharma").levels

    def due(level: str, **known: str) -> set[str]:
        uses = levels[level].clocks
        return {code for code in uses if code.startswith(("adr", "death")) and holds(uses[code].when, known)}

    assert due("PH2A", adverse_event="yes") == {"adr_serious"}, "not judged yet: the shorter one"
    assert due("PH2A", adverse_event="yes", expectedness="new") == {"adr_serious"}
    assert due("PH2A", adverse_event="yes", expectedness="known") == {"adr_other"}
    assert due("PH2A", adverse_event="no") == set()
    assert due("PH3", adverse_event="yes", seriousness="hospital") == {"adr_serious"}
    assert due("PH3", adverse_event="yes", outcome="death") == {
        "adr_serious",
        "adr_death",
        "death_investigation",
    }


def test_reports_and_recalls_run_through_holidays() -> None:
    assert not policy("pharma").calendar.roll
    assert policy("vehicle").calendar.roll


@pytest.mark.parametrize("code", STEPS)
def test_the_chain(code: str) -> None:
    steps = policy(code).chains["ordinary"].steps
    assert sorted(steps, key=lambda step: steps[step].rank) == STEPS[code]


@pytest.mark.parametrize("code", LINES)
def test_the_checklist(code: str) -> None:
    lines = policy(code).checklists["investigation"].lines.values()
    assert sorted(line.rank for line in lines) == list(range(1, LINES[code] + 1))


def test_every_step_with_a_medicine_is_signed() -> None:
    assert all(line.signature for line in policy("pharma").checklists["investigation"].lines.values())


@pytest.mark.parametrize("code", SIGNED)
def test_what_is_signed(code: str) -> None:
    assert set(policy(code).regulated.signatures) == SIGNED[code]
    assert policy(code).regulated.on is (code == "pharma")


@pytest.mark.parametrize("code", PAPERS)
def test_papers_by_their_names(code: str) -> None:
    documents = policy(code).documents
    assert PAPERS[code] <= {document.name.zh for document in documents.values()}
    assert all(documents[letter].text for letter in LETTERS[code])


@pytest.mark.parametrize("code", LETTERS)
def test_letters_ask_for_what_a_case_has(code: str) -> None:
    for name, document in policy(code).documents.items():
        if document.text is not None:
            words = placeholders_in(document.text.zh)
            assert words == placeholders_in(document.text.en), name
            assert words <= WORDS_OF_LETTERS | policy(code).fields.keys(), name


def test_care_always_names_the_ways_onward() -> None:
    assert all("recourse" in outcome.obliges for outcome in policy("nursing").outcomes.values())


def test_how_long_files_are_kept() -> None:
    def terms(code: str, retention: str) -> dict[str, str]:
        return {name: str(term.period) for name, term in policy(code).retention[retention].terms.items()}

    assert terms("vehicle", "ordinary")["kept"] == "6 y"
    assert terms("nursing", "ordinary") | {"least": ""} == {"kept": "5 y", "service": "5 y", "least": ""}
    assert terms("nursing", "sealed") == {"sealed": "3 y"}
    medicines = terms("pharma", "ordinary")
    assert (medicines["expiry"], medicines["receipt"]) == ("1 y", "1 y")
    assert policy("pharma").retention["ordinary"].terms["expiry"].from_field == "expires_on"
    assert terms("pharma", "adr") == {"licence": "10 y"}
    assert terms("pharma", "recall") == {"closed": "5 y", "expiry": "1 y"}


def test_other_choices() -> None:
    def chosen(code: str, **choices: str) -> Policy:
        return parse(load_templates()[code].adopted.document(choices), where=code)

    shop = chosen("vehicle", decision_day="next_day")
    assert str(shop.levels["VR-G"].clocks["decide"].period) == "next day"
    england = chosen("nursing", law="england").levels["NC-G"].clocks
    assert (str(england["acknowledge"].period), str(england["resolve"].period)) == ("3 wd", "6 mo")
    assert str(england["regulator_summary"].period) == "28 d"
    assert "recall_inner_1" not in chosen("pharma", recall_target="law_only").clocks
