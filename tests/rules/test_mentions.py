"""Whom a note calls by name, in both scripts."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as some

from amends.correspondence.mentions import mentioned

NAMES = {
    "chen": "陈怡 Chen Yi",
    "fang": "王芳",
    "fangfang": "王芳芳",
    "anna": "Anna Li",
    "annal": "Anna L",
    "marco": "Marco Li 李牧",
    "other": "Anna Li",
}
IDS = {name: uuid4() for name in NAMES}
PEOPLE = {IDS[name]: text for name, text in NAMES.items()}


def called(text: str) -> list[str]:
    names = {person: name for name, person in IDS.items()}
    return [names[person] for person in mentioned(text, PEOPLE)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("@陈怡请看一下", ["chen"]),
        ("＠陈怡 Chen Yi please", ["chen"]),
        ("please, @chen yi, look", ["chen"]),
        ("@王芳芳和@王芳", ["fangfang", "fang"]),
        ("@Anna Li: yours", ["anna", "other"]),
        ("@Anna L. has it", ["annal"]),
        ("@Anna Lind has it", []),
        ("@Marco Li李牧", ["marco"]),
        ("write to marco@chen yi.example and 陈怡", ["chen"]),
        ("@ 李牧", ["marco"]),
        ("nobody @ all", []),
    ],
)
def test_called_by_whole_names_or_one_half(text: str, wanted: list[str]) -> None:
    assert called(text) == wanted


@given(some.text(), some.dictionaries(some.uuids(), some.text(), max_size=5))
def test_whatever_is_written_nobody_is_called_without_the_sign(text: str, people: dict[UUID, str]) -> None:
    found = mentioned(text, people)
    assert set(found) <= set(people)
    assert mentioned(text.replace("@", " ").replace("＠", " "), people) == []


@given(some.sampled_from(sorted(NAMES)), some.text(alphabet="，。 ,.!"), some.text(alphabet="，。,.!"))
def test_a_whole_name_is_always_heard(name: str, before: str, after: str) -> None:
    assert IDS[name] in mentioned(f"{before}@{NAMES[name]}{after}", PEOPLE)
