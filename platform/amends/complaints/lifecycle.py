"""The states a complaint can be in and the moves between them: one fixed table, owned by the engine.

A policy may switch optional states off; a move into a state that is off leads on to where that state's own moves
lead. Pausing belongs to a clock, an appeal to a linked case, so neither is a state here. Steps cannot be skipped
(ASVS-06).
"""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from amends.errors import DomainError


class State(StrEnum):
    REGISTERED = "REGISTERED"
    REVIEW = "REVIEW"
    REFUSED = "REFUSED"
    FORWARDED = "FORWARDED"
    ACCEPTED = "ACCEPTED"
    INVESTIGATING = "INVESTIGATING"
    SOLUTION = "SOLUTION"
    DECIDED = "DECIDED"
    EXECUTING = "EXECUTING"
    FEEDBACK = "FEEDBACK"
    CLOSED = "CLOSED"
    ARCHIVED = "ARCHIVED"
    REOPENED = "REOPENED"
    WITHDRAWN = "WITHDRAWN"
    MERGED = "MERGED"
    DEADLOCK = "DEADLOCK"
    EXTERNAL = "EXTERNAL"


class Move(StrEnum):
    ACKNOWLEDGE = "acknowledge"
    ACCEPT = "accept"
    REFUSE = "refuse"
    FORWARD = "forward"
    INVESTIGATE = "investigate"
    OFFER = "offer"
    AGREE = "agree"
    DISPUTE = "dispute"
    DECIDE = "decide"
    EXECUTE = "execute"
    CONFIRM = "confirm"
    CLOSE = "close"
    REOPEN = "reopen"
    ARCHIVE = "archive"
    WITHDRAW = "withdraw"
    MERGE = "merge"
    DEADLOCK = "deadlock"
    REFER = "refer"


OPTIONAL = frozenset({State.REVIEW, State.INVESTIGATING, State.SOLUTION, State.EXECUTING, State.FEEDBACK})

ENDED = frozenset(
    {
        State.REFUSED,
        State.FORWARDED,
        State.CLOSED,
        State.ARCHIVED,
        State.WITHDRAWN,
        State.MERGED,
        State.EXTERNAL,
    }
)
"""No promise runs on in these."""

_LEAVING: dict[Move, State] = {Move.WITHDRAW: State.WITHDRAWN, Move.MERGE: State.MERGED}

MOVES: dict[State, dict[Move, State]] = {
    State.REGISTERED: {Move.ACKNOWLEDGE: State.REVIEW, **_LEAVING},
    State.REVIEW: {
        Move.ACCEPT: State.ACCEPTED,
        Move.REFUSE: State.REFUSED,
        Move.FORWARD: State.FORWARDED,
        **_LEAVING,
    },
    State.ACCEPTED: {Move.INVESTIGATE: State.INVESTIGATING, Move.FORWARD: State.FORWARDED, **_LEAVING},
    State.INVESTIGATING: {
        Move.OFFER: State.SOLUTION,
        Move.DECIDE: State.DECIDED,
        Move.FORWARD: State.FORWARDED,
        **_LEAVING,
    },
    State.SOLUTION: {
        Move.OFFER: State.SOLUTION,
        Move.AGREE: State.SOLUTION,
        Move.DECIDE: State.DECIDED,
        Move.DISPUTE: State.SOLUTION,
        Move.DEADLOCK: State.DEADLOCK,
        **_LEAVING,
    },
    State.DECIDED: {
        Move.EXECUTE: State.EXECUTING,
        Move.CONFIRM: State.FEEDBACK,
        Move.AGREE: State.DECIDED,
        Move.DISPUTE: State.SOLUTION,
        Move.DEADLOCK: State.DEADLOCK,
        Move.WITHDRAW: State.WITHDRAWN,
    },
    State.EXECUTING: {Move.CONFIRM: State.FEEDBACK, Move.DISPUTE: State.SOLUTION},
    State.FEEDBACK: {Move.CLOSE: State.CLOSED, Move.DISPUTE: State.SOLUTION},
    State.REFUSED: {Move.REOPEN: State.REOPENED, Move.ARCHIVE: State.ARCHIVED},
    State.FORWARDED: {Move.REOPEN: State.REOPENED, Move.ARCHIVE: State.ARCHIVED},
    State.CLOSED: {Move.REOPEN: State.REOPENED, Move.ARCHIVE: State.ARCHIVED},
    State.REOPENED: {Move.INVESTIGATE: State.INVESTIGATING, Move.FORWARD: State.FORWARDED, **_LEAVING},
    State.WITHDRAWN: {Move.REOPEN: State.REOPENED, Move.ARCHIVE: State.ARCHIVED},
    State.DEADLOCK: {Move.OFFER: State.SOLUTION, Move.REFER: State.EXTERNAL, Move.CLOSE: State.CLOSED},
    State.EXTERNAL: {Move.CLOSE: State.CLOSED},
    State.MERGED: {Move.ARCHIVE: State.ARCHIVED},
    State.ARCHIVED: {},
}


class MoveRefused(DomainError):
    code = "move-refused"
    status = 409
    message = "This step is not possible in the complaint's present state."
    hint = "Reload the page: somebody may have moved the complaint on."


def moves(state: State, off: Collection[State] = ()) -> dict[Move, State]:
    """What may be done in `state` and where each move leads, with the states in `off` left out."""
    return _moves(state, off, passed=frozenset())


def after(state: State, move: Move, off: Collection[State] = ()) -> State:
    """The state `move` leads to; MoveRefused if it may not be done now."""
    target = moves(state, off).get(move)
    if target is None:
        raise MoveRefused()
    return target


def _moves(state: State, off: Collection[State], *, passed: frozenset[State]) -> dict[Move, State]:
    """`passed`: the states left out on the way here, so that a move which leads back to one of them ends."""
    found: dict[Move, State] = {}
    for move, target in MOVES[state].items():
        if target not in off:
            found.setdefault(move, target)
        elif move is Move.DISPUTE:
            found.setdefault(move, _first_on(target, off))
        elif target not in passed:
            if move is Move.ACKNOWLEDGE:
                found[move] = state  # still to be done, though no review follows it
            beyond = _moves(target, off, passed=passed | {target})
            for onward in beyond.keys() - {Move.DISPUTE, Move.AGREE}:
                found.setdefault(onward, beyond[onward])
    return found


def _first_on(target: State, off: Collection[State]) -> State:
    """A dispute goes back to where work on an answer is possible."""
    for state in (target, State.INVESTIGATING):
        if state not in off:
            return state
    return State.ACCEPTED
