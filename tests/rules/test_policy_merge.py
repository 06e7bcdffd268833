"""Layers laid over each other: tables merge by key, the rest replaces, tombstones take away."""

from __future__ import annotations

from copy import deepcopy

from hypothesis import given
from hypothesis import strategies as st

from amends.policy.merge import Layer, in_force, overlay, stack, strangers
from tests.rules.plain_documents import GONE, documents, layers, scalars


@given(documents, layers, layers)
def test_layers_may_be_stacked_in_any_grouping(
    base: dict[str, object], low: dict[str, object], high: dict[str, object]
) -> None:
    assert overlay(overlay(base, low), high) == overlay(base, stack(low, high))


@given(layers, layers, layers)
def test_stacking_is_associative(
    one: dict[str, object], two: dict[str, object], three: dict[str, object]
) -> None:
    assert overlay({}, stack(stack(one, two), three)) == overlay({}, stack(one, stack(two, three)))


@given(documents, layers)
def test_a_layer_laid_twice_changes_nothing_more(base: dict[str, object], layer: dict[str, object]) -> None:
    once = overlay(base, layer)
    assert overlay(once, layer) == once


@given(documents)
def test_an_empty_layer_changes_nothing(base: dict[str, object]) -> None:
    assert overlay(base, {}) == base == overlay({}, base)


@given(documents, scalars)
def test_an_override_can_be_reverted(base: dict[str, object], value: object) -> None:
    overridden = overlay(base, dict.fromkeys(base, value))
    assert overlay(overridden, base) == base


@given(documents, layers)
def test_no_tombstone_is_left(base: dict[str, object], layer: dict[str, object]) -> None:
    def markers(value: object) -> bool:
        return isinstance(value, dict) and (
            bool({"removed", "replaced"} & value.keys()) or any(map(markers, value.values()))
        )

    assert not markers(overlay(base, layer))


@given(documents, layers)
def test_neither_side_is_changed(base: dict[str, object], layer: dict[str, object]) -> None:
    before = deepcopy((base, layer))
    overlay(base, layer)
    assert (base, layer) == before


def test_tables_merge_by_key() -> None:
    base: dict[str, object] = {"levels": {"high": {"rank": 1, "name": "High"}, "low": {"rank": 2}}}
    assert overlay(base, {"levels": {"high": {"name": "Urgent"}}}) == {
        "levels": {"high": {"rank": 1, "name": "Urgent"}, "low": {"rank": 2}}
    }


def test_arrays_replace() -> None:
    assert overlay({"days": [1, 2, 3, 4, 5]}, {"days": [6, 7]}) == {"days": [6, 7]}


def test_a_tombstone_takes_an_inherited_item_away() -> None:
    assert overlay({"remedies": {"a": {"rank": 1}, "b": {"rank": 2}}}, {"remedies": {"a": GONE}}) == {
        "remedies": {"b": {"rank": 2}}
    }


def test_a_tombstone_for_nothing_is_no_harm() -> None:
    assert overlay({"remedies": {}}, {"remedies": {"a": GONE}}) == {"remedies": {}}


def test_what_was_taken_away_may_come_back_without_its_past() -> None:
    removed: dict[str, object] = {"a": GONE}
    again: dict[str, object] = {"a": {"rank": 9}}
    assert overlay(overlay({"a": {"rank": 1, "name": "old"}}, removed), again) == again
    assert overlay({"a": {"rank": 1, "name": "old"}}, stack(removed, again)) == again


def test_a_table_may_be_replaced_whole() -> None:
    base: dict[str, object] = {"choices": {"yes": {"rank": 1}, "no": {"rank": 2}}}
    assert overlay(base, {"choices": {"replaced": True, "maybe": {"rank": 1}}}) == {
        "choices": {"maybe": {"rank": 1}}
    }


@given(st.lists(layers, max_size=4))
def test_what_is_in_force_is_layer_over_layer(given_layers: list[dict[str, object]]) -> None:
    document: dict[str, object] = {}
    for layer in given_layers:
        document = overlay(document, layer)
    assert in_force(given_layers) == document


def test_the_later_layer_has_the_last_word() -> None:
    low: dict[str, object] = {"days": 30, "name": "low"}
    high: dict[str, object] = {"days": 60}
    assert in_force([low, high]) == {"days": 60, "name": "low"}
    assert in_force([high, low]) == {"days": 30, "name": "low"}


TEMPLATE = Layer("template", {"levels": {"a": {"rank": 1}, "b": {"rank": 2}}})


def strange(*documents: dict[str, object]) -> list[str]:
    return strangers([TEMPLATE, *(Layer(f"layer {n}", document) for n, document in enumerate(documents, 1))])


def test_taking_away_what_is_not_there_is_named() -> None:
    assert strange({"levels": {"a": GONE}}) == []
    assert strange({"levels": {"z": GONE}}) == [
        "layer 1: levels.z: nothing to take away; no layer below has it"
    ]
    assert strange({"levels": {"a": GONE}}, {"levels": {"a": GONE}}) == [
        "layer 2: levels.a: nothing to take away; no layer below has it"
    ]


def test_changing_what_was_taken_away_is_named() -> None:
    gone: dict[str, object] = {"levels": {"a": GONE}}
    assert strange(gone, {"levels": {"a": {"rank": 3}}}) == [
        "layer 2: levels.a: a layer below took it away; say replaced = true to begin it anew"
    ]
    assert strange(gone, {"levels": {"a": {"rank": 3, "replaced": True}}}) == []


def test_a_tombstone_with_words_on_it_is_named() -> None:
    assert strange({"levels": {"a": {"removed": True, "rank": 3}}}) == [
        "layer 1: levels.a: expected nothing beside removed = true, got rank, removed"
    ]


def test_what_begins_anew_has_nothing_below() -> None:
    assert strange({"levels": {"replaced": True, "a": GONE}}) == [
        "layer 1: levels.a: nothing to take away; no layer below has it"
    ]
