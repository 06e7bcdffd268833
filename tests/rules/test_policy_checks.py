"""What the types cannot say about a policy: references lead somewhere, promises are complete, texts are usable."""

from __future__ import annotations

import pytest

from amends.complaints.lifecycle import OPTIONAL, Move, State
from amends.policy.checks import MOVES, OPTIONAL_STATES, STATES, problems_in
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


def text(words: str) -> dict[str, object]:
    return {"zh": words, "en": words}


def test_a_sound_policy_has_no_problems() -> None:
    assert problems_in(parse(SOUND, where="x")) == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (
            category(level="PM-X"),
            "categories.PM01.level: expected one of PM-G, PM-I, PM-O, PM-S, PM-W, got 'PM-X'",
        ),
        (category(department="kitchen"), "categories.PM01.department: expected one of complaint_centre, "),
        (category(fields={"shoe_size": {}}), "categories.PM01.fields.shoe_size: no such field"),
        ({"levels": {"PM-G": {"clocks": {"respond": GONE}}}}, "levels.PM-G.clocks.respond: missing;"),
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
            {"calendar": {"closures": {"2027-02-01": SAID}, "extra_days": {"2027-02-01": {"name": SAID}}}},
            "calendar.extra_days.2027-02-01: closed on the same day",
        ),
        (
            {"escalation": {"first": {"role": "king"}}},
            "escalation.first.role: expected one of admin, auditor, ",
        ),
        ({"escalation": {"first": {"clocks": []}}}, "escalation.first.clocks: expected at least one of"),
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
    assert {str(move) for move in Move} == MOVES


def test_a_policy_guards_moves_that_exist_with_guards_that_exist() -> None:
    assert problems_after({"guards": {"close": ["assigned", "answered"]}}) == []
    [problem] = problems_after({"guards": {"vanish": ["assigned"]}})
    assert problem.startswith("guards.vanish: unknown; expected accept,")
    assert problems_after({"guards": {"close": ["blessed"]}}) != []


def test_a_policy_names_states_and_never_invents_one() -> None:
    assert problems_after({"state_labels": {"FEEDBACK": text("Calling back")}}) == []
    [problem] = problems_after({"state_labels": {"ESCALATED": text("Escalated")}})
    assert problem.startswith("state_labels.ESCALATED: unknown; expected ACCEPTED,")
