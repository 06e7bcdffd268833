"""What the types cannot say about a policy: references lead somewhere, promises are complete, texts are usable."""

from __future__ import annotations

from typing import Any

import pytest

from amends.complaints.lifecycle import OPTIONAL, Move, State
from amends.policy.checks import DEEPEST, GUARDED, MOST_QUESTIONS, OPTIONAL_STATES, STATES, problems_in
from amends.policy.events import PLACEHOLDERS, STAFF_EVENTS, Event, has_stray_brace, placeholders_in
from amends.policy.merge import overlay
from amends.policy.parse import PolicyError, parse
from tenants.templates import load_templates

SOUND = load_templates()["property"].document
GONE = {"removed": True}
SAID = {"zh": "盘点", "en": "Stocktaking"}
CLOSED: dict[str, list[str]] = {str(day): [] for day in range(1, 8)}


def problems_after(change: dict[str, object]) -> list[str]:
    try:
        parse(overlay(SOUND, change), where="x")
    except PolicyError as error:
        return [problem.removeprefix("x: ") for problem in error.problems]
    return []


def category(**change: object) -> dict[str, object]:
    return {"categories": {"PM01": change}}


def step(**change: object) -> dict[str, object]:
    return {"rank": 90, "name": text("Step"), "on": ["breach"], "role": "leader"} | change


def rule(**when: object) -> dict[str, object]:
    return {"rank": 90, "when": when, "level": "PM-G", "reason": text("Because")}


def text(words: str) -> dict[str, object]:
    return {"zh": words, "en": words}


def test_a_sound_policy_has_no_problems() -> None:
    assert problems_in(parse(SOUND, where="x")) == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (
            category(level="PM-X"),
            "categories.PM01.level: no such item in levels: 'PM-X'; expected one of PM-G, PM-I, PM-O,",
        ),
        (
            category(department="kitchen"),
            "categories.PM01.department: no such item in departments: 'kitchen'",
        ),
        (category(fields={"shoe_size": {}}), "categories.PM01.fields.shoe_size: no such item in fields"),
        (category(parent="PM01"), "categories.PM01.parent: 'PM01' leads back to 'PM01'"),
        ({"levels": {"PM-G": {"clocks": {"resolve": GONE}}}}, "levels.PM-G.clocks.resolve: missing;"),
        (
            {"levels": {"PM-G": {"clocks": {"nap": {"period": "1 h"}}}}},
            "levels.PM-G.clocks.nap: no such item",
        ),
        (
            {"calendar": {"week": {"1": ["09:00-12:00", "11:00-18:00"]}}},
            "calendar.week.1: expected periods in order that do not overlap, got 09:00-12:00, 11:00-18:00",
        ),
        (
            {"calendar": {"week": {"1": ["18:00-09:00"]}}},
            "calendar.week.1: expected each period to begin before",
        ),
        ({"calendar": {"week": CLOSED}}, "calendar.week: expected at least one weekday"),
        ({"calendar": {"closures": {"2027-02-29": SAID}}}, "calendar.closures.2027-02-29: no such date"),
        (
            {"calendar": {"announced": {"2027-02-29": {"name": SAID}}}},
            "calendar.announced.2027-02-29: no such date",
        ),
        (
            {"calendar": {"announced": {"2027-02-28": {"name": SAID}}, "announced_years": [2027, 2028]}},
            "calendar.announced_years: none of the public holidays of 2028 is entered",
        ),
        (
            {"calendar": {"closures": {"2027-02-01": SAID}, "extra_days": {"2027-02-01": {"name": SAID}}}},
            "calendar.extra_days.2027-02-01: closed on the same day",
        ),
        (
            {"chains": {"ordinary": {"steps": {"king": step(role="king")}}}},
            "chains.ordinary.steps.king.role: no such item in roles: 'king'",
        ),
        (
            {"chains": {"ordinary": {"steps": {"mute": step(on=[])}}}},
            "chains.ordinary.steps.mute.on: expected at least one of asked, breach",
        ),
        (
            {"chains": {"ordinary": {"steps": {"nobody": step(role="")}}}},
            "chains.ordinary.steps.nobody.role: missing; somebody must be told",
        ),
        (
            {"grading": {"odd": rule(field="case.channel", value="pigeon")}},
            "grading.odd.when.value: case.channel is never 'pigeon'; expected one of api, email,",
        ),
        (
            {"grading": {"odd": rule(field="amount", op="at_least", value="much")}},
            "grading.odd.when.value: expected a number or a date",
        ),
        ({"grading": {"odd": rule()}}, "grading.odd.when: expected exactly one of all, any, not, field"),
        ({"roles": {"auditor": GONE}}, "roles.auditor: missing; every policy keeps admin, intake,"),
        (
            {"states_off": ["CLOSED"]},
            "states_off: expected only EXECUTING, FEEDBACK, INVESTIGATING, REVIEW, SOLUTION",
        ),
        ({"fields": {"room": {"type": "choice"}}}, "fields.room.choices: missing;"),
        (
            {"fields": {"room": {"choices": {"a": text("A")}}}},
            "fields.room.choices: only a field of type 'choice'",
        ),
    ],
)
def test_a_broken_reference_or_promise_is_named(change: dict[str, object], problem: str) -> None:
    [found] = problems_after(change)
    assert found.startswith(problem)


