"""A history can't be changed unseen: the first broken link is named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amends.audit.chain import GENESIS, Break, Broken, Entry, Tail, entry_hash, link, verify_chain

NINE = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
AMINAS_CASE, DORAS_CASE = UUID(int=1), UUID(int=2)
BRAM, CHEN = UUID(int=11), UUID(int=12)
ACTS = ("lodged", "acknowledged", "accepted", "resolved", "closed")


def history(
    acts: tuple[str, ...] = ACTS, *, by: UUID | None = BRAM, chain_id: UUID = AMINAS_CASE
) -> list[Entry]:
    entries: list[Entry] = []
    for hour, act in enumerate(acts):
        entries.append(
            link(
                entries[-1] if entries else None,
                chain_id=chain_id,
                at=NINE + timedelta(hours=hour),
                actor_kind="person",
                actor_id=by,
                act=act,
                detail={"note": f"Amina's case was {act}", "allegations": [1, 2]},
                digests={"name": "ab" * 32},
            )
        )
    return entries


def following(after: Tail, act: str, *, chain_id: UUID = AMINAS_CASE) -> Entry:
    return link(after, chain_id=chain_id, at=NINE, actor_kind="person", actor_id=BRAM, act=act, detail={})


def test_an_untouched_history_holds() -> None:
    assert verify_chain(history()) is None
    assert verify_chain([]) is None


def test_the_first_entry_refers_to_the_genesis_and_each_next_one_to_the_one_before() -> None:
    entries = history()
    assert [entry.seq for entry in entries] == [1, 2, 3, 4, 5]
    assert [entry.prev_hash for entry in entries] == [GENESIS, *(entry.hash for entry in entries[:-1])]


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: replace(entry, at=entry.at + timedelta(microseconds=1)),
        lambda entry: replace(entry, actor_id=CHEN),
        lambda entry: replace(entry, actor_id=None),
        lambda entry: replace(entry, actor_kind="system"),
        lambda entry: replace(entry, act="refused"),
        lambda entry: replace(entry, detail={**entry.detail, "note": "Nothing happened"}),
        lambda entry: replace(entry, detail={}),
        lambda entry: replace(entry, detail={"amount": 1.5}),  # what we never could have written
        lambda entry: replace(entry, digests={}),
        lambda entry: replace(entry, hash=b"short"),
    ],
)
def test_an_altered_entry_is_named(change: Callable[[Entry], Entry]) -> None:
    entries = history()
    entries[2] = change(entries[2])
    assert verify_chain(entries) == Broken(3, Break.ALTERED)


def test_an_entry_altered_together_with_its_hash_loses_its_follower() -> None:
    entries = history()
    entries[2] = following(entries[1], "refused")
    assert verify_chain(entries) == Broken(4, Break.WRONG_PREV)


@pytest.mark.parametrize("missing", [1, 2, 4])
def test_a_missing_entry_is_named(missing: int) -> None:
    entries = [entry for entry in history() if entry.seq != missing]
    assert verify_chain(entries) == Broken(missing, Break.GAP)


def test_a_missing_entry_is_found_when_the_rest_are_numbered_anew() -> None:
    entries = history()
    del entries[1]
    renumbered = [replace(entry, seq=seq) for seq, entry in enumerate(entries, start=1)]
    assert verify_chain(renumbered) == Broken(2, Break.WRONG_PREV)


def test_entries_out_of_order_or_twice_are_a_gap() -> None:
    first, second, third, *_ = history()
    assert verify_chain([first, third, second]) == Broken(2, Break.GAP)
    assert verify_chain([first, first, second]) == Broken(2, Break.GAP)


def test_an_entry_of_another_case_does_not_fit() -> None:
    entries, others = history(), history(by=CHEN)
    entries[3] = others[3]
    assert verify_chain(entries) == Broken(4, Break.WRONG_PREV)


def test_a_whole_history_given_to_another_case_is_found() -> None:
    moved = [replace(entry, chain_id=DORAS_CASE) for entry in history()]
    assert verify_chain(moved) == Broken(1, Break.ALTERED)


def test_a_history_does_not_go_on_in_another_case() -> None:
    entries = history()
    stray = following(entries[-1], "reopened", chain_id=DORAS_CASE)
    assert verify_chain([*entries, stray]) == Broken(6, Break.WRONG_PREV)


def test_the_next_link_needs_no_more_than_the_head() -> None:
    @dataclass(frozen=True)
    class Head:
        seq: int
        hash: bytes

    entries = history()
    last = entries[-1]
    reopened = following(Head(last.seq, last.hash), "reopened")
    assert verify_chain([*entries, reopened]) is None


def test_a_hash_needs_a_whole_hash_before_it() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        entry_hash(b"", {})


@settings(deadline=None)
@given(st.lists(st.text(max_size=20), min_size=1, max_size=8), st.data())
def test_any_single_change_breaks_any_history(acts: list[str], data: st.DataObject) -> None:
    entries = history(tuple(acts))
    assert verify_chain(entries) is None
    place = data.draw(st.integers(0, len(entries) - 1))
    act = data.draw(st.text(max_size=20).filter(lambda text: text != acts[place]))
    entries[place] = replace(entries[place], act=act)
    assert verify_chain(entries) == Broken(place + 1, Break.ALTERED)
