"""How alike two complaints are: the same from either side, between 0 and 1, and never more than one is like itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from amends.complaints.known_by import email_key, phone_key
from amends.complaints.likeness import Traits, likeness, marks_in, pieces
from amends.policy.document import Field, Text
from tests.rules.a_policy import policy as a_policy

few = st.sampled_from(["", "a", "b"])
traits = st.builds(
    Traits,
    email=few,
    phone=few,
    category=few,
    marks=st.dictionaries(st.sampled_from(["order", "plate"]), few),
    words=st.text(alphabet="ab 电梯停了 .", max_size=30),
)


@given(traits, traits)
def test_it_is_symmetric_and_from_0_to_1(one: Traits, other: Traits) -> None:
    found = likeness(one, other)
    assert found == likeness(other, one)
    assert 0 <= found.score < 1


@given(traits, traits)
def test_nothing_is_more_like_one_than_itself(one: Traits, other: Traits) -> None:
    assert likeness(one, other).score <= likeness(one, one).score


@given(traits, traits)
def test_a_ground_more_makes_it_likelier(one: Traits, other: Traits) -> None:
    marked = [
        Traits(each.email, each.phone, each.category, {**each.marks, "vin": "x"}, each.words)
        for each in (one, other)
    ]
    assert likeness(*marked).score > likeness(one, other).score


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ("三号楼电梯又停了，已经三天没人修", "三号楼的电梯停了三天，没有人来修", 0.2, 1),
        ("三号楼电梯又停了，已经三天没人修", "物业费收费不合理，要求退还多收的部分", 0, 0.05),
        ("The lift in building three stands still", "Lift stands still in building three!", 0.8, 1),
        ("The lift in building three stands still", "My invoice names an amount I never agreed to", 0, 0.1),
    ],
)
def test_words_are_compared_in_either_language(one: str, other: str, least: float, most: float) -> None:
    assert least <= likeness(Traits(words=one), Traits(words=other)).words <= most


def test_pieces_are_pairs_where_no_word_is_written_apart() -> None:
    assert pieces("电梯停 Lift-3") == {"电梯", "梯停", "lift", "3"}


@pytest.mark.parametrize(
    ("typed", "zone", "key"),
    [
        ("138 0013-8000", "Asia/Shanghai", "+8613800138000"),
        ("+86 (138) 00138000", "Europe/London", "+8613800138000"),
        ("020 7946 0018", "Europe/London", "+442079460018"),
        ("400-1", "Asia/Shanghai", "4001"),
        ("", "Asia/Shanghai", None),
    ],
)
def test_a_number_is_the_same_however_it_was_typed(typed: str, zone: str, key: str | None) -> None:
    assert phone_key(typed, zone=zone) == key


def test_an_address_is_the_same_in_small_letters() -> None:
    assert (email_key(" Amina@Example.COM "), email_key(" ")) == ("amina@example.com", None)


def test_not_knowing_a_number_tells_no_matter_from_others() -> None:
    field = Field(name=Text(zh="订单号", en="Order number"), identifies=True)
    plain = structs.replace(field, identifies=False)
    policy = a_policy(fields={"order": field, "other": plain})
    for nothing in ("不详", "unknown", "n/a", "-", "0"):
        assert marks_in(policy, {"order": nothing}) == {}
    assert marks_in(policy, {"order": " ab－12 34 ", "other": "123456"}) == {"order": "ab1234"}
