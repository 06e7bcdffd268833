"""Layers laid over each other: tables merge by key, the rest replaces, tombstones take away."""

from __future__ import annotations

from copy import deepcopy

from hypothesis import given
from hypothesis import strategies as st

from amends.policy.merge import overlay, stack

GONE: dict[str, object] = {"removed": True}

keys = st.sampled_from(["a", "b", "c"])
scalars = st.one_of(
    st.integers(0, 3), st.booleans(), st.text("xy", max_size=2), st.lists(st.integers(0, 3), max_size=2)
)


def tables(leaves: st.SearchStrategy[object]) -> st.SearchStrategy[dict[str, object]]:
    inner: st.SearchStrategy[object] = st.recursive(
        leaves, lambda below: st.dictionaries(keys, below, max_size=3), max_leaves=8
    )
    return st.dictionaries(keys, inner, max_size=3)


documents = tables(scalars)
layers = tables(st.one_of(scalars, st.just(GONE)))


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
