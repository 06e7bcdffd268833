"""What is typed finds what was written: rules of the index, without a database."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from amends.search.marking import passage
from amends.search.runs import runs
from amends.search.tokens import FORGIVEN_FROM, Wanted, exactly, nearly, of_text

TEXTS = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=80)
HAN = st.text(alphabet="电梯漏水三号楼没有人处理停车费物业公司", min_size=1, max_size=12)
WORDS = st.text(alphabet="abcdefghijklmnoprstuvw", min_size=5, max_size=10)


def finds(typed: list[Wanted], text: str, *, fine: bool = False) -> bool:
    """As the database does it."""
    tokens = of_text(text, fine=fine)
    hard = [each for each in typed if not each.soft]
    soft = [each for each in typed if each.soft]

    def there(each: Wanted) -> bool:
        return any(set(way) <= tokens for way in each.ways)

    return bool(typed) and all(map(there, hard)) and sum(map(there, soft)) >= 0.6 * len(soft)


@given(TEXTS)
def test_every_text_finds_itself(text: str) -> None:
    typed = exactly(text)
    assume(typed)
    assert finds(typed, text)
    assert finds(nearly(text), text)


@given(HAN, HAN, HAN)
def test_any_phrase_is_found_wherever_it_stands(before: str, phrase: str, after: str) -> None:
    assume(len(phrase) > 1)
    assert finds(exactly(phrase), before + phrase + after)


@given(WORDS, st.data())
def test_one_letter_too_few_too_many_or_another_is_forgiven(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, min(len(word) - 2, 8)))  # longer words are known by how they begin
    letter = data.draw(st.sampled_from("xyz"))
    for typed in (
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + letter + word[at + 1 :],
    ):
        assert len(typed) < FORGIVEN_FROM or finds(nearly(typed), word), typed


@given(TEXTS, TEXTS)
def test_what_is_marked_stands_there_and_nothing_is_lost_between(text: str, typed: str) -> None:
    found = passage(text, typed)
    if found is None:
        return
    shown = "".join(piece.text for piece in found.pieces if piece.text != "…" or "…" in text)
    assert shown.replace("…", "") in text.replace("…", "") or shown in text
    assert any(piece.marked for piece in found.pieces)


@pytest.mark.parametrize(
    ("typed", "text", "how"),
    [
        ("leaking lift", "The lifts leak since Monday", "exactly"),
        ("refund", "They refunded nothing", "exactly"),
        ("电梯", "三号楼的电梯坏了", "exactly"),
        ("ＡＢ１２", "order ab12 missing", "exactly"),
        ("café", "the Cafe is loud", "exactly"),
        ("recieve", "I did not receive it", "nearly"),
        ("elevater", "the elevator stopped", "nearly"),
        ("elevaters", "the elevator stopped", "nearly"),
        ("电梯漏水", "电梯一直在漏水", "nearly"),
        ("the lift", "lift", "exactly"),
    ],
)
def test_found(typed: str, text: str, how: str) -> None:
    assert finds({"exactly": exactly, "nearly": nearly}[how](typed), text)
    assert passage(text, typed) is not None


@pytest.mark.parametrize(
    ("typed", "text"),
    [("电梯漏水", "停车费太贵"), ("lift", "list of things"), ("梯电", "电梯"), ("refund", "a new fund")],
)
def test_not_found(typed: str, text: str) -> None:
    assert not finds(exactly(typed), text)
    assert not finds(nearly(typed), text)


@pytest.mark.parametrize("part", ["138", "0002", "13800000002", "amin", "长安", "@exam"])
def test_names_and_numbers_are_found_by_a_part(part: str) -> None:
    assert finds(exactly(part), "Amina\namina@example.com\n138 0000 0002\n13800000002\n长安街1号", fine=True)


def test_runs_tell_where_they_stand() -> None:
    text = "３号楼 Lift—broken"
    assert [(run.plain, text[run.begin : run.end]) for run in runs(text)] == [
        ("3", "３"),
        ("号楼", "号楼"),
        ("lift", "Lift"),
        ("broken", "broken"),
    ]
