"""Several hundred awkward letters: each is read without an error, and what was written in it is found again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.mailin.parsing import parse
from tests.amends.mailin.letters import Letter, awkward

LETTERS = awkward()


def test_there_are_several_hundred() -> None:
    assert len(LETTERS) > 300
    assert len({each.name for each in LETTERS}) == len(LETTERS)


@pytest.mark.parametrize("letter", LETTERS, ids=[each.name for each in LETTERS])
def test_what_was_written_is_found_again(letter: Letter) -> None:
    found = parse(letter.raw)
    assert letter.text in found.text + found.quoted
    assert not {"\x00", "\r"} & set(found.text + found.quoted + found.subject + found.sender_name)
    assert [each.name for each in found.attachments if each.name != "file.plain"] == list(letter.files)
    if letter.subject:
        assert found.subject == letter.subject
    (found.text + found.subject + found.sender + found.message_id).encode("utf-8")


@given(st.binary(max_size=400))
def test_any_bytes_are_read(raw: bytes) -> None:
    parse(raw)


@given(st.sampled_from(LETTERS), st.data())
def test_letters_that_were_damaged_on_the_way_are_read(letter: Letter, data: st.DataObject) -> None:
    raw = bytearray(letter.raw[:3000])
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(raw) - 1))
        raw[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
        if not raw:
            break
    found = parse(bytes(raw))
    found.text.encode("utf-8")
