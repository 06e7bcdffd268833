"""What an article has to say, who approves it, until when it holds, what differs, and by which words it is found."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.knowledge.rules import Change, Content, compare, lacking, may_approve, months_later
from amends.knowledge.words import OF_TITLE, asked_of, kept_of
from amends.people.rights import Right

TEXTS = st.lists(st.sampled_from(["a", "b", "c", ""]), max_size=12).map("\n".join)


def content(**values: str) -> Content:
    texts = {"title_zh": "退款", "title_en": "Refunds", "body_zh": "一周到账。", "body_en": "Within a week."}
    return Content(**{"audience": "staff", **texts, **values}, categories=(), review_months=6)


def test_complainants_are_owed_both_languages_and_staff_one() -> None:
    assert lacking(content(audience="complainants")) == {}
    assert set(lacking(content(audience="complainants", body_zh="", title_en=""))) == {"body_zh", "title_en"}
    assert lacking(content(title_zh="", body_zh="")) == {}
    assert lacking(content(title_zh="", body_en="")) != {}, "half of each is none"


def test_a_text_is_read_in_the_other_language_where_one_is_not_whole() -> None:
    assert content().in_language("zh") == ("退款", "一周到账。")
    assert content(body_zh="").in_language("zh") == ("Refunds", "Within a week.")


def test_whoever_wrote_on_it_does_not_approve_it() -> None:
    bram, chen = uuid4(), uuid4()
    assert may_approve(chen, {Right.APPROVE_ARTICLES}, {bram})
    assert not may_approve(bram, {Right.APPROVE_ARTICLES}, {bram})
    assert not may_approve(chen, {Right.WRITE_ARTICLES}, {bram})
    assert not may_approve(None, {Right.APPROVE_ARTICLES}, {bram})


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 3, 2), 6, date(2026, 9, 2)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2024, 2, 29), 60, date(2029, 2, 28)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_its_month(day: date, months: int, then: date) -> None:
    assert months_later(day, months) == then


@given(TEXTS, TEXTS)
def test_nothing_added_or_removed_is_left_out(old: str, new: str) -> None:
    lines = compare(old, new)
    assert (lines == []) is (old.splitlines() == new.splitlines())
    for change, text, other in ((Change.REMOVED, old, new), (Change.ADDED, new, old)):
        shown = [line.text for line in lines if line.change in (change, Change.SAME)]
        missing = [line for line in set(text.splitlines()) - set(other.splitlines()) if line not in shown]
        assert missing == []


def test_words_of_a_title_tell_most_and_empty_ones_nothing() -> None:
    kept = kept_of(content(title_en="The refund", body_en="Refunds arrive in a week."))
    assert kept["refund"] == OF_TITLE
    assert kept["退款"] == OF_TITLE
    assert kept["week"] < OF_TITLE
    assert not {"the", "in", "a"} & kept.keys()
    assert set(asked_of("我要退款")) & kept.keys() == {"退款"}
    assert "refund" in asked_of("Two refunds were refused")