def test_a_tree_without_end_is_refused_before_anything_climbs_it() -> None:
    line: dict[str, object] = {
        f"c{number}": {"name": text("x"), "parent": f"c{number - 1}" if number else ""}
        for number in range(3_000)
    }
    problems = problems_after({"categories": line})
    assert f"categories.c{DEEPEST}.parent: expected at most {DEEPEST} categories" in problems[0]
    assert len(problems) == 3_000 - DEEPEST


def test_a_category_asks_no_more_than_a_form_can_bear() -> None:
    codes = [f"f{number}" for number in range(MOST_QUESTIONS + 1)]
    fields = {code: {"name": text("x"), "type": "text"} for code in codes}
    problems = problems_after({"fields": fields} | category(fields={code: {} for code in codes}))
    assert problems[0].startswith(f"categories.PM01.fields: expected at most {MOST_QUESTIONS} questions")


def test_every_broken_reference_is_named_at_once() -> None:
    found = problems_after(category(level="PM-X", department="kitchen", fields={"shoe_size": {}}))
    assert len(found) == 3


@pytest.mark.parametrize(
    "pattern",
    ["{seq1}", "A{YYYY}{seq9}", "{YY}{MM}/{seq4}", "{seq3}-{YYYY}"],
    ids=lambda pattern: str(pattern),
)
def test_a_number_has_one_serial(pattern: str) -> None:
    assert problems_after({"numbering": {"pattern": pattern}}) == []


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        ("{YYYY}", "expected exactly one of {seq1} … {seq9}"),
        ("{seq2}{seq3}", "expected exactly one of {seq1} … {seq9}"),
        ("{seq2}{seq2}", "expected exactly one of {seq1} … {seq9}"),
        ("{seq4}{colour}", "unknown {colour}; expected {letter}"),
        ("{seq4}}", "expected letters, digits and"),
        ("A {seq4}", "expected letters, digits and"),
        ("{seq4}?x=1", "expected letters, digits and"),
    ],
)
def test_a_number_pattern_is_understood_wholly(pattern: str, problem: str) -> None:
    [found] = problems_after({"numbering": {"pattern": pattern}})
    assert found.startswith(f"numbering.pattern: {problem}")


def test_a_number_of_ten_digits_has_no_serial() -> None:
    assert len(problems_after({"numbering": {"pattern": "{seq10}"}})) == 2


def test_a_letter_in_the_number_needs_a_letter_in_every_category() -> None:
    found = problems_after({"numbering": {"pattern": "{letter}{seq4}"}})
    assert len(found) == len(parse(SOUND, where="x").categories)
    assert found[0].startswith("categories.PM01.letter: missing")


def test_an_answer_in_the_number_is_asked_and_required_in_every_category() -> None:
    asked: dict[str, object] = {code: {"fields": {"room": {}}} for code in parse(SOUND, where="x").categories}
    layer: dict[str, object] = {"numbering": {"pattern": "{field:room}-{seq4}"}, "categories": asked}
    assert problems_after(layer) == []
    assert problems_after(overlay(layer, category(fields={"room": {"required": False}}))) == [
        "categories.PM01.fields.room: expected a required field; numbering.pattern uses it"
    ]


