"""A change is told by item, with the names people know, whatever the document leaves unsaid."""

from __future__ import annotations

import pytest

from amends.policy.describing import ItemTold, name_of, steps_to, told
from amends.policy.difference import Kind
from amends.policy.document import Category, Clock, ClockUse, FieldUse, Level, Policy
from amends.policy.parse import parse, to_plain
from amends.policy.places import Keys, keys_of, leaves, put_at, without
from amends.policy.shape import kind_at, spelled_out
from tenants.templates import pickable_templates

Document = dict[str, object]

BEFORE: Document = {
    "clocks": {"respond": {"name": {"zh": "首次响应", "en": "First answer"}}},
    "fields": {"age": {"name": {"zh": "年龄", "en": "Age"}}},
    "levels": {
        "T1": {
            "name": {"zh": "紧急", "en": "Urgent"},
            "rank": 1,
            "criteria": {"zh": "急", "en": "At once"},
            "clocks": {"respond": {"period": "6 h"}},
        }
    },
    "categories": {"A": {"name": {"zh": "甲", "en": "A"}, "fields": {"age": {"required": False}}}},
}


def only(document: Document) -> ItemTold:
    [item] = told(BEFORE, document)
    return item


def test_a_value_deep_in_an_item() -> None:
    item = only(put_at(BEFORE, keys_of("levels.T1.clocks.respond.period"), "4 h"))
    assert (item.part, item.code, item.kind) == ("levels", "T1", Kind.CHANGED)
    assert item.names == {"zh": "紧急", "en": "Urgent"}
    [change] = item.changes
    assert (change.change.before, change.change.after) == ("6 h", "4 h")
    assert [(step.key, step.owner, step.names) for step in change.steps] == [
        ("clocks", Level, None),
        ("respond", None, {"zh": "首次响应", "en": "First answer"}),
        ("period", ClockUse, None),
    ]


def test_a_value_that_becomes_the_usual_one_is_changed_not_taken_away() -> None:
    item = only(without(BEFORE, keys_of("categories.A.fields.age.required")))
    [change] = item.changes
    assert (change.kind, change.change.before, change.change.after) == (Kind.CHANGED, False, True)
    assert [(step.key, step.owner) for step in change.steps] == [
        ("fields", Category),
        ("age", None),
        ("required", FieldUse),
    ]


def test_an_item_that_came_and_one_that_went() -> None:
    came = only(put_at(BEFORE, keys_of("remedies.refund"), {"name": {"zh": "退款", "en": "Refund"}}))
    assert (came.part, came.code, came.kind) == ("remedies", "refund", Kind.ADDED)
    assert came.names == {"zh": "退款", "en": "Refund"}
    went = only(without(BEFORE, keys_of("levels.T1")))
    assert (went.kind, went.names) == (Kind.REMOVED, {"zh": "紧急", "en": "Urgent"})


def test_a_part_that_is_one_table_has_no_item() -> None:
    item = only(put_at(BEFORE, keys_of("handling.rounds"), 3))
    assert (item.part, item.code, item.names) == ("handling", None, None)
    assert [step.key for step in item.changes[0].steps] == ["rounds"]


def test_all_of_an_item_is_told_together_and_parts_in_their_order() -> None:
    document = put_at(BEFORE, keys_of("levels.T1.rank"), 2)
    document = put_at(document, keys_of("levels.T1.name.en"), "Critical")
    document = put_at(document, keys_of("clocks.respond.public"), False)
    document = put_at(document, keys_of("fields.age.personal"), True)
    items = told(BEFORE, document)
    assert [(item.part, item.code, len(item.changes)) for item in items] == [
        ("fields", "age", 1),
        ("levels", "T1", 2),
        ("clocks", "respond", 1),
    ]
    assert items[1].names == {"zh": "紧急", "en": "Critical"}


def test_a_value_that_is_a_code_says_of_which_part() -> None:
    item = only(put_at(BEFORE, keys_of("categories.A.level"), "T1"))
    assert item.changes[0].part == "levels"
    item = only(put_at(BEFORE, keys_of("clocks.respond.pauses"), ["expert"]))
    assert item.changes[0].part == "pauses"
    assert item.changes[0].steps[-1].owner is Clock


@pytest.mark.parametrize(
    ("keys", "name"),
    [
        (("levels", "T1"), "Urgent"),
        (("levels", "T1", "clocks", "respond"), "First answer"),
        (("categories", "A", "fields", "age"), "Age"),
        (("levels", "gone"), None),
    ],
)
def test_what_an_item_is_called(keys: Keys, name: str | None) -> None:
    found = name_of(BEFORE, keys)
    assert (found["en"] if found else None) == name


def test_every_place_of_every_template_can_be_told() -> None:
    for template in pickable_templates().values():
        document = spelled_out(to_plain(template.policy))
        for keys, _ in leaves(document):
            steps = steps_to(keys, document)
            assert kind_at(keys) is not None, keys
            assert steps[0].owner is Policy
            assert all(step.is_item or step.owner is not None for step in steps)


def test_spelling_out_what_is_usual_changes_nothing() -> None:
    for code, template in pickable_templates().items():
        plain = to_plain(template.policy)
        document = spelled_out(plain)
        assert parse(document, where=code) == template.policy
        assert spelled_out(document) == document
        assert told(plain, document) == []
