"""Which questions are asked, what is kept of the answers, and where a complaint goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from msgspec import structs

from amends.complaints.answers import amount_band, answer_facts
from amends.complaints.guards import missing
from amends.complaints.intake import Channel, Lodgement, checked, questions_for
from amends.complaints.questions import stops
from amends.complaints.routing import routed
from amends.errors import Invalid
from amends.policy.categories import is_leaf, leaves, named, subtree
from amends.policy.conditions import holds
from amends.policy.document import (
    AmountBand,
    AskedOf,
    Category,
    Choice,
    Condition,
    Department,
    Field,
    FieldType,
    FieldUse,
    Handling,
    Operator,
    Policy,
    Route,
    Stage,
    Text,
)
from amends.policy.parse import parse
from tenants.templates import load_templates
from tests.world import MONDAY


def text(words: str) -> Text:
    return Text(zh=words, en=words)


def when(field: str, value: Any = "yes", op: Operator = Operator.IS) -> Condition:
    return Condition(field=field, value=value, op=op)


YES_NO = FieldType.YES_NO
HURT = Field(name=text("Hurt"), type=YES_NO, stops={"yes": text("Call us now.")})
HOW = Field(name=text("How"))
DOCTOR = Field(name=text("Doctor"))
SIGNS = Field(
    name=text("Signs"),
    type=FieldType.CHOICES,
    choices={"heat": Choice(zh="热", en="heat", rank=2), "oil": Choice(zh="油", en="oil", rank=1)},
)
SINCE = Field(name=text("Since"), type=FieldType.DATE)
PRESS = Field(name=text("Press"), type=YES_NO)
FIELDS = {"hurt": HURT, "how": HOW, "doctor": DOCTOR, "signs": SIGNS, "since": SINCE, "press": PRESS}
USES = {
    "hurt": FieldUse(rank=1),
    "how": FieldUse(rank=2, shown_when=when("hurt")),
    "doctor": FieldUse(rank=3, required_when=when("hurt"), shown_when=when("how", "", Operator.GIVEN)),
    "signs": FieldUse(rank=4, required=False),
    "press": FieldUse(rank=5, asked_of=AskedOf.STAFF, required=False),
    "since": FieldUse(rank=6, stage=Stage.DECISION),
}


POLICY = structs.replace(
    parse(load_templates()["service"].document, where="service"),
    fields=FIELDS,
    common_fields={},
    categories={"x": Category(name=text("X"), level="general", department="desk", fields=USES)},
    departments={"desk": Department(name=text("Desk")), "legal": Department(name=text("Legal"))},
    amount_bands={},
    handling=Handling(),
    routing={},
    guards={},
)


def asked(policy: Policy = POLICY, channel: Channel = Channel.WEB, **answers: str) -> dict[str, bool]:
    """Codes of the questions, and whether each must be answered."""
    return {each.code: each.required for each in questions_for(policy, given(channel, answers))}


def given(channel: Channel = Channel.WEB, answers: Mapping[str, str] | None = None) -> Lodgement:
    return Lodgement("x", "Subject", "Narrative", answers=answers or {}, name="Amina", channel=channel)


def test_questions_come_and_go_with_the_answers_they_hang_on() -> None:
    assert list(asked()) == ["hurt", "signs"]
    assert list(asked(hurt="yes")) == ["hurt", "how", "signs"]
    assert asked(hurt="yes", how="fell") == {"hurt": True, "how": True, "doctor": True, "signs": False}
    assert list(asked(hurt="no", how="fell")) == ["hurt", "signs"]


def test_an_answer_to_what_is_not_asked_is_dropped_and_keeps_nothing_else_alive() -> None:
    answers = {"hurt": "no", "how": "fell", "doctor": "Dr Wu", "press": "yes", "other": "x"}
    kept = checked(POLICY, given(answers=answers), now=MONDAY)
    assert kept.answers == {"hurt": "no"}


def test_staff_are_asked_what_the_public_is_not() -> None:
    assert "press" in asked(channel=Channel.PHONE)
    assert "press" not in asked(channel=Channel.WEB)
    assert "press" not in asked(channel=Channel.API)


def test_several_choices_are_kept_in_the_policys_order_and_each_can_be_asked_for() -> None:
    kept = checked(POLICY, given(answers={"hurt": "no", "signs": "heat, oil,heat"}), now=MONDAY)
    assert kept.answers["signs"] == "oil,heat"
    with pytest.raises(Invalid) as wrong:
        checked(POLICY, given(answers={"hurt": "no", "signs": "oil,smoke"}), now=MONDAY)
    assert list(wrong.value.fields) == ["answers.signs"]
    facts = answer_facts(POLICY, {"signs": "oil,heat"})
    assert holds(when("signs", "oil", Operator.CONTAINS), facts)
    assert holds(when("signs", ("smoke", "heat"), Operator.ONE_OF), facts)
    assert not holds(when("signs", "oil"), facts)
    assert not holds(when("signs", "he", Operator.CONTAINS), facts)


def test_a_stop_is_found_only_beside_an_answer_to_what_is_asked() -> None:
    def found(**answers: str) -> list[str]:
        one = given(answers=answers)
        return [stop.text.en for stop in stops(questions_for(POLICY, one), one.answers)]

    assert found(hurt="yes") == ["Call us now."]
    assert found(hurt="no") == found() == []


def test_without_anonymous_complaints_a_name_and_one_way_to_reach_them_are_needed() -> None:
    strict = structs.replace(POLICY, handling=Handling(anonymous=False))
    nobody = replace(given(answers={"hurt": "no"}), name="")
    with pytest.raises(Invalid) as wrong:
        checked(strict, nobody, now=MONDAY)
    assert set(wrong.value.fields) == {"name", "email"}
    checked(strict, replace(nobody, name="Amina", phone="400-1"), now=MONDAY)
    checked(POLICY, nobody, now=MONDAY)


def test_a_stage_is_left_only_when_its_details_are_complete() -> None:
    facts = {"case.category": "x", "case.level": "", "hurt": "no"}
    assert [(each.text.en, each.place) for each in missing(POLICY, "decide", facts, {"hurt": "no"})] == [
        ("Complete the details first: Since.", "details")
    ]
    assert list(missing(POLICY, "decide", facts, {"since": "2026-02-27"})) == []
    assert list(missing(POLICY, "accept", facts, {})) == []


def test_the_first_route_that_holds_says_where_it_goes_and_why() -> None:
    rules = {
        "b": Route(rank=1, when=when("case.channel", "web"), department="legal", reason=text("Web")),
        "a": Route(rank=2, when=when("hurt"), department="desk", reason=text("Hurt")),
    }
    policy = structs.replace(POLICY, routing=rules)
    one = routed(policy, "x", {"case.channel": "web", "hurt": "yes"})
    assert (one.department, one.rule, one.detail["routed"]) == (
        "legal",
        "b",
        {"rule": "b", "zh": "Web", "en": "Web"},
    )
    assert routed(policy, "x", {"hurt": "yes"}).department == "desk"
    assert routed(policy, "x", {}).detail == {"department": "desk"}


def test_an_amount_falls_into_the_smallest_band_that_holds_it() -> None:
    bands = {
        "large": AmountBand(name=text("L"), rank=3),
        "small": AmountBand(name=text("S"), rank=1, up_to=1000),
        "medium": AmountBand(name=text("M"), rank=2, up_to=10000),
    }
    policy = structs.replace(POLICY, amount_bands=bands, handling=Handling(amount_field="paid"))
    found = [amount_band(policy, {"paid": paid}) for paid in ("", "0", "1,000", "1000.01", "10000", "1e9")]
    assert found == ["", "small", "small", "medium", "medium", "large"]


def test_categories_are_named_by_as_much_of_their_path_as_it_takes() -> None:
    tree = {
        "a": Category(name=text("Car")),
        "b": Category(name=text("Flat")),
        "a1": Category(name=text("Noise"), parent="a"),
        "b1": Category(name=text("Noise"), parent="b"),
        "b2": Category(name=text("Damp"), parent="b"),
    }
    policy = structs.replace(POLICY, categories=tree)
    assert [named(policy, code, "en") for code in ("a1", "b1", "b2", "b", "gone")] == [
        "Car › Noise",
        "Flat › Noise",
        "Damp",
        "Flat",
        "gone",
    ]
    assert (leaves(policy), subtree(policy, "b")) == (["a1", "b1", "b2"], ["b", "b1", "b2"])
    assert (is_leaf(policy, "b"), is_leaf(policy, "b2"), is_leaf(policy, "")) == (False, True, False)
