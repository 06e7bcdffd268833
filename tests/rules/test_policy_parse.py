"""A policy document is read strictly; every mistake is named by file, place and what was expected."""

from __future__ import annotations

import msgspec
import pytest

from amends.deadlines.period import Period, Unit
from amends.policy.document import ClockKind, FieldType
from amends.policy.merge import overlay
from amends.policy.parse import PolicyError, dumps, loads, parse, to_plain
from tenants.templates import load_templates

SHIPPED = load_templates()
WHOLE = SHIPPED["property"].document


def mistakes(change: dict[str, object]) -> list[str]:
    with pytest.raises(PolicyError) as caught:
        parse(overlay(WHOLE, change), where="tenant.toml")
    assert all("\n" not in problem for problem in caught.value.problems)
    return list(caught.value.problems)


def test_a_whole_document_becomes_typed() -> None:
    policy = parse(WHOLE, where="policy.toml")
    assert policy.levels["PM-G"].clocks[ClockKind.RESOLVE].period == Period(3, Unit.WORKING_DAYS)
    assert policy.fields["room"].type is FieldType.TEXT
    assert policy.fields["room"].personal


@pytest.mark.parametrize("code", [code for code, template in SHIPPED.items() if template.pickable])
def test_a_policy_survives_storing(code: str) -> None:
    policy = SHIPPED[code].policy
    assert loads(dumps(policy)) == policy
    assert loads(dumps(policy).decode()) == policy
    assert parse(to_plain(policy), where="again") == policy


def test_periods_are_stored_as_people_write_them() -> None:
    assert b'"period":"3 wd"' in dumps(SHIPPED["property"].policy)


def test_equal_policies_are_equal_bytes() -> None:
    policy = SHIPPED["property"].policy
    assert dumps(loads(dumps(policy))) == dumps(policy)


def test_an_unknown_key_is_refused() -> None:
    [problem] = mistakes({"levels": {"PM-G": {"colour": "red"}}})
    assert problem.startswith("tenant.toml: levels.PM-G.colour: unknown; expected one of name, rank")


def test_a_missing_language_is_refused() -> None:
    [problem] = mistakes({"departments": {"security": {"name": {"en": {"removed": True}}}}})
    assert problem == "tenant.toml: departments.security.name.en: missing; expected a text"


@pytest.mark.parametrize("period", ["3 weeks", "0 h", "", 24, {"amount": 3, "unit": "h"}])
def test_a_period_is_written_amount_and_unit(period: object) -> None:
    [problem] = mistakes({"levels": {"PM-G": {"clocks": {"respond": {"period": period}}}}})
    assert problem.startswith(
        "tenant.toml: levels.PM-G.clocks.respond.period: expected a period such as '24 h'"
    )


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"levels": {"PM-G": {"rank": "first"}}}, "levels.PM-G.rank: expected `int`, got `str`"),
        ({"levels": {"PM-G": "harmless"}}, "levels.PM-G: expected a table, got 'harmless'"),
        ({"levels": []}, "levels: expected a table, got []"),
        (
            {"levels": {"PM-G": {"clocks": {"a nap": {"period": "1 h"}}}}},
            "levels.PM-G.clocks.a nap: expected `str` matching regex",
        ),
        (
            {"levels": {"PM-G": {"clocks": {"respond": {"starts": "later"}}}}},
            "levels.PM-G.clocks.respond.starts:",
        ),
        (
            {"departments": {"a b": {"name": {"zh": "甲", "en": "A"}}}},
            "departments.a b: expected `str` matching",
        ),
        ({"fields": {"room": {"personal": 1}}}, "fields.room.personal: expected `bool`, got `int`"),
        ({"fields": {"room": {"help": None}}}, "fields.room.help: expected a table, got None"),
        ({"calendar": {"week": {"0": ["09:00-12:00"]}}}, "calendar.week.0: expected `str` matching"),
        ({"calendar": {"week": {"6": ["9-12"]}}}, "calendar.week.6: expected `str` matching"),
        ({"calendar": {"holidays": "China"}}, "calendar.holidays: expected `str` matching"),
        ({"handling": {"reopen_within_days": -1}}, "handling.reopen_within_days: expected `int` >= 0"),
    ],
)
def test_a_value_of_the_wrong_kind_is_named(change: dict[str, object], place: str) -> None:
    [problem] = mistakes(change)
    assert problem.startswith(f"tenant.toml: {place}")


def test_all_mistakes_are_told_at_once() -> None:
    problems = mistakes(
        {
            "colour": "red",
            "name": {"removed": True},
            "levels": {"PM-G": {"clocks": {"respond": {"period": "soon"}}}},
        }
    )
    assert [problem.split(": ")[1] for problem in problems] == [
        "colour",
        "name",
        "levels.PM-G.clocks.respond.period",
    ]


def test_the_error_reads_as_a_list() -> None:
    with pytest.raises(PolicyError, match=r"cannot be used:\ntenant\.toml: colour: unknown") as caught:
        parse({**WHOLE, "colour": "100 %"}, where="tenant.toml")
    assert caught.value.status == 422


def test_a_stored_policy_is_not_held_against_later_rules() -> None:
    change = {"categories": {"PM01": {"department": "caretakers"}}}
    with pytest.raises(PolicyError):
        parse(overlay(WHOLE, change), where="tenant.toml")
    stored = msgspec.json.encode(overlay(to_plain(SHIPPED["property"].policy), change))
    assert loads(stored).categories["PM01"].department == "caretakers"


def test_a_stored_policy_that_was_spoilt_says_where() -> None:
    stored = msgspec.json.encode(overlay(WHOLE, {"levels": {"PM-G": {"rank": "first"}}}))
    with pytest.raises(PolicyError, match=r"stored policy: levels\.PM-G\.rank: expected `int`"):
        loads(stored)
