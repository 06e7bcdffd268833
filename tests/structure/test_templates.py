"""Every shipped template loads, is whole, and says what its sources say.

The figures are written by hand from the requirements, never read from the templates.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from amends.policy.checks import problems_in
from amends.policy.document import CaseEvent, Category, ClockKind, Field, Level, Notice, Policy, Trigger
from amends.policy.events import Event
from amends.policy.parse import PolicyError
from tenants.templates import (
    SHIPPED,
    Template,
    TemplateError,
    check_file,
    load_templates,
    pickable_templates,
)

PICKABLE = ["ecommerce", "nursing", "pharma", "property", "service", "vehicle"]

# template, level: acknowledge, respond, resolve
CLOCKS = {
    ("service", "T1"): ("now", "2 h", "24 h"),
    ("service", "T2"): ("now", "6 h", "3 wd"),
    ("service", "T3"): ("now", "24 h", "7 wd"),
    ("property", "PM-S"): ("now", "now", "24 h"),
    ("property", "PM-I"): ("now", "2 h", "2 wd"),
    ("property", "PM-W"): ("now", "24 h", "2 wd"),
    ("property", "PM-G"): ("now", "24 h", "3 wd"),
    ("property", "PM-O"): (None, "same day", "same day"),
    ("ecommerce", "EC-3"): ("now", "2 h", "3 wd"),
    ("ecommerce", "EC-2"): ("now", "6 h", "3 wd"),
    ("ecommerce", "EC-1"): ("now", "24 h", "7 wd"),
    ("vehicle", "VR-S"): ("now", "now", "3 wd"),
    ("vehicle", "VR-M"): ("now", "2 h", "5 wd"),
    ("vehicle", "VR-G"): ("now", "same day", "5 wd"),
    ("pharma", "PH3"): ("now", "now", "30 d"),
    ("pharma", "PH2A"): ("now", "4 h", "30 d"),
    ("pharma", "PH2B"): ("24 h", "24 h", "30 wd"),
    ("pharma", "PH1E"): ("24 h", "24 h", "7 d"),
    ("pharma", "PH1"): ("now", "now", "now"),
    ("nursing", "NC-S"): ("now", "now", "5 wd"),
    ("nursing", "NC-C"): ("now", "24 h", "10 wd"),
    ("nursing", "NC-G"): ("now", "24 h", "5 wd"),
    ("nursing", "NC-M"): (None, "now", "now"),
}

PROMISES = (ClockKind.ACKNOWLEDGE, ClockKind.RESPOND, ClockKind.RESOLVE)

CATEGORIES = {
    "service": ["A", "B", "C", "D", "E", "P", "L", "T", "N", "F"],
    "property": [f"PM{number:02}" for number in range(1, 11)],
    "ecommerce": [f"EC{number:02}" for number in range(1, 11)],
    "vehicle": [f"VR{number:02}" for number in range(1, 11)],
    "pharma": ["PH1", "PH2A", "PH2B", "PH3", "PHF", "PHL", "PHI"],
    "nursing": [f"NC{number:02}" for number in range(1, 11)],
}

NUMBERS = {
    "service": "{letter}{YYYY}{seq4}",
    "property": "WY{YYYY}{MM}-{seq4}",
    "ecommerce": "{YYYY}{seq3}",
    "vehicle": "VR{YYYY}{seq4}",
    "pharma": "{field:product_code}-{YY}{MM}-{letter}{seq3}",
    "nursing": "HL{YYYY}{seq4}",
}

# template, category: Chinese name, level, some of the answers that must be given
ASKED = {
    ("service", "A"): ("服务态度", "T3", {"staff_member", "place", "happened_at", "words_used"}),
    ("service", "C"): ("收费标准", "T3", {"bill_no", "amount"}),
    ("service", "L"): ("物流配送", "T3", {"waybill_no", "carrier", "signed_by"}),
    ("property", "PM01"): ("公共设施设备（电梯、水电、消防）", "PM-I", {"place", "persons_trapped"}),
    ("property", "PM06"): ("收费与公共收益、维修资金", "PM-G", {"bill_no", "billing_period", "amount"}),
    ("ecommerce", "EC02"): ("产品安全/人身伤害", "EC-3", {"order_no", "sku", "injury", "still_in_use"}),
    ("ecommerce", "EC07"): ("七日无理由/退款", "EC-2", {"received_on", "goods_state"}),
    ("vehicle", "VR01"): ("维修质量/返修", "VR-G", {"repair_order_no", "plate", "vin", "repair_type"}),
    ("vehicle", "VR02"): ("安全故障", "VR-S", {"vin", "drivable", "car_location"}),
    ("pharma", "PH1"): ("第一类：轻微质量问题", "PH1E", {"adverse_event", "batch_no", "expires_on"}),
    ("pharma", "PH3"): ("第三类：严重不良反应或危害健康", "PH3", {"adverse_event", "reaction", "outcome"}),
    ("nursing", "NC02"): (
        "护理安全事件（跌倒、压疮、用药、走失）",
        "NC-S",
        {"patient", "injury", "found_at"},
    ),
    ("nursing", "NC09"): ("医疗纠纷", "NC-C", {"record_request", "sealing_wish"}),
}


def policy(code: str) -> Policy:
    return load_templates()[code].policy


def test_the_six_can_be_picked_and_the_foundation_cannot() -> None:
    assert sorted(pickable_templates()) == PICKABLE
    assert sorted(load_templates()) == sorted(["base", *PICKABLE])
    with pytest.raises(TemplateError, match="only a foundation"):
        _ = load_templates()["base"].policy


@pytest.mark.parametrize("code", PICKABLE)
def test_every_template_is_whole(code: str) -> None:
    assert problems_in(policy(code)) == []
    assert check_file(SHIPPED / code / "policy.toml") == []
    assert policy(code).code == code
    assert set(policy(code).notices) == set(Event)


@pytest.mark.parametrize(("code", "level"), CLOCKS)
def test_the_promised_times(code: str, level: str) -> None:
    clocks = policy(code).levels[level].clocks
    found = tuple(str(clocks[kind].period) if kind in clocks else None for kind in PROMISES)
    assert found == CLOCKS[code, level]


def test_no_level_is_unknown_to_this_test() -> None:
    assert {(code, level) for code in PICKABLE for level in policy(code).levels} == set(CLOCKS)


@pytest.mark.parametrize("code", PICKABLE)
def test_only_repair_shops_promise_the_result_from_acceptance(code: str) -> None:
    starts = {level.clocks[ClockKind.RESOLVE].starts for level in policy(code).levels.values()}
    assert starts == {CaseEvent.ACCEPTED if code == "vehicle" else None}
    assert policy(code).clocks[ClockKind.RESOLVE].starts is CaseEvent.RECEIVED


@pytest.mark.parametrize("code", PICKABLE)
def test_categories_and_numbers(code: str) -> None:
    shown = sorted(policy(code).categories.items(), key=lambda item: item[1].rank)
    assert [category for category, _ in shown] == CATEGORIES[code]
    assert policy(code).numbering.pattern == NUMBERS[code]


@pytest.mark.parametrize(("code", "category"), ASKED)
def test_what_a_category_asks(code: str, category: str) -> None:
    name, level, answers = ASKED[code, category]
    found = policy(code).categories[category]
    assert (found.name.zh, found.level) == (name, level)
    assert answers <= {field for field, use in found.fields.items() if use.required}


@pytest.mark.parametrize("code", PICKABLE)
def test_five_routes_are_told(code: str) -> None:
    """Consumer Protection Law, article 39."""
    routes = {"settle", "consumer_association", "authority", "arbitration", "court"}
    assert routes <= set(policy(code).recourse)


def test_extra_routes() -> None:
    assert {"owners_committee", "housing_authority"} <= set(policy("property").recourse)
    assert "transport_authority" in policy("vehicle").recourse
    assert {"health_authority", "peoples_mediation"} <= set(policy("nursing").recourse)


@pytest.mark.parametrize("code", PICKABLE)
def test_every_broken_promise_reaches_a_supervisor(code: str) -> None:
    steps = [step for chain in policy(code).chains.values() for step in chain.steps.values()]
    assert any(
        Trigger.BREACH in step.on
        and not step.clocks
        and step.when is None
        and "supervisor" in (step.role, *step.also)
        for step in steps
    )


def test_outcomes() -> None:
    five = ["upheld", "partly_upheld", "not_upheld", "cannot_be_established", "other_party"]
    assert list(policy("service").outcomes) == five
    assert list(policy("vehicle").outcomes) == ["upheld", "not_upheld", "other_party"]


@pytest.mark.parametrize("code", PICKABLE)
def test_ten_closing_reasons(code: str) -> None:
    assert len(policy(code).closing_reasons) == 10


def test_refusal_grounds() -> None:
    """S-AC-01: four conditions of a repair shop; CH8-11: another maker's product is never simply refused."""
    conditions = {"no_direct_interest", "no_respondent", "no_request", "not_repair_service"}
    assert conditions <= set(policy("vehicle").refusal_reasons)
    assert "not_about_us" not in policy("pharma").refusal_reasons


