"""A later template comes in where nothing is one's own; one's own stays; where both changed, somebody decides."""

from __future__ import annotations

from hypothesis import given

from amends.policy.editing import Side
from amends.policy.places import same
from amends.policy.upgrading import upgraded
from tests.rules.plain_documents import documents

Document = dict[str, object]


@given(documents, documents)
def test_whoever_changed_nothing_has_the_later_template(before: Document, later: Document) -> None:
    found = upgraded(before, before, later)
    assert same(found.document, later)
    assert not found.conflicts


@given(documents, documents)
def test_a_template_that_did_not_change_changes_nothing(before: Document, mine: Document) -> None:
    found = upgraded(before, mine, before)
    assert same(found.document, mine)
    assert not found.conflicts


@given(documents, documents)
def test_who_had_what_the_template_says_now_is_asked_nothing(before: Document, later: Document) -> None:
    found = upgraded(before, later, later)
    assert same(found.document, later)
    assert not found.conflicts


@given(documents, documents, documents)
def test_every_conflict_can_be_decided_either_way(before: Document, mine: Document, later: Document) -> None:
    asked = upgraded(before, mine, later)
    for side in Side:
        choices = {conflict.keys: side for conflict in asked.conflicts}
        settled = upgraded(before, mine, later, choices=choices)
        assert not settled.conflicts
        assert same(settled.document, asked.document if side is Side.OURS else asked.inherited)


def test_a_pinned_value_stays_and_the_rest_of_its_item_comes_in() -> None:
    before: Document = {"levels": {"a": {"rank": 1, "period": "6 h"}}}
    later: Document = {"levels": {"a": {"rank": 2, "period": "4 h"}}}
    found = upgraded(before, before, later, pins=[("levels", "a", "period")])
    assert found.document == {"levels": {"a": {"rank": 2, "period": "6 h"}}}
    assert not found.conflicts


def test_an_item_with_a_pinned_value_is_not_taken_away_unasked() -> None:
    before: Document = {"levels": {"a": {"rank": 1, "period": "6 h"}}}
    found = upgraded(before, before, {"levels": {}}, pins=[("levels", "a", "period")])
    assert [conflict.keys for conflict in found.conflicts] == [("levels", "a")]
    assert found.document == before
    assert found.inherited == {"levels": {}}
