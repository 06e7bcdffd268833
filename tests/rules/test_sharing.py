"""Who gets the next case: fewest open ones, then longest without; and as it goes on, nobody falls behind."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from amends.complaints.sharing import Hand, least_loaded

BEGINNING = datetime(2026, 3, 2, tzinfo=UTC)
MOMENTS = st.none() | st.integers(0, 50).map(lambda minutes: BEGINNING + timedelta(minutes=minutes))
HANDS = st.lists(
    st.builds(
        Hand, st.integers(1, 9).map(lambda number: UUID(int=number)), st.integers(0, 6), last_given_at=MOMENTS
    ),
    unique_by=lambda hand: hand.person_id,
    max_size=8,
)


@given(hands=HANDS)
def test_nobody_who_could_take_it_has_fewer_or_waits_longer_with_as_many(hands: list[Hand]) -> None:
    shared = least_loaded(hands)
    assert (shared is None) == (not hands)
    if shared is None:
        return
    [taker] = [hand for hand in hands if hand.person_id == shared.person_id]
    assert (shared.open_cases, shared.among) == (taker.open_cases, len(hands))
    assert least_loaded(hands[::-1]) == shared
    for other in hands:
        assert other.open_cases >= taker.open_cases
        if other.open_cases == taker.open_cases and taker.last_given_at is not None:
            assert other.last_given_at is not None
            assert other.last_given_at >= taker.last_given_at


@given(hands=HANDS.filter(bool), cases=st.integers(1, 30))
def test_what_keeps_coming_brings_everybody_level(hands: list[Hand], cases: int) -> None:
    apart = max(hand.open_cases for hand in hands) - min(hand.open_cases for hand in hands)
    for minute in range(cases):
        shared = least_loaded(hands)
        assert shared is not None
        hands = [
            replace(
                hand,
                open_cases=hand.open_cases + 1,
                last_given_at=BEGINNING + timedelta(days=1, minutes=minute),
            )
            if hand.person_id == shared.person_id
            else hand
            for hand in hands
        ]
    now_apart = max(hand.open_cases for hand in hands) - min(hand.open_cases for hand in hands)
    assert now_apart <= max(apart, 1)


def test_whoever_never_got_one_comes_before_whoever_just_did() -> None:
    bram = Hand(UUID(int=1), 2, BEGINNING)
    chen = Hand(UUID(int=2), 2)
    shared = least_loaded([bram, chen])
    assert shared is not None
    assert shared.person_id == chen.person_id
