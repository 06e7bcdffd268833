"""An organisation's own layer holds what differs and what was pinned, and nothing else, whatever was done before."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.policy.overriding import (
    NoSuchPlace,
    Overrides,
    PlaceTaken,
    Standing,
    add,
    pin,
    put,
    remove,
    revert,
    save_item,
    settled,
    standing,
    unpin,
)
from amends.policy.places import Keys, at, dotted, leaves, same
from tests.rules.plain_documents import GONE, documents, places, scalars

Document = dict[str, object]
INHERITED: Document = {
    "days": 30,
    "levels": {
        "urgent": {
            "rank": 1,
            "name": {"zh": "紧急", "en": "Urgent"},
            "clocks": {"respond": {"period": "6 h"}},
        },
        "normal": {"rank": 2, "name": {"zh": "一般", "en": "Normal"}, "paid": True},
    },
    "kpis": {},
}
NOTHING = Overrides({})
RESPOND: Keys = ("levels", "urgent", "clocks", "respond", "period")


def own_of(inherited: Document, document: Document) -> Overrides:
    return settled(inherited, document)


@given(documents, documents)
def test_what_is_stored_makes_the_document_and_storing_it_again_changes_nothing(
    inherited: Document, document: Document
) -> None:
    own = settled(inherited, document)
    assert same(own.in_force(inherited), document)
    assert settled(inherited, own.in_force(inherited), own.pins) == own


@given(documents)
def test_what_equals_the_inherited_is_not_stored(inherited: Document) -> None:
    assert settled(inherited, inherited) == NOTHING


@given(documents, documents, st.data())
def test_a_put_changes_one_place_and_nothing_else(
    inherited: Document, document: Document, data: st.DataObject
) -> None:
    keys = data.draw(st.sampled_from([("a",), ("b",), *(keys for keys, _ in leaves(document))]))
    value = data.draw(scalars)
    after = put(inherited, settled(inherited, document), keys, value).in_force(inherited)
    assert same(at(after, keys), value)
    others = {place: held for place, held in leaves(document) if place[: len(keys)] != keys}
    assert all(same(at(after, place), held) for place, held in others.items())


@given(documents, st.data())
def test_override_then_revert_stores_nothing(inherited: Document, data: st.DataObject) -> None:
    keys = data.draw(st.sampled_from([("a",), *(keys for keys, _ in leaves(inherited))]))
    changed = put(inherited, NOTHING, keys, data.draw(scalars))
    assert revert(inherited, changed, keys) == NOTHING


@given(documents, documents, places)
def test_revert_brings_back_exactly_the_inherited(
    inherited: Document, document: Document, keys: Keys
) -> None:
    own = settled(inherited, document)
    try:
        back = revert(inherited, own, keys)
    except NoSuchPlace:
        assert at(document, keys[:-1]) is None
        return
    assert same(at(back.in_force(inherited), keys), at(inherited, keys))
    assert revert(inherited, back, keys) == back


@given(documents, documents, st.data())
def test_pinning_keeps_a_value_when_the_template_moves(
    old: Document, new: Document, data: st.DataObject
) -> None:
    old = {**old, "a": 1}
    held = {keys: value for keys, value in leaves(old) if value != {}}
    keys = data.draw(st.sampled_from(sorted(held)))
    own = pin(old, NOTHING, keys)
    assert same(own.in_force(old), old)
    assert same(at(own.in_force(new), keys), held[keys])
    assert unpin(old, own, keys) == NOTHING


def test_only_the_values_that_differ_are_stored() -> None:
    item = {"rank": 1, "name": {"zh": "紧急", "en": "Critical"}, "clocks": {"respond": {"period": "4 h"}}}
    own = save_item(INHERITED, NOTHING, ("levels", "urgent"), item)
    assert own.layer == {
        "levels": {"urgent": {"name": {"en": "Critical"}, "clocks": {"respond": {"period": "4 h"}}}}
    }
    assert save_item(INHERITED, own, ("levels", "urgent"), at(INHERITED, ("levels", "urgent"))) == NOTHING


def test_saving_an_unchanged_form_stores_nothing() -> None:
    for code in ("urgent", "normal"):
        assert save_item(INHERITED, NOTHING, ("levels", code), at(INHERITED, ("levels", code))) == NOTHING


@pytest.mark.parametrize("value", [False, 0, "", []])
def test_no_zero_and_nothing_written_are_real_overrides(value: object) -> None:
    keys = ("levels", "normal", "paid")
    own = put(INHERITED, NOTHING, keys, value)
    assert own.layer == {"levels": {"normal": {"paid": value}}}
    assert standing(INHERITED, own, keys) is Standing.CHANGED


def test_equal_to_inherited_is_stored_only_when_pinned() -> None:
    changed = put(INHERITED, NOTHING, RESPOND, "4 h")
    assert put(INHERITED, changed, RESPOND, "6 h") == NOTHING
    pinned = pin(INHERITED, NOTHING, RESPOND)
    assert at(pinned.layer, RESPOND) == "6 h"
    again = put(INHERITED, put(INHERITED, pinned, RESPOND, "4 h"), RESPOND, "6 h")
    assert again == pinned
    assert standing(INHERITED, pinned, RESPOND) is Standing.PINNED
    assert revert(INHERITED, pinned, RESPOND) == NOTHING


def test_a_whole_item_may_be_pinned_and_one_value_of_it_let_go() -> None:
    own = pin(INHERITED, NOTHING, ("levels", "normal"))
    assert own.layer == {"levels": {"normal": at(INHERITED, ("levels", "normal"))}}
    own = unpin(INHERITED, own, ("levels", "normal", "rank"))
    assert ("levels", "normal", "rank") not in own.pins
    assert at(own.layer, ("levels", "normal", "rank")) is None
    assert at(own.layer, ("levels", "normal", "paid")) is True


def test_a_pinned_condition_does_not_mix_with_a_later_one() -> None:
    old: Document = {"when": {"field": "media", "value": True}}
    own = pin(old, NOTHING, ("when",))
    assert own.in_force({"when": {"any": [{"field": "amount"}]}}) == old


def test_taking_away_an_inherited_item_and_bringing_it_back() -> None:
    own = remove(INHERITED, NOTHING, ("levels", "urgent"))
    assert own.layer == {"levels": {"urgent": GONE}}
    assert standing(INHERITED, own, ("levels", "urgent")) is Standing.REMOVED
    assert revert(INHERITED, own, ("levels", "urgent")) == NOTHING


def test_an_own_item_comes_and_goes_without_a_trace() -> None:
    own = add(INHERITED, NOTHING, ("kpis", "first"), {"rank": 1})
    assert standing(INHERITED, own, ("kpis", "first")) is Standing.OWN
    assert remove(INHERITED, own, ("kpis", "first")) == NOTHING
    assert revert(INHERITED, own, ("kpis", "first")) == NOTHING
    own = add(INHERITED, NOTHING, ("levels", "normal", "clocks", "respond"), {"period": "2 d"})
    assert remove(INHERITED, own, ("levels", "normal", "clocks", "respond")) == NOTHING


def test_an_item_taken_away_and_added_again_is_the_inherited_one_changed() -> None:
    gone = remove(INHERITED, NOTHING, ("levels", "normal"))
    own = add(
        INHERITED,
        gone,
        ("levels", "normal"),
        {"rank": 2, "name": {"zh": "普通", "en": "Normal"}, "paid": True},
    )
    assert own.layer == {"levels": {"normal": {"name": {"zh": "普通"}}}}


def test_a_pin_goes_with_its_item() -> None:
    own = remove(INHERITED, pin(INHERITED, NOTHING, RESPOND), ("levels", "urgent"))
    assert own == Overrides({"levels": {"urgent": GONE}})


@pytest.mark.parametrize("keys", [("levels", "nope"), ("levels", "nope", "rank"), ("colours", "red", "rank")])
def test_what_is_not_there_is_refused_by_name(keys: Keys) -> None:
    acts: list[Callable[[], Overrides]] = [
        lambda: remove(INHERITED, NOTHING, keys),
        lambda: pin(INHERITED, NOTHING, keys),
        lambda: save_item(INHERITED, NOTHING, keys, {}),
        lambda: put(INHERITED, NOTHING, (*keys, "name"), "x"),
        lambda: add(INHERITED, NOTHING, (*keys, "fields", "x"), {}),
    ]
    for act in acts:
        with pytest.raises(NoSuchPlace) as refused:
            act()
        assert any(dotted(keys[:length]) in str(refused.value) for length in (2, 3))


def test_what_was_taken_away_cannot_be_changed() -> None:
    own = remove(INHERITED, NOTHING, ("levels", "urgent"))
    with pytest.raises(NoSuchPlace, match=r"levels\.urgent\.clocks\.respond"):
        put(INHERITED, own, RESPOND, "1 h")
    with pytest.raises(NoSuchPlace, match=r"levels\.urgent"):
        revert(INHERITED, own, RESPOND)


def test_a_code_is_given_once() -> None:
    with pytest.raises(PlaceTaken, match=r"levels\.urgent"):
        add(INHERITED, NOTHING, ("levels", "urgent"), {"rank": 7})