def test_every_medicine_complaint_asks_for_a_reaction_and_goes_to_quality_assurance() -> None:
    for category in policy("pharma").categories.values():
        assert category.fields["adverse_event"].required
        assert category.department == "qa"


@pytest.mark.parametrize(
    ("code", "field"),
    [
        ("ecommerce", "injury"),
        ("nursing", "injury"),
        ("pharma", "reaction"),
        ("pharma", "medical_history"),
        ("pharma", "adverse_event"),
    ],
)
def test_health_is_sensitive(code: str, field: str) -> None:
    found = policy(code).fields[field]
    assert (found.personal, found.sensitive) == (True, True)


@pytest.mark.parametrize("code", PICKABLE)
def test_every_figure_says_where_it_comes_from(code: str) -> None:
    found = policy(code)
    sourced: list[Category | Level | Field | Notice] = [
        *found.categories.values(),
        *found.levels.values(),
        *found.fields.values(),
        *found.notices.values(),
    ]
    clocks = [clock for level in found.levels.values() for clock in level.clocks.values()]
    assert all(item.source for item in (*sourced, *clocks, found.numbering))


@pytest.mark.parametrize("code", PICKABLE)
def test_every_question_of_its_own_is_asked_somewhere(code: str) -> None:
    own = load_templates()[code].layer.get("fields", {})
    asked = {field for category in policy(code).categories.values() for field in category.fields}
    asked |= policy(code).common_fields.keys()
    assert isinstance(own, dict)
    assert own.keys() <= asked


