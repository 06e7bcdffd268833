"""Two who changed one document: both changes are kept, and what they did differently is named with both values."""

from __future__ import annotations

from hypothesis import given

from amends.policy.difference import changes
from amends.policy.editing import Conflict, Side, decided, merge3
from amends.policy.places import Keys, at, leaves, same
from tests.rules.plain_documents import documents

Document = dict[str, object]


@given(documents, documents)
def test_both_did_the_same(base: Document, both: Document) -> None:
    merged = merge3(base, both, both)
    assert same(merged.document, both)
    assert not merged.conflicts


@given(documents, documents)
def test_only_one_did_something(base: Document, changed: Document) -> None:
    for merged in (merge3(base, base, changed), merge3(base, changed, base)):
        assert same(merged.document, changed)
        assert not merged.conflicts


@given(documents, documents, documents)
def test_conflicts_are_symmetric(base: Document, ours: Document, theirs: Document) -> None:
    one, other = merge3(base, ours, theirs), merge3(base, theirs, ours)
    mirrored = {
        conflict.keys: Conflict(
            keys=conflict.keys, base=conflict.base, ours=conflict.theirs, theirs=conflict.ours
        )
        for conflict in other.conflicts
    }
    assert {conflict.keys: conflict for conflict in one.conflicts} == mirrored
    theirs_chosen = decided(one, {conflict.keys: Side.THEIRS for conflict in one.conflicts})
    assert not theirs_chosen.conflicts
    assert same(theirs_chosen.document, other.document)


@given(documents, documents, documents)
def test_nothing_anybody_did_is_lost(base: Document, ours: Document, theirs: Document) -> None:
    merged = merge3(base, ours, theirs)
    contested = [conflict.keys for conflict in merged.conflicts]
    for side in (ours, theirs):
        for change in changes(base, side):
            for keys, value in _values(change.keys, change.after):
                there = at(merged.document, keys)
                kept = isinstance(there, dict) if value == {} else same(there, value)
                assert kept or any(_touch(keys, place) for place in contested)


@given(documents, documents, documents)
def test_nothing_is_made_up(base: Document, ours: Document, theirs: Document) -> None:
    for keys, value in leaves(merge3(base, ours, theirs).document):
        assert value == {} or any(same(at(side, keys), value) for side in (base, ours, theirs))


def test_two_forms_of_one_item() -> None:
    read: Document = {
        "levels": {"urgent": {"rank": 1, "name": {"zh": "急", "en": "Urgent"}, "period": "6 h"}}
    }
    draft: Document = {
        "levels": {"urgent": {"rank": 1, "name": {"zh": "急", "en": "Critical"}, "period": "2 h"}}
    }
    typed: Document = {
        "levels": {"urgent": {"rank": 2, "name": {"zh": "急", "en": "Urgent"}, "period": "4 h"}}
    }
    merged = merge3(read, typed, draft)
    assert merged.document == {
        "levels": {"urgent": {"rank": 2, "name": {"zh": "急", "en": "Critical"}, "period": "4 h"}}
    }
    [conflict] = merged.conflicts
    assert conflict == Conflict(keys=("levels", "urgent", "period"), base="6 h", ours="4 h", theirs="2 h")


def test_two_add_different_items_to_a_table_nobody_had() -> None:
    merged = merge3({}, {"kpis": {"a": {"rank": 1}}}, {"kpis": {"b": {"rank": 2}}})
    assert merged.document == {"kpis": {"a": {"rank": 1}, "b": {"rank": 2}}}
    assert not merged.conflicts


def test_taken_away_by_one_and_changed_by_the_other() -> None:
    base: Document = {"levels": {"a": {"rank": 1, "name": "A"}, "b": {}}}
    merged = merge3(base, {"levels": {"b": {}}}, {"levels": {"a": {"rank": 2, "name": "A"}, "b": {}}})
    [conflict] = merged.conflicts
    assert (conflict.keys, conflict.ours, conflict.theirs) == (
        ("levels", "a"),
        None,
        {"rank": 2, "name": "A"},
    )
    assert merged.document == {"levels": {"b": {}}}
    chosen = decided(merged, {("levels", "a"): Side.THEIRS})
    assert chosen.document == {"levels": {"a": {"rank": 2, "name": "A"}, "b": {}}}


def test_two_conditions_are_never_mixed() -> None:
    base: Document = {"when": {"field": "amount", "op": "at_least", "value": 1}}
    ours: Document = {"when": {"field": "amount", "op": "at_least", "value": 2}}
    theirs: Document = {"when": {"field": "media", "op": "at_least", "value": 1}}
    merged = merge3(base, ours, theirs)
    assert [conflict.keys for conflict in merged.conflicts] == [("when",)]
    assert merged.document == ours


def _values(keys: Keys, after: object) -> list[tuple[Keys, object]]:
    return [((*keys, *inner[1:]), value) for inner, value in leaves({"": after}) if value is not None]


def _touch(keys: Keys, place: Keys) -> bool:
    length = min(len(keys), len(place))
    return keys[:length] == place[:length]
