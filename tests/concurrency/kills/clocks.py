"""The promises that the acts of a case must have led to, reckoned from the policy's clocks alone."""

from __future__ import annotations

from collections.abc import Sequence

from tests.concurrency.kills.held import HeldCase

EVENTS = {
    "lodge": {"received", "aware"},
    "acknowledge": {"acknowledged"},
    "accept": {"admitted", "accepted", "told"},
    "refuse": {"admitted", "responded", "told"},
    "forward": {"admitted", "responded", "told"},
    "message:to_complainant": {"responded", "told"},
    "offer": {"offered", "responded", "told"},
    "agree": {"agreed"},
    "dispute": {"disputed"},
    "decide": {"decided", "responded", "told"},
    "deadlock": {"responded", "told"},
    "remedy-carried-out": {"told"},
    "confirm": {"executed"},
    "close": {"executed", "closed", "told"},
    "reopen": {"reopened"},
}
ENDING = frozenset({"refuse", "forward", "withdraw", "refer", "close"})
"""After these no promise runs on."""
_SETTLING, _UNSETTLING = frozenset({"offer", "decide"}), frozenset({"reopen", "investigate"})


def promised(case: HeldCase) -> list[str]:
    """Kinds, as often as each began, in the order of the chain."""
    made: list[str] = []
    running: set[str] = set()
    for number, act in enumerate(case.acts):
        events = EVENTS.get(act, set()) | _executed(case.acts[: number + 1])
        ended = {kind for kind in running if case.clocks[kind].ends in events}
        ended |= {"resolve"} & running if act == "deadlock" else set()
        needless = {kind for kind in running if case.clocks[kind].also_ends & events}
        needless |= {kind for kind in running if case.clocks[kind].starts == "closed" and act == "reopen"}
        running -= ended | needless
        if act in ENDING:
            running = {kind for kind in running if case.clocks[kind].outlives}
            events &= {"closed"}
        begun = {kind for kind, clock in case.clocks.items() if clock.starts in events}
        begun |= {kind for kind in ended - needless if case.clocks[kind].repeats and act not in ENDING}
        begun |= _anew(case, act)
        made += sorted(begun - running)
        running |= begun
    return made


def _anew(case: HeldCase, act: str) -> set[str]:
    """Each begins a new promise to resolve, unless one runs: a proposal may be disputed before anything is decided."""
    if act not in ("dispute", "reopen"):
        return set()
    repeating = {kind for kind, clock in case.clocks.items() if clock.repeats and act == "reopen"}
    return ({"resolve"} & case.clocks.keys()) | repeating


def _executed(acts: Sequence[str]) -> set[str]:
    """The last remedy was carried out of a case in which something was offered or decided."""
    settled = next((act in _SETTLING for act in reversed(acts) if act in _SETTLING | _UNSETTLING), False)
    left = acts.count("remedy") - acts.count("remedy-carried-out")
    return {"executed"} if acts[-1] == "remedy-carried-out" and settled and not left else set()