def test_every_event_needs_its_text() -> None:
    assert problems_after({"notices": {"closed": GONE}}) == [
        "notices.closed: missing; every event needs its text"
    ]


def test_a_notice_of_no_event_is_refused() -> None:
    [found] = problems_after({"notices": {"birthday": {"subject": text("!"), "body": text("!")}}})
    assert found.startswith("notices.birthday: unknown event; expected one of accepted, ")


def test_a_placeholder_must_be_one_of_the_event() -> None:
    found = problems_after({"notices": {"closed": {"body": text("{no} {code}")}}})
    assert [problem.partition(";")[0] for problem in found] == [
        "notices.closed.body.zh: unknown {code}",
        "notices.closed.body.en: unknown {code}",
    ]


def test_both_languages_say_the_same() -> None:
    [found] = problems_after(
        {"notices": {"closed": {"subject": {"zh": "{no}已办结，{result}", "en": "{no} closed"}}}}
    )
    assert (
        found == "notices.closed.subject: both languages must use the same placeholders; only one has result"
    )


@pytest.mark.parametrize("words", ["{no", "no}", "{}", "{ no }", "{no!r}", "{no.secret}"])
def test_no_stray_brace_reaches_a_reader(words: str) -> None:
    assert has_stray_brace(words)
    assert len(problems_after({"notices": {"closed": {"subject": text(words)}}})) >= 1


def test_placeholders_are_found() -> None:
    assert placeholders_in("{name}，{no}：{res_due}") == {"name", "no", "res_due"}
    assert not has_stray_brace("{name}，{no}：{res_due}")


def test_every_event_has_its_list_of_placeholders() -> None:
    assert set(PLACEHOLDERS) == set(Event)
    assert STAFF_EVENTS.issubset(Event)


def test_only_complainants_get_access_codes() -> None:
    assert all("code" not in PLACEHOLDERS[event] for event in STAFF_EVENTS)


def test_the_states_a_policy_may_switch_off_are_the_lifecycles_optional_ones() -> None:
    assert {str(state) for state in OPTIONAL} == OPTIONAL_STATES
    assert {str(state) for state in State} == STATES
    theirs = {Move.ACKNOWLEDGE, Move.AGREE, Move.DISPUTE, Move.WITHDRAW}
    assert {str(move) for move in set(Move) - theirs} == GUARDED, "what complainants do is never held up"


def test_a_policy_guards_moves_that_exist_with_conditions_that_can_hold() -> None:
    needs = {"field": "case.assigned", "value": "yes"}
    guard = {"move": "close", "needs": needs, "hint": text("Assign it first")}
    assert problems_after({"guards": {"owner": guard}}) == []
    [problem] = problems_after({"guards": {"owner": guard | {"move": "vanish"}}})
    assert problem.startswith("guards.owner.move: expected one of accept,")
    [problem] = problems_after({"guards": {"owner": guard | {"needs": needs | {"value": "maybe"}}}})
    assert problem.startswith("guards.owner.needs.value: case.assigned is never 'maybe'")


def test_a_policy_names_states_and_never_invents_one() -> None:
    assert problems_after({"state_labels": {"FEEDBACK": text("Calling back")}}) == []
    [problem] = problems_after({"state_labels": {"ESCALATED": text("Escalated")}})
    assert problem.startswith("state_labels.ESCALATED: unknown; expected ACCEPTED,")


@pytest.mark.parametrize(("period", "wrong"), [("now", True), ("1 h", False)])
def test_what_is_due_at_once_wherever_it_runs_stands_still_for_nothing(period: str, wrong: bool) -> None:
    pauses: Any = SOUND["pauses"]
    pause = next(iter(pauses))
    called = {"name": text("Call back"), "pauses": [pause]}
    problems = problems_after(
        {
            "clocks": {"called": called},
            "levels": {"PM-G": {"clocks": {"called": {"period": period}}}},
            **category(clocks={"called": {"period": "now"}}),
        }
    )
    found = any(problem.startswith("clocks.called.pauses: ") for problem in problems)
    assert (found, bool(problems)) == (wrong, wrong)
