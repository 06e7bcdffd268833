"""What people write is kept whole or refused, and stays inside its field."""

from __future__ import annotations

import pytest

from amends.complaints.texts import Texts, is_blank, line, one_line, prose
from amends.errors import Invalid


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Nobody \t answered\n", "Nobody answered"),
        ("Refund \u202e005 EMC\u202c", "Refund 005 EMC"),
        ("\u2067Amina\u2069\u200f\u061c", "Amina"),
        ("Am\x07ina\x9b", "Amina"),
        ("می\u200cخواهم", "می\u200cخواهم"),  # the joiner is part of how it is written
        ("张伟", "张伟"),
    ],
)
def test_a_line_keeps_what_is_written_and_nothing_that_reorders(typed: str, kept: str) -> None:
    assert one_line(typed) == kept


@pytest.mark.parametrize("typed", ["", " \n", "\u200b", "\u202e\u200b \u3000", "\ufeff\x00"])
def test_what_nobody_can_see_is_empty(typed: str) -> None:
    assert is_blank(typed)
    for read in (line, prose):
        assert read("reason", typed, required=False) == ""
        with pytest.raises(Invalid) as wrong:
            read("reason", typed)
        assert wrong.value.fields == {"reason": "Please fill this in."}


def test_too_long_is_refused_never_cut() -> None:
    assert len(line("party", "x" * 200)) == 200
    assert len(prose("reason", "x" * 20_000)) == 20_000
    texts = Texts()
    texts.line("party", "x" * 201)
    texts.prose("reason", "x" * 20_001)
    texts.line("contact", "")
    with pytest.raises(Invalid) as wrong:
        texts.demand()
    assert wrong.value.fields == {
        "party": "This text is too long.",
        "reason": "This text is too long.",
        "contact": "Please fill this in.",
    }
