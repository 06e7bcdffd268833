"""What rests on law is warned of when it asks for less, and only then."""

from __future__ import annotations

from copy import deepcopy

import pytest

from amends.deadlines.period import parse_period
from amends.policy.lengths import may_be_longer
from amends.policy.loosening import How, loosened
from amends.policy.places import dotted, keys_of, put_at, without
from amends.policy.sources import Resting, source_of, unconfirmed

Document = dict[str, object]

MEDIA = {"field": "media", "value": "yes"}
INHERITED: Document = {
    "sources": {
        "CPL": {"title": {"zh": "消法", "en": "Consumer law"}, "kind": "law", "to_confirm": True},
        "CPL-09": {"title": {"zh": "消法第九条", "en": "Consumer law, article 9"}, "kind": "law"},
        "S": {"title": {"zh": "惯例", "en": "Usage"}, "kind": "practice"},
    },
    "clocks": {
        "respond": {"name": {"zh": "响应", "en": "Answer"}, "ends": "responded", "source": ["CPL-01"]}
    },
    "levels": {
        "high": {
            "rank": 1,
            "clocks": {"respond": {"period": "6 h"}, "resolve": {"period": "3 wd", "source": ["S-1"]}},
            "source": ["S-1"],
        }
    },
    "categories": {
        "A": {
            "name": {"zh": "甲", "en": "A"},
            "fields": {"name": {"required": True, "source": ["CPL-2"]}, "age": {}},
        }
    },
    "guards": {"told": {"move": "close", "needs": MEDIA, "source": ["CPL-09"]}},
    "pauses": {"expert": {"longest": "30 d", "source": ["CPL-3"]}},
    "retention": {"ordinary": {"terms": {"law": {"period": "3 y"}}, "source": ["CPL-4"]}},
    "handling": {"source": ["S-1"]},
}


def told(document: Document) -> list[tuple[str, How, object, object]]:
    return [
        (dotted(found.keys), found.how, found.before, found.after) for found in loosened(INHERITED, document)
    ]


@pytest.mark.parametrize(
    ("place", "value", "how"),
    [
        ("levels.high.clocks.respond.period", "8 h", How.LONGER),
        ("levels.high.clocks.respond.period", "1 d", How.LONGER),
        ("levels.high.clocks.respond.when", MEDIA, How.OTHERWISE),
        ("clocks.respond.ends", "told", How.OTHERWISE),
        ("clocks.respond.pauses", ["expert"], How.MORE),
        ("clocks.respond.public", False, How.DROPPED),
        ("categories.A.fields.name.required", False, How.DROPPED),
        ("categories.A.fields.name.required_when", MEDIA, How.OTHERWISE),
        ("pauses.expert.longest", "60 d", How.LONGER),
        ("retention.ordinary.terms.law.period", "2 y", How.SHORTER),
        ("guards.told.needs", {"not": MEDIA}, How.OTHERWISE),
    ],
)
def test_less_than_the_law_asks_is_named(place: str, value: object, how: How) -> None:
    [found] = loosened(INHERITED, put_at(INHERITED, keys_of(place), value))
    assert (dotted(found.keys), found.how, found.after) == (place, how, value)
    assert set(found.laws) <= {"CPL", "CPL-09"}


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("levels.high.clocks.respond.period", "4 h"),
        ("levels.high.clocks.respond.period", "now"),
        ("levels.high.clocks.resolve.period", "30 d"),
        ("levels.high.rank", 2),
        ("categories.A.fields.age.required", False),
        ("categories.A.name.zh", "乙"),
        ("pauses.expert.longest", "4 w"),
        ("retention.ordinary.terms.law.period", "37 mo"),
        ("handling.reopen_within_days", 0),
        ("clocks.respond.source", []),
    ],
)
def test_as_much_or_more_or_no_law_is_nobodys_concern(place: str, value: object) -> None:
    assert told(put_at(INHERITED, keys_of(place), value)) == []


def test_allowing_extensions_is_named() -> None:
    document = put_at(INHERITED, keys_of("clocks.respond.extension"), {"most": 2})
    [(place, how, before, _)] = told(document)
    assert (place, how, before) == ("clocks.respond.extension", How.ALLOWED, None)


def test_what_goes_is_named_with_the_law_it_held() -> None:
    assert [how for _, how, _, _ in told(without(INHERITED, ("guards", "told")))] == [How.REMOVED]
    assert [how for _, how, _, _ in told(without(INHERITED, ("categories", "A")))] == [How.REMOVED]
    assert [how for _, how, _, _ in told(without(INHERITED, ("pauses", "expert", "longest")))] == [How.LONGER]
    assert told(without(INHERITED, ("pauses", "expert"))) == []
    assert told(without(INHERITED, ("categories", "A", "fields", "age"))) == []


def test_dropping_the_source_with_the_figure_does_not_help() -> None:
    document = put_at(INHERITED, keys_of("categories.A.fields.name"), {"required": False})
    assert told(document) == [("categories.A.fields.name.required", How.DROPPED, True, False)]


def test_a_categorys_own_period_is_held_against_the_levels() -> None:
    place = keys_of("categories.A.clocks")
    assert told(put_at(INHERITED, place, {"respond": {"period": "2 d"}})) == [
        ("categories.A.clocks.respond.period", How.LONGER, "6 h", "2 d")
    ]
    assert told(put_at(INHERITED, place, {"respond": {"period": "2 h"}, "resolve": {"period": "9 wd"}})) == []


def test_nothing_changed_nothing_loosened() -> None:
    assert loosened(INHERITED, deepcopy(INHERITED)) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("25 h", "24 h"), ("61 min", "1 h"), ("8 d", "1 w"), ("13 mo", "1 y"), ("1 d", "24 h"), ("3 wd", "7 d"),
        ("7 d", "3 wd"), ("next wd", "24 h"), ("31 d", "1 mo"), ("1 mo", "30 d"), ("same day", "now"), ("8 wh", "1 d"),
    ],
)  # fmt: skip
def test_what_may_last_longer(one: str, other: str) -> None:
    assert may_be_longer(parse_period(one), parse_period(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("24 h", "24 h"), ("60 min", "1 h"), ("7 d", "1 w"), ("12 mo", "1 y"), ("1 w", "7 d"), ("24 h", "1 d"),
        ("next day", "1 d"), ("next wd", "1 wd"), ("28 d", "1 mo"), ("3 d", "3 wd"), ("now", "same day"), ("72 h", "3 wd"),
        ("now", "1 min"), ("1 y", "12 mo"),
    ],
)  # fmt: skip
def test_what_never_lasts_longer(one: str, other: str) -> None:
    assert not may_be_longer(parse_period(one), parse_period(other))


def test_a_source_is_found_by_what_its_rows_begin_with() -> None:
    assert source_of(INHERITED, "CPL-09") == "CPL-09"
    assert source_of(INHERITED, "CPL-03") == "CPL"
    assert source_of(INHERITED, "S-CL-03") == "S"
    assert source_of(INHERITED, "XY-1") is None


def test_what_rests_on_unconfirmed_law_is_listed_until_somebody_confirms() -> None:
    [found] = unconfirmed(INHERITED, ())
    assert found == Resting(
        "CPL",
        (
            ("clocks", "respond"),
            ("categories", "A", "fields", "name"),
            ("pauses", "expert"),
            ("retention", "ordinary"),
        ),
    )
    assert unconfirmed(INHERITED, {"CPL"}) == []
