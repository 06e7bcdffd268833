"""What happened in a case, as its history tells it, for whoever asks which clocks another grading would have started."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from amends.complaints.case import EVENTS, Case
from amends.complaints.lifecycle import ENDED, Move
from amends.database.scope import fetch
from amends.deadlines.regraded import Happening
from amends.deadlines.starting import repeating
from amends.policy.document import CaseEvent, ClockKind, Policy

_AT_RECEIPT = frozenset({CaseEvent.RECEIVED, CaseEvent.AWARE})
_ANSWERED = frozenset({CaseEvent.RESPONDED, CaseEvent.TOLD})
_CARRIED_OUT, _ALL_CARRIED_OUT = frozenset({CaseEvent.TOLD}), frozenset({CaseEvent.TOLD, CaseEvent.EXECUTED})
_MOVES = {str(move): move for move in Move}
_BY_MOVE = {move: frozenset(EVENTS.get(move, ())) for move in Move}
TOLD = frozenset(
    {"lodge", "message:to_complainant", "remedy-carried-out", "clock-done", "acknowledgement-void", *_MOVES}
)
"""Acts that may be something to clocks; none else is."""
_RESOLVE = frozenset({str(ClockKind.RESOLVE)})


async def past_of(case: Case) -> list[Happening]:
    """In the order in which it was written down."""
    rows = await fetch("SELECT act, at, detail FROM history_entry WHERE chain_id = $1 ORDER BY seq", case.id)
    found = []
    for row in rows:
        detail = msgspec.json.decode(row["detail"])
        happening = told(case.desk.policy, row["act"], row["at"], detail, received_at=case.row.received_at)
        if happening is not None:
            found.append(happening)
    return found


def told(
    policy: Policy, act: str, at: datetime, detail: Mapping[str, Any], *, received_at: datetime
) -> Happening | None:
    """None: nothing to clocks."""
    match act:
        case "lodge":
            return Happening(received_at, _AT_RECEIPT)
        case "message:to_complainant":
            return Happening(at, _ANSWERED)
        case "remedy-carried-out":
            return Happening(at, _ALL_CARRIED_OUT if detail.get("all") else _CARRIED_OUT)
        case "clock-done":
            return Happening(at, met=frozenset({str(detail["clock"])}))
        case "acknowledgement-void":
            return Happening(at, void=frozenset(str(each["clock"]) for each in detail["promises"]))
    move = _MOVES.get(act)
    return _moved(policy, move, at, detail) if move is not None else None


def _moved(policy: Policy, move: Move, at: datetime, detail: Mapping[str, Any]) -> Happening:
    anew = frozenset[str]()
    if move in (Move.DISPUTE, Move.REOPEN):
        anew = _RESOLVE | (repeating(policy, policy.clocks) if move is Move.REOPEN else frozenset())
    return Happening(
        at,
        _BY_MOVE[move],
        met=_RESOLVE if move is Move.DEADLOCK else frozenset(),
        anew=anew,
        # What ran in a case that was merged ran on in the other one.
        over=detail.get("to") in ENDED and move is not Move.MERGE,
        # Confirmed once more after a notice came back: what began with the first time begins no second time.
        starts=move is not Move.ACKNOWLEDGE or "to" in detail,
    )
