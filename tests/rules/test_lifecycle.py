"""The move table, with every choice of optional states a policy may make."""

from __future__ import annotations

from collections.abc import Collection

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.complaints.lifecycle import ENDED, OPTIONAL, Move, MoveRefused, State, after, moves

choices_of_states_off = st.sets(st.sampled_from(sorted(OPTIONAL)))


def reachable(start: State, off: Collection[State]) -> set[State]:
    found, waiting = {start}, [start]
    while waiting:
        for target in moves(waiting.pop(), off).values():
            if target not in found:
                found.add(target)
                waiting.append(target)
    return found


@given(choices_of_states_off)
def test_a_complaint_can_be_closed_from_every_open_state_it_can_reach(off: set[State]) -> None:
    for state in reachable(State.REGISTERED, off) - ENDED:
        assert State.CLOSED in reachable(state, off), state


@given(choices_of_states_off)
def test_a_state_that_is_off_is_never_reached(off: set[State]) -> None:
    assert not reachable(State.REGISTERED, off) & off


@given(choices_of_states_off)
def test_every_state_that_is_on_can_be_reached(off: set[State]) -> None:
    assert reachable(State.REGISTERED, off) == set(State) - off


@given(choices_of_states_off)
def test_a_dispute_leads_back_to_work_and_never_to_an_end(off: set[State]) -> None:
    for state in set(State) - off:
        target = moves(state, off).get(Move.DISPUTE)
        assert target is None or target in {State.SOLUTION, State.INVESTIGATING, State.ACCEPTED}


@given(choices_of_states_off)
def test_withdrawing_is_possible_until_the_answer_is_carried_out(off: set[State]) -> None:
    open_to_withdrawal = {State.REGISTERED, State.REVIEW, State.ACCEPTED, State.INVESTIGATING, State.SOLUTION}
    for state in open_to_withdrawal - off:
        assert after(state, Move.WITHDRAW, off) is State.WITHDRAWN


def test_steps_cannot_be_skipped() -> None:
    with pytest.raises(MoveRefused):
        after(State.REGISTERED, Move.ACCEPT)
    with pytest.raises(MoveRefused):
        after(State.ACCEPTED, Move.DECIDE)
    with pytest.raises(MoveRefused):
        after(State.DECIDED, Move.CLOSE)


def test_without_optional_states_the_way_is_short() -> None:
    off = OPTIONAL
    assert after(State.REGISTERED, Move.ACKNOWLEDGE, off) is State.REGISTERED
    assert after(State.REGISTERED, Move.ACCEPT, off) is State.ACCEPTED
    assert after(State.ACCEPTED, Move.DECIDE, off) is State.DECIDED
    assert after(State.DECIDED, Move.CLOSE, off) is State.CLOSED
    assert after(State.DECIDED, Move.DISPUTE, off) is State.ACCEPTED


def test_nothing_moves_an_archived_complaint() -> None:
    assert moves(State.ARCHIVED) == {}


def test_deadlock_leads_to_a_new_offer_to_an_outside_body_or_to_the_end() -> None:
    assert moves(State.DEADLOCK) == {
        Move.OFFER: State.SOLUTION,
        Move.REFER: State.EXTERNAL,
        Move.CLOSE: State.CLOSED,
    }
