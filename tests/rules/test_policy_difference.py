"""A difference laid over the one document makes the other, says nothing more than that, and reads as a list."""

from __future__ import annotations

from copy import deepcopy
from itertools import pairwise

from hypothesis import given

from amends.policy.difference import Change, Kind, changes, diff
from amends.policy.merge import overlay
from amends.policy.places import at, leaves, put_at, same, without
from amends.policy.shape import spelled_out
from tenants.templates import pickable_templates
from tests.rules.plain_documents import GONE, documents

Document = dict[str, object]


@given(documents, documents)
def test_the_difference_laid_over_one_makes_the_other(one: Document, other: Document) -> None:
    assert same(overlay(one, diff(one, other)), other)


@given(documents)
def test_nothing_separates_a_document_from_itself(document: Document) -> None:
    assert diff(document, deepcopy(document)) == {}
    assert list(changes(document, deepcopy(document))) == []


@given(documents, documents)
def test_no_word_of_a_difference_can_be_left_out(one: Document, other: Document) -> None:
    layer = diff(one, other)
    for keys, _ in leaves(layer):
        if keys[-1] != "replaced":
            assert not same(overlay(one, without(layer, keys)), other)


@given(documents, documents)
def test_the_changes_one_by_one_make_the_other(one: Document, other: Document) -> None:
    document: Document = one
    for change in changes(one, other):
        assert same(at(one, change.keys), change.before)
        assert same(at(other, change.keys), change.after)
        assert not same(change.before, change.after)
        if change.after is None:
            document = without(document, change.keys)
        else:
            document = put_at(document, change.keys, change.after)
    assert same(document, other)


@given(documents, documents)
def test_the_changes_back_are_the_same_places(one: Document, other: Document) -> None:
    there = {(change.keys, repr(change.before), repr(change.after)) for change in changes(one, other)}
    back = {(change.keys, repr(change.after), repr(change.before)) for change in changes(other, one)}
    assert there == back


@given(documents, documents)
def test_neither_is_changed(one: Document, other: Document) -> None:
    before = deepcopy((one, other))
    diff(one, other)
    list(changes(one, other))
    assert (one, other) == before


def test_false_zero_and_nothing_written_are_three_values() -> None:
    assert diff({"a": False}, {"a": 0}) == {"a": 0}
    assert diff({"a": 0}, {"a": ""}) == {"a": ""}
    assert diff({"a": [1]}, {"a": [True]}) == {"a": [True]}


def test_an_item_that_goes_leaves_a_tombstone_and_its_neighbours() -> None:
    assert diff({"levels": {"a": {"rank": 1}, "b": {"rank": 2}}}, {"levels": {"b": {"rank": 2}}}) == {
        "levels": {"a": GONE}
    }


def test_a_condition_is_one_value() -> None:
    before: Document = {"when": {"field": "amount", "op": "at_least", "value": 5}}
    after: Document = {"when": {"field": "media", "value": True}}
    layer = diff(before, after)
    assert layer == {"when": {"field": "media", "value": True, "replaced": True}}
    assert overlay({"when": {"all": [{"field": "media", "value": True}]}}, layer) == after
    [change] = changes(before, after)
    assert change == Change(keys=("when",), before=before["when"], after=after["when"])


def test_a_change_is_told_at_its_outermost_place() -> None:
    before: Document = {
        "levels": {"a": {"rank": 1}, "b": {"rank": 2, "clocks": {"respond": {"period": "6 h"}}}}
    }
    after: Document = {
        "levels": {"b": {"rank": 2, "clocks": {"respond": {"period": "4 h"}}}, "c": {"rank": 3}}
    }
    told = [(change.keys, change.kind, change.before, change.after) for change in changes(before, after)]
    assert told == [
        (("levels", "a"), Kind.REMOVED, {"rank": 1}, None),
        (("levels", "b", "clocks", "respond", "period"), Kind.CHANGED, "6 h", "4 h"),
        (("levels", "c"), Kind.ADDED, None, {"rank": 3}),
    ]


def test_every_template_can_be_made_of_another() -> None:
    documents = [spelled_out(template.document) for template in pickable_templates().values()]
    for one, other in pairwise([*documents, documents[0]]):
        assert same(overlay(one, diff(one, other)), other)