def write(root: Path, code: str, text: str) -> Path:
    path = root / code / "policy.toml"
    path.parent.mkdir()
    path.write_text(f'code = "{code}"\n{text}', encoding="utf-8")
    return path


def test_a_missing_parent_is_named(tmp_path: Path) -> None:
    path = write(tmp_path, "bakery", 'extends = "shop"')
    with pytest.raises(TemplateError, match=r"bakery/policy\.toml: extends 'shop', which does not exist"):
        load_templates(tmp_path)
    assert check_file(path)[0].endswith("extends 'shop', which does not exist")


def test_a_circle_is_named(tmp_path: Path) -> None:
    write(tmp_path, "bakery", 'extends = "shop"')
    write(tmp_path, "shop", 'extends = "bakery"')
    with pytest.raises(TemplateError, match="in a circle: bakery → shop → bakery"):
        load_templates(tmp_path)


def test_a_template_is_called_like_its_folder(tmp_path: Path) -> None:
    path = write(tmp_path, "bakery", "")
    path.write_text('code = "shop"', encoding="utf-8")
    assert "expected code = 'bakery' like its folder, got 'shop'" in check_file(path)[0]


@pytest.mark.parametrize("text", ["levels = [", "extends = 3", 'pickable = "yes"'])
def test_an_unreadable_template_is_named(tmp_path: Path, text: str) -> None:
    [problem] = check_file(write(tmp_path, "bakery", text))
    assert "bakery/policy.toml: " in problem


def test_an_empty_folder_is_no_set_of_templates(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="found none"):
        load_templates(tmp_path)


def test_all_mistakes_of_all_templates_are_told(tmp_path: Path) -> None:
    write(tmp_path, "bakery", "")
    write(tmp_path, "shop", "")
    with pytest.raises(PolicyError) as caught:
        load_templates(tmp_path)
    assert {problem.split("/policy.toml")[0].rsplit("/")[-1] for problem in caught.value.problems} == {
        "bakery",
        "shop",
    }


def test_a_child_is_its_file_laid_over_its_parents(tmp_path: Path) -> None:
    write(tmp_path, "shop", 'pickable = false\nversion = "1"\n[calendar]\nroll = false')
    write(tmp_path, "bakery", 'extends = "shop"\npickable = false\n[calendar]\nholidays = "GB"')
    bakery: Template = load_templates(tmp_path)["bakery"]
    assert bakery.document == {
        "code": "bakery",
        "version": "1",
        "calendar": {"roll": False, "holidays": "GB"},
    }
    assert bakery.layer == {"code": "bakery", "calendar": {"holidays": "GB"}}
    assert not bakery.pickable
